"""Where somebody has to sign a policy, if anywhere else than on its own page. Apps above register how they know.

A course may ask for the signature. Then the policy's own page leads there, so that it is read with what belongs to it,
and one signature closes one thing. This floor knows no courses: it asks whoever registered, and gets an address.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Obligation:
    """Where it is to be signed. `title` is what the place is called, `url` its address."""

    title: str
    url: str


# Called with the person (people.models.Employee), the policy (policies.models.Policy) and now; None: it knows of none.
Finder = Callable[[Any, Any, datetime], Obligation | None]

_finders: list[Finder] = []


def register(finder: Finder) -> None:
    """Adds a way to know. The same one again changes nothing."""
    if finder not in _finders:
        _finders.append(finder)


def obligation_of(person: Any, policy: Any, *, now: datetime) -> Obligation | None:
    """The first that anybody knows of, in the order of registration."""
    return next((found for finder in _finders if (found := finder(person, policy, now)) is not None), None)
