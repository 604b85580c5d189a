"""Taking a text over from elsewhere into a draft. Its author reads it through there; nothing is published by it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from people.models import Employee
from policies.models import Policy, PolicyVersion
from policies.services.drafting import save_text, start_draft, start_policy
from policies.services.editing import FIRST_STATEMENT


@dataclass(frozen=True)
class House:
    """How a new policy is called in addresses, who answers for it, and how often it is reviewed."""

    slug: str
    owner: Employee | None
    owner_title: str
    review_months: int


@transaction.atomic
def import_text(markdown: str, *, into: Policy | House, language: str, by: Employee, now: datetime) -> PolicyVersion:
    """A new draft with this text, of a new policy or of one that is there, whose text in that language it replaces.

    The statement to sign stays that of the version before. Raises BeingWritten while another version is written,
    TextMistakes, or DomainError for a name that is taken.
    """
    if isinstance(into, House):
        into = start_policy(
            slug=into.slug,
            owner=into.owner,
            owner_title=into.owner_title,
            review_months=into.review_months,
            now=now,
        )
    draft = start_draft(into, author=by, now=now)
    before = draft.texts.filter(language=language).first()
    statement = before.statement if before else _(FIRST_STATEMENT)
    save_text(draft, language=language, markdown=markdown, statement=statement, by=by, now=now)
    return draft
