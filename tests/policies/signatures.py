"""A published policy and a signature of it as bare rows, for tests of what is done with them afterwards."""

import hashlib
from datetime import timedelta
from typing import Any

from people.models import Employee
from policies.models import Attachment, Attestation, ChangeMark, Clause, Policy, PolicyEvent, PolicyText, PolicyVersion
from tests.factories import NOW, TODAY
from tests.support.stored import store

STATEMENT = "I have read this policy and will follow it."


def make_event(act: str = "published", *, slug: str = "social-media-use", by: Employee | None = None) -> PolicyEvent:
    """A version with a text of one clause, an attachment and a mark, published; and the event of this act."""
    policy = Policy.objects.get_or_create(slug=slug, defaults={"created_at": NOW})[0]
    number = policy.versions.count() + 1
    version = PolicyVersion.objects.create(
        policy=policy, number=number, author=by, summary="What changed.", created_at=NOW
    )
    markdown = f"## Privacy {{#privacy}}\n\nNo patient, ever. Version {number}.\n"
    text = PolicyText.objects.create(
        version=version,
        language="en-US",
        title="Social media use",
        markdown=markdown,
        sha256=_sha256(markdown),
        statement=STATEMENT,
        statement_sha256=_sha256(STATEMENT),
    )
    body = f"No patient, ever. Version {number}."
    Clause.objects.create(text=text, number=1, key="privacy", heading="Privacy", body=body)
    Attachment.objects.create(
        version=version, name="form.pdf", file="form.pdf", sha256=store("form.pdf", b"form"), size=4
    )
    ChangeMark.objects.create(version=version, clause_key="privacy", kind=ChangeMark.Kind.MATERIAL)
    version.state, version.published_at, version.digest = PolicyVersion.State.PUBLISHED, NOW, _sha256(f"v{number}")
    version.effective_on, version.review_on = TODAY, TODAY + timedelta(days=365)
    version.save()
    return PolicyEvent.objects.create(version=version, act=act, by=by, at=NOW, digest=version.digest, comment="Fine.")


def make_attestation(employee: Employee, version: PolicyVersion, **fields: Any) -> Attestation:
    """A signature on this site."""
    text = version.texts.get()
    return Attestation.objects.create(
        **{
            "employee": employee,
            "policy": version.policy,
            "version": version,
            "text": text,
            "language": text.language,
            "text_sha256": text.sha256,
            "statement_sha256": text.statement_sha256,
            "questions": ["q-1"],
            "score": 90,
            "signed_at": NOW,
            "signed_on": TODAY,
            "method": Attestation.Method.SITE,
            "employee_number": employee.number,
            "employee_name": employee.name,
            "typed_name": employee.name,
            "network_address": "2001:db8::1",
            "recorded_by": employee,
        }
        | fields
    )


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
