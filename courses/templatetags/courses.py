"""The state of a step in words, for task lists, and lengths of time in words."""

from dataclasses import dataclass

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses.content import LATEST_VERSION
from courses.models import Attempt
from courses.selectors.outline import StepOutline
from courses.selectors.progress import Progress

MINUTES_A_DAY = 24 * 60

register = template.Library()


@dataclass(frozen=True)
class StepState:
    words: str
    hint: str
    is_locked: bool


@register.simple_tag
def step_state(progress: Progress, step: StepOutline) -> StepState:
    """How far this step is, for the row that leads to it."""
    is_locked = progress.is_locked(step)
    # A task list does not look up which version of the policy is in force for whom.
    words = _("Completed") if progress.is_finished(step) else _("Cannot start yet") if is_locked else ""
    return StepState(words, _hint(step.with_policy(LATEST_VERSION)), is_locked)


@register.simple_tag
def attempt_words(step: StepOutline, attempt: Attempt) -> str:
    """How a closed attempt ended, as far as the quiz tells."""
    if step.review_after(is_passed=attempt.is_passed).shows_score:
        return _("%(score)s percent") % {"score": attempt.score}
    return _("Passed") if attempt.is_passed else _("Not passed")


@register.filter
def minutes_in_words(minutes: int) -> str:
    """Minutes in the largest unit that says them exactly."""
    if minutes % MINUTES_A_DAY == 0:
        days = minutes // MINUTES_A_DAY
        return ngettext("%(count)s day", "%(count)s days", days) % {"count": days}
    if minutes % 60 == 0:
        return ngettext("%(count)s hour", "%(count)s hours", minutes // 60) % {"count": minutes // 60}
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": minutes}


def _hint(step: StepOutline) -> str:
    parts = []
    if step.is_quiz:
        count = step.paper_length
        parts.append(ngettext("%(count)s question", "%(count)s questions", count) % {"count": count})
    if step.minutes:
        parts.append(ngettext("%(count)s minute", "%(count)s minutes", step.minutes) % {"count": step.minutes})
    return ", ".join(parts)
