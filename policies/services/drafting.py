"""Writing a version before it is reviewed: the draft and its texts."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from people.models import Employee
from policies.content import TextContent, canonical_text, text_sha256
from policies.errors import AlreadyPublished, BeingWritten, SavedMeanwhile
from policies.models import Attachment, Policy, PolicyEvent, PolicyText, PolicyVersion
from policies.services.locking import locked_policy, locked_version
from policies.services.wording import checked_text, put_text
from toolkit.errors import DomainError
from toolkit.packfiles.folders import is_slug

LONGEST_SUMMARY = 2_000
# Words that stand in addresses where the name of a policy would: a policy of that name could not be reached.
RESERVED = frozenset({"drafts", "enquiries", "new", "signed"})


@transaction.atomic
def start_policy(*, slug: str, owner: Employee | None, owner_title: str, review_months: int, now: datetime) -> Policy:
    """A policy without any version yet. Raises DomainError for a name that is taken or has a wrong form."""
    if not is_slug(slug):
        raise DomainError(_("Use small letters, digits and single hyphens in the address, like social-media-use."))
    refuse_reserved(slug)
    policy, is_new = Policy.objects.get_or_create(
        slug=slug,
        defaults={"owner": owner, "owner_title": owner_title, "review_months": review_months, "created_at": now},
    )
    if not is_new:
        raise DomainError(_("There is a policy with this address already."))
    return policy


def refuse_reserved(slug: str) -> None:
    """Raises DomainError for a name that the site's own addresses use."""
    if slug in RESERVED:
        raise DomainError(_("No policy can be named “%(slug)s”: the site uses that address itself.") % {"slug": slug})


@transaction.atomic
def start_draft(policy: Policy, *, author: Employee | None, now: datetime) -> PolicyVersion:
    """The next version, a copy of the newest published one. Raises BeingWritten while another is not published."""
    locked = locked_policy(policy)
    newest = locked.versions.order_by("-number").first()
    if newest and not newest.is_published:
        raise BeingWritten(newest.number, newest.author.name if newest.author else "")
    number = newest.number + 1 if newest else 1
    draft = PolicyVersion.objects.create(policy=locked, number=number, author=author, created_at=now)
    if newest:
        _copy(newest, draft)
    return draft


def _copy(newest: PolicyVersion, draft: PolicyVersion) -> None:
    for text in newest.texts.order_by("pk"):
        # Not checked again: what was published under older rules can be taken up, and is checked when it is saved.
        put_text(draft, TextContent.of(text.language, text.markdown), text.statement)
    for attachment in newest.attachments.order_by("pk"):
        # The name of a stored file holds the digest of its bytes, so both rows can lead to one file.
        Attachment.objects.create(
            version=draft,
            name=attachment.name,
            file=attachment.file.name,
            sha256=attachment.sha256,
            size=attachment.size,
        )


@transaction.atomic
def save_text(
    version: PolicyVersion,
    *,
    language: str,
    markdown: str,
    statement: str,
    by: Employee,
    now: datetime,
    over: str | None = None,
) -> PolicyText:
    """Stores the text of a draft in one language.

    `over` is the SHA-256 of the text on which the writer began, empty for a new one; None does not ask. Raises
    TextMistakes with every mistake, SavedMeanwhile when the stored text is not `over`, DomainError when the version is
    no draft.
    """
    draft = _draft(version)
    statement = statement.replace("\r\n", "\n").strip()
    text = checked_text(language, markdown, statement)
    stored = draft.texts.filter(language=language).first()
    if over is not None and (stored.sha256 if stored else "") not in (over, text_sha256(canonical_text(markdown))):
        raise SavedMeanwhile
    _note_writer(draft, by, now=now)
    return put_text(draft, text, statement)


@transaction.atomic
def remove_text(version: PolicyVersion, *, language: str, by: Employee, now: datetime) -> None:
    """Takes a language out of a draft."""
    draft = draft_to_write(version, by=by, now=now)
    draft.texts.filter(language=language).delete()


@transaction.atomic
def save_summary(version: PolicyVersion, *, summary: str, by: Employee, now: datetime) -> None:
    """What changed and why, in a few sentences for readers."""
    summary = summary.replace("\r\n", "\n").strip()
    if len(summary) > LONGEST_SUMMARY:
        raise DomainError(_("Say what changed in at most %(most)d characters.") % {"most": LONGEST_SUMMARY})
    draft = draft_to_write(version, by=by, now=now)
    draft.summary = summary
    draft.save(update_fields=["summary"])


@transaction.atomic
def discard_draft(version: PolicyVersion) -> None:
    """Throws a draft away that nobody has sent to review. Raises DomainError for any other version."""
    draft = _draft(version)
    if draft.events.exclude(act=PolicyEvent.Act.EDITED).exists():
        raise DomainError(_("This version has been in review, so it is kept. Edit it instead."))
    if draft.events.exists():
        raise DomainError(_("Several people wrote in this draft, so it is kept. Edit it instead."))
    draft.delete()


def draft_to_write(version: PolicyVersion, *, by: Employee, now: datetime) -> PolicyVersion:
    """The draft, locked, in which this person writes. Raises DomainError when it is no draft any more."""
    draft = _draft(version)
    _note_writer(draft, by, now=now)
    return draft


def _draft(version: PolicyVersion) -> PolicyVersion:
    """The version, locked. Raises DomainError when it is no draft any more."""
    locked = locked_version(version)
    if locked.is_published:
        raise AlreadyPublished(locked.number)
    if locked.state != PolicyVersion.State.DRAFT:
        raise DomainError(_("This version is not a draft any more. Send it back to the author to change it."))
    return locked


def _note_writer(draft: PolicyVersion, by: Employee, *, now: datetime) -> None:
    """Remembers everybody who wrote in a draft: none of them may approve it."""
    if draft.author_id is None:
        draft.author = by
        draft.save(update_fields=["author"])
    elif draft.author_id != by.pk and not draft.events.filter(act=PolicyEvent.Act.EDITED, by=by).exists():
        PolicyEvent.objects.create(version=draft, act=PolicyEvent.Act.EDITED, by=by, at=now)
