"""How far one passage is: which steps are finished, which comes next, how long the rest takes."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from courses.models import Completion, CourseVersion, Enrollment, FinishedStep
from courses.selectors.outline import Outline, StepOutline, outline_of, published_outline
from people.models import Employee


@dataclass(frozen=True)
class Progress:
    outline: Outline
    finished: frozenset[int]

    @property
    def next_step(self) -> StepOutline | None:
        """The first step that is not finished: where "Continue" leads."""
        return next((step for step in self.outline.steps if step.pk not in self.finished), None)

    @property
    def percent(self) -> int:
        done = sum(step.pk in self.finished for step in self.outline.steps)
        return 100 * done // len(self.outline.steps)

    @property
    def minutes_left(self) -> int:
        return sum(step.minutes for step in self.outline.steps if step.pk not in self.finished)

    @property
    def module_number(self) -> int:
        """The place of the next step's module, counted from 1."""
        step = self.next_step
        slugs = [module.slug for module in self.outline.modules]
        return slugs.index(step.module_slug) + 1 if step else len(slugs)

    def is_finished(self, step: StepOutline) -> bool:
        return step.pk in self.finished

    def is_locked(self, step: StepOutline) -> bool:
        """A graded check opens when everything before it is finished, and so does a signature: what was learned first
        is what it says one has understood. All else can be taken in any order."""
        if not (step.is_graded or step.is_attest):
            return False
        place = self.outline.place(step)
        return any(before.pk not in self.finished for before in self.outline.steps[:place])


def progress_of(enrollment: Enrollment) -> Progress:
    """The progress of one passage. Its version has to be loaded with it."""
    steps = FinishedStep.objects.filter(enrollment=enrollment).values_list("step_id", flat=True)
    return Progress(outline_of(enrollment.version), frozenset(steps))


def may_be_retaken(completion: Completion, newest: CourseVersion, *, today: date) -> bool:
    """Whether taking the course once more makes sense: there is a newer version, or the completion counts no longer."""
    has_ended = completion.valid_until is not None and completion.valid_until < today
    return has_ended or completion.version_id != newest.pk


def open_passages(employee: Employee) -> dict[int, Progress]:
    """The progress of each passage that the employee has open, by course id, the latest first; one query."""
    rows = Enrollment.objects.open().filter(employee=employee).order_by("-started_at", "-pk")
    finished: dict[int, set[int]] = {}
    versions: dict[int, UUID] = {}
    for course, version, step in rows.values_list("course_id", "version__uuid", "finished_steps__step_id"):
        versions[course] = version
        finished.setdefault(course, set()).add(step)  # a passage without one has a row with no step
    return {
        course: Progress(published_outline(version), frozenset(finished[course]) - {None})
        for course, version in versions.items()
    }
