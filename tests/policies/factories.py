"""Policies and signatures as bare rows, for tests of what is done with them afterwards."""

import hashlib
from datetime import timedelta
from typing import Any

from people.models import Employee
from policies.models import Attestation, PaperSignature, Policy, PolicyEvent, PolicyText, PolicyVersion
from tests.factories import NOW, TODAY

STATEMENT = "I have read this policy and will follow it."


def make_policy(slug: str = "social-media-use", *, owner: Employee | None = None) -> Policy:
    return Policy.objects.get_or_create(
        slug=slug, defaults={"created_at": NOW, "owner": owner, "owner_title": "Compliance office"}
    )[0]


def make_policy_version(
    slug: str = "social-media-use", *, title: str = "Social media use", markdown: str = "", **fields: Any
) -> PolicyVersion:
    """The next version of the policy, published, with its text in one language; in force from `effective_on`, today."""
    policy = make_policy(slug)
    number = policy.versions.count() + 1
    effective_on = fields.pop("effective_on", TODAY)
    version = PolicyVersion.objects.create(
        policy=policy, number=number, summary="What changed.", created_at=NOW, **fields
    )
    make_policy_text(version, title=title, markdown=markdown)
    version.state, version.published_at, version.digest = PolicyVersion.State.PUBLISHED, NOW, sha256(f"{slug} {number}")
    version.effective_on, version.review_on = effective_on, effective_on + timedelta(days=365)
    version.save()
    PolicyEvent.objects.create(version=version, act=PolicyEvent.Act.PUBLISHED, at=NOW, digest=version.digest)
    return version


def make_policy_text(
    version: PolicyVersion, *, title: str = "Social media use", markdown: str = "", language: str = "en-US"
) -> PolicyText:
    markdown = markdown or f"## Privacy {{#privacy}}\n\nNo patient, ever. Version {version.number}.\n"
    return PolicyText.objects.create(
        version=version,
        language=language,
        title=title,
        markdown=markdown,
        sha256=sha256(markdown),
        statement=STATEMENT,
        statement_sha256=sha256(STATEMENT),
    )


def make_attestation(employee: Employee, version: PolicyVersion, **fields: Any) -> Attestation:
    """A signature on this site, today; with `paper` one on paper."""
    text = version.texts.order_by("pk")[0]
    method = Attestation.Method.PAPER if fields.get("paper") else Attestation.Method.SITE
    return Attestation.objects.create(
        **{
            "employee": employee,
            "policy": version.policy,
            "version": version,
            "text": text,
            "language": text.language,
            "text_sha256": text.sha256,
            "statement_sha256": text.statement_sha256,
            "signed_at": NOW,
            "signed_on": TODAY,
            "method": method,
            "employee_number": employee.number,
            "employee_name": employee.name,
            "typed_name": employee.name,
            "network_address": "2001:db8::1",
            "recorded_by": employee,
        }
        | fields
    )


def make_paper_signature(employee: Employee, version: PolicyVersion, *, by: Employee) -> PaperSignature:
    """The scan that `by` entered. No file lies behind its name."""
    return PaperSignature.objects.create(
        employee=employee,
        version=version,
        text=version.texts.order_by("pk")[0],
        signed_on=TODAY,
        reason="Has no account.",
        scan="papers/scan.pdf",
        scan_sha256=sha256("scan"),
        scan_size=4,
        recorded_by=by,
        recorded_at=NOW,
    )


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
