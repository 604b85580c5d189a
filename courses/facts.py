"""What the ledger vouches for of this app: published versions, completions and grants of one more attempt."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from courses.content import digest
from courses.media import stored_name
from courses.models import AttemptGrant, Completion, Course, CourseVersion, Enrollment, Step
from courses.models.content import BELOW, content_of
from ledger.facts import FactKind, Files, Statement, StoredFile, columns, reference
from people.models import Employee

PUBLISHED = "course.published"
COMPLETED = "course.completed"
GRANTED = "attempt.granted"


def _versions() -> "QuerySet[CourseVersion]":
    return CourseVersion.objects.published().select_related("course", "published_by").prefetch_related(BELOW)


def _publication(version: CourseVersion) -> Statement:
    """With the digest made again from the rows below the version: an edited question is found out."""
    assert version.published_at is not None
    return Statement(
        fact=version.uuid,
        object=_object(version.course),
        version=_wording(version),
        at=version.published_at,
        person="",
        detail={
            **columns(version, "number", "language", "digest", "created_at"),
            "course": reference(version.course),
            "content": digest(content_of(version)),
            "published_by": reference(version.published_by),
        },
    )


def _completions() -> "QuerySet[Completion]":
    person = Prefetch("employee", Employee.objects.only("uuid"))
    passage = Prefetch("enrollment", Enrollment.objects.only("uuid"))
    return Completion.objects.prefetch_related("course", "version", passage, person)


def _completion(completion: Completion) -> Statement:
    version = completion.version
    return Statement(
        fact=completion.uuid,
        object=_object(completion.course),
        version=_wording(version),
        at=completion.completed_at,
        person=str(completion.employee.uuid),
        detail={
            **columns(completion, "completed_on", "score", "valid_until", "digest"),
            "course": reference(completion.course),
            "version": reference(version),
            "enrollment": reference(completion.enrollment),
            "performed_by": reference(completion.employee),
        },
    )


def _grants() -> "QuerySet[AttemptGrant]":
    related = (
        "enrollment__employee",
        "enrollment__course",
        "enrollment__version",
        "step__module__version",
        "granted_by",
    )
    return AttemptGrant.objects.select_related(*related)


def _grant(grant: AttemptGrant) -> Statement:
    enrollment, step = grant.enrollment, grant.step
    return Statement(
        fact=grant.uuid,
        object=_object(enrollment.course),
        version=_wording(enrollment.version),
        at=grant.granted_at,
        person=str(enrollment.employee.uuid),
        detail={
            **columns(grant, "reason"),
            "enrollment": reference(enrollment),
            "step": f"{step.module.slug}/{step.slug}",
            "step_of": reference(step.module.version),
            "granted_to": reference(enrollment.employee),
            "granted_by": reference(grant.granted_by),
        },
    )


def _object(course: Course) -> str:
    return f"course:{course.slug}"


def _wording(version: CourseVersion) -> str:
    return f"{version.language}/{version.number}"


def _lesson_files(now: datetime) -> Iterator[StoredFile]:
    """What lessons of published versions show. Bytes are stored once, whoever names them, and looked at once."""
    seen: set[str] = set()
    steps = Step.objects.filter(module__version__in=CourseVersion.objects.published()).exclude(files=[])
    for version, files in steps.order_by("pk").values_list("module__version__uuid", "files").iterator():
        for file in files:
            if file["sha256"] not in seen:
                seen.add(file["sha256"])
                yield StoredFile(f"courses.courseversion {version}", stored_name(file["sha256"]), file["sha256"])


FILES = Files(PUBLISHED, _lesson_files)
KINDS = (
    FactKind(PUBLISHED, _versions, _publication),
    FactKind(COMPLETED, _completions, _completion),
    FactKind(GRANTED, _grants, _grant, personal=("reason",)),
)
