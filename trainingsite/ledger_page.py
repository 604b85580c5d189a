"""What the compliance page about the ledger shows: its state in words, its keys, and where checkpoints went."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.utils.translation import gettext as _

from ledger import selectors
from ledger.errors import Problem
from ledger.models import AnchorAddress, Verification
from ledger.notes import Verifier
from ledger.selectors import Freshness
from notices.models import Notice
from notices.selectors import MailRow, mail_rows
from trainingsite.anchoring import NOTICE
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
    addresses = _addresses(now)
    anchored_at, anchored = _last_anchored()
    trouble, advice = _trouble(found, now)
    check = selectors.last_verification()
    findings = findings_of(check) if check else []
    return LedgerPage(found, trouble, advice, key_rows(), addresses, anchored, anchored_at, check, findings)


def _trouble(found: Freshness, now: datetime) -> tuple[str, str]:
    """What is wrong in a few words, and what to do; both empty when all is well."""
    if found.problem is not None:
        return str(_WORDS[found.problem]()), found.detail
    if found.is_late:
        return (
            _("Entries wait longer than they should"),
            _("Ask whoever runs the site whether the keeper runs, and whether something writes for minutes."),
        )
    if selectors.is_check_overdue(now=now):
        return (
            _("The check of every record is overdue"),
            _("It runs every night. Ask whoever runs the site whether the keeper and a worker run."),
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


def _addresses(now: datetime) -> list[AddressRow]:
    """Mails go out every night, so one of the last month is the last one."""
    mails = Notice.objects.filter(kind=NOTICE, created_at__gt=now - timedelta(days=31)).order_by("pk")
    last = {str(mail.payload["address"]): mail for mail in mails}
    rows = dict(zip(last, mail_rows(last.values()), strict=True))
    current = AnchorAddress.objects.filter(ended_at=None).order_by("name", "pk")
    return [AddressRow(one, rows.get(str(one.uuid))) for one in current]


def _last_anchored() -> tuple[datetime | None, str]:
    """When a checkpoint last went out, and where to: a mail that a server took, or a file that lies there."""
    last = selectors.last_anchor()
    if last is None:
        return None, ""
    return last.at, last.address.name if last.address else last.file
