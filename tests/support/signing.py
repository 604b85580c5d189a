"""Signatures given as a reader gives them: what the page shows, with the name typed."""

from datetime import datetime
from typing import Any

from people.models import Employee
from policies.models import Attestation, Policy
from policies.selectors.showing import to_sign
from policies.services.signing import attest
from policies.shown import Shown
from tests.factories import NOW


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
