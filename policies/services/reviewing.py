"""From a draft to an approved version. Whoever wrote in it does not approve it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ledger.services.recording import record_fact
from people.models import Employee
from policies.content import parse_text
from policies.errors import AlreadyPublished
from policies.facts import APPROVED
from policies.languages import language_name
from policies.models import PolicyEvent, PolicyVersion
from policies.selectors.contents import version_before, wording_digest
from policies.services.locking import locked_version
from policies.services.telling import tell_deciders, tell_writers
from toolkit.errors import DomainError

Act, State = PolicyEvent.Act, PolicyVersion.State
LONGEST_COMMENT = 2_000


@transaction.atomic
def submit(version: PolicyVersion, *, by: Employee, now: datetime, tells: bool = True) -> PolicyEvent:
    """Sends a draft to review. Raises DomainError when it is none, is empty, or says the same as the version before.

    Whose turn it is gets a mail; with `tells` off, for a past that is only written down now, nobody does.
    """
    draft = _in_state(version, State.DRAFT)
    _refuse_incomplete(draft)
    before = version_before(draft)
    if before and _says(before) == _says(draft):
        raise DomainError(
            _("This draft says the same as version %(number)d. Change something first.") % {"number": before.number}
        )
    event = _move(draft, State.IN_REVIEW, Act.SUBMITTED, by=by, now=now)
    if tells:
        tell_deciders(event, now=now)
    return event


@transaction.atomic
def send_back(version: PolicyVersion, *, by: Employee, comment: str, now: datetime) -> PolicyEvent:
    """Makes a version in review, or an approved one, a draft again, with a word on what to change."""
    locked = _in_state(version, State.IN_REVIEW, State.APPROVED)
    if not comment.strip():
        raise DomainError(_("Say what has to change."))
    event = _move(locked, State.DRAFT, Act.RETURNED, by=by, now=now, comment=comment)
    tell_writers(event, now=now)
    return event


@transaction.atomic
def approve(
    version: PolicyVersion, *, by: Employee, now: datetime, comment: str = "", tells: bool = True
) -> PolicyEvent:
    """Approves the wording of a version in review, and enters that into the log.

    Raises DomainError for somebody who wrote in it or sent it to review, and when it is approved already. For `tells`
    see `submit`.
    """
    locked = _in_state(version, State.IN_REVIEW)
    if by.pk in writers_of(locked):
        raise DomainError(_("You wrote in this version. Somebody else has to approve it."))
    event = _move(locked, State.APPROVED, Act.APPROVED, by=by, now=now, comment=comment)
    record_fact(APPROVED, event, now=now)
    if tells:
        tell_writers(event, now=now)
    return event


def writers_of(version: PolicyVersion) -> set[int]:
    """The ids of all who wrote in a version or sent it to review."""
    acts = version.events.filter(act__in=[Act.EDITED, Act.SUBMITTED]).exclude(by=None)
    found = set(acts.values_list("by_id", flat=True))
    return {pk for pk in (*found, version.author_id) if pk is not None}


def _in_state(version: PolicyVersion, *states: PolicyVersion.State) -> PolicyVersion:
    """The version, locked. Raises DomainError when it is in none of these states."""
    locked = locked_version(version)
    if locked.is_published:
        raise AlreadyPublished(locked.number)
    if locked.state not in states:
        sentences = {
            State.DRAFT: _("This version is a draft. Its author sends it to review first."),
            State.IN_REVIEW: _("This version is in review already."),
            State.APPROVED: _("This version is approved already."),
        }
        raise DomainError(sentences[State(locked.state)])
    return locked


def _move(
    version: PolicyVersion,
    state: PolicyVersion.State,
    act: PolicyEvent.Act,
    *,
    by: Employee,
    now: datetime,
    comment: str = "",
) -> PolicyEvent:
    comment = comment.replace("\r\n", "\n").strip()
    if len(comment) > LONGEST_COMMENT:
        raise DomainError(_("Write at most %(most)d characters.") % {"most": LONGEST_COMMENT})
    version.state = state
    version.save(update_fields=["state"])
    return PolicyEvent.objects.create(
        version=version, act=act, by=by, at=now, comment=comment, digest=wording_digest(version)
    )


def _refuse_incomplete(draft: PolicyVersion) -> None:
    """Whoever reads a text signs for the policy: every language has to hold the same clauses in the same order."""
    rows = list(draft.texts.order_by("language"))
    if not rows:
        raise DomainError(_("This draft has no text yet."))
    first = [clause.key for clause in parse_text(rows[0].markdown).clauses]
    for row in rows[1:]:
        if [clause.key for clause in parse_text(row.markdown).clauses] != first:
            raise DomainError(
                _("The texts in %(one)s and %(other)s do not have the same clauses in the same order.")
                % {"one": language_name(rows[0].language), "other": language_name(row.language)}
            )


def _says(version: PolicyVersion) -> tuple[set[tuple[str, str, str]], set[tuple[str, str]]]:
    """Texts with statements, and attachments, by digest: what readers of a version get."""
    texts = set(version.texts.values_list("language", "sha256", "statement_sha256"))
    return texts, set(version.attachments.values_list("name", "sha256"))
