"""What an author's page was made from, as one digest: whoever saves says what they had before them."""

import hashlib
from dataclasses import dataclass

from ledger.canonical import canonical_bytes
from policies.content import canonical_text
from policies.models import PolicyText, PolicyVersion


@dataclass(frozen=True)
class Written:
    """What an author's page holds of a version, in one language."""

    markdown: str
    statement: str
    summary: str

    @classmethod
    def of(cls, markdown: str, statement: str, summary: str) -> "Written":
        """As it is stored: a browser sends other line ends."""
        return cls(canonical_text(markdown), plain(statement), plain(summary))

    @property
    def digest(self) -> str:
        """SHA-256 over all of it, 64 hexadecimal digits."""
        return hashlib.sha256(canonical_bytes([self.markdown, self.statement, self.summary])).hexdigest()


def plain(text: str) -> str:
    """Without blanks around it and with \\n as line end."""
    return text.replace("\r\n", "\n").strip()


def written(version: PolicyVersion, language: str) -> Written:
    """What is stored now; a language that has no text yet is empty."""
    text = PolicyText.objects.filter(version=version, language=language).first()
    if text is None:
        return Written("", "", version.summary)
    return Written(text.markdown, text.statement, version.summary)
