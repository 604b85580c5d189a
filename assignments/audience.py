"""Pure rules of a campaign: who was meant by pasted lines, and what it would do to each person. No Django here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from hashlib import sha256
from uuid import UUID


@dataclass(frozen=True)
class Entry:
    """One pasted line that names somebody: an employee number or an e-mail address."""

    line: int
    text: str

    @property
    def key(self) -> str:
        return self.text.lower()


@dataclass(frozen=True)
class NamedPeople:
    """An audience that somebody typed or pasted."""

    entries: tuple[Entry, ...]

    @classmethod
    def from_text(cls, text: str) -> "NamedPeople":
        """One entry a line; of a line pasted from a spreadsheet its first cell. Who is named twice counts once."""
        found: dict[str, Entry] = {}
        for line, words in enumerate(text.replace("\x00", "").splitlines(), start=1):
            entry = Entry(line, words.strip().split("\t")[0].strip(" ,;\ufeff"))
            if entry.text:
                found.setdefault(entry.key, entry)
        return cls(tuple(found.values()))


@dataclass(frozen=True)
class Person:
    """What the rules have to know of somebody. `starts_on` is set only if that day is still to come."""

    pk: int
    uuid: UUID
    number: str
    name: str
    zone: str
    has_address: bool = True
    has_left: bool = False
    may_sign_in: bool = True
    starts_on: date | None = None


class Because(StrEnum):
    """Why somebody is left out."""

    LEFT = "left"
    CANNOT_SIGN_IN = "cannot sign in"
    STARTS_LATER = "starts later"
    NOT_FOUND = "not found"


@dataclass(frozen=True)
class AlreadyAssigned:
    person: Person
    due_on: date
    is_brought_forward: bool


@dataclass(frozen=True)
class AlreadyHolds:
    person: Person
    valid_until: date | None


@dataclass(frozen=True)
class LeftOut:
    because: Because
    person: Person | None = None
    entry: Entry | None = None


@dataclass(frozen=True)
class Effect:
    """What a campaign would do: everybody stands in exactly one of the four lists."""

    to_assign: tuple[Person, ...]
    already_assigned: tuple[AlreadyAssigned, ...]
    already_hold: tuple[AlreadyHolds, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def brought_forward(self) -> tuple[AlreadyAssigned, ...]:
        return tuple(row for row in self.already_assigned if row.is_brought_forward)

    @property
    def is_empty(self) -> bool:
        """Whether nobody would get a new duty or another reason for one."""
        return not self.to_assign and not self.already_assigned

    def digest(self, *about: str) -> str:
        """SHA-256 of everything that is shown before the confirmation, so that a change in between is seen."""
        lines = list(about)
        lines += [f"assign {row.uuid} {row.zone} {row.has_address}" for row in self.to_assign]
        lines += [f"has {row.person.uuid} {row.due_on} {row.person.zone}" for row in self.already_assigned]
        lines += [f"holds {row.person.uuid} {row.valid_until}" for row in self.already_hold]
        lines += [f"not {row.person.uuid if row.person else row.entry} {row.because}" for row in self.left_out]
        return sha256("\n".join(lines).encode()).hexdigest()


def reason_to_leave_out(person: Person) -> Because | None:
    if person.has_left:
        return Because.LEFT
    if not person.may_sign_in:
        return Because.CANNOT_SIGN_IN
    return Because.STARTS_LATER if person.starts_on else None


def sort_out(
    people: Iterable[Person],
    *,
    due_on: date,
    open_due: Mapping[int, date],
    held_until: Mapping[int, date | None],
    unknown: Iterable[Entry] = (),
) -> Effect:
    """What a campaign due on `due_on` does to each of `people`.

    `open_due` holds the due days of open assignments of this course, `held_until` the last day of the completions
    that still count on `due_on` (None: for ever), both by person. The earlier of two due dates wins.
    """
    to_assign: list[Person] = []
    assigned: list[AlreadyAssigned] = []
    hold: list[AlreadyHolds] = []
    left_out = [LeftOut(Because.NOT_FOUND, entry=entry) for entry in unknown]
    for person in sorted(people, key=lambda one: (one.name.casefold(), one.number)):
        because = reason_to_leave_out(person)
        if because:
            left_out.append(LeftOut(because, person=person))
        elif person.pk in open_due:
            assigned.append(AlreadyAssigned(person, open_due[person.pk], due_on < open_due[person.pk]))
        elif person.pk in held_until:
            hold.append(AlreadyHolds(person, held_until[person.pk]))
        else:
            to_assign.append(person)
    return Effect(tuple(to_assign), tuple(assigned), tuple(hold), tuple(left_out))
