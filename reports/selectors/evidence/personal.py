"""One person's file as a ZIP: the PDF, and for each sealed thing in it a receipt with what that proves."""

from array import array
from datetime import datetime
from typing import BinaryIO

from django.conf import settings

from ledger.models import SealedEntry
from ledger.selectors import receipt_to_keep, subtrees
from reports.rendering import person
from reports.rendering.packing import Packer
from reports.rendering.readme import left_out
from reports.selectors.evidence.choosing import Heads
from reports.selectors.evidence.packing import record_lines
from reports.selectors.evidence.preimages import Preimages
from reports.selectors.persons import PersonFile

README = """\
{organization}: what {name} signed, completed and holds

file.pdf                       all of it, to read and print
receipts/N.tlog-proof          the receipt of entry N of the log {origin}; holds the next two as well
receipts/N.entry.json          entry N itself, without a name, exactly as it lies in the log
receipts/N.record.json         what entry N says in full, with the salts that prove it
policies/SHA-256.md            the texts that were signed, each named by its own SHA-256
statements/SHA-256.txt         the statements that were signed to, in the same way
differences/SHA-256.json       what changed since the text before, where only that was shown
vkey.txt                       the public keys of the log, the current one first
checkpoint                     what was signed of the log: its number of entries, its root

A receipt proves that its entry lies in the log, whatever becomes of this site. Keep it. Anybody can check it with tools
for C2SP tlog-proof, or by hand: SHA-256 of a zero byte followed by the entry's bytes is the entry's hash in the tree;
hashed with the lines of the receipt, one after the other (RFC 6962), it leads to the root in the checkpoint, which is
signed with a key of vkey.txt. SHA-256 of the salt's bytes followed by the record's detail, in canonical JSON (RFC
8785), is the entry's "detail"; of the salt's bytes followed by "ref", its "person".

Compare the key with the one at {site_url}/ledger/key.
{left_out}"""


def write_person_zip(file: BinaryIO, found: PersonFile, under: Heads, *, asked_at: datetime) -> None:
    """Writes the ZIP to an empty file. What is not sealed under the checkpoint yet stands in the PDF alone."""
    checkpoint = under.checkpoint
    indexes = sorted(one.entry for one in found.everything if one.entry is not None and one.entry < checkpoint.size)
    with Packer(file) as pack:
        pack.put("file.pdf", person.render(found, asked_at=asked_at, checkpoint=checkpoint))
        pack.put("checkpoint", checkpoint.note.encode())
        pack.put("vkey.txt", "".join(f"{vkey}\n" for vkey in under.vkeys).encode())
        read, preimages = subtrees(), Preimages()
        lines = record_lines(array("q", indexes), is_all=False)
        rows = SealedEntry.objects.filter(index__in=indexes).order_by("index").select_related("entry")
        for row, (line, detail) in zip(rows, lines, strict=True):
            proof = receipt_to_keep(row.entry, checkpoint=checkpoint, read=read) or b""
            pack.put(f"receipts/{row.index}.tlog-proof", proof)
            pack.put(f"receipts/{row.index}.entry.json", bytes(row.entry.body))
            pack.put(f"receipts/{row.index}.record.json", line)
            preimages.look_through(detail)
        for name, data in preimages.members():
            pack.put(name, data)
        readme = README.format(
            organization=settings.ORGANIZATION_NAME,
            name=found.employee.name,
            origin=checkpoint.origin,
            site_url=settings.SITE_URL,
            left_out=f"\n{left_out(preimages.left_out)}" if preimages.left_out else "",
        )
        pack.put("README.txt", readme.encode())
