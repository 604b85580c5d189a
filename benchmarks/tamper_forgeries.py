"""Acts of somebody who knows the product: row, entry, commitments and tree are changed so that they fit each other.

Nothing in the database contradicts itself afterwards but what was signed, and that cannot be signed anew: the key lies
elsewhere. A report then names the first head that does not fit.
"""

from typing import Any

from benchmarks.tamper_columns import FACTS
from benchmarks.tamper_drawing import Done, NothingChanged
from benchmarks.tamper_log import LogActs
from benchmarks.tamper_rows import RowActs
from ledger import checkpoints, services
from ledger.canonical import canonical_bytes
from ledger.facts import kind_of, registered
from ledger.merkle import leaf_hash, root
from ledger.models import Checkpoint, Disclosure, Entry, LedgerKey, SealedEntry
from ledger.notes import Signer
from ledger.selectors.tree import bodies
from ledger.services.recording import body_of, commitment

OUTSIDE = ("auditor's checkpoint", "the copy beside the key")


class Forgeries(LogActs, RowActs):
    """Each method is one act, drawn and done."""

    def _rewrite(self) -> Done:
        """A fact says something else, and so do its entry and the tree; by turns another key signs all heads anew."""
        model: Any = self.drawn.choice(list(FACTS))
        pk = self.any(model)
        column = self._edit_row(model, pk, FACTS[model] | {"uuid"})
        entry = self._entry_of(model, pk)
        self._state_again(entry)
        services.rebuild_tiles()
        act = f"{model._meta.label_lower}: {column}, rewritten"
        if self.drawn.random() < 0.5:
            return self.done(act, self._first_head(entry.sealed.index))
        self._sign_again()
        newest = Checkpoint.objects.latest("size").size
        return self.done(f"{act} and signed anew", f"checkpoint of {newest} entries")

    def _take_out(self) -> Done:
        """A fact, its entry and its place are gone, and all that follows moved up."""
        model: Any = self.drawn.choice(list(FACTS))
        pk = self.any(model)
        entry = self._entry_of(model, pk)
        index = entry.sealed.index
        for table, column in (
            ("ledger_disclosure", "entry_id"),
            ("ledger_sealedentry", "entry_id"),
            ("ledger_entry", "id"),
        ):
            self.run(f"DELETE FROM {table} WHERE {column} = %s", entry.pk)
        self.run(f"DELETE FROM {model._meta.db_table} WHERE id = %s", pk)
        self.shift(index + 1, -1)
        services.rebuild_tiles()
        return self.done(f"{model._meta.label_lower}: taken out", self._first_head(index))

    def _slip_in(self) -> Done:
        """A fact that never was, with an entry somewhere in the middle."""
        model, uuid = self._copy()
        found = ((kind, row) for kind in registered() for row in kind.rows().filter(uuid=uuid))
        kind, row = next(found, (None, None))
        if kind is None or row is None:
            raise NothingChanged  # it names something that is not there, so it counts as no fact
        index, neighbor = self.place()
        entry = services.record_fact(kind.kind, row, now=Entry.objects.get(pk=neighbor).recorded_at)
        self.shift(index, 1)
        SealedEntry.objects.create(index=index, entry=entry)
        services.rebuild_tiles()
        return self.done(f"{model._meta.label_lower}: slipped in with an entry", self._first_head(index))

    def _cut_back(self) -> Done:
        """The newest heads and entries are gone, as if they had never been."""
        sizes = list(Checkpoint.objects.order_by("size").values_list("size", flat=True))
        newest, size = sizes[-1], self.drawn.choice(sizes[:-1])
        self.run("DELETE FROM ledger_checkpoint WHERE size > %s", size)
        self.run(
            'DELETE FROM ledger_entry e USING ledger_sealedentry s WHERE s.entry_id = e.id AND s."index" >= %s', size
        )
        self.run('DELETE FROM ledger_sealedentry WHERE "index" >= %s', size)
        services.rebuild_tiles()
        return self.done("log: cut back", *(f"{name}, {newest} entries" for name in OUTSIDE))

    def _entry_of(self, model: Any, pk: int) -> Entry:
        """Raises NothingChanged where it has none that says anything any more."""
        uuid = self.one(f"SELECT uuid FROM {model._meta.db_table} WHERE id = %s", pk)
        entries = Entry.objects.filter(fact=uuid, disclosure__isnull=False, sealed__isnull=False)
        entry = entries.select_related("sealed").first()
        if entry is None:
            raise NothingChanged
        return entry

    def _state_again(self, entry: Entry) -> None:
        kind = kind_of(entry.kind)
        row = kind.rows().filter(uuid=entry.fact).first()
        if row is None:
            raise NothingChanged  # it is a fact of this kind no more
        said, salts = kind.statement(row), Disclosure.objects.get(entry=entry)
        detail = canonical_bytes(dict(said.detail))
        person_salt, detail_salt = salts.person_salt, bytes(salts.detail_salt)
        body = body_of(
            entry.kind,
            said,
            person=commitment(bytes(person_salt), said.person.encode()) if person_salt else None,
            detail=commitment(detail_salt, detail),
            now=entry.recorded_at,
            is_late=b'"late":true' in bytes(entry.body),
        )
        spelled = canonical_bytes(body)
        if spelled == bytes(entry.body):
            raise NothingChanged
        self.run("UPDATE ledger_entry SET body = %s WHERE id = %s", spelled, entry.pk)
        self.run(
            "UPDATE ledger_disclosure SET detail = %s, person = %s WHERE entry_id = %s", detail, said.person, entry.pk
        )

    def _first_head(self, index: int) -> str:
        """The first signed head that covers this index."""
        size = Checkpoint.objects.filter(size__gt=index).order_by("size").values_list("size", flat=True)[0]
        return f"checkpoint of {size} entries"

    def _sign_again(self) -> None:
        """All heads, by a key that is then said to be the log's."""
        known = LedgerKey.objects.get()
        signer = Signer.new(known.origin)
        self.run("UPDATE ledger_ledgerkey SET vkey = %s WHERE id = %s", signer.verifier.vkey, known.pk)
        leaves = [leaf_hash(body) for body in bodies()]
        for head in Checkpoint.objects.all():
            new = checkpoints.Checkpoint(head.origin, head.size, root(leaves[: head.size]))
            note = checkpoints.sign(new, signer).decode()
            self.run("UPDATE ledger_checkpoint SET root = %s, note = %s WHERE id = %s", new.root, note, head.pk)
