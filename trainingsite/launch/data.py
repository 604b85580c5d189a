"""The data folder: made once, used by one site at a time, and what is remembered about it."""

import fcntl
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from trainingsite.launch.errors import CannotStart


@dataclass(frozen=True)
class DataFolder:
    path: Path

    @property
    def run(self) -> Path:
        """What belongs to one run only: socket, process list, addresses."""
        return self.path / "run"

    @property
    def logs(self) -> Path:
        return self.path / "logs"

    @property
    def secret_key(self) -> Path:
        return self.path / "keys" / "secret_key"

    @property
    def accounts(self) -> Path:
        return self.path / "demo-accounts.json"

    def make(self) -> None:
        """Have the folder and its rooms. Raises CannotStart if nothing can be written there."""
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o750)
            for room in (self.run, self.logs, self.secret_key.parent):
                room.mkdir(exist_ok=True, mode=0o700)
            probe = self.run / ".writable"
            probe.write_bytes(b"")
            probe.unlink()
        except OSError as problem:
            raise CannotStart(f"{self.path} cannot be written: {problem.strerror}.") from problem

    def lock(self) -> IO[str]:
        """Take the folder for this process; it is free again when the file is closed or the process dies."""
        lock = open(self.run / "lock", "a+", encoding="utf-8")  # noqa: SIM115 - held until the process ends
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            lock.seek(0)
            raise CannotStart(
                f"The site in {self.path} is already running (process {lock.read().strip() or 'unknown'}). "
                "Stop it first, or use another folder: --data FOLDER"
            ) from problem
        lock.seek(0)
        lock.truncate()
        lock.write(str(os.getpid()))
        lock.flush()
        return lock

    def is_in_use(self) -> bool:
        try:
            with open(self.run / "lock", encoding="utf-8") as lock:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return False

    def remember(self, name: str, facts: Any) -> None:
        """Write `run/NAME.json` or, for "site", `site.json`: whole or not at all."""
        target = self._file(name)
        part = target.with_suffix(".part")
        part.write_text(json.dumps(facts, indent=1), encoding="utf-8")
        part.replace(target)

    def recall(self, name: str) -> Any:
        """What was remembered, or an empty dict."""
        try:
            return json.loads(self._file(name).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}

    def _file(self, name: str) -> Path:
        return (self.path if name == "site" else self.run) / f"{name}.json"
