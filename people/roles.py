"""The roles of the site, and which of them need a second factor."""

from enum import StrEnum


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


GRANTED = (Role.HR, Role.COMPLIANCE, Role.PRIVACY, Role.AUDITOR, Role.AUTHOR, Role.ADMINISTRATOR)

# These see or change what concerns many people: outside the demo a password alone does not let them in.
NEED_SECOND_FACTOR = frozenset({Role.HR, Role.COMPLIANCE, Role.PRIVACY, Role.AUDITOR, Role.ADMINISTRATOR})
