"""Any number of attestations with their entries, put there by SQL, each as the product itself would have made it."""

from django.db import connection, transaction

from ledger.canonical import canonical_bytes
from ledger.facts import Statement, instant, kind_of
from ledger.services.recording import body_of
from policies.models import Attestation

KIND = "policy.attested"
AT_ONCE = 100_000


def sign(count: int) -> None:
    """Adds so many signatures, in parts, nothing of them sealed. One that the product made is the model of all."""
    model = kind_of(KIND).rows().filter(occasion__startswith="ledger-").order_by("pk")[0]
    for start in range(0, count, AT_ONCE):
        _sign(model, min(AT_ONCE, count - start))


@transaction.atomic
def _sign(model: Attestation, count: int) -> None:
    statement = kind_of(KIND).statement(model)
    detail = canonical_bytes({**statement.detail, "occasion": "<occasion>"}).decode()
    with connection.cursor() as cursor:
        cursor.execute(_ATTESTATIONS, {"model": model.pk, "count": count})
        cursor.execute(
            _ENTRIES,
            {"detail": detail, "body": _body(statement), "person": statement.person, "now": model.signed_at},
        )
        cursor.execute(_DISCLOSURES)
        cursor.execute("DROP TABLE drafts, made, entered")


def _body(statement: Statement) -> str:
    body = body_of(KIND, statement, person="<person>", detail="<detail>", now=statement.at, is_late=False)
    assert body["recorded_at"] == instant(statement.at)
    return canonical_bytes({**body, "fact": "<fact>"}).decode()


_ATTESTATIONS = """
CREATE TEMPORARY TABLE made AS
WITH made AS (
    INSERT INTO policies_attestation (uuid, employee_id, policy_id, version_id, text_id, occasion, language,
        text_sha256, statement_sha256, from_version_id, difference_sha256, questions, score, signed_at, signed_on,
        method, employee_number, employee_name, typed_name, network_address, recorded_by_id, paper_id)
    SELECT gen_random_uuid(), employee_id, policy_id, version_id, text_id, replace(gen_random_uuid()::text, '-', ''),
        language, text_sha256, statement_sha256, from_version_id, difference_sha256, questions, score, signed_at,
        signed_on, method, employee_number, employee_name, typed_name, network_address, recorded_by_id, paper_id
    FROM policies_attestation, generate_series(1, %(count)s) WHERE id = %(model)s
    RETURNING uuid, occasion
) SELECT * FROM made
"""
_ENTRIES = """
CREATE TEMPORARY TABLE drafts AS
SELECT uuid AS fact, sha256(uuid::text::bytea) AS person_salt, sha256(occasion::bytea) AS detail_salt,
    convert_to(replace(%(detail)s, '<occasion>', occasion), 'UTF8') AS detail, %(person)s AS person
FROM made;
CREATE TEMPORARY TABLE entered AS
WITH entered AS (
    INSERT INTO ledger_entry (uuid, kind, fact, body, recorded_at)
    SELECT gen_random_uuid(), 'policy.attested', fact, convert_to(
        replace(replace(replace(%(body)s, '<fact>', fact::text),
            '<person>', encode(sha256(person_salt || person::bytea), 'hex')),
            '<detail>', encode(sha256(detail_salt || detail), 'hex')), 'UTF8'), %(now)s
    FROM drafts RETURNING id, fact
) SELECT * FROM entered
"""
_DISCLOSURES = """
INSERT INTO ledger_disclosure (entry_id, person, person_salt, detail, detail_salt)
SELECT id, person, person_salt, detail, detail_salt FROM entered JOIN drafts USING (fact)
"""
