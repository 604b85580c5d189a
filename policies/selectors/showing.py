"""What the pages before a signature show, and the token that says so."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from people.models import Employee
from policies.models import Attachment, Attestation, Enquiry, Policy, PolicyText, PolicyVersion
from policies.selectors.beside import Beside, beside, summaries_since
from policies.selectors.comparing import Comparison, comparison_of
from policies.selectors.enquiries import open_enquiry
from policies.selectors.reading import Reading, reading_of
from policies.selectors.redlines import Redline, bytes_shown, since_signed
from policies.selectors.signing import nearest, version_for
from policies.selectors.versions import Signed, last_signed_version
from policies.shown import Shown, make_token


@dataclass(frozen=True)
class ToSign:
    """One version for one reader. `since` is what changed since they signed; without it they are shown the whole text.

    `signed` is the signature that is there already, on this occasion, or outside a course on any. `enquiry` is what
    they asked and nobody answered yet, `others` the version's texts in other languages.
    """

    policy: Policy
    version: PolicyVersion
    text: PolicyText
    before: Signed | None
    since: Redline | None
    signed: Attestation | None
    shown: Shown
    token: str
    enquiry: Enquiry | None = None
    others: tuple[PolicyText, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    beside: Beside | None = None
    summaries: tuple[PolicyVersion, ...] = ()

    @cached_property
    def reading(self) -> Reading:
        return reading_of(self.text)

    @cached_property
    def comparison(self) -> Comparison | None:
        return comparison_of(self.since) if self.since else None


def to_sign(
    policy: Policy, reader: Employee, *, now: datetime, occasion: str = "", language: str = ""
) -> ToSign | None:
    """What to show this person before they sign. None while no version is in force.

    In the `language` that they chose, else in that of the page; in the nearest that there is. Whoever chose one is
    shown the difference only where there is one in it: else the whole text.
    """
    version = version_for(policy, reader, now=now)
    if version is None:
        return None
    version.policy = policy
    before = last_signed_version(reader, policy)
    texts = list(version.texts.order_by("language"))
    read = nearest(texts, language)
    since = since_signed(version, before, language) if before else None
    if since and language and since.language != read.language:
        since = None
    text = since.text_after if since else read
    shown = _shown(version, text, since)
    return ToSign(
        policy=policy,
        version=version,
        text=text,
        before=before,
        since=since,
        signed=_signed(reader, version, occasion),
        shown=shown,
        token=make_token(shown, reader=reader.uuid, now=now),
        enquiry=open_enquiry(policy, reader),
        others=tuple(other for other in texts if other.pk != text.pk),
        attachments=tuple(version.attachments.order_by("name")),
        beside=beside(since) if since else None,
        summaries=summaries_since(version, before.number if before else version.number - 1),
    )


def _signed(reader: Employee, version: PolicyVersion, occasion: str) -> Attestation | None:
    mine = Attestation.objects.filter(employee=reader, version=version).order_by("signed_at", "pk")
    return (mine.filter(occasion=occasion) if occasion else mine).first()


def _shown(version: PolicyVersion, text: PolicyText, since: Redline | None) -> Shown:
    whole = Shown(version.uuid, text.uuid, text.language, text.sha256, text.statement_sha256)
    return with_difference(whole, since) if since else whole


def with_difference(whole: Shown, since: Redline) -> Shown:
    """What was shown, when in place of the whole text it was the difference."""
    digest = hashlib.sha256(bytes_shown(since)).hexdigest()
    return replace(whole, from_number=since.before.number, difference_sha256=digest)
