"""Who answers for a policy and how often it is reviewed. No version holds any of it, so nothing frozen moves."""

from datetime import datetime

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _

from people.models import Employee
from policies.errors import ChangedMeanwhile
from policies.models import Policy
from policies.selectors.house import house_digest
from policies.services.locking import locked_policy
from toolkit.errors import DomainError

LONGEST_REVIEW = 120  # months, in packs too


@transaction.atomic
def change_house(
    policy: Policy,
    *,
    owner: Employee | None,
    owner_title: str,
    review_months: int,
    seen: str,
    by: Employee,
    now: datetime,
) -> Policy:
    """Sets owner, office and months, and notes who did. Days of review that were published stay as they are.

    `seen` is the digest of what the page showed. Raises ChangedMeanwhile when it is something else now (unless it is
    exactly this: a form sent twice), and DomainError when nobody would answer for the policy or the months are out of
    bounds.
    """
    locked = locked_policy(policy)
    before, shown = _words(locked), house_digest(locked)
    if owner is None and not owner_title:
        raise DomainError(_("Somebody has to answer for the policy: a person or an office."))
    if not 1 <= review_months <= LONGEST_REVIEW:
        raise DomainError(_("A policy is reviewed after 1 to %(most)d months.") % {"most": LONGEST_REVIEW})
    locked.owner, locked.owner_title, locked.review_months = owner, owner_title, review_months
    if house_digest(locked) == shown:
        return locked
    if shown != seen:
        raise ChangedMeanwhile
    locked.save(update_fields=["owner", "owner_title", "review_months"])
    after = _words(locked)
    told = [f"{name}: {before[name]} → {now_is}" for name, now_is in after.items() if before[name] != now_is]
    LogEntry.objects.create(
        user=by,
        action_time=now,
        content_type=ContentType.objects.get_for_model(Policy),
        object_id=str(locked.pk),
        object_repr=str(locked)[:200],
        action_flag=CHANGE,
        change_message="\n".join(told),
    )
    return locked


def _words(policy: Policy) -> dict[str, str]:
    owner = f"{policy.owner.name} ({policy.owner.number})" if policy.owner else "–"
    return {
        _("Owner"): owner,
        _("Office that answers for it"): policy.owner_title or "–",
        _("Months until it is reviewed"): str(policy.review_months),
    }
