"""How far one passage is: which steps are finished, which comes next, how long the rest takes."""

from collections.abc import Iterable
from dataclasses import dataclass

from courses.models import Enrollment, FinishedStep
from courses.selectors.outline import Outline, StepOutline, outline_of


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
        """A graded check opens when everything before it is finished. All else can be taken in any order."""
        if not step.is_graded:
            return False
        place = self.outline.steps.index(step)
        return any(before.pk not in self.finished for before in self.outline.steps[:place])


def progress_of(enrollment: Enrollment) -> Progress:
    """The progress of one passage. Its version has to be loaded with it."""
    steps = FinishedStep.objects.filter(enrollment=enrollment).values_list("step_id", flat=True)
    return Progress(outline_of(enrollment.version), frozenset(steps))


def progress_of_each(enrollments: Iterable[Enrollment]) -> dict[int, Progress]:
    """The progress of several passages by enrollment id, in one query."""
    rows = list(enrollments)
    finished: dict[int, set[int]] = {row.pk: set() for row in rows}
    for enrollment_id, step_id in FinishedStep.objects.filter(enrollment__in=finished).values_list(
        "enrollment_id", "step_id"
    ):
        finished[enrollment_id].add(step_id)
    return {row.pk: Progress(outline_of(row.version), frozenset(finished[row.pk])) for row in rows}
