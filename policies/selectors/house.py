"""Who answers for a policy and how often it is reviewed, as it stands and as it was changed."""

import hashlib

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from ledger.canonical import canonical_bytes
from policies.models import Policy

MOST_CHANGES = 50


def house_digest(policy: Policy) -> str:
    """Names what a page showed, so that two people at once do not write over each other."""
    return hashlib.sha256(canonical_bytes([policy.owner_id, policy.owner_title, policy.review_months])).hexdigest()


def house_changes(policy: Policy) -> list[LogEntry]:
    """Who changed it, when, and from what to what; the latest first, MOST_CHANGES of them."""
    kind = ContentType.objects.get_for_model(Policy)
    rows = LogEntry.objects.filter(content_type=kind, object_id=str(policy.pk)).select_related("user")
    return list(rows.order_by("-action_time", "-pk")[:MOST_CHANGES])
