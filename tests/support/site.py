"""A real site for one test: web, worker, keeper, broker and a mail server, in a folder and on ports of their own.

    with running_site() as site:
        site.manage("load_demo")
        page = urlopen(site.url)
        site.kill_broker(wipe=True)
        site.start_broker()
        site.wait_until(lambda: len(site.mails) == 1)

It runs on the database of the test run: a file, or a database of its own on the server behind DATABASE_URL. Nothing
restarts what a test kills; what is never started (`runs`) does not run.
"""

import fcntl
import os
import secrets
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import psycopg
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope
from psycopg import sql

from tests.support.brokers import Broker
from trainingsite.launch import serve
from trainingsite.launch.data import DataFolder
from trainingsite.launch.environment import HOME
from trainingsite.launch.processes import Child, kill_group

EVERYTHING = ("web", "worker", "keeper")
COLLECTED = HOME / "build" / "test-site"


@dataclass(frozen=True)
class Mail:
    to: list[str]
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def text(self) -> str:
        body = self.message.get_body(("plain",))
        return str(body.get_content()) if body else ""


class _Sink:
    """What aiosmtpd calls for each mail. `refuse` answers something else than 250 while it is set."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.refuse: str | None = None

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        if self.refuse:
            return self.refuse
        parsed = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        self.mails.append(Mail(list(envelope.rcpt_tos), parsed))
        return "250 OK"


@dataclass
class RunningSite:
    data: DataFolder
    url: str
    database_url: str
    environment: dict[str, str]
    broker: Broker
    children: dict[str, Child]
    sink: _Sink = field(default_factory=_Sink)

    @property
    def mails(self) -> list[Mail]:
        """What the mail server has accepted so far."""
        return self.sink.mails

    def manage(self, *arguments: str) -> str:
        """Run a management command against this site; returns what it printed."""
        command = [sys.executable, str(HOME / "manage.py"), *arguments]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def python(self, code: str) -> str:
        """Run code inside the site; returns what it printed."""
        return self.manage("shell", "--no-imports", "-c", code)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Read from the site's database."""
        if self.database_url:
            with psycopg.connect(self.database_url) as connection:
                return connection.execute(query).fetchall()
        with closing(sqlite3.connect(self.data.path / "db.sqlite3", timeout=20)) as file:
            return file.execute(query).fetchall()

    def kill(self, name: str) -> None:
        """kill -9 the process "web", "worker" or "keeper" with all its children."""
        process = self.children[name].process
        assert process is not None
        kill_group(process.pid, signal.SIGKILL)
        process.wait()

    def start(self, name: str) -> None:
        self.children[name].start()

    def kill_worker(self) -> None:
        self.kill("worker")

    def start_worker(self) -> None:
        self.start("worker")

    def kill_broker(self, *, wipe: bool = False) -> None:
        self.broker.kill(wipe=wipe)

    def start_broker(self) -> None:
        self.broker.start()

    def wait_until(self, is_so: Callable[[], Any], *, within: float = 60.0) -> None:
        """Ask again and again until it is so; fails with the logs when it takes too long."""
        until = time.monotonic() + within
        while not is_so():
            assert time.monotonic() < until, f"not within {within:g} s\n{self.logs()}"
            time.sleep(0.2)

    def logs(self) -> str:
        """The last lines that each process wrote."""
        return "\n".join(f"--- {log.name}\n{log.read_text()[-3000:]}" for log in sorted(self.data.logs.iterdir()))


@contextmanager
def running_site(
    *, runs: Sequence[str] = EVERYTHING, starter_pack: bool = False, demo: bool = False, **variables: str
) -> Iterator[RunningSite]:
    """A site that answers. `variables` go into its environment; `runs` says which processes are started."""
    folder = Path(tempfile.mkdtemp(prefix="site-"))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        data = DataFolder(folder)
        data.make()
        broker = Broker(data, data.run / "broker.sock")
        sink = _Sink()
        mail = stack.enter_context(_mail_server(sink))
        options = serve.Options(free_port(), "127.0.0.1", data, not demo)
        environment = serve.environment_for(options, demo=demo, redis_url=broker.url)
        database_url = stack.enter_context(_database_of_its_own())
        environment |= {"SECRET_KEY": secrets.token_hex(32), "EMAIL_URL": mail, "SITE_URL": serve.site_url(options)}
        environment |= {"DATABASE_URL": database_url, "LOG_LEVEL": "INFO", **variables}
        children = {
            program.name: Child(program, environment, data.logs / f"{program.name}.log")
            for program in serve.programs(options, has_broker=True)
        }
        site = RunningSite(data, environment["SITE_URL"], database_url, environment, broker, children, sink)
        _give_static_files(site)
        asked = [*(["--starter-pack"] if starter_pack else []), *(["--demo"] if demo else [])]
        site.manage("prepare", *asked)
        stack.callback(_stop, site)
        broker.start()
        for name in runs:
            site.start(name)
        if "web" in runs:
            host = site.url.removeprefix("http://")
            site.wait_until(lambda: serve.answers("127.0.0.1", options.port, host))
        yield site


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        assert isinstance(port, int)
        return port


@contextmanager
def _mail_server(sink: _Sink) -> Iterator[str]:
    server = Controller(sink, hostname="127.0.0.1", port=free_port())
    server.start()
    try:
        yield f"smtp://127.0.0.1:{server.port}"
    finally:
        server.stop()


@contextmanager
def _database_of_its_own() -> Iterator[str]:
    """An empty database on the server of the test run; "" stands for a file in the data folder."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield ""
        return
    name = f"site_{secrets.token_hex(6)}"
    address, _, query = server.partition("?")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield f"{address.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _give_static_files(site: RunningSite) -> None:
    """Compressing them takes long, so all sites share what one has collected."""
    COLLECTED.mkdir(parents=True, exist_ok=True)
    with open(COLLECTED / "lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        command = [sys.executable, str(HOME / "manage.py"), "collect"]
        subprocess.run(command, env={**site.environment, "DATA_DIR": str(COLLECTED)}, check=True, capture_output=True)
        shutil.copytree(COLLECTED / "static", site.data.path / "static", copy_function=os.link)


def _stop(site: RunningSite) -> None:
    for child in site.children.values():
        if child.process is not None:
            kill_group(child.process.pid, signal.SIGKILL)
            child.process.wait()
    site.broker.kill()
