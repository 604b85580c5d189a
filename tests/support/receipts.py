"""A downloaded receipt, checked as a stranger does: with its own bytes and the public key of the log alone."""

import hashlib
from typing import Any

from ledger import receipts
from ledger.canonical import canonical_bytes, parse_canonical
from ledger.notes import Verifier


def proved_by(receipt: bytes, vkeys: list[str]) -> dict[str, Any]:
    """What the receipt proves about whom: `entry`, `detail` and `person`. Fails where a step of the proof does."""
    held = parse_canonical(receipts.Receipt.parse(receipt).extra or b"null")
    assert held is not None, "the receipt lacks what it proves"
    entry = held["entry"].encode()
    receipts.verify(receipt, entry, [Verifier.from_vkey(vkey) for vkey in vkeys])
    said = parse_canonical(entry)
    detail, person = held["detail"], held["person"]
    assert said["detail"] == _bound(detail["salt"], canonical_bytes(detail["value"]))
    assert said["person"] == _bound(person["salt"], person["ref"].encode())
    return {"entry": said, "detail": detail["value"], "person": person["ref"]}


def _bound(salt: str, value: bytes) -> str:
    return hashlib.sha256(bytes.fromhex(salt) + value).hexdigest()
