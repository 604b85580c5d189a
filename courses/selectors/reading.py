"""Where somebody is in a lesson, and how long steps really take."""

from dataclasses import dataclass
from statistics import median

from courses.models import Attempt, Enrollment, Reading, Step
from courses.timing import capped

FEWEST = 5  # people: a figure about fewer would be one about somebody


@dataclass(frozen=True)
class Measured:
    """The median over so many people, each counted once with their first time."""

    people: int
    seconds: int

    @property
    def minutes(self) -> float:
        return round(self.seconds / 60, 1)


def place_in(enrollment: Enrollment, step_pk: int) -> int:
    """The furthest part of the lesson that was on screen, counted from 1; 0 for none."""
    row = Reading.objects.filter(enrollment=enrollment, step_id=step_pk).values_list("part", flat=True).first()
    return row or 0


def minutes_measured(step: Step) -> Measured | None:
    """How long a lesson or the first attempt at a quiz takes. None for other steps, and for fewer than FEWEST people.

    What is longer than the cap of `courses.timing` counts as the cap.
    """
    times: dict[int, float] = {}
    for person, seconds in _times(step):
        times.setdefault(person, seconds)
    return Measured(len(times), round(median(times.values()))) if len(times) >= FEWEST else None


def _times(step: Step) -> list[tuple[int, float]]:
    """(employee, seconds), the earliest passage of each first."""
    order = ("enrollment__started_at", "enrollment_id")
    if step.kind == Step.Kind.LESSON:
        rows = Reading.objects.filter(step=step, seconds__isnull=False).order_by(*order)
        return [
            (person, float(seconds or 0)) for person, seconds in rows.values_list("enrollment__employee", "seconds")
        ]
    attempts = Attempt.objects.filter(step=step, number=1, submitted_at__isnull=False).order_by(*order)
    return [
        (person, capped(submitted - started, minutes=step.minutes).total_seconds())
        for person, started, submitted in attempts.values_list("enrollment__employee", "started_at", "submitted_at")
        if submitted is not None
    ]
