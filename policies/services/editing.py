"""What an author's or approver's page does in one go, checked against what that page had shown.

Two tabs, or two people: the second one is told what happened meanwhile, and nothing of either is lost.
"""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from people.models import Employee
from policies.content import Mark, compare, parse_text
from policies.errors import AlreadyPublished, ChangedMeanwhile, SavedMeanwhile
from policies.models import PolicyEvent, PolicyText, PolicyVersion
from policies.selectors.contents import changes_of, digest_of, marks_of, wording_digest
from policies.selectors.editing import Written, written
from policies.services.drafting import draft_to_write, save_summary, save_text, start_draft, start_policy
from policies.services.locking import locked_version
from policies.services.publishing import mark_all, publish
from policies.services.reviewing import approve

FIRST_LANGUAGE = "en-US"
FIRST_TEXT = "# %(title)s\n\n## %(heading)s {#purpose}\n\n%(words)s\n"
FIRST_STATEMENT = gettext_noop("I have read this policy, I understand it and I will follow it.")


@transaction.atomic
def save_page(
    version: PolicyVersion, *, language: str, page: Written, over: str, by: Employee, now: datetime
) -> PolicyText:
    """Stores text, statement and summary together, or none of them.

    `over` is the digest of what the writer's page began with. Raises SavedMeanwhile when something else is stored now
    (unless it is exactly this page: a form sent twice), TextMistakes, or DomainError when the version is no draft.
    A mark of a clause that is written anew is taken back: somebody has to look at the change again.
    """
    draft = draft_to_write(version, by=by, now=now)
    stored = written(draft, language)
    if stored.digest not in (over, page.digest):
        raise SavedMeanwhile
    before = parse_text(stored.markdown)
    text = save_text(draft, language=language, markdown=page.markdown, statement=page.statement, by=by, now=now)
    if page.summary != draft.summary:
        save_summary(draft, summary=page.summary, by=by, now=now)
    found = compare(before, parse_text(text.markdown))
    draft.change_marks.filter(clause_key__in=[*found.changed, *found.removed]).delete()
    return text


@transaction.atomic
def begin_policy(
    *,
    slug: str,
    title: str,
    owner: Employee | None,
    owner_title: str,
    review_months: int,
    by: Employee,
    now: datetime,
) -> PolicyVersion:
    """A new policy with its first draft, which holds the title and one clause to begin with.

    Raises DomainError for an address that is taken, TextMistakes for a title that holds markup.
    """
    policy = start_policy(slug=slug, owner=owner, owner_title=owner_title, review_months=review_months, now=now)
    draft = start_draft(policy, author=by, now=now)
    markdown = FIRST_TEXT % {"title": title, "heading": _("Purpose"), "words": _("Say why this policy exists.")}
    save_text(draft, language=FIRST_LANGUAGE, markdown=markdown, statement=_(FIRST_STATEMENT), by=by, now=now)
    return draft


@transaction.atomic
def mark_changes(version: PolicyVersion, *, marks: Mapping[str, Mark | None], seen: str) -> None:
    """Says how much the changes of these clauses matter, all at once. Possible until publication.

    `seen` is the digest of the wording that the page compared. Raises ChangedMeanwhile when it is another one now, and
    AlreadyPublished. Clauses that did not change are left out.
    """
    locked = locked_version(version)
    if locked.is_published:
        raise AlreadyPublished(locked.number)
    if wording_digest(locked) != seen:
        raise ChangedMeanwhile
    changed = changes_of(locked).changed
    wanted = {**marks_of(locked), **marks}
    mark_all(locked, {key: mark for key, mark in wanted.items() if mark is not None and key in changed})


@transaction.atomic
def approve_seen(version: PolicyVersion, *, seen: str, by: Employee, now: datetime, comment: str = "") -> PolicyEvent:
    """Approves exactly the wording with this digest. Raises ChangedMeanwhile when it is another one now."""
    locked = locked_version(version)
    if not locked.is_published and wording_digest(locked) != seen:
        raise ChangedMeanwhile
    return approve(locked, by=by, now=now, comment=comment)


@transaction.atomic
def publish_seen(
    version: PolicyVersion, *, effective_on: date, review_on: date, seen: str, by: Employee, now: datetime, comment: str
) -> PolicyVersion:
    """Publishes exactly what has this digest: words, dates, marks. Raises as `publish` does, and ChangedMeanwhile."""
    locked = locked_version(version)
    if not locked.is_published and locked.state == PolicyVersion.State.APPROVED:
        digest = digest_of(locked, effective_on=effective_on, review_on=review_on, changes=marks_of(locked))
        if digest != seen:
            raise ChangedMeanwhile
    return publish(locked, effective_on=effective_on, review_on=review_on, by=by, now=now, comment=comment)
