"""The figures of compliance's first page, each of which opens its rows."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Max, Prefetch

from ledger.models import SealedEntry
from people.models import Employee
from policies.models import Attestation, Enquiry, PaperSignature, Policy, PolicyText, PolicyVersion
from policies.selectors.desk import open_versions
from reports.models import Export


@dataclass(frozen=True)
class PolicyLine:
    """A policy with its version in force, if any, and how many signatures that one and all versions have."""

    slug: str
    title: str
    in_force: int | None
    effective_on: date | None
    signed_in_force: int
    signed: int


@dataclass(frozen=True)
class Overview:
    records: int
    policies: list[PolicyLine]
    entries: int
    exports: int
    packs: int


@dataclass(frozen=True)
class Waiting:
    """What waits for compliance: enquiries without an answer, papers without a second look, versions to decide on."""

    enquiries: int
    papers: int
    versions: int


def overview(*, on: date) -> Overview:
    """Everything of the page. `on` is the day on which versions have to be in force."""
    lines = _policies(on)
    exports = dict(Export.objects.order_by().values_list("kind").annotate(Count("pk")))
    last = SealedEntry.objects.aggregate(last=Max("index"))["last"]
    return Overview(
        records=sum(line.signed for line in lines),
        policies=lines,
        entries=0 if last is None else last + 1,
        exports=sum(exports.values()),
        packs=exports.get(Export.Kind.EVIDENCE, 0),
    )


def waiting_for(person: Employee) -> Waiting:
    """`versions` and `papers` are those that this person may decide on."""
    return Waiting(
        enquiries=Enquiry.objects.exclude(replies__is_answer=True).exclude(text="").count(),
        papers=PaperSignature.objects.filter(decision=None)
        .exclude(reason="")  # erased: nothing is left to look at
        .exclude(recorded_by=person)
        .exclude(employee=person)
        .count(),
        versions=sum(row.is_yours for row in open_versions(person)),
    )


def _policies(on: date) -> list[PolicyLine]:
    counts = dict(Attestation.objects.order_by().values_list("version").annotate(Count("pk")))
    texts = Prefetch("texts", queryset=PolicyText.objects.order_by("language"))
    in_force: dict[int, PolicyVersion] = {}
    for version in PolicyVersion.objects.in_force_now(on):
        in_force.setdefault(version.policy_id, version)
    # Drafts are nothing that anybody can have signed; a policy is listed from its first publication on.
    versions = PolicyVersion.objects.published().order_by("policy_id", "-number").prefetch_related(texts)
    lines: dict[int, list[PolicyVersion]] = {}
    for version in versions:
        lines.setdefault(version.policy_id, []).append(version)
    return sorted(
        (
            _line(policy, lines[policy.pk], in_force.get(policy.pk), counts)
            for policy in Policy.objects.filter(pk__in=lines)
        ),
        key=lambda line: line.title.casefold(),
    )


def _line(
    policy: Policy, versions: list[PolicyVersion], current: PolicyVersion | None, counts: dict[int, int]
) -> PolicyLine:
    """A policy under the title of its version in force, else of its newest."""
    named = next((one for one in versions if current and one.pk == current.pk), versions[0])
    return PolicyLine(
        slug=policy.slug,
        title=next((text.title for text in named.texts.all()), policy.slug),
        in_force=current.number if current else None,
        effective_on=current.effective_on if current else None,
        signed_in_force=counts.get(current.pk, 0) if current else 0,
        signed=sum(counts.get(version.pk, 0) for version in versions),
    )


def policy_choices() -> list[tuple[str, str]]:
    """Every policy that was ever published or signed, as slug and title."""
    newest = (
        PolicyText.objects.filter(version__state=PolicyVersion.State.PUBLISHED)
        .order_by("version__policy_id", "-version__number", "language")
        .values_list("version__policy__slug", "title")
    )
    titles: dict[str, str] = {}
    for slug, title in newest:
        titles.setdefault(slug, title)
    return sorted(titles.items(), key=lambda one: one[1].casefold())
