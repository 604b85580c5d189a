"""The desk of those who write policies: what is being written, in which state, and whose turn it is."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from people.models import Employee
from people.roles import Role
from policies.models import Policy, PolicyEvent, PolicyText, PolicyVersion

State, Act = PolicyVersion.State, PolicyEvent.Act


@dataclass(frozen=True)
class Powers:
    """What somebody may do with the versions of one policy, whatever state they are in."""

    writes: bool
    decides: bool

    @property
    def any(self) -> bool:
        return self.writes or self.decides


@dataclass(frozen=True)
class OpenVersion:
    """A version that is not published yet. `turn` says in words who moves it on; `is_yours`: this reader can."""

    version: PolicyVersion
    title: str
    turn: str
    is_yours: bool


@dataclass(frozen=True)
class Beginning:
    """A policy of which no version is being written: a draft can begin. `number` is that of the newest version."""

    policy: Policy
    title: str
    number: int


def powers_of(person: Employee, policy: Policy) -> Powers:
    """Authors write; compliance and the policy's owner approve, publish and withdraw."""
    roles = person.roles
    return Powers(writes=Role.AUTHOR in roles, decides=Role.COMPLIANCE in roles or policy.owner_id == person.pk)


def deciders_of(policy: Policy) -> "QuerySet[Employee]":
    """Everybody here who decides on versions of the policy, by the rule of `powers_of`."""
    decides = Q(groups__name=Role.COMPLIANCE.value) | Q(pk=policy.owner_id)
    return Employee.objects.filter(decides, is_active=True).distinct().order_by("pk")


def latest_turn(version: PolicyVersion) -> PolicyEvent | None:
    """When the version last went from those who write to those who decide, or came back from them."""
    return version.events.filter(act__in=[Act.SUBMITTED, Act.RETURNED, Act.APPROVED]).order_by("-pk").first()


def has_desk(person: Employee) -> bool:
    """Whether there is anything for this person at the desk."""
    return person.has_role(Role.AUTHOR, Role.COMPLIANCE) or Policy.objects.filter(owner=person).exists()


def writer_ids(version: PolicyVersion) -> set[int]:
    """Everybody who wrote in a version or sent it to review, from events that are fetched with it."""
    acts = (Act.EDITED, Act.SUBMITTED)
    found = {event.by_id for event in version.events.all() if event.act in acts and event.by_id is not None}
    return found | ({version.author_id} if version.author_id is not None else set())


def turn_of(version: PolicyVersion, person: Employee, powers: Powers) -> tuple[str, bool]:
    """Who moves the version on, in words, and whether this person can."""
    if version.state == State.DRAFT:
        author = version.author.name if version.author else _("An author")
        return _("%(author)s writes and sends it to review.") % {"author": author}, powers.writes
    office = _("Compliance or the policy’s owner")
    if version.state == State.IN_REVIEW:
        may = powers.decides and person.pk not in writer_ids(version)
        return _("%(office)s approves it or sends it back.") % {"office": office}, may
    if version.state == State.APPROVED:
        return _("%(office)s publishes it.") % {"office": office}, powers.decides
    return _("Nobody: it is published."), False


def open_versions(person: Employee) -> list[OpenVersion]:
    """What is being written and this person may see, the oldest first. Four queries."""
    rows = PolicyVersion.objects.exclude(state=State.PUBLISHED).order_by("created_at", "pk")
    rows = rows.select_related("policy__owner", "author").prefetch_related("events")
    sees_all = person.has_role(Role.AUTHOR, Role.COMPLIANCE)
    versions = list(rows if sees_all else rows.filter(policy__owner=person))
    titles = titles_of(version.policy for version in versions)
    roles = person.roles
    found = []
    for version in versions:
        decides = Role.COMPLIANCE in roles or version.policy.owner_id == person.pk
        turn, is_yours = turn_of(version, person, Powers(Role.AUTHOR in roles, decides))
        found.append(OpenVersion(version, titles[version.policy_id], turn, is_yours))
    return found


def beginnings() -> list[Beginning]:
    """The policies of which a next version can be begun, by title."""
    policies = list(Policy.objects.exclude(Q(versions__state__in=[State.DRAFT, State.IN_REVIEW, State.APPROVED])))
    titles = titles_of(policies)
    numbers: dict[int, int] = {}
    for policy_id, number in PolicyVersion.objects.order_by("number").values_list("policy_id", "number"):
        numbers[policy_id] = number
    found = [Beginning(policy, titles[policy.pk], numbers.get(policy.pk, 0)) for policy in policies]
    return sorted(found, key=lambda row: (row.title.casefold(), row.policy.slug))


def titles_of(policies: Iterable[Policy]) -> dict[int, str]:
    """By policy: the title of its newest text, in the first of its languages; its address while it has none."""
    found = {policy.pk: policy.slug for policy in policies}
    rows = PolicyText.objects.filter(version__policy__in=list(found)).order_by("version__number", "-language")
    for policy_id, title in rows.values_list("version__policy_id", "title"):
        found[policy_id] = title or found[policy_id]
    return found


def title_of(policy: Policy) -> str:
    """The title of its newest text."""
    return titles_of([policy])[policy.pk]
