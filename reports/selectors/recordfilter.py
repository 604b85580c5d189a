"""Which attestation records: one filter, read from the address and written back into it, and what it narrows."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from people.models import Department, Employee, Placement
from policies.models import Attestation, Policy, PolicyVersion
from toolkit.errors import DomainError

LONGEST_SEARCH = 100
MOST_PERSONS = 100  # that an export's filter can refer to; an address with more would be too long
METHODS: Mapping[str, tuple[str, ...]] = {
    "paper": (Attestation.Method.PAPER,),
    "site": (Attestation.Method.SITE, Attestation.Method.SITE_CONFIRMED),
}


class UnknownFilter(DomainError):
    """The filter names something that there is not. `part` is the name of that part in the address."""

    def __init__(self, part: str, message: str) -> None:
        super().__init__(message)
        self.part = part


@dataclass(frozen=True)
class RecordFilter:
    """Which records. Days are days of signing in the signer's own time zone, `to_on` the last one that counts.

    `department` takes in all below it, by where each person was placed on the day of signing. `person` is a part of
    the name that somebody has now, or of the number; `persons` are references, which name nobody.
    """

    policy: Policy | None = None
    version: PolicyVersion | None = None
    from_on: date | None = None
    to_on: date | None = None
    department: Department | None = None
    person: str = ""
    persons: tuple[UUID, ...] = ()
    method: str = ""

    @property
    def parts(self) -> dict[str, str]:
        """The filter as words, as it stands in the address."""
        parts = {
            "policy": self.policy.slug if self.policy else "",
            "version": str(self.version.number) if self.version else "",
            "from": self.from_on.isoformat() if self.from_on else "",
            "to": self.to_on.isoformat() if self.to_on else "",
            "department": str(self.department.uuid) if self.department else "",
            "person": self.person,
            "persons": ",".join(map(str, self.persons)),
            "method": self.method,
        }
        return {name: value for name, value in parts.items() if value}

    def query(self, **changes: Any) -> str:
        """The filter, with changes, as it stands in an address after the question mark."""
        return urlencode(replace(self, **changes).parts)

    @property
    def kept(self) -> dict[str, str]:
        """What may stand in an export's row and in its ledger entry, where no erasure reaches: it names nobody.

        Typed words become references to those whom they fit now. UnknownFilter if that is nobody, or too many.
        """
        if not self.person:
            return self.parts
        named = _named(self.person)
        if self.persons:
            named = named.filter(uuid__in=self.persons)
        fitting = named.order_by("uuid").values_list("uuid", flat=True)[: MOST_PERSONS + 1]
        if not fitting:
            raise UnknownFilter("person", _("Nobody has this name or number, so there is nothing to put into a file."))
        if len(fitting) > MOST_PERSONS:
            message = _("More than %(most)s people fit “%(words)s”. Write more of the name, or the number.")
            raise UnknownFilter("person", message % {"most": MOST_PERSONS, "words": self.person})
        return replace(self, person="", persons=tuple(fitting)).parts


def filter_from(asked: Mapping[str, Any]) -> RecordFilter:
    """The filter that these words say. UnknownFilter for what names nothing."""
    words = {name: str(asked.get(name, "")).strip() for name in FILTERS}
    for name, said in words.items():
        if "\x00" in said:  # the database takes none, and without it the filter would be another one
            raise UnknownFilter(name, _("The address holds a character that no name or number has. Write it anew."))
    policy = _policy(words["policy"])
    from_on, to_on = _day(words["from"], "from"), _day(words["to"], "to")
    if from_on and to_on and to_on < from_on:
        raise UnknownFilter("to", _("The last day lies before the first one. Change one of them."))
    if words["method"] and words["method"] not in METHODS:
        raise UnknownFilter("method", _("There is no such way of signing. Choose one from the list."))
    return RecordFilter(
        policy=policy,
        version=_version(words["version"], policy),
        from_on=from_on,
        to_on=to_on,
        department=_department(words["department"]),
        person=words["person"][:LONGEST_SEARCH],
        persons=_persons(words["persons"]),
        method=words["method"],
    )


FILTERS = ("policy", "version", "from", "to", "department", "person", "persons", "method")


def _policy(slug: str) -> Policy | None:
    if not slug:
        return None
    policy = Policy.objects.filter(slug=slug).first()
    if policy is None:
        raise UnknownFilter(
            "policy", _("There is no policy “%(slug)s”. Choose one from the list.") % {"slug": slug[:80]}
        )
    return policy


def _version(number: str, policy: Policy | None) -> PolicyVersion | None:
    if not number:
        return None
    if policy is None:
        raise UnknownFilter("version", _("A version belongs to a policy: choose the policy too."))
    # The database takes no number of more digits.
    is_number = number.isascii() and number.isdigit() and len(number) <= 9
    version = policy.versions.filter(number=int(number)).first() if is_number else None
    if version is None:
        raise UnknownFilter("version", _("This policy has no version “%(number)s”.") % {"number": number[:20]})
    return version


def _day(text: str, name: str) -> date | None:
    try:
        day = parse_date(text) if text else None
    except ValueError:
        day = None
    if text and day is None:
        raise UnknownFilter(name, _("“%(day)s” is not a day. Write it like 2026-11-24.") % {"day": text[:20]})
    return day


def _department(text: str) -> Department | None:
    if not text:
        return None
    try:
        return Department.objects.get(uuid=text)
    except (Department.DoesNotExist, ValidationError) as problem:
        raise UnknownFilter("department", _("There is no such department. Choose one from the list.")) from problem


def _persons(text: str) -> tuple[UUID, ...]:
    if not text:
        return ()
    try:
        asked = {UUID(one) for one in text.split(",")[: MOST_PERSONS + 1]}
    except ValueError:
        asked = set()
    known = set(Employee.objects.filter(uuid__in=asked).values_list("uuid", flat=True))
    if not asked or len(asked) > MOST_PERSONS or asked != known:
        raise UnknownFilter("person", _("The address names nobody that there is. Look for the name or number."))
    return tuple(sorted(asked))


def _named(words: str) -> "QuerySet[Employee]":
    return Employee.objects.filter(Q(name__icontains=words) | Q(number__icontains=words))


def records(wanted: RecordFilter) -> "QuerySet[Attestation]":
    """The attestations that the filter is about, in no order."""
    rows = Attestation.objects.all()
    if wanted.policy:
        rows = rows.filter(policy=wanted.policy)
    if wanted.version:
        rows = rows.filter(version=wanted.version)
    if wanted.from_on:
        rows = rows.filter(signed_on__gte=wanted.from_on)
    if wanted.to_on:
        rows = rows.filter(signed_on__lte=wanted.to_on)
    if wanted.method:
        rows = rows.filter(method__in=METHODS[wanted.method])
    if wanted.person:
        rows = rows.filter(employee__in=_named(wanted.person).values("pk"))
    if wanted.persons:
        rows = rows.filter(employee__in=Employee.objects.filter(uuid__in=wanted.persons).values("pk"))
    if wanted.department:
        rows = rows.filter(Exists(placed_when_signing().filter(department__path__startswith=wanted.department.path)))
    return rows


def placed_when_signing() -> QuerySet[Placement]:
    """Where the signer of the outer row was on the day of signing, as far as we know now."""
    ends = Q(until_on=None) | Q(until_on__gt=OuterRef("signed_on"))
    return Placement.objects.known().filter(ends, employee=OuterRef("employee"), from_on__lte=OuterRef("signed_on"))
