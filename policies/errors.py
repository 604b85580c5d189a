"""What can be refused about policies, each with the sentence that the page shows."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from toolkit.errors import DomainError
from toolkit.packfiles.problems import Problem


class AlreadyPublished(DomainError):
    def __init__(self, number: int) -> None:
        super().__init__(_("Version %(number)d is published, so nothing in it changes any more.") % {"number": number})


class BeingWritten(DomainError):
    """Only one version of a policy is written at a time."""

    def __init__(self, number: int, author: str) -> None:
        words = _("%(author)s is writing version %(number)d of this policy. Finish that one first.")
        unsigned = _("Version %(number)d of this policy is being written already. Finish that one first.")
        super().__init__((words if author else unsigned) % {"number": number, "author": author})


class TextMistakes(DomainError):
    """The text cannot be stored. `problems` holds every mistake with its line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__(_("The text has mistakes. Nothing was saved."))


class SavedMeanwhile(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _("Somebody else saved this text while you were writing. Copy your words, then open the page again.")
        )


class ChangedMeanwhile(DomainError):
    def __init__(self) -> None:
        super().__init__(_("Somebody changed this version while you looked at it. Nothing was done. Look at it again."))


class UnmarkedChanges(DomainError):
    """`keys` are the clauses that changed and of which nobody said how much that matters."""

    def __init__(self, keys: Iterable[str]) -> None:
        self.keys = tuple(keys)
        super().__init__(
            _("Mark these changed clauses as editorial or material first: %(keys)s.") % {"keys": ", ".join(self.keys)}
        )


class SomethingNewer(DomainError):
    """Another version counts than the one that was read. `number` is the one that counts.

    `withdrawn` is the number of the one that was read, where it ended by a withdrawal: what counts then may be older.
    """

    def __init__(self, number: int, *, withdrawn: int | None = None) -> None:
        self.number = number
        newer = _(
            "While you were reading, version %(number)d came into force. Nothing was signed. Here is what counts now."
        )
        ended = _(
            "While you were reading, version %(withdrawn)d was withdrawn. Nothing was signed. "
            "Version %(number)d counts now, and here it is."
        )
        super().__init__((newer if withdrawn is None else ended) % {"number": number, "withdrawn": withdrawn})


class NotInForce(DomainError):
    def __init__(self) -> None:
        super().__init__(_("This policy is not in force now, so there is nothing to sign. Nothing was recorded."))


class NotWhatWasShown(DomainError):
    def __init__(self) -> None:
        words = _(
            "The form does not say what this site showed you, so nothing was signed. Read the text, then sign again."
        )
        super().__init__(words)


class ShownOtherwise(DomainError):
    """What was read is no longer what this person is shown: another signature of theirs came in meanwhile."""

    def __init__(self) -> None:
        super().__init__(_("This page would show you something else now, so nothing was signed. Here it is."))


class ShownLongAgo(DomainError):
    def __init__(self) -> None:
        words = _("You opened this text more than two hours ago, so nothing was signed. Here it is again.")
        super().__init__(words)


class NameDiffers(DomainError):
    """What was typed is not the person's name. Capital letters, accents, spaces and punctuation do not matter."""

    def __init__(self, name: str) -> None:
        super().__init__(_("Type your name as we know it: %(name)s.") % {"name": name})


class NotHereAnyMore(DomainError):
    def __init__(self) -> None:
        super().__init__(_("Somebody who has left signs nothing any more. Nothing was recorded."))


class AlreadyAnswered(DomainError):
    def __init__(self) -> None:
        super().__init__(_("This was answered in the meantime. Open the page again to read the answer."))


class OwnEnquiry(DomainError):
    def __init__(self) -> None:
        super().__init__(_("You asked this yourself, so somebody else has to answer it."))


class Erased(DomainError):
    def __init__(self) -> None:
        super().__init__(_("This was erased in the meantime, so there is nothing to say or decide any more."))


class NoScan(DomainError):
    def __init__(self) -> None:
        super().__init__(_("The scan has to be a PDF, JPEG or PNG file of at most 10 MB. Scan the paper again."))


class OwnPaper(DomainError):
    def __init__(self) -> None:
        super().__init__(
            _("Neither who signed nor who entered a signature on paper can vouch for it. Ask a colleague.")
        )


class NotInForceThen(DomainError):
    """The version was not what counted on the day on the paper."""


class NotPlacedThen(DomainError):
    def __init__(self, name: str, day: str) -> None:
        words = _("%(name)s did not work here on %(day)s, as far as we know. Check the person and the date.")
        super().__init__(words % {"name": name, "day": day})


class WhichLanguage(DomainError):
    """The version has several texts, and none or another language was named."""

    def __init__(self) -> None:
        super().__init__(_("Choose the language that is on the paper."))


class AlreadySigned(DomainError):
    def __init__(self, number: int) -> None:
        super().__init__(_("There is a signature of version %(number)d by this person already.") % {"number": number})


class AlreadyEntered(DomainError):
    """The same signature on paper was entered before, and nobody has decided about it."""

    def __init__(self, number: int, *, by: str, day: str) -> None:
        words = _(
            "%(name)s entered a signature of version %(number)d by this person on %(day)s, and it waits for a second "
            "person. Nothing was entered again."
        )
        super().__init__(words % {"name": by, "number": number, "day": day})


class AlreadyDecided(DomainError):
    def __init__(self) -> None:
        super().__init__(_("Somebody decided about this paper in the meantime. Nothing was changed."))
