"""What became of the pack's policies before the demo began: written, approved and published by people of the demo.

Loading the pack afterwards finds the same texts published and changes nothing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from people.models import Employee
from policies.content import PolicyContent, VersionContent
from policies.models import Policy, PolicyVersion
from policies.services.drafting import save_summary, save_text, start_draft, start_policy
from policies.services.publishing import mark_all, publish
from policies.services.reviewing import approve, submit
from trainingsite.demo.people import KNOWN


@dataclass(frozen=True)
class _Past:
    """How many days ago a version was published, and after how many more it came into force."""

    published: int
    begins_after: int
    summary: str = ""


PAST = {
    ("social-media-use", 1): _Past(251, 7),
    ("social-media-use", 2): _Past(
        33, 14, "Access is opened instead of blocked, AI tools are named, reports come sooner."
    ),
    ("official-accounts", 1): _Past(203, 9),
}
WRITTEN_BEFORE, REVIEWED_BEFORE = timedelta(days=12), timedelta(days=5)


@transaction.atomic
def load_policies(policies: tuple[PolicyContent, ...], *, now: datetime) -> int:
    """Publishes those versions of the pack that have a past. Returns how many; 0 when there are policies already."""
    if Policy.objects.exists():
        return 0
    author, reviewer = (_known(account) for account in ("author", "compliance"))
    count = 0
    for content in policies:
        policy: Policy | None = None
        for part in content.versions:
            past = PAST.get((content.slug, part.number))
            if past is None or part.effective_on:
                break  # not known here, or the pack itself says when
            at = now - timedelta(days=past.published)
            policy = policy or _policy(content, now=at - WRITTEN_BEFORE)
            _publish(policy, content, part, past, author=author, reviewer=reviewer, at=at)
            count += 1
    return count


def _known(account: str) -> Employee:
    return Employee.objects.get(number=next(one.number for one in KNOWN if one.account == account))


def _policy(content: PolicyContent, *, now: datetime) -> Policy:
    return start_policy(
        slug=content.slug, owner=None, owner_title=content.owner, review_months=content.review_months, now=now
    )


def _publish(
    policy: Policy,
    content: PolicyContent,
    part: VersionContent,
    past: _Past,
    *,
    author: Employee,
    reviewer: Employee,
    at: datetime,
) -> PolicyVersion:
    draft = start_draft(policy, author=author, now=at - WRITTEN_BEFORE)
    for text in part.texts:
        save_text(
            draft,
            language=text.language,
            markdown=text.markdown,
            statement=content.statements[text.language],
            by=author,
            now=at - WRITTEN_BEFORE,
        )
    if past.summary:
        save_summary(draft, summary=past.summary, by=author, now=at - WRITTEN_BEFORE)
    submit(draft, by=author, now=at - REVIEWED_BEFORE, tells=False)
    approve(draft, by=reviewer, now=at, tells=False)
    mark_all(draft, dict(part.changes))
    begins = (at + timedelta(days=past.begins_after)).date()
    return publish(draft, effective_on=begins, by=reviewer, now=at)
