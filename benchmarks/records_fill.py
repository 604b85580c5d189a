"""Attestation records with their ledger entries, in any number, put there by SQL within seconds.

Every entry is what the product itself would have written: its bytes are made from one that the product wrote, with the
commitments computed over the disclosed person and detail, so that packs of them are verified.
"""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from ledger.canonical import canonical_bytes
from ledger.facts import kind_of
from ledger.services import seal
from ledger.services.recording import body_of
from people.models import Department, Employee, Placement, Site
from policies.models import Attestation, Policy, PolicyText, PolicyVersion

PEOPLE = 20_000
DEPARTMENTS = 60
VERSIONS = 5
BEGAN = datetime(2025, 1, 1, 9, 0, tzinfo=UTC)
NAMES = ("Ada Osei", "Łukasz Wójcik", "María José Núñez", "Kwame Mensah", "=HYPERLINK(1)", "O'Brien, Ruth")
FACT, PERSON, NUMBER, NAME, COMMITTED, DETAIL = "<fact>", "<person>", "<number>", "<name>", "<p>", "<d>"


def fill_people(*, now: datetime) -> None:
    """People, each placed in one department of a tree, and the versions of one policy."""
    root = _department("Hospital", None)
    parts = [_department(f"Department {number}", root) for number in range(DEPARTMENTS)]
    site = Site.objects.create(name="Main campus", time_zone="America/Chicago")
    password = make_password(None)
    people = Employee.objects.bulk_create(
        Employee(number=f"E-{number:06}", name=f"{NAMES[number % len(NAMES)]} {number}", password=password)
        for number in range(PEOPLE)
    )
    Placement.objects.bulk_create(
        [
            Placement(
                employee=person,
                department=parts[place % DEPARTMENTS],
                site=site,
                from_on=BEGAN.date() - timedelta(days=900),
                recorded_at=now,
            )
            for place, person in enumerate(people)
        ],
        batch_size=5000,
    )
    policy = Policy.objects.create(slug="social-media-use", created_at=now)
    for number in range(1, VERSIONS + 1):
        _version(policy, number, now=now)


def _department(name: str, parent: Department | None) -> Department:
    department = Department.objects.create(name=name, parent=parent, from_on=BEGAN.date(), path="")
    Department.objects.filter(pk=department.pk).update(path=f"{parent.path if parent else '/'}{department.pk}/")
    department.refresh_from_db()
    return department


def _version(policy: Policy, number: int, *, now: datetime) -> None:
    version = PolicyVersion.objects.create(policy=policy, number=number, created_at=now)
    markdown = f"# Social media use\n\nVersion {number}.\n"
    statement = "I have read this policy and will follow it."
    PolicyText.objects.create(
        version=version,
        title="Social media use",
        markdown=markdown,
        sha256=hashlib.sha256(markdown.encode()).hexdigest(),
        statement=statement,
        statement_sha256=hashlib.sha256(statement.encode()).hexdigest(),
    )
    version.state, version.published_at, version.digest = PolicyVersion.State.PUBLISHED, now, "0" * 64
    version.effective_on = version.review_on = BEGAN.date()
    version.save()


@transaction.atomic
def sign(start: int, end: int, *, now: datetime) -> None:
    """The attestations number `start` up to, without, `end`, with their entries. Nothing is sealed yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            _ATTESTATIONS, {"start": start, "end": end, "began": BEGAN, "people": PEOPLE, "versions": VERSIONS}
        )
        for version in PolicyVersion.objects.order_by("number"):
            detail, body = _templates(version, now=now)
            values: dict[str, Any] = {
                "detail": detail,
                "body": body,
                "start": start,
                "end": end,
                "version": version.pk,
                "now": now,
            }
            cursor.execute("DROP TABLE IF EXISTS drafts")
            cursor.execute(_DRAFTS, values)
            cursor.execute(_ENTRIES, values)
            cursor.execute(_DISCLOSURES)


def sealed(*, now: datetime) -> None:
    """Seal what waits, and let the planner know how much there is."""
    seal(now)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if not connection.in_atomic_block else "ANALYZE")


def _templates(version: PolicyVersion, *, now: datetime) -> tuple[str, str]:
    """The detail and the body of an entry, with words in place of what differs from one signature to the next."""
    related = ("employee", "policy", "version", "text", "recorded_by")
    row: Any = Attestation.objects.select_related(*related).filter(version=version).order_by("pk")[0]
    person = row.employee
    statement = kind_of("policy.attested").statement(row)
    replaced = {str(person.uuid): PERSON, person.number: NUMBER, person.name: NAME}
    detail = {
        name: replaced.get(value, value) if isinstance(value, str) else value
        for name, value in statement.detail.items()
    }
    body = body_of("policy.attested", statement, person=COMMITTED, detail=DETAIL, now=now, is_late=False)
    return canonical_bytes(detail).decode(), canonical_bytes({**body, "fact": FACT}).decode()


_ATTESTATIONS = """
INSERT INTO policies_attestation (uuid, employee_id, policy_id, version_id, text_id, occasion, language, text_sha256,
    statement_sha256, difference_sha256, questions, signed_at, signed_on, method, employee_number, employee_name,
    typed_name, network_address, recorded_by_id)
SELECT gen_random_uuid(), e.id, v.policy_id, v.id, t.id, n::text, t.language, t.sha256, t.statement_sha256, '', '[]',
    %(began)s + n * interval '37 seconds', (%(began)s + n * interval '37 seconds')::date, 'site', e.number, e.name,
    e.name, '10.20.30.40', e.id
FROM generate_series(%(start)s, %(end)s - 1) AS n
JOIN (SELECT row_number() OVER (ORDER BY id) - 1 AS place, * FROM people_employee) AS e ON e.place = n %% %(people)s
JOIN policies_policyversion v ON v.number = 1 + n %% %(versions)s
JOIN policies_policytext t ON t.version_id = v.id
"""
_DRAFTS = """
CREATE TEMPORARY TABLE drafts AS
SELECT a.uuid AS fact, e.uuid::text AS person, sha256(a.uuid::text::bytea) AS person_salt,
    sha256(e.uuid::text::bytea || a.uuid::text::bytea) AS detail_salt,
    convert_to(replace(replace(replace(%(detail)s, '<person>', e.uuid::text), '<number>', e.number), '<name>', e.name),
        'UTF8') AS detail
FROM policies_attestation a JOIN people_employee e ON e.id = a.employee_id
WHERE a.version_id = %(version)s AND a.occasion::bigint >= %(start)s AND a.occasion::bigint < %(end)s
"""
_ENTRIES = """
INSERT INTO ledger_entry (uuid, kind, fact, body, recorded_at)
SELECT gen_random_uuid(), 'policy.attested', fact, convert_to(replace(replace(replace(%(body)s, '<fact>', fact::text),
    '<p>', encode(sha256(person_salt || convert_to(person, 'UTF8')), 'hex')),
    '<d>', encode(sha256(detail_salt || detail), 'hex')), 'UTF8'), %(now)s
FROM drafts
"""
_DISCLOSURES = """
INSERT INTO ledger_disclosure (entry_id, person, person_salt, detail, detail_salt)
SELECT e.id, d.person, d.person_salt, d.detail, d.detail_salt
FROM drafts d JOIN ledger_entry e ON e.kind = 'policy.attested' AND e.fact = d.fact
"""
