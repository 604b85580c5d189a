"""Drafts and published versions of the short policy, reached through the services."""

from datetime import date, datetime

from people.models import Employee
from policies.models import ChangeMark, Policy, PolicyVersion
from policies.services.drafting import save_text, start_draft, start_policy
from policies.services.publishing import publish
from policies.services.reviewing import approve, submit
from tests.factories import NOW
from tests.support.policies import STATEMENT, V1, V2, mark


def make_policy(slug: str = "short") -> Policy:
    return start_policy(slug=slug, owner=None, owner_title="Compliance", review_months=12, now=NOW)


def write_draft(policy: Policy, *, author: Employee, markdown: str = V1, now: datetime = NOW) -> PolicyVersion:
    draft = start_draft(policy, author=author, now=now)
    save_text(draft, language="en-US", markdown=markdown, statement=STATEMENT, by=author, now=now)
    return draft


def approved(policy: Policy, *, author: Employee, reviewer: Employee, markdown: str = V1) -> PolicyVersion:
    draft = write_draft(policy, author=author, markdown=markdown)
    submit(draft, by=author, now=NOW)
    approve(draft, by=reviewer, now=NOW)
    draft.refresh_from_db()
    return draft


def published(
    policy: Policy,
    *,
    author: Employee,
    reviewer: Employee,
    markdown: str = V1,
    effective_on: date | None = None,
    marks: dict[str, ChangeMark.Kind] | None = None,
    now: datetime = NOW,
) -> PolicyVersion:
    version = approved(policy, author=author, reviewer=reviewer, markdown=markdown)
    mark(version, marks or {})
    return publish(version, by=None, effective_on=effective_on, now=now)


V2_MARKS = {"scope": ChangeMark.Kind.EDITORIAL, "privacy": ChangeMark.Kind.MATERIAL}
__all__ = ["V1", "V2", "V2_MARKS", "approved", "make_policy", "published", "write_draft"]
