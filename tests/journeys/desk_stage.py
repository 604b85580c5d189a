"""Policies of the demo in every state that a page at the desk shows: written, in review, approved, published."""

from datetime import datetime, timedelta

from django.core.files.base import ContentFile

from people.models import Employee
from policies.models import ChangeMark, Policy, PolicyVersion
from policies.services.attaching import attach
from policies.services.drafting import save_summary, save_text, start_draft, start_policy
from policies.services.publishing import publish
from policies.services.reviewing import approve, submit
from tests.support.policies import mark

STATEMENT = "I have read this policy and will follow it."
GUEST = """# Guest network

## Who may use it {#who}

Visitors and staff may use the guest network.

## What it is not for {#limits}

It is not for patient data.
"""
GUEST_AFTER = GUEST.replace("Visitors and staff", "Visitors, students and staff").replace("patient data", "patients")
REVIEWED = GUEST.replace("Guest network", "Messages to patients").replace("guest network", "portal")


def set_desk(*, author: Employee, approver: Employee, now: datetime) -> None:
    """A draft with changes, a new policy in review, one approved, and one that came into force."""
    _write_next(author, now=now)
    _submit("messages-to-patients", REVIEWED, author=author, now=now)
    first = _submit("guest-network", GUEST, author=author, now=now - timedelta(days=40))
    approve(first, by=approver, now=now - timedelta(days=39))
    publish(first, by=approver, now=now - timedelta(days=38))
    second = start_draft(first.policy, author=author, now=now)
    save_text(second, language="en-US", markdown=GUEST_AFTER, statement=STATEMENT, by=author, now=now)
    save_summary(second, summary="Students are named.", by=author, now=now)
    submit(second, by=author, now=now)
    approve(second, by=approver, comment="Clear.", now=now)
    mark(second, {"who": ChangeMark.Kind.MATERIAL, "limits": ChangeMark.Kind.EDITORIAL})


def _write_next(author: Employee, *, now: datetime) -> None:
    draft = start_draft(Policy.objects.get(slug="social-media-use"), author=author, now=now)
    text = draft.texts.get()
    changed = text.markdown.replace("patient", "person in our care", 3) + (
        "\n## Voice assistants {#voice-assistants}\n\nSwitch them off where patients are.\n"
    )
    save_text(draft, language="en-US", markdown=changed, statement=text.statement, by=author, now=now)
    attach(draft, file=ContentFile(b"%PDF-1.7 A card."), name="Pocket card.pdf", by=author, now=now)


def _submit(slug: str, markdown: str, *, author: Employee, now: datetime) -> PolicyVersion:
    policy = start_policy(slug=slug, owner=None, owner_title="Compliance", review_months=12, now=now)
    draft = start_draft(policy, author=author, now=now)
    save_text(draft, language="en-US", markdown=markdown, statement=STATEMENT, by=author, now=now)
    submit(draft, by=author, now=now)
    return draft
