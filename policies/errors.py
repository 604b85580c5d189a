"""What can be refused about policies, each with the sentence that the page shows."""

from django.utils.translation import gettext as _

from toolkit.errors import DomainError


class SomethingNewer(DomainError):
    """Another version counts than the one that was read. `number` is the one that counts."""

    def __init__(self, number: int) -> None:
        self.number = number
        words = _(
            "While you were reading, version %(number)d came into force. Nothing was signed. Here is what counts now."
        )
        super().__init__(words % {"number": number})


class NotInForce(DomainError):
    def __init__(self) -> None:
        super().__init__(_("This policy is not in force now, so there is nothing to sign. Nothing was recorded."))


class NotWhatWasShown(DomainError):
    def __init__(self) -> None:
        words = _(
            "The form does not say what this site showed you, so nothing was signed. Read the text, then sign again."
        )
        super().__init__(words)


class NameDiffers(DomainError):
    """What was typed is not the person's name. Capital letters, accents, spaces and punctuation do not matter."""

    def __init__(self, name: str) -> None:
        super().__init__(_("Type your name as we know it: %(name)s.") % {"name": name})


class NotHereAnyMore(DomainError):
    def __init__(self) -> None:
        super().__init__(_("Somebody who has left signs nothing any more. Nothing was recorded."))
