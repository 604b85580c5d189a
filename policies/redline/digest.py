"""The bytes of a difference: what somebody was shown. Their SHA-256 stands in the record of the signature.

docs/ledger.md describes them for those who check a record.
"""

from dataclasses import asdict, dataclass

from ledger.canonical import canonical_bytes
from policies.redline.values import Difference

# Part of the bytes. Whoever changes how texts are compared takes the next number, so that a digest in a record is never
# compared with what another way of comparing would have shown.
FORMAT = "redline/1"


@dataclass(frozen=True)
class Place:
    """One end of a difference: the number of a version and the SHA-256 of its text."""

    number: int
    sha256: str


def difference_bytes(shown: Difference, *, slug: str, language: str, before: Place | None, after: Place) -> bytes:
    """Canonical JSON (RFC 8785) of what differs; of clauses that are the same, without their text.

    `before` is None when the whole text was shown.
    """
    clauses = []
    for clause in shown.clauses:
        value = asdict(clause)
        if clause.kind == "same":
            del value["blocks"], value["heading"]
        clauses.append(value)
    value = {
        "format": FORMAT,
        "policy": slug,
        "language": language,
        "before": asdict(before) if before else None,
        "after": asdict(after),
        "title": [asdict(run) for run in shown.title],
        "intro": [asdict(block) for block in shown.intro],
        "clauses": clauses,
    }
    return canonical_bytes(value)
