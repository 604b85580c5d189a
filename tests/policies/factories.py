"""Policies, signatures and papers as bare rows, put there without the services: the one maker of them for all tests."""

import hashlib
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from people.models import Employee
from policies.models import (
    Attachment,
    Attestation,
    ChangeMark,
    Clause,
    PaperSignature,
    Policy,
    PolicyEvent,
    PolicyText,
    PolicyVersion,
)
from tests.factories import LONG_AGO, NOW, TODAY
from tests.support.stored import store

SLUG = "social-media-use"
TITLE = "Social media use"
STATEMENT = "I have read this policy and will follow it."
PROMISE = "Lo he leído y lo cumpliré."


def make_policy(slug: str = SLUG, *, owner: Employee | None = None, at: datetime = NOW) -> Policy:
    return Policy.objects.get_or_create(
        slug=slug, defaults={"created_at": at, "owner": owner, "owner_title": "Compliance office"}
    )[0]


@transaction.atomic
def make_policy_version(
    slug: str = SLUG,
    *,
    title: str = TITLE,
    markdown: str = "",
    owner: Employee | None = None,
    by: Employee | None = None,
    effective_on: date = LONG_AGO,
    at: datetime = NOW,
    also_in: str = "",
    act: str = PolicyEvent.Act.PUBLISHED,
    is_whole: bool = False,
) -> PolicyVersion:
    """The next version of the policy, published by `by`, with a text of one clause, in force from `effective_on`.

    Takes the lock that publishing takes. `also_in` adds the text in a second language; `is_whole` an attachment, with
    its file, and a mark, so that there is a row of everything that a version has.
    """
    policy = Policy.objects.select_for_update(no_key=True).get(pk=make_policy(slug, owner=owner, at=at).pk)
    number = policy.versions.count() + 1
    version = PolicyVersion.objects.create(
        # Nobody approves what they wrote.
        policy=policy,
        number=number,
        author=None if act == PolicyEvent.Act.APPROVED else by,
        summary="What changed.",
        created_at=at,
    )
    body = f"No patient, ever. Version {number}."
    text = make_policy_text(
        version, title=title, markdown=markdown or f"# {title}\n\n## Privacy {{#privacy}}\n\n{body}\n"
    )
    Clause.objects.create(text=text, number=1, key="privacy", heading="Privacy", body=body)
    if also_in:
        body = f"# Redes\n\n## Privacidad {{#privacy}}\n\nNunca un paciente. Versión {number}.\n"
        make_policy_text(version, title="Redes", markdown=body, language=also_in, statement=PROMISE)
    if is_whole:
        file = store("form.pdf", b"form")
        Attachment.objects.create(version=version, name="form.pdf", file="form.pdf", sha256=file, size=4)
        ChangeMark.objects.create(version=version, clause_key="privacy", kind=ChangeMark.Kind.MATERIAL)
    version.state, version.published_at, version.digest = PolicyVersion.State.PUBLISHED, at, sha256(f"{slug} {number}")
    version.effective_on, version.review_on = effective_on, effective_on + timedelta(days=365)
    version.save()
    PolicyEvent.objects.create(version=version, act=act, by=by, at=at, digest=version.digest, comment="Fine.")
    return version


def make_policy_text(
    version: PolicyVersion, *, title: str, markdown: str, language: str = "en-US", statement: str = STATEMENT
) -> PolicyText:
    return PolicyText.objects.create(
        version=version,
        language=language,
        title=title,
        markdown=markdown,
        sha256=sha256(markdown),
        statement=statement,
        statement_sha256=sha256(statement),
    )


def make_event(act: str = PolicyEvent.Act.PUBLISHED, *, slug: str = SLUG, by: Employee | None = None) -> PolicyEvent:
    """Of a version that has a row of everything, and which only says that it is published where `act` is another."""
    return make_policy_version(slug, by=by, act=act, is_whole=True).events.get()


def make_withdrawal(version: PolicyVersion, *, at: datetime = NOW) -> PolicyEvent:
    return PolicyEvent.objects.create(version=version, act=PolicyEvent.Act.WITHDRAWN, at=at, digest=version.digest)


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
