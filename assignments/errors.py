"""What can be refused to somebody who assigns, each with the sentence that the page shows."""

from django.utils.translation import gettext as _

from toolkit.errors import DomainError


class PreviewChanged(DomainError):
    """What would happen is no longer what the person was shown."""

    def __init__(self) -> None:
        super().__init__(_("Something changed after this page was made, so nothing was assigned. Please look again."))


class DueInThePast(DomainError):
    def __init__(self) -> None:
        super().__init__(_("The due date is in the past. Choose today or a later day."))


class NobodyToAssign(DomainError):
    def __init__(self) -> None:
        super().__init__(_("There is nobody to assign, so nothing was done."))
