"""Fetching is authorising: what a learner may open, or a 404."""

from uuid import UUID

from django.http import Http404

from courses.content import FileContent
from courses.models import Attempt, Course, CourseDraft, CourseVersion, DraftFile, Enrollment
from courses.selectors.asking import asked_in
from courses.selectors.catalog import current_version
from courses.selectors.outline import StepOutline, outline_of, published_outline
from people.models import Employee
from toolkit.prepared import Prepared, columns_of, made_of

_OWN_ATTEMPT = Prepared(
    "courses_own_attempt",
    f"""
    SELECT courses_courseversion.uuid, {columns_of(Attempt)}
    FROM courses_attempt
    JOIN courses_enrollment ON courses_enrollment.id = courses_attempt.enrollment_id
    JOIN courses_courseversion ON courses_courseversion.id = courses_enrollment.version_id
    WHERE courses_attempt.uuid = %s AND courses_enrollment.employee_id = %s
    """,  # noqa: S608 - columns, which the model names
)


def course_or_404(slug: str) -> tuple[Course, CourseVersion]:
    """A course that is published, with its newest version."""
    course = Course.objects.filter(slug=slug).first()
    version = current_version(course) if course else None
    if course is None or version is None:
        raise Http404
    return course, version


def passage(employee: Employee, slug: str) -> Enrollment | None:
    """The employee's open passage through the course, else the latest finished one, else None."""
    mine = Enrollment.objects.filter(employee=employee, course__slug=slug).select_related("version")
    rows = sorted(mine, key=lambda row: (row.closed_at is None, row.started_at), reverse=True)
    return rows[0] if rows else None


def step_or_404(employee: Employee, slug: str, module: str, step: str) -> tuple[Enrollment, StepOutline]:
    """The passage and the step in it. A course that was not started, or a step of another version, is a 404."""
    enrollment = passage(employee, slug)
    found = outline_of(enrollment.version).step(module, step) if enrollment else None
    if enrollment is None or found is None:
        raise Http404
    return enrollment, found


def file_or_404(employee: Employee, slug: str, sha256: str, name: str) -> FileContent:
    """A file that a step of the employee's passage shows."""
    enrollment = passage(employee, slug)
    found = outline_of(enrollment.version).file(sha256, name) if enrollment else None
    if found is None:
        raise Http404
    return found


def quiz_or_404(employee: Employee, slug: str, module: str, step: str) -> tuple[Enrollment, StepOutline]:
    enrollment, found = step_or_404(employee, slug, module, step)
    if not found.is_quiz:
        raise Http404
    return enrollment, found


def attest_or_404(employee: Employee, slug: str, module: str, step: str) -> tuple[Enrollment, StepOutline]:
    enrollment, found = step_or_404(employee, slug, module, step)
    if not found.is_attest:
        raise Http404
    return enrollment, found


def attempt_or_404(employee: Employee, slug: str, module: str, step: str, number: int) -> tuple[Attempt, StepOutline]:
    """The employee's own attempt with that number in their current passage, and the quiz as it asks it."""
    enrollment, found = quiz_or_404(employee, slug, module, step)
    attempt = Attempt.objects.filter(enrollment=enrollment, step_id=found.pk, number=number).first()
    if attempt is None:
        raise Http404
    attempt.enrollment = enrollment
    return attempt, asked_in(attempt, found)


def own_attempt_or_404(employee: Employee, attempt: UUID) -> tuple[Attempt, StepOutline]:
    """The employee's own attempt with that uuid, with its step as the attempt asks it."""
    rows = _OWN_ATTEMPT.rows(attempt, employee.pk)
    if not rows:
        raise Http404
    version, *values = rows[0]
    mine = made_of(Attempt, values)
    steps = published_outline(UUID(str(version))).steps
    return mine, asked_in(mine, next(step for step in steps if step.pk == mine.step_id))


def draft_or_404(uuid: UUID) -> CourseDraft:
    """A draft of a course. The access table lets authors alone come here."""
    draft = CourseDraft.objects.select_related("base", "changed_by").filter(uuid=uuid).first()
    if draft is None:
        raise Http404
    return draft


def part_or_404(uuid: UUID, part: UUID) -> tuple[CourseDraft, DraftFile]:
    """A text of a draft."""
    draft = draft_or_404(uuid)
    file = draft.files.filter(uuid=part, sha256="").first()
    if file is None:
        raise Http404
    return draft, file


def draft_file_or_404(uuid: UUID, name: str) -> DraftFile:
    """A file for lessons, by its name."""
    draft = draft_or_404(uuid)
    file = draft.files.filter(path=f"courses/{draft.slug}/files/{name}").exclude(sha256="").first()
    if file is None:
        raise Http404
    return file


def any_version_or_404(uuid: UUID) -> CourseVersion:
    """A version, published or not, for authors."""
    version = CourseVersion.objects.select_related("course", "published_by").filter(uuid=uuid).first()
    if version is None:
        raise Http404
    return version
