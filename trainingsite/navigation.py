"""The places that a person's header offers."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models import Employee
from people.roles import Role

# URL name, label, and the role that needs it; of several rows with one name, one is offered.
PLACES = (
    ("home", _("To do"), Role.EMPLOYEE),
    ("courses:catalog", _("Courses"), Role.EMPLOYEE),
    ("policies:library", _("Policies"), Role.EMPLOYEE),
    ("certificates:mine", _("Certificates"), Role.EMPLOYEE),
    ("reports:team", _("My team"), Role.MANAGER),
    ("reports:tracking", _("Tracking"), Role.HR),
    ("assignments:campaigns", _("Campaigns"), Role.HR),
    ("people:directory", _("People"), Role.HR),
    ("notices:mail", _("Mail"), Role.HR),
    ("reports:compliance", _("Compliance"), Role.COMPLIANCE),
    ("reports:compliance", _("Compliance"), Role.PRIVACY),
    ("reports:compliance", _("Compliance"), Role.AUDITOR),
    ("reports:figures", _("Figures"), Role.AUTHOR),
    ("reports:figures", _("Figures"), Role.COMPLIANCE),
    ("health", _("Health"), Role.ADMINISTRATOR),
    ("admin:index", _("Admin"), Role.ADMINISTRATOR),
)


@dataclass(frozen=True)
class Place:
    label: str
    url: str
    is_current: bool


def places_for(person: Employee, path: str) -> list[Place]:
    """The header's places for this person; the one whose address is the longest beginning of `path` is current."""
    offered = dict.fromkeys((reverse(name), str(label)) for name, label, role in PLACES if person.has_role(role))
    here = max(
        (url for url, _label in offered if path == url or (url != "/" and path.startswith(url))), key=len, default=""
    )
    return [Place(label, url, url == here) for url, label in offered]
