"""What the records of a pack name by its digest: policy texts, the statements signed, the differences shown.

Each becomes a member that is named by the SHA-256 of its bytes. Texts and statements are stored; a difference is made
again from the frozen versions. What no longer has its digest is left out and said to be.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from uuid import UUID

from ledger.canonical import parse_canonical
from policies.content.parsing import canonical_text
from policies.models import PolicyText
from policies.selectors.redlines import difference_again

BATCH = 500  # texts at once: each may be as long as a book
TEXT, STATEMENT, DIFFERENCE = "policies/{}.md", "statements/{}.txt", "differences/{}.json"
KEYS = {
    b"text_sha256": TEXT,
    b"from_text_sha256": TEXT,
    b"markdown": TEXT,
    b"statement_sha256": STATEMENT,
    b"statement": STATEMENT,
    b"difference_sha256": DIFFERENCE,
}
# In canonical JSON a quotation mark inside of a text has a backslash before it: this matches keys and nothing else.
NAMED = re.compile(rb'"(%s)":"([0-9a-f]{64})"' % b"|".join(KEYS))


@dataclass
class Preimages:
    """Looks through details, then gives the members, then says which were `left_out`."""

    left_out: list[str] = field(default_factory=list)
    _wanted: dict[str, set[str]] = field(default_factory=lambda: {kind: set() for kind in KEYS.values()})
    _differences: dict[str, bytes] = field(default_factory=dict)

    def look_through(self, detail: bytes) -> None:
        """Notes what this detail names. Of one difference, the first detail that names it says how to make it again."""
        for key, found in NAMED.findall(detail):
            digest, kind = found.decode(), KEYS[key]
            self._wanted[kind].add(digest)
            if kind == DIFFERENCE:
                self._differences.setdefault(digest, detail)

    def members(self) -> Iterator[tuple[str, bytes]]:
        """Names and bytes: texts, statements, differences, each in the order of their digests."""
        for kind, found in ((TEXT, self._texts()), (STATEMENT, self._statements()), (DIFFERENCE, self._made_again())):
            missing = set(self._wanted[kind])
            for digest, data in found:
                if digest in missing and sha256(data).hexdigest() == digest:
                    missing.remove(digest)
                    yield kind.format(digest), data
            self.left_out += [kind.format(digest) for digest in sorted(missing)]

    def _texts(self) -> Iterator[tuple[str, bytes]]:
        for names in self._batches(TEXT):
            found = PolicyText.objects.filter(sha256__in=names).order_by("sha256", "pk")
            for digest, markdown in found.values_list("sha256", "markdown").iterator():
                yield digest, canonical_text(markdown).encode()

    def _statements(self) -> Iterator[tuple[str, bytes]]:
        for names in self._batches(STATEMENT):
            found = PolicyText.objects.filter(statement_sha256__in=names).order_by("statement_sha256", "pk")
            for digest, statement in found.values_list("statement_sha256", "statement").iterator():
                yield digest, statement.encode()

    def _made_again(self) -> Iterator[tuple[str, bytes]]:
        for digest, detail in sorted(self._differences.items()):
            try:
                said = parse_canonical(detail)
                before, after = UUID(said["from_version"]), UUID(said["version"])
                yield digest, difference_again(before, after, said["language"]) or b""
            except (ValueError, TypeError, KeyError, AttributeError):
                continue  # somebody wrote over what was disclosed: that is named when the record is checked

    def _batches(self, kind: str) -> Iterator[list[str]]:
        names = sorted(self._wanted[kind])
        for start in range(0, len(names), BATCH):
            yield names[start : start + BATCH]
