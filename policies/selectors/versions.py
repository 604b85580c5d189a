"""The versions of a policy with where each stands on a day, and what a reader has to do with the one in force."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.models import Employee
from policies.models import Attestation, Policy, PolicyEvent, PolicyVersion
from policies.selectors.signing import nearest


class Standing(StrEnum):
    """Where a version stands on a day."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return str(_LABELS[self])

    @property
    def badge(self) -> str:
        """The kind of badge that repeats the words."""
        return {Standing.IN_FORCE: "done", Standing.SCHEDULED: "soon", Standing.WITHDRAWN: "late"}.get(self, "neutral")


_LABELS: dict[Standing, Promise] = {
    Standing.DRAFT: _("Draft"),
    Standing.IN_REVIEW: _("In review"),
    Standing.APPROVED: _("Approved"),
    Standing.SCHEDULED: _("Not in force yet"),
    Standing.IN_FORCE: _("In force"),
    Standing.SUPERSEDED: _("Replaced"),
    Standing.WITHDRAWN: _("Withdrawn"),
}


@dataclass(frozen=True)
class VersionRow:
    """A version and where it stands. `withdrawn` is the event, once there is one; from `until` on another counts.

    `previous` is the number of the published version before it.
    """

    version: PolicyVersion
    standing: Standing
    withdrawn: PolicyEvent | None = None
    until: date | None = None
    previous: int | None = None

    @property
    def is_in_force(self) -> bool:
        return self.standing is Standing.IN_FORCE

    @property
    def is_coming(self) -> bool:
        return self.standing is Standing.SCHEDULED

    @property
    def is_withdrawn(self) -> bool:
        return self.standing is Standing.WITHDRAWN

    @property
    def title(self) -> str:
        """The title in the reader's language, else in the nearest."""
        texts = sorted(self.version.texts.all(), key=lambda text: text.language)
        return nearest(texts).title if texts else self.version.policy.slug

    @property
    def approval(self) -> PolicyEvent | None:
        """The last approval, with who gave it."""
        return _event(self.version, PolicyEvent.Act.APPROVED)


@dataclass(frozen=True)
class Signed:
    """What somebody signed of a policy: the newest version that they ever signed, and when."""

    number: int
    attestation: Attestation


def with_withdrawal(versions: "QuerySet[PolicyVersion]") -> "QuerySet[PolicyVersion]":
    """Adds `withdrawn_at`, None for a version that was not."""
    events = PolicyEvent.objects.filter(version=OuterRef("pk"), act=PolicyEvent.Act.WITHDRAWN)
    return versions.annotate(withdrawn_at=Subquery(events.values("at")[:1]))


def standings(versions: Iterable[PolicyVersion], *, on: date, is_now: bool = False) -> dict[int, Standing]:
    """Where each version of one policy stands, by id. They carry `withdrawn_at`, of `with_withdrawal`.

    The newest that began and was not withdrawn is in force: the same rule as `PolicyVersionQuerySet.in_force`, with
    `is_now`, for what is done at this moment, as `in_force_now`.
    """
    found: dict[int, Standing] = {}
    begun: list[PolicyVersion] = []
    for version in versions:
        if not version.is_published:
            found[version.pk] = Standing(version.state)
        elif _is_over(getattr(version, "withdrawn_at", None), on, is_now=is_now):
            found[version.pk] = Standing.WITHDRAWN
        elif version.effective_on is not None and version.effective_on > on:
            found[version.pk] = Standing.SCHEDULED
        else:
            found[version.pk] = Standing.SUPERSEDED
            begun.append(version)
    if begun:
        newest = max(begun, key=lambda version: (version.effective_on or date.min, version.number))
        found[newest.pk] = Standing.IN_FORCE
    return found


def _is_over(withdrawn_at: datetime | None, on: date, *, is_now: bool) -> bool:
    """Whether it was withdrawn by the end of this day, in the organization's days; or by now."""
    end = datetime.combine(on + timedelta(days=1), time.min, tzinfo=timezone.get_default_timezone())
    return withdrawn_at is not None and (is_now or withdrawn_at < end)


def versions_of(policy: Policy, *, on: date, with_drafts: bool = False, is_now: bool = False) -> list[VersionRow]:
    """The policy's versions, the newest first, with where each stands. Drafts only for those who may see them."""
    rows = with_withdrawal(policy.versions.order_by("-number")).prefetch_related("texts", "events__by")
    versions = [version for version in rows if with_drafts or version.is_published]
    standing = standings(versions, on=on, is_now=is_now)
    return [
        VersionRow(
            version,
            standing[version.pk],
            withdrawn=_event(version, PolicyEvent.Act.WITHDRAWN),
            until=_until(version, versions),
            previous=_previous(version, versions),
        )
        for version in versions
    ]


def _event(version: PolicyVersion, act: PolicyEvent.Act) -> PolicyEvent | None:
    """The latest event of this kind."""
    return next((event for event in reversed(version.events.all()) if event.act == act), None)


def _until(version: PolicyVersion, versions: list[PolicyVersion]) -> date | None:
    """The day on which the next version begins, if it is known."""
    later = [other for other in versions if other.is_published and other.number > version.number and other.effective_on]
    return min((other.effective_on for other in later if other.effective_on), default=None)


def _previous(version: PolicyVersion, versions: list[PolicyVersion]) -> int | None:
    return max(
        (other.number for other in versions if other.is_published and other.number < version.number), default=None
    )


def standing_of(version: PolicyVersion, *, on: date) -> VersionRow:
    """Where this version stands among those of its policy."""
    return next(row for row in versions_of(version.policy, on=on, with_drafts=True) if row.version.pk == version.pk)


def signed_newest(reader: Employee, policies: "Iterable[Policy]") -> dict[int, Signed]:
    """By policy id: the newest version that this person ever signed, with their latest signature of it."""
    rows = Attestation.objects.filter(employee=reader, policy__in=list(policies)).select_related("version", "text")
    found: dict[int, Signed] = {}
    for row in rows.order_by("policy_id", "version__number", "signed_at", "pk"):
        found[row.policy_id] = Signed(row.version.number, row)
    return found


def last_signed_version(reader: Employee, policy: Policy) -> Signed | None:
    """The newest version that this person ever signed. It says what they know of the policy."""
    return signed_newest(reader, [policy]).get(policy.pk)
