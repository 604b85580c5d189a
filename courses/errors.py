"""What can be refused to a learner, each with the sentence that the page shows."""

from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from toolkit.errors import DomainError


class CourseNotOpen(DomainError):
    def __init__(self) -> None:
        super().__init__(_("This course is finished, so nothing more can be handed in. You can still read it."))


class NotPublished(DomainError):
    def __init__(self) -> None:
        super().__init__(_("This course is not published yet."))


class AlreadyFinished(DomainError):
    def __init__(self) -> None:
        super().__init__(_("You have already finished this course."))


class NotYet(DomainError):
    def __init__(self) -> None:
        super().__init__(_("Finish the steps before this one first. Then it opens."))


class NoAttemptsLeft(DomainError):
    def __init__(self) -> None:
        super().__init__(_("You have used all attempts. Your manager or HR can give you another one."))


class WaitFirst(DomainError):
    """`until` is when the next attempt may be started."""

    def __init__(self, until: datetime) -> None:
        words = _("You can try again from %(moment)s on. Until then, you can read the lessons again.")
        super().__init__(words % {"moment": date_format(localtime(until), "DATETIME_FORMAT")})
        self.until = until


class AlreadyPassed(DomainError):
    def __init__(self) -> None:
        super().__init__(_("You have already passed this check."))


class AttemptClosed(DomainError):
    def __init__(self) -> None:
        super().__init__(_("This attempt was already handed in, so its answers stay as they are."))


class TimeIsOver(AttemptClosed):
    def __init__(self) -> None:
        DomainError.__init__(self, _("Time was over before this arrived."))


class NoMoreTime(DomainError):
    def __init__(self) -> None:
        super().__init__(_("You have taken all the time that there is for this check."))


class AnsweredElsewhere(DomainError):
    """The page that sends an answer was made before the stored one, `revision`, with the content `given`."""

    def __init__(self, revision: int, given: Any) -> None:
        super().__init__(_("You answered this question in another window or on another device meanwhile."))
        self.revision = revision
        self.given = given


class Unanswered(DomainError):
    """Handing in is refused while questions are open; `numbers` are their places, counted from 1."""

    def __init__(self, numbers: list[int]) -> None:
        super().__init__(_("Some questions have no answer yet."))
        self.numbers = numbers


class StillHasAttempts(DomainError):
    def __init__(self) -> None:
        super().__init__(_("There are attempts left, so there is nothing to give."))


class UnknownPolicy(DomainError):
    """A step asks for a signature on a policy that the site does not have. `step` says where it stands."""

    def __init__(self, step: str, policy: str) -> None:
        words = _("The step %(step)s asks to sign the policy “%(policy)s”, which does not exist here. Load it first.")
        super().__init__(words % {"step": step, "policy": policy})


class FileChanged(DomainError):
    """A file of a pack is not what it was when the pack was read."""

    def __init__(self, name: str) -> None:
        super().__init__(_("The file %(name)s changed while the pack was loaded. Load it again.") % {"name": name})


class FileNotStored(DomainError):
    """A lesson shows a file whose bytes the site does not have."""

    def __init__(self, name: str) -> None:
        words = _("The file %(name)s is not stored here, or was damaged. Load the pack again.")
        super().__init__(words % {"name": name})


class CannotBeWritten(DomainError):
    """The files of a version would not give the same version again, so they are not handed out."""

    def __init__(self, version: str) -> None:
        words = _("%(version)s cannot be written as files that load as the same version. Nothing was written.")
        super().__init__(words % {"version": version})


class DraftSavedMeanwhile(DomainError):
    """Something else is stored than what the author's page began with."""

    def __init__(self) -> None:
        super().__init__(_("Somebody changed this draft while you had the page open. Nothing was overwritten."))


class DraftGone(DomainError):
    """The draft, or a part of it, was published, thrown away or taken out in the meantime."""

    def __init__(self) -> None:
        super().__init__(_("Somebody published this draft, threw it away or took this part out. Nothing was saved."))


class DraftRefused(DomainError):
    """An act on a draft that cannot be done, with the sentence that says why."""


class HasProblems(DomainError):
    def __init__(self) -> None:
        super().__init__(_("Some problems keep this draft from being published. They are listed on its page."))
