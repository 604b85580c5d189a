"""Riverside Health: three sites in three time zones and a tree of departments, three deep."""

from dataclasses import dataclass
from datetime import date

from people.models import Department, Site
from people.services import make_department

FOUNDED = date(2015, 1, 1)
NAME = "Riverside Health"
HOSPITAL, CLINIC, DESERT = "Riverside Hospital", "Lakeside Clinic", "Desert View Care Center"

SITES = {
    HOSPITAL: ("America/Chicago", [0, 1, 2, 3, 4, 5, 6]),
    CLINIC: ("America/New_York", [0, 1, 2, 3, 4]),
    DESERT: ("America/Phoenix", [0, 1, 2, 3, 4, 5]),
}


@dataclass(frozen=True)
class Unit:
    """A department: where it is, how many work in it, and what they do. `head` is the title of who leads it."""

    name: str
    part_of: str
    site: str
    head: str
    size: int
    titles: tuple[str, ...]


UNITS = (
    Unit(NAME, "", HOSPITAL, "Chief executive", 1, ("Executive assistant",)),
    Unit("Nursing", NAME, HOSPITAL, "Chief nursing officer", 2, ("Nurse educator",)),
    Unit("7 East", "Nursing", HOSPITAL, "Nurse manager", 23, ("Registered nurse", "Nursing assistant", "Unit clerk")),
    Unit("Intensive care", "Nursing", HOSPITAL, "Nurse manager", 26, ("Critical care nurse", "Respiratory therapist")),
    Unit("Emergency", "Nursing", HOSPITAL, "Nurse manager", 31, ("Emergency nurse", "Paramedic", "Registrar")),
    Unit("Medicine", NAME, HOSPITAL, "Chief medical officer", 2, ("Medical secretary",)),
    Unit("Surgery", "Medicine", HOSPITAL, "Chief of surgery", 22, ("Surgeon", "Scrub nurse", "Anesthesiologist")),
    Unit("Pediatrics", "Medicine", HOSPITAL, "Chief of pediatrics", 16, ("Pediatrician", "Child life specialist")),
    Unit("Clinics", NAME, CLINIC, "Director of clinics", 1, ("Clinic coordinator",)),
    Unit(
        "Lakeside family practice", "Clinics", CLINIC, "Practice manager", 25, ("Family physician", "Medical assistant")
    ),
    Unit(
        "Desert View family practice", "Clinics", DESERT, "Practice manager", 20, ("Nurse practitioner", "Receptionist")
    ),
    Unit("Administration", NAME, HOSPITAL, "Chief operating officer", 1, ("Executive assistant",)),
    Unit("Human resources", "Administration", HOSPITAL, "Director of human resources", 7, ("HR partner", "Recruiter")),
    Unit("Compliance and privacy", "Administration", HOSPITAL, "Chief compliance officer", 5, ("Compliance analyst",)),
    Unit(
        "Communications",
        "Administration",
        HOSPITAL,
        "Director of communications",
        7,
        ("Social media manager", "Editor"),
    ),
    Unit("Facilities", "Administration", HOSPITAL, "Facilities manager", 18, ("Technician", "Housekeeper", "Porter")),
)


def make_sites() -> dict[str, Site]:
    for name, (zone, days) in SITES.items():
        Site.objects.get_or_create(name=name, defaults={"time_zone": zone, "working_days": days})
    return {site.name: site for site in Site.objects.filter(name__in=SITES)}


def make_departments() -> dict[str, Department]:
    """The tree, by name. Parents stand before their parts in UNITS."""
    made: dict[str, Department] = {}
    for unit in UNITS:
        made[unit.name] = make_department(unit.name, parent=made.get(unit.part_of), from_on=FOUNDED)
    return made
