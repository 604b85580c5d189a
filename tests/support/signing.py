"""Policies to sign, and signatures given as a reader gives them: what the page shows, with the name typed."""

import hashlib
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from people.models import Employee
from policies.models import Attestation, Policy, PolicyEvent, PolicyText, PolicyVersion
from policies.selectors.showing import to_sign
from policies.services.signing import attest
from policies.shown import Shown
from tests.factories import LONG_AGO, NOW

SLUG = "social-media-use"
STATEMENT = "I have read this policy and will follow it."
PROMISE = "Lo he leído y lo cumpliré."


@transaction.atomic
def publish_rows(
    *,
    slug: str = SLUG,
    effective_on: date = LONG_AGO,
    now: datetime = NOW,
    owner: Employee | None = None,
    markdown: str = "",
    also_in: str = "",
) -> PolicyVersion:
    """The next version of the policy, published, with the lock that publishing takes; `also_in` a second language."""
    policy = Policy.objects.get_or_create(slug=slug, defaults={"created_at": now, "owner": owner})[0]
    policy = Policy.objects.select_for_update(no_key=True).get(pk=policy.pk)
    number = policy.versions.count() + 1
    version = PolicyVersion.objects.create(policy=policy, number=number, summary="What changed.", created_at=now)
    markdown = markdown or f"# Social media use\n\n## Privacy {{#privacy}}\n\nNo patient, ever. Version {number}.\n"
    text = PolicyText.objects.create(
        version=version,
        title="Social media use",
        markdown=markdown,
        sha256=_sha256(markdown),
        statement=STATEMENT,
        statement_sha256=_sha256(STATEMENT),
    )
    text.clauses.create(number=1, key="privacy", heading="Privacy", body=f"No patient, ever. Version {number}.")
    if also_in:
        _translate(version, also_in)
    version.state, version.published_at, version.digest = PolicyVersion.State.PUBLISHED, now, _sha256(f"v{number}")
    version.effective_on, version.review_on = effective_on, effective_on + timedelta(days=365)
    version.save()
    PolicyEvent.objects.create(version=version, act=PolicyEvent.Act.PUBLISHED, at=now, digest=version.digest)
    return version


def _translate(version: PolicyVersion, language: str) -> None:
    markdown = f"# Redes\n\n## Privacidad {{#privacy}}\n\nNunca un paciente. Versión {version.number}.\n"
    PolicyText.objects.create(
        version=version,
        language=language,
        title="Redes",
        markdown=markdown,
        sha256=_sha256(markdown),
        statement=PROMISE,
        statement_sha256=_sha256(PROMISE),
    )


def withdraw_rows(version: PolicyVersion, *, now: datetime = NOW) -> None:
    PolicyEvent.objects.create(version=version, act=PolicyEvent.Act.WITHDRAWN, at=now, digest=version.digest)


def shown_to(person: Employee, policy: Policy, *, now: datetime = NOW) -> Shown:
    """What the page shows this person."""
    page = to_sign(policy, person, now=now)
    assert page is not None
    return page.shown


def sign(
    person: Employee, policy: Policy, *, shown: Shown | None = None, now: datetime = NOW, **fields: Any
) -> Attestation:
    """The person signs what the page shows."""
    more = {"typed_name": person.name, "method": Attestation.Method.SITE, "network_address": "192.0.2.7"} | fields
    return attest(person, policy, shown or shown_to(person, policy, now=now), now=now, **more)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
