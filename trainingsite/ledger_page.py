"""What the compliance page about the ledger shows: its state in words, its keys, and where checkpoints went."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db.models import Max
from django.utils.translation import gettext as _

from ledger import selectors
from ledger.errors import Problem
from ledger.models import Anchor, AnchorAddress, Verification
from ledger.notes import Verifier
from ledger.selectors import Freshness
from notices.models import Notice
from notices.selectors import MailRow, State, mail_rows
from trainingsite.checking import findings_of


@dataclass(frozen=True)
class KeyRow:
    """A key as an auditor compares it: the whole fingerprint, not only the id."""

    fingerprint: str
    origin: str
    since: datetime
    from_size: int | None
    to_size: int | None
    is_current: bool


@dataclass(frozen=True)
class AddressRow:
    """One address that is sent checkpoints, with the mail that went there last."""

    address: AnchorAddress
    last: MailRow | None

    @property
    def label_id(self) -> str:
        """The id of the cell with the name, which says whom the button is about."""
        return f"name-{self.address.uuid}"


@dataclass(frozen=True)
class LedgerPage:
    freshness: Freshness
    trouble: str
    advice: str
    keys: list[KeyRow]
    addresses: list[AddressRow]
    anchored: str
    anchored_at: datetime | None
    check: Verification | None
    findings: list[str]


def ledger_page(*, now: datetime) -> LedgerPage:
    """Everything on the page, in a number of queries that does not grow with the log."""
    found = selectors.freshness(now=now)
    addresses = _addresses()
    anchored_at, anchored = _last_anchored()
    trouble, advice = _trouble(found)
    check = selectors.last_verification()
    findings = findings_of(check) if check else []
    return LedgerPage(found, trouble, advice, key_rows(), addresses, anchored, anchored_at, check, findings)


def _trouble(found: Freshness) -> tuple[str, str]:
    """What is wrong in a few words, and what to do; both empty when all is well."""
    if found.problem is not None:
        return str(_WORDS[found.problem]()), found.detail
    if found.is_late:
        return (
            _("Entries wait longer than they should"),
            _("Ask whoever runs the site whether the keeper runs, and whether something writes for minutes."),
        )
    return "", ""


_WORDS = {
    Problem.NO_KEY: lambda: _("Nothing is sealed: the key is missing"),
    Problem.BAD_KEY: lambda: _("Nothing is sealed: the key cannot be used"),
    Problem.UNKNOWN_KEY: lambda: _("Nothing is sealed: this is not the ledger's key"),
    Problem.NO_COPY: lambda: _("Nothing is sealed: what was signed last is missing"),
    Problem.BAD_COPY: lambda: _("Nothing is sealed: what was signed last cannot be read or kept"),
    Problem.BEHIND: lambda: _("Nothing is sealed: the database is older than what was signed last"),
    Problem.FORK: lambda: _("Nothing is sealed: the database is not the one that signed last"),
    Problem.TORN: lambda: _("Nothing is sealed: the stored tree does not fit what was signed"),
    Problem.FAILED: lambda: _("Nothing is sealed: sealing fails"),
}


def key_rows() -> list[KeyRow]:
    """All keys, the one that signs first."""
    return [
        KeyRow(fingerprint(key.vkey), key.origin, key.since, key.from_size, key.to_size, is_current=place == 0)
        for place, key in enumerate(selectors.signing_keys())
    ]


def fingerprint(vkey: str) -> str:
    """SHA-256 of the public key, in groups of four that can be read out on the telephone."""
    digest = sha256(Verifier.from_vkey(vkey).public_key).hexdigest()
    return " ".join(digest[start : start + 4] for start in range(0, len(digest), 4))


def _addresses() -> list[AddressRow]:
    current = list(AnchorAddress.objects.filter(ended_at=None).annotate(last=Max("anchors__pk")).order_by("name", "pk"))
    anchors = {anchor.pk: anchor for anchor in Anchor.objects.filter(pk__in=[one.last for one in current if one.last])}
    mails = _mails(list(anchors.values()))
    return [AddressRow(one, mails.get(anchors[one.last].notice) if one.last else None) for one in current]


def _mails(anchors: list[Anchor]) -> dict[object, MailRow]:
    notices = Notice.objects.filter(uuid__in=[anchor.notice for anchor in anchors if anchor.notice])
    return {row.uuid: row for row in mail_rows(notices)}


def _last_anchored() -> tuple[datetime | None, str]:
    """When a checkpoint last went out for certain, and where to: a mail that was sent, or a file that lies there."""
    anchors = selectors.last_anchors()
    mails = _mails(anchors)
    for anchor in anchors:
        if anchor.address is None:
            return anchor.at, anchor.file
        row = mails.get(anchor.notice)
        if row is not None and row.state is State.SENT:
            return row.at, anchor.address.name
    return None, ""
