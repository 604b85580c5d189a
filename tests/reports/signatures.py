"""A hospital whose people signed: several policies and versions, on paper too, moved and renamed since, and gone."""

from datetime import date, timedelta
from random import Random

from people.models import Department, Employee, Placement
from policies.models import Attestation, PolicyVersion
from tests.factories import LONG_AGO, NOW, make_department, make_employee, make_site
from tests.policies.factories import make_attestation, make_paper_signature, make_policy_version

FIRST = date(2026, 1, 1)
MOVED_ON = date(2026, 6, 1)
NAMES = ("=1+1", "Zoë 🦊", 'O\'Brien, "Ann"', "  @cmd", "Plain Person", "Line\u2028break", "+49", "<b>bold</b>")


def make_signatures(seed: int, *, people: int = 12, records: int = 40) -> list[Attestation]:
    """Records of three versions of two policies, by people of whom some moved, on 1 June, to another department."""
    random = Random(seed)
    departments = _departments(seed)
    staff = [_person(random, departments, number) for number in range(people)]
    hr = make_employee("Hand of HR")
    versions = [make_policy_version(f"photos-{seed}"), make_policy_version(f"photos-{seed}")]
    versions.append(make_policy_version(f"speech-{seed}", title="-Speech, online"))
    made = []
    for turn in range(records):
        person, version = random.choice(staff), random.choice(versions)
        day = FIRST + timedelta(days=random.randrange(330))
        paper = make_paper_signature(person, version, by=hr) if random.random() < 0.2 else None
        made.append(_sign(person, version, day, occasion=str(turn), paper=paper, recorded_by=hr if paper else person))
    Employee.objects.filter(pk=staff[0].pk).update(name="Married Since")
    Employee.objects.filter(pk=staff[1].pk).update(is_active=False, left_on=date(2026, 11, 1))
    return made


def _departments(seed: int) -> list[Department]:
    house = make_department(f"House {seed}")
    floor = make_department("Floor", parent=house)
    return [house, floor, make_department("Ward", parent=floor), make_department("Garden", parent=house)]


def _person(random: Random, departments: list[Department], number: int) -> Employee:
    person = make_employee(random.choice(NAMES))
    if number % 4 == 3:
        return person  # placed nowhere
    before, after = random.choice(departments), random.choice(departments)
    has_moved = number % 2 == 0
    site = make_site()
    Placement.objects.create(
        employee=person,
        department=before,
        site=site,
        from_on=LONG_AGO,
        until_on=MOVED_ON if has_moved else None,
        recorded_at=NOW,
    )
    if has_moved:
        Placement.objects.create(employee=person, department=after, site=site, from_on=MOVED_ON, recorded_at=NOW)
    return person


def _sign(person: Employee, version: PolicyVersion, day: date, **fields: object) -> Attestation:
    at = NOW.replace(year=day.year, month=day.month, day=day.day)
    return make_attestation(person, version, signed_on=day, signed_at=at, **fields)
