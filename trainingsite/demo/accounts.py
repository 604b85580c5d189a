"""The accounts that the demo hands out: one a role, with passwords that stay the same until somebody changes them."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from secrets import choice, randbelow

from django.contrib.auth.hashers import check_password, make_password

from people.models import Employee
from trainingsite.demo.people import KNOWN

WORDS = (
    "amber basil cedar coral delta ember fern ginger hazel indigo jasper kelp lemon maple nectar olive pebble quartz "
    "raven saffron thyme umber velvet willow yarrow zephyr badger canyon dune falcon glacier harbor island juniper "
    "lagoon meadow nutmeg orchard prairie reef summit tundra valley walnut"
)
CHANGED = "(changed)"


@dataclass(frozen=True)
class Account:
    role: str
    email: str
    password: str


def hand_out(path: Path, *, is_new: bool = False) -> list[Account]:
    """Every account: with the password that the file says, or CHANGED where it is not that any more, or a new one.

    A new one is given where the file says nothing. When the people are new, an older file's passwords are made theirs.
    The file is its owner's alone.
    """
    known = _read(path)
    accounts = []
    for person in KNOWN:
        if not person.account:
            continue
        employee = Employee.objects.get(number=person.number)
        password = known.get(person.account, "")
        if is_new and password == CHANGED:
            password = ""
        if is_new or not password:
            password = password or _password()
            employee.password = make_password(password)
            employee.save(update_fields=["password"])
        elif not check_password(password, employee.password):
            password = CHANGED
        accounts.append(Account(role=person.account, email=employee.email, password=password))
    _write(path, accounts)
    return accounts


def _password() -> str:
    words = WORDS.split()
    return f"{choice(words)}-{choice(words)}-{choice(words)}-{10 + randbelow(90)}"


def _read(path: Path) -> dict[str, str]:
    try:
        return {row["role"]: row["password"] for row in json.loads(path.read_text(encoding="utf-8"))}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _write(path: Path, accounts: list[Account]) -> None:
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        json.dump([asdict(account) for account in accounts], stream, indent=2)
        stream.write("\n")
    os.replace(part, path)
