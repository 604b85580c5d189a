"""What the page of a version shows: its text, where it stands, and what this reader has to do with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from people.models import Employee
from policies.models import Attachment, Policy, PolicyText
from policies.selectors.beside import Beside, beside
from policies.selectors.reading import Reading, reading_of
from policies.selectors.redlines import Redline, since_signed
from policies.selectors.signing import nearest
from policies.selectors.versions import Signed, VersionRow, last_signed_version, versions_of


@dataclass(frozen=True)
class TextPage:
    """One version for one reader. `since` is what changed from what they signed to it, `beside` what of it is no
    clause; `current` is what counts."""

    policy: Policy
    row: VersionRow
    current: VersionRow | None
    coming: VersionRow | None
    text: PolicyText
    others: tuple[PolicyText, ...]
    reading: Reading
    attachments: Sequence[Attachment]
    signed: Signed | None
    since: Redline | None
    beside: Beside | None

    @property
    def has_signed_this(self) -> bool:
        return self.signed is not None and self.signed.number == self.row.version.number

    @property
    def has_signed_before(self) -> bool:
        return self.signed is not None and self.signed.number < self.row.version.number


def text_page(
    policy: Policy, reader: Employee, *, today: date, number: int | None = None, language: str | None = None
) -> TextPage | None:
    """The page of the version with this number, else of the one in force; None when there is none."""
    rows = versions_of(policy, on=today, is_now=True)
    current = next((row for row in rows if row.is_in_force), None)
    row = current if number is None else next((row for row in rows if row.version.number == number), None)
    if row is None:
        return None
    version = row.version
    version.policy = policy
    texts = sorted(version.texts.all(), key=lambda text: text.language)
    text = nearest(texts, language)
    text.version = version
    signed = last_signed_version(reader, policy)
    since = since_signed(version, signed, text.language) if signed and row.is_in_force else None
    return TextPage(
        policy=policy,
        row=row,
        current=current,
        coming=next((row for row in reversed(rows) if row.is_coming), None),
        text=text,
        others=tuple(other for other in texts if other.pk != text.pk),
        reading=reading_of(text),
        attachments=list(version.attachments.order_by("name")),
        signed=signed,
        since=since,
        beside=beside(since) if since else None,
    )
