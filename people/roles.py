"""The roles of the site, and which of them need a second factor."""

from enum import StrEnum

from django.utils.translation import gettext_lazy


class Role(StrEnum):
    """What somebody may do. MANAGER is never granted: it follows from placements. The others are groups."""

    EMPLOYEE = "employee"
    MANAGER = "manager"
    HR = "hr"
    COMPLIANCE = "compliance"
    PRIVACY = "privacy officer"
    AUDITOR = "auditor"
    AUTHOR = "author"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        """The role in the reader's language."""
        return str(_LABELS[self])


_LABELS = {
    Role.EMPLOYEE: gettext_lazy("Employee"),
    Role.MANAGER: gettext_lazy("Manager"),
    Role.HR: gettext_lazy("HR"),
    Role.COMPLIANCE: gettext_lazy("Compliance"),
    Role.PRIVACY: gettext_lazy("Privacy officer"),
    Role.AUDITOR: gettext_lazy("Auditor"),
    Role.AUTHOR: gettext_lazy("Author"),
    Role.ADMINISTRATOR: gettext_lazy("Administrator"),
}


GRANTED = (Role.HR, Role.COMPLIANCE, Role.PRIVACY, Role.AUDITOR, Role.AUTHOR, Role.ADMINISTRATOR)

# These see or change what concerns many people: outside the demo a password alone does not let them in.
NEED_SECOND_FACTOR = frozenset({Role.HR, Role.COMPLIANCE, Role.PRIVACY, Role.AUDITOR, Role.ADMINISTRATOR})
