"""The token in an invitation link: whose it is, since when, and which password it replaces. Signed, not stored."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

SALT = "people.invitation"
GOOD_FOR = timedelta(days=14)


@dataclass(frozen=True)
class Invitation:
    """What a token says, once its signature and age are known to be good."""

    person: UUID
    fingerprint: str

    def is_for(self, encoded_password: str) -> bool:
        """False once the password was set: a link works once, and every other link to the same person dies with it."""
        return constant_time_compare(self.fingerprint, _fingerprint(encoded_password))


def make_token(person: UUID, *, encoded_password: str, now: datetime) -> str:
    """A token that fits into an address. `encoded_password` is the hash that the person has now, usable or not."""
    said = {"person": str(person), "at": int(now.timestamp()), "for": _fingerprint(encoded_password)}
    return signing.dumps(said, salt=SALT, compress=False)


def read_token(token: str, *, now: datetime) -> Invitation | None:
    """What the token says; None if it was altered or is older than GOOD_FOR."""
    try:
        said = signing.loads(token, salt=SALT)
        made_at = datetime.fromtimestamp(said["at"], tz=UTC)
        invitation = Invitation(person=UUID(said["person"]), fingerprint=str(said["for"]))
    except (signing.BadSignature, ValueError, KeyError, TypeError):
        return None
    return invitation if now < made_at + GOOD_FOR else None


def _fingerprint(encoded_password: str) -> str:
    return salted_hmac(SALT, encoded_password, algorithm="sha256").hexdigest()
