"""README.txt of an evidence pack: what it is, three ways to check it, and what it does not prove. For an auditor.

In English, without the day on which it is written: the same pack is the same bytes. The three ways need nothing of ours
beyond what is in the pack; the second and third not even that.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ledger.models import Checkpoint

TEMPLATE = """\
EVIDENCE OF {organization}

This pack holds the whole log of {organization}: {size} entries, each of which says that
something happened (a policy was published, somebody signed it, a course was completed),
without a name. {records_line}

Nothing in here has to be believed. You need no access to our systems, and no program of
ours: the formats are public (RFC 6962, RFC 8785, C2SP signed-note and tlog-proof).


WHAT IS IN IT

checkpoint            what we signed: the name of the log, its number of entries, its root
vkey.txt              our public keys, the current one first
entries.jsonl         every entry, one a line; line n is entry n - 1
leaf_hashes.bin       the hash of each entry, 32 bytes each, in their order
records.jsonl         what the disclosed entries say in full, with the salts that prove it
{proofs_line}{previous_lines}policies/             the texts that were signed, each named by its own SHA-256
verify.py             a program of one file that checks all of this
README.txt            this text


HOW TO CHECK IT

First, once: compare vkey.txt with the key that reached you another way, such as
{key_address}, a letter, or last year's pack.
A key that comes with the pack proves only that the pack fits together.

1. With the program in the pack. It needs Python 3.9 or newer and the package
   "cryptography", and it is short enough to be read before it is run:

       python3 verify.py THIS-FILE.zip --vkey 'THE KEY THAT YOU HOLD'

   If you kept a checkpoint from an earlier visit, let it check that nothing of that time
   was changed since:

       python3 verify.py THIS-FILE.zip --checkpoint THE-KEPT-CHECKPOINT

2. With somebody else's program. Go's golang.org/x/mod/sumdb/note opens "checkpoint" with
   a line of vkey.txt, and golang.org/x/mod/sumdb/tlog computes the root from entries.jsonl:
   the data of record n is line n without its newline.

3. By hand, for one record. Take its line of records.jsonl and the line of entries.jsonl
   with that index (counting from 0). SHA-256 of the salt's bytes followed by the detail, in
   canonical JSON, is the entry's "detail"; of the salt's bytes followed by "ref", its
   "person". SHA-256 of a zero byte followed by the entry's line is its hash in the tree;
   its receipt in proofs/ leads from there to the root that was signed. With the text:

       sha256sum policies/*.md

   prints the names of the files; a record of a signature names one of them as text_sha256.


WHAT IT DOES NOT PROVE

- That everything was entered: what never reached the log leaves no trace in it. Each
  person can keep a receipt of what they signed, so that its absence could be shown.
- That what was entered is true: somebody else may have used a person's session.
- That the last entries stood there before the checkpoint was signed, or that nothing was
  written anew since the last checkpoint that left the house: whoever holds our key could do
  that. Keep the checkpoint of this pack. It binds everything in it for ever.
- Erased records keep their entry; what they said can then no longer be disclosed.


THIS PACK

Log:              {origin}
Entries:          {size}
Root (base64):    {root}
Signed at:        {signed_at} UTC
Disclosed:        {disclosed}
Records:          {records}
Receipts:         {proofs}
"""


@dataclass(frozen=True)
class ReadMe:
    """What the text says of one pack."""

    organization: str
    site_url: str
    checkpoint: Checkpoint
    root: str
    previous_size: int | None
    filters: Mapping[str, str]
    records: int
    proofs: int

    def text(self) -> str:
        checkpoint = self.checkpoint
        return TEMPLATE.format(
            organization=self.organization,
            key_address=f"{self.site_url}/ledger/key",
            size=checkpoint.size,
            origin=checkpoint.origin,
            root=self.root,
            signed_at=f"{checkpoint.signed_at:%Y-%m-%d %H:%M:%S}",
            records=self.records,
            proofs=self.proofs or "none",
            records_line=self._records_line,
            proofs_line=self._proofs_line,
            previous_lines=self._previous_lines,
            disclosed=self._disclosed,
        )

    @property
    def _disclosed(self) -> str:
        words = {"policy": "entries about the policy {}", "persons": "entries that concern the person with the ref {}"}
        return ", ".join(words[name].format(value) for name, value in self.filters.items()) or "all entries"

    @property
    def _records_line(self) -> str:
        if not self.records:
            return "None of them is disclosed: no\nentry fits what was asked for."
        return f"Of {self.records} of them\nit also discloses who and what it was, in a way that you can check."

    @property
    def _proofs_line(self) -> str:
        if self.proofs:
            return "proofs/               a receipt for each disclosed entry: its way to the root\n"
        return ""

    @property
    def _previous_lines(self) -> str:
        if self.previous_size is None:
            return ""
        return (
            f"previous_checkpoint   an earlier checkpoint that left the house, of {self.previous_size} entries\n"
            "consistency.txt       the proof that the log only grew since that one\n"
        )
