"""What a page showed somebody who is about to sign. It travels in the form, signed by the site and for one reader.

So it comes back as it was, or not at all: a digest that was changed on the way is no digest that we showed.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.core import signing

SALT = "policies.shown"
LASTS = timedelta(hours=2)  # it stands in the address, and so in histories: what was read long ago is read again


@dataclass(frozen=True)
class Shown:
    """One text in one language, its statement, and the difference that stood there in place of the whole text.

    Digests are 64 hexadecimal digits. `from_number`, the version with which the text was compared, is None, and
    `difference_sha256` empty, when the whole text was shown.
    """

    version: UUID
    text: UUID
    language: str
    text_sha256: str
    statement_sha256: str
    from_number: int | None = None
    difference_sha256: str = ""


@dataclass(frozen=True)
class Showing:
    """What was shown, and when."""

    shown: Shown
    at: datetime

    def is_over(self, now: datetime) -> bool:
        """Whether it was shown too long ago to be signed."""
        return now - self.at > LASTS


def make_token(shown: Shown, *, reader: UUID, now: datetime) -> str:
    """A token that fits into an address."""
    said = [
        str(reader),
        int(now.timestamp()),
        str(shown.version),
        str(shown.text),
        shown.language,
        shown.text_sha256,
        shown.statement_sha256,
        shown.from_number,
        shown.difference_sha256,
    ]
    return signing.dumps(said, salt=SALT, compress=True)


def read_token(token: str, *, reader: UUID) -> Showing | None:
    """What the token says; None if it was altered, or made for somebody else."""
    try:
        whom, at, version, text, language, text_sha256, statement_sha256, number, difference = signing.loads(
            token, salt=SALT
        )
        shown = Shown(UUID(version), UUID(text), language, text_sha256, statement_sha256, number, difference)
        moment = datetime.fromtimestamp(at, tz=UTC)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Showing(shown, moment) if whom == str(reader) else None
