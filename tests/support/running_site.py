"""A whole site as people get it, for tests that need real processes: web, worker, keeper and broker of one supervisor.

with running_site() as site:
    site.url, site.manage("load_demo"), site.kill("worker"), site.wipe_broker(), site.mails
"""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import psutil
import psycopg

from tests.support.smtp_sink import Sink, smtp_sink
from trainingsite.launch.data import DataFolder
from trainingsite.launch.processes import kill_leftovers

HOME = Path(__file__).resolve().parents[2]
MARKS = {"worker": "celery", "keeper": "keep", "web": "granian", "broker": "broker"}
T = TypeVar("T")


@dataclass
class RunningSite:
    """One running site. `supervisor` is what bin/serve runs; its children are found among its descendants."""

    url: str
    data: Path
    environment: dict[str, str]
    mails: Sink
    is_demo: bool
    supervisor: subprocess.Popen[bytes] = field(init=False)

    def start(self) -> None:
        """Start it, again after `stop`, and wait until it says that it is ready."""
        log = self.data / "supervisor.log"
        with open(log, "wb") as output:
            self.supervisor = subprocess.Popen(
                self.serve_command(),
                cwd=HOME,
                env=self.environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        eventually(lambda: "Ready:" in self.console or self._died(), within=120)

    @property
    def inside(self) -> dict[str, str]:
        """The environment of the site's own processes, for others that belong to it."""
        return {
            **self.environment,
            "DJANGO_SETTINGS_MODULE": "trainingsite.settings.production",
            "SECRET_KEY_FILE": str(self.data / "keys" / "secret_key"),
            "DEMO": str(self.is_demo),
            **json.loads((self.data / "run" / "addresses.json").read_text()),
        }

    def serve_command(self) -> list[str]:
        port = self.url.rpartition(":")[2]
        command = [sys.executable, "-m", "trainingsite.launch", "serve", "--port", port, "--data", str(self.data)]
        return command if self.is_demo else [*command, "--empty"]

    def stop(self, with_signal: signal.Signals = signal.SIGTERM) -> int:
        """Its exit code."""
        self.supervisor.send_signal(with_signal)
        try:
            return self.supervisor.wait(40)
        except subprocess.TimeoutExpired:
            self.supervisor.kill()
            self.supervisor.wait()
            raise

    @property
    def console(self) -> str:
        """What the person who started it sees."""
        return (self.data / "supervisor.log").read_text()

    def _died(self) -> bool:
        assert self.supervisor.poll() is None, self.console
        return False

    def manage(self, *arguments: str, stdin: str = "") -> str:
        """The output of a management command against this site."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=HOME, env=self.inside, input=stdin, capture_output=True, text=True)
        assert done.returncode == 0, f"{' '.join(arguments)}: {done.stdout}{done.stderr}"
        return done.stdout

    def shell(self, code: str) -> str:
        """What `code` prints when it runs inside the site's own code."""
        return self.manage("shell", "--no-imports", "-c", code).strip()

    def rows(self, query: str) -> list[Any]:
        """What the database answers, read past the site: quick enough to catch a job while it runs."""
        address = self.environment["DATABASE_URL"]
        if address:
            with psycopg.connect(address, autocommit=True) as server:
                return server.execute(query.encode()).fetchall()
        with closing(sqlite3.connect(f"file:{self.data / 'db.sqlite3'}?mode=ro", uri=True, timeout=10)) as file:
            return file.execute(query).fetchall()

    def family(self) -> list[psutil.Process]:
        """Every process of the site below the supervisor, of all generations."""
        return list(psutil.Process(self.supervisor.pid).children(recursive=True))

    def processes(self, name: str) -> list[psutil.Process]:
        """The running processes of one child: worker, keeper, web or broker."""
        children = psutil.Process(self.supervisor.pid).children()
        return [child for child in children if _is(name, child)]

    def signal(self, name: str, with_signal: signal.Signals) -> None:
        """To the whole group of that child."""
        for child in self.processes(name):
            os.killpg(child.pid, with_signal)

    def kill(self, name: str) -> None:
        """kill -9 for the whole group of that child. The supervisor starts it again."""
        self.signal(name, signal.SIGKILL)

    def wipe_broker(self) -> None:
        """kill -9 for the broker, and all that it held is gone."""
        for child in self.processes("broker"):
            os.kill(child.pid, signal.SIGSTOP)  # so that it cannot write while its files go
            shutil.rmtree(self.data / "broker", ignore_errors=True)
            os.killpg(child.pid, signal.SIGKILL)


def _is(name: str, process: psutil.Process) -> bool:
    try:
        line = " ".join(process.cmdline())
    except psutil.Error:
        return False
    if name == "broker":
        return "valkey" in line or "redis-server" in line
    return MARKS[name] in line


def eventually(ask: Callable[[], T], *, within: float, every: float = 0.2) -> T:
    """The first true answer of `ask`; fails with the last one when `within` seconds are over."""
    until = time.monotonic() + within
    while True:
        answer = ask()
        if answer:
            return answer
        assert time.monotonic() < until, f"Still {answer!r} after {within:g} s"
        time.sleep(every)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running_site(
    *, database_url: str = "", is_demo: bool = False, has_broker: bool = True, settings: dict[str, str] | None = None
) -> Iterator[RunningSite]:
    """Start the whole site on a free port with a data folder of its own, and stop it afterwards.

    `database_url` empty is SQLite. Without `has_broker` the keeper does all the work. Mails go to a real SMTP server.
    """
    with ExitStack() as stack:
        data = Path(tempfile.mkdtemp(prefix="site-"))
        stack.callback(shutil.rmtree, data, ignore_errors=True)
        sink = stack.enter_context(smtp_sink())
        site = RunningSite(f"http://127.0.0.1:{free_port()}", data, site_environment(data), sink, is_demo)
        site.environment |= {
            "DATABASE_URL": database_url,
            "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
            "SITE_URL": site.url,
            **({} if has_broker else {"REDIS_URL": ""}),
            **(settings or {}),
        }
        stack.callback(_end, site)
        site.start()
        yield site


def site_environment(data: Path) -> dict[str, str]:
    """The environment without what is set for the test run itself."""
    ours = {"SECRET_KEY", "DEMO", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "DATABASE_URL", "EMAIL_URL", "SITE_URL"}
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    return environment | {"ORGANIZATION_NAME": "Riverside Health", "DATA_DIR": str(data)}


def _end(site: RunningSite) -> None:
    if hasattr(site, "supervisor") and site.supervisor.poll() is None:
        site.stop()
    kill_leftovers(DataFolder(site.data).recall("processes") or [])  # of a supervisor that a test has killed
