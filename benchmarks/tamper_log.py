"""Acts on the log itself: entries, their places, what they commit to, tiles and signed heads."""

from datetime import timedelta
from uuid import uuid4

from benchmarks.tamper_drawing import Done, Drawing, NothingChanged
from ledger.merkle import HASH_LENGTH
from ledger.tiles import WIDTH, tile_path


class LogActs(Drawing):
    """Each method is one act, drawn and done."""

    def _edit_body(self) -> Done:
        index, entry = self.place()
        body = bytearray(self.one("SELECT body FROM ledger_entry WHERE id = %s", entry))
        how = self.drawn.choice(["bit", "cut", "digit"])
        if how == "bit":
            body[self.drawn.randrange(len(body))] ^= 1 << self.drawn.randrange(8)
        elif how == "cut":
            del body[self.drawn.randrange(len(body))]
        else:
            place = self.drawn.choice([at for at, byte in enumerate(body) if chr(byte).isdigit()])
            body[place] = ord(self.drawn.choice([c for c in "0123456789" if ord(c) != body[place]]))
        self.run("UPDATE ledger_entry SET body = %s WHERE id = %s", bytes(body), entry)
        return self.done(f"body: {how}", f"index {index}")

    def _edit_column(self) -> Done:
        index, entry = self.place()
        column, value = self.drawn.choice([("kind", "policy.attestet"), ("fact", uuid4())])
        self.run(f"UPDATE ledger_entry SET {column} = %s WHERE id = %s", value, entry)
        return self.done(f"entry: {column}", f"index {index}")

    def _date_back(self) -> Done:
        """The column alone, or the body too."""
        index, entry = self.place()
        back = timedelta(seconds=self.drawn.randrange(1, 10**7))
        at, body = self.row("SELECT recorded_at, body FROM ledger_entry WHERE id = %s", entry)
        changed = bytes(body)
        if self.drawn.random() < 0.5:
            was, now = (moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ").encode() for moment in (at, at - back))
            changed = changed.replace(was, now)
        self.run("UPDATE ledger_entry SET recorded_at = %s, body = %s WHERE id = %s", at - back, changed, entry)
        return self.done("entry: dated back", f"index {index}")

    def _delete_entry(self) -> Done:
        index, entry = self.place()
        self.run("DELETE FROM ledger_entry WHERE id = %s", entry)
        return self.done("entry: deleted", f"index {index}")

    def _delete_place(self) -> Done:
        """The place alone, or with all that follows moved up by one."""
        index, _entry = self.place()
        self.run('DELETE FROM ledger_sealedentry WHERE "index" = %s', index)
        if self.drawn.random() < 0.5:
            self.shift(index + 1, -1)
        return self.done("place: deleted", f"index {index}")

    def _swap_places(self) -> Done:
        (first, one), (second, other) = self.two_places()
        self.run("UPDATE ledger_sealedentry SET entry_id = -1 WHERE entry_id = %s", one)
        self.run("UPDATE ledger_sealedentry SET entry_id = %s WHERE entry_id = %s", one, other)
        self.run("UPDATE ledger_sealedentry SET entry_id = %s WHERE entry_id = -1", other)
        return self.done("places: swapped", f"index {min(first, second)}")

    def _swap_bodies(self) -> Done:
        (first, one), (second, other) = self.two_places()
        self.run(
            "UPDATE ledger_entry e SET body = o.body FROM ledger_entry o WHERE (e.id, o.id) IN ((%s, %s), (%s, %s))",
            *(one, other, other, one),
        )
        return self.done("bodies: swapped", f"index {min(first, second)}")

    def _insert(self) -> Done:
        """A new entry somewhere in the middle, with all that follows moved down by one."""
        index, entry = self.place()
        self.shift(index, 1)
        self.run('INSERT INTO ledger_sealedentry ("index", entry_id) VALUES (%s, %s)', index, self._forge(entry))
        return self.done("entry: inserted", f"index {index}")

    def _append(self) -> Done:
        """A new entry at the end, with or without a place."""
        _index, entry = self.place()
        forged = self._forge(entry)
        if self.drawn.random() < 0.5:
            uuid = self.one("SELECT uuid FROM ledger_entry WHERE id = %s", forged)
            return self.done("entry: appended without a place", f"entry {uuid}")
        self.run(
            'INSERT INTO ledger_sealedentry ("index", entry_id) SELECT max("index") + 1, %s FROM ledger_sealedentry',
            forged,
        )
        return self.done("entry: appended", f"index {self.count('ledger_sealedentry') - 1}")

    def _forge(self, entry: int) -> int:
        """A copy of an entry about another fact, with a disclosure that fits as well as its first one did."""
        body, fact = self.row("SELECT body, fact FROM ledger_entry WHERE id = %s", entry)
        if fact is None:
            raise NothingChanged
        other = uuid4()
        changed = bytes(body).replace(str(fact).encode(), str(other).encode())
        made = self.one(
            "INSERT INTO ledger_entry (uuid, kind, fact, body, recorded_at)"
            " SELECT %s, kind, %s, %s, recorded_at FROM ledger_entry WHERE id = %s RETURNING id",
            *(uuid4(), other, changed, entry),
        )
        self.run(
            "INSERT INTO ledger_disclosure (entry_id, person, person_salt, detail, detail_salt)"
            " SELECT %s, person, person_salt, detail, detail_salt FROM ledger_disclosure WHERE entry_id = %s",
            *(made, entry),
        )
        return int(made)

    def _edit_disclosure(self) -> Done:
        index, entry = self.place("JOIN ledger_disclosure d USING (entry_id)")
        column = self.drawn.choice(["person", "person_salt", "detail", "detail_salt"])
        value = self.one(f"SELECT {column} FROM ledger_disclosure WHERE entry_id = %s", entry)
        self.run(f"UPDATE ledger_disclosure SET {column} = %s WHERE entry_id = %s", self.other(value), entry)
        return self.done(f"disclosure: {column}", f"index {index}")

    def _delete_disclosure(self) -> Done:
        index, entry = self.place("JOIN ledger_disclosure d USING (entry_id)")
        self.run("DELETE FROM ledger_disclosure WHERE entry_id = %s", entry)
        act = "disclosure: deleted"
        if self.drawn.random() < 0.5:
            self.run(
                'INSERT INTO ledger_erasure (uuid, entry_id, "table", reason, at, left_sha256)'
                " VALUES (%s, %s, 'policies.attestation', 'Because.', now(), '')",
                *(uuid4(), entry),
            )
            return self.done(f"{act}, an erasure claimed")
        return self.done(act, f"index {index}")

    def _swap_disclosures(self) -> Done:
        (first, one), (second, other) = self.two_places("JOIN ledger_disclosure d USING (entry_id)")
        self.run("UPDATE ledger_disclosure SET entry_id = -1 WHERE entry_id = %s", one)
        self.run("UPDATE ledger_disclosure SET entry_id = %s WHERE entry_id = %s", one, other)
        self.run("UPDATE ledger_disclosure SET entry_id = %s WHERE entry_id = -1", other)
        return self.done("disclosures: swapped", f"index {min(first, second)}")

    def _edit_checkpoint(self) -> Done:
        pk, size, root, note = self.row(
            "SELECT id, size, root, note FROM ledger_checkpoint ORDER BY id OFFSET %s LIMIT 1",
            self.drawn.randrange(self.count("ledger_checkpoint")),
        )
        column, value = self.drawn.choice(
            [("size", size + 10_000), ("root", self.other(bytes(root))), ("note", self.other(note))]
        )
        self.run(f"UPDATE ledger_checkpoint SET {column} = %s WHERE id = %s", value, pk)
        shown = value if column == "size" else size
        return self.done(f"checkpoint: {column}", f"checkpoint of {shown} entries")

    def _edit_tile(self) -> Done:
        """One bit of one hash. At the lowest level each hash is one entry's."""
        level, number, hashes = self.drawn.choice(
            self.rows('SELECT level, "index", hashes FROM ledger_tile ORDER BY level, "index"')
        )
        place = self.drawn.randrange(len(hashes))
        changed = bytearray(hashes)
        changed[place] ^= 1 << self.drawn.randrange(8)
        self.run('UPDATE ledger_tile SET hashes = %s WHERE level = %s AND "index" = %s', bytes(changed), level, number)
        tile = tile_path(level, number, len(hashes) // HASH_LENGTH)
        return self.done("tile", f"index {number * WIDTH + place // HASH_LENGTH}" if level == 0 else tile)
