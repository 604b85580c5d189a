"""How far an export is, and the list of all that were asked for."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.files.storage import default_storage
from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from people.models import Department, Employee
from reports.models import Export, ExportFile
from reports.selectors.compliance import policy_choices
from toolkit.models import Job

MAKE = "reports.make_export"  # the kind of job that makes the file; its key is the export's uuid


class State(TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Being made")
    READY = "ready", _("Ready")
    EXPIRED = "expired", _("Removed")
    FAILED = "failed", _("Not made")


LABELS = {
    "policy": _("Policy"),
    "version": _("Version"),
    "from": _("Signed from"),
    "to": _("Signed until"),
    "department": _("Department when signing"),
    "persons": _("Person"),
    "method": _("How"),
    "size": _("Entries"),
}
SHOWN_NAMES = 3
METHODS = {"paper": _("On paper"), "site": _("On this site")}


@dataclass(frozen=True)
class FilterPart:
    """One thing that narrowed an export, in words."""

    key: str
    value: str


@dataclass(frozen=True)
class ExportState:
    """An export as a page shows it. `done` of `of` rows are written; `of` is 0 while nobody knows."""

    export: Export
    made: ExportFile | None
    state: State
    filters: tuple[FilterPart, ...]
    done: int = 0
    of: int = 0
    problem: str = ""

    @property
    def is_open(self) -> bool:
        return self.state in {State.WAITING, State.RUNNING}

    @property
    def is_ready(self) -> bool:
        return self.state == State.READY

    @property
    def is_elsewhere(self) -> bool:
        """Whether a command on the server wrote the file, which the site does not have."""
        return self.made is not None and not self.made.file


def all_exports() -> "QuerySet[Export]":
    """Every export, the newest first, with what its row shows."""
    return Export.objects.select_related("asked_by", "about", "made").order_by("-asked_at", "-pk")


def packs() -> "QuerySet[Export]":
    return all_exports().filter(kind=Export.Kind.EVIDENCE)


def states_of(exports: list[Export], *, now: datetime) -> list[ExportState]:
    """How far each of them is, in a number of queries that does not grow with theirs."""
    open_ones = [str(export.uuid) for export in exports if _made(export) is None]
    jobs = {job.dedup_key: job for job in Job.objects.filter(kind=MAKE, dedup_key__in=open_ones)} if open_ones else {}
    departments, policies = _department_names(exports), _policy_titles(exports)
    people = names_of(uuid for export in exports for uuid in _persons(export))
    return [
        _state(export, jobs.get(str(export.uuid)), _filters(export, departments, policies, people), now)
        for export in exports
    ]


def _department_names(exports: list[Export]) -> Mapping[str, str]:
    uuids = {export.filters["department"] for export in exports if "department" in export.filters}
    if not uuids:
        return {}
    return {str(uuid): name for uuid, name in Department.objects.filter(uuid__in=uuids).values_list("uuid", "name")}


def _policy_titles(exports: list[Export]) -> Mapping[str, str]:
    return dict(policy_choices()) if any("policy" in export.filters for export in exports) else {}


def _persons(export: Export) -> list[str]:
    return [uuid for uuid in export.filters.get("persons", "").split(",") if uuid]


def names_of(uuids: Iterable[str]) -> Mapping[str, str]:
    """The names that these people have now, by the references that a filter keeps; in no query for nobody."""
    wanted = set(uuids)
    if not wanted:
        return {}
    people = Employee.objects.filter(uuid__in=wanted).order_by("name", "pk")
    return {str(uuid): name or number for uuid, name, number in people.values_list("uuid", "name", "number")}


def in_words(names: Collection[str]) -> str:
    """A few names, and how many more."""
    shown = list(names)[:SHOWN_NAMES]
    more = len(names) - len(shown)
    if not more:
        return ", ".join(shown)
    words = ngettext("%(names)s and %(more)s more", "%(names)s and %(more)s more", more)
    return words % {"names": ", ".join(shown), "more": more}


def _filters(
    export: Export, departments: Mapping[str, str], policies: Mapping[str, str], people: Mapping[str, str]
) -> tuple[FilterPart, ...]:
    """In the order of LABELS."""
    said, wanted = export.filters, set(_persons(export))
    words = {
        **said,
        "policy": policies.get(said.get("policy", ""), said.get("policy", "")),
        "department": departments.get(said.get("department", ""), said.get("department", "")),
        "persons": in_words([name for uuid, name in people.items() if uuid in wanted]),
        "method": str(METHODS.get(said.get("method", ""), said.get("method", ""))),
    }
    return tuple(FilterPart(str(label), str(words[name])) for name, label in LABELS.items() if words.get(name))


def state_of(export: Export, *, now: datetime) -> ExportState:
    return states_of([export], now=now)[0]


def _state(export: Export, job: Job | None, filters: tuple[FilterPart, ...], now: datetime) -> ExportState:
    made = _made(export)
    if made is not None:
        is_here = bool(made.file) and not made.has_expired(now) and default_storage.exists(made.file.name or "")
        state = State.READY if is_here else State.EXPIRED
        return ExportState(export, made, state, filters, made.row_count, made.row_count)
    if job is None or job.state == "dead":
        return ExportState(export, None, State.FAILED, filters, problem=job.last_error if job else "")
    state = State.RUNNING if job.state == "running" else State.WAITING
    return ExportState(export, None, state, filters, job.progress, job.progress_of)


def _made(export: Export) -> ExportFile | None:
    """The file, if there is one: Django raises where a one-to-one has no other side."""
    return getattr(export, "made", None)
