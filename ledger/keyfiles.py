"""The files beside the database: the key that signs, the key that will sign next, the copy of what was signed last.

The copy is what tells a restored database from the one that signed: it is written before a checkpoint can be seen by
anybody, and it does not come back with a backup of the database.
"""

import os
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from ledger.errors import Problem, Refused
from ledger.notes import NoteError, Signer
from toolkit.files import write_new, write_whole


@dataclass(frozen=True)
class KeyFiles:
    path: Path

    @property
    def copy(self) -> Path:
        """The last signed checkpoint."""
        return self.path.with_name(f"{self.path.name}.checkpoint")

    @property
    def next(self) -> Path:
        """The key that a rotation or a new origin brings in, until it has signed."""
        return self.path.with_name(f"{self.path.name}.next")

    def signer(self) -> Signer:
        """The key. Raises Refused."""
        try:
            return _read(self.path)
        except FileNotFoundError as problem:
            raise Refused(
                Problem.NO_KEY,
                f"There is no key at {self.path}. Put the log's key there. A new site makes one: bin/manage make_keys",
            ) from problem
        except (OSError, UnicodeDecodeError, NoteError) as problem:
            raise Refused(Problem.BAD_KEY, f"The key at {self.path} cannot be used: {problem}") from problem

    def next_signer(self) -> Signer | None:
        """The key that waits, if there is one. Raises Refused."""
        try:
            return _read(self.next)
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError, NoteError) as problem:
            raise Refused(Problem.BAD_KEY, f"The key at {self.next} cannot be used: {problem}") from problem

    def make(self, signer: Signer) -> bool:
        """Write a first key; False if there is one, which stays."""
        return write_new(self.path, _written(signer))

    def make_next(self, signer: Signer) -> bool:
        return write_new(self.next, _written(signer))

    def promote(self) -> None:
        """The next key becomes the key; the one before is gone."""
        os.replace(self.next, self.path)

    def read_copy(self) -> bytes | None:
        """The copy as it lies there; None if there is none. Raises Refused."""
        try:
            return self.copy.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as problem:
            raise Refused(Problem.BAD_COPY, f"{self.copy} cannot be read: {problem.strerror}.") from problem

    def write_copy(self, note: bytes) -> None:
        """Raises Refused: what cannot be kept beside the key is not signed."""
        try:
            write_whole(self.copy, note)
        except OSError as problem:
            raise Refused(
                Problem.BAD_COPY,
                f"{self.copy} cannot be written: {problem.strerror}. The log's key folder has to take the copy.",
            ) from problem

    def set_copy_aside(self, number: int) -> None:
        """Keep what an earlier origin signed last under a name of its own."""
        if self.copy.exists():
            self.copy.replace(self.copy.with_name(f"{self.copy.name}.before-{number}"))


def key_files() -> KeyFiles:
    """Where the settings put them."""
    return KeyFiles(settings.LEDGER_KEY_FILE)


def _read(path: Path) -> Signer:
    return Signer.from_private_form(path.read_text(encoding="utf-8").strip())


def _written(signer: Signer) -> bytes:
    return f"{signer.private_form}\n".encode()
