"""The environment variables of the site: read strictly, described once, and nothing else about settings.

`VARIABLES` fills up as the settings are read; `docs/configuration.md` is held equal to it by a test.
A wrong value refuses to start and says which variable, what it holds and what it may hold.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ImproperlyConfigured

from ledger.checkpoints import CheckpointError, check_origin

T = TypeVar("T")


@dataclass(frozen=True)
class Variable:
    name: str
    default: str
    meaning: str


VARIABLES: dict[str, Variable] = {}


def read(
    name: str, *, default: str, meaning: str, parse: Callable[[str], T], expects: str, may_be_shown: bool = True
) -> T:
    """Register variable `name` and return its parsed value; raises ImproperlyConfigured with all there is to know."""
    VARIABLES[name] = Variable(name, default, meaning)
    raw = os.environ.get(name, default)
    try:
        return parse(raw)
    except ValueError as problem:
        detail = f" ({problem})" if str(problem) else ""
        shown = repr(raw) if may_be_shown else "that value"
        raise ImproperlyConfigured(f"{name}: {shown} will not do{detail}. Write {expects}.") from problem


def text(name: str, *, default: str, meaning: str) -> str:
    return read(name, default=default, meaning=meaning, parse=str.strip, expects="a text")


def boolean(name: str, *, default: bool, meaning: str) -> bool:
    words = {"True": True, "False": False}

    def parse(raw: str) -> bool:
        if raw not in words:
            raise ValueError
        return words[raw]

    return read(name, default=str(default), meaning=meaning, parse=parse, expects="True or False")


def whole_number(name: str, *, default: int, meaning: str, least: int, most: int) -> int:
    def parse(raw: str) -> int:
        number = int(raw)
        if not least <= number <= most:
            raise ValueError(f"it has to lie between {least} and {most}")
        return number

    return read(
        name,
        default=str(default),
        meaning=meaning,
        parse=parse,
        expects=f"a whole number from {least} to {most}",
    )


def choice(name: str, *, default: str, meaning: str, of: tuple[str, ...]) -> str:
    def parse(raw: str) -> str:
        if raw not in of:
            raise ValueError
        return raw

    return read(name, default=default, meaning=meaning, parse=parse, expects="one of " + ", ".join(of))


def folder(name: str, *, default: str, meaning: str) -> Path:
    return read(
        name,
        default=default,
        meaning=meaning,
        parse=lambda raw: Path(raw).expanduser().resolve(),
        expects="a folder",
    )


def file(name: str, *, default: str, meaning: str) -> Path:
    return read(
        name,
        default=default,
        meaning=meaning,
        parse=lambda raw: Path(raw).expanduser().resolve(),
        expects="the path of a file",
    )


def log_origin(name: str, *, default: str, meaning: str) -> str:
    def parse(raw: str) -> str:
        try:
            check_origin(raw)
        except CheckpointError as problem:
            raise ValueError(str(problem)) from problem
        return raw

    return read(name, default=default, meaning=meaning, parse=parse, expects="an address such as example.org/log")


def site_url(name: str, *, default: str, meaning: str) -> str:
    def parse(raw: str) -> str:
        parts = urlsplit(raw)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query:
            raise ValueError
        parts.port  # noqa: B018 - raises ValueError for a port that is none
        return raw.rstrip("/")

    return read(
        name,
        default=default,
        meaning=meaning,
        parse=parse,
        expects="an address such as https://training.example.org, without a path",
    )


def time_zone(name: str, *, default: str, meaning: str) -> str:
    def parse(raw: str) -> str:
        try:
            return ZoneInfo(raw).key
        except (ZoneInfoNotFoundError, OSError) as problem:
            raise ValueError("no such time zone") from problem

    return read(name, default=default, meaning=meaning, parse=parse, expects="a time zone such as America/Chicago")


def url(name: str, *, default: str, meaning: str, schemes: tuple[str, ...]) -> str:
    def parse(raw: str) -> str:
        if raw and urlsplit(raw).scheme not in schemes:
            raise ValueError("the address begins with something else")
        return raw

    expects = "nothing, or an address that begins with " + " or ".join(f"{scheme}:" for scheme in schemes)
    # The address may hold a password.
    return read(name, default=default, meaning=meaning, parse=parse, expects=expects, may_be_shown=False)


def secret(name: str, *, meaning: str, least: int, required: bool, hint: str = "") -> str:
    """A secret from `name`, or from the file that `name`_FILE points to. `hint` is said where there is none."""
    file_name = f"{name}_FILE"
    path = text(file_name, default="", meaning=f"A file that holds {name}, instead of {name} itself.")
    held = ""
    if path:
        try:
            held = Path(path).read_text(encoding="utf-8").strip()
        except OSError as problem:
            raise ImproperlyConfigured(f"{file_name}: {path} cannot be read ({problem.strerror}).") from problem
    value = read(name, default="", meaning=meaning, parse=str.strip, expects="a long random text") or held
    if required and len(value) < least:
        raise ImproperlyConfigured(
            f"{name} is {'too short' if value else 'missing'}: set it, or {file_name}, "
            f"to at least {least} random characters. `bin/manage make_keys` makes one."
            + ("" if value or not hint else f" {hint}")
        )
    return value
