"""A whole site as people get it, for tests that need real processes: web, worker, keeper and broker of one supervisor.

with running_site() as site:
    site.url, site.manage("load_demo"), site.kill("worker"), site.wipe_broker(), site.mails
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import psutil

from tests.support.smtp_sink import Sink, smtp_sink

HOME = Path(__file__).resolve().parents[2]
MARKS = {"worker": "celery", "keeper": "keep", "web": "granian", "broker": "broker"}
T = TypeVar("T")


@dataclass
class RunningSite:
    """One running site. `supervisor` is what bin/serve runs; its children are found among its descendants."""

    url: str
    data: Path
    environment: dict[str, str]
    supervisor: subprocess.Popen[bytes]
    mails: Sink

    def manage(self, *arguments: str, stdin: str = "") -> str:
        """The output of a management command against this site. Raises CalledProcessError."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=HOME, env=self.environment, input=stdin, capture_output=True, text=True)
        assert done.returncode == 0, f"{' '.join(arguments)}: {done.stdout}{done.stderr}"
        return done.stdout

    def shell(self, code: str) -> str:
        """What `code` prints when it runs inside the site's own code."""
        return self.manage("shell", "--no-imports", "-c", code).strip()

    def processes(self, name: str) -> list[psutil.Process]:
        """The running processes of one child: worker, keeper, web or broker."""
        children = psutil.Process(self.supervisor.pid).children()
        return [child for child in children if _is(name, child)]

    def kill(self, name: str) -> None:
        """kill -9 for the whole group of that child. The supervisor starts it again."""
        for child in self.processes(name):
            os.killpg(child.pid, signal.SIGKILL)

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
    data = Path(tempfile.mkdtemp(prefix="site-"))
    port = free_port()
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, data, ignore_errors=True)
        sink = stack.enter_context(smtp_sink())
        environment = {name: value for name, value in os.environ.items() if name not in {"SECRET_KEY", "DEMO"}}
        environment |= {
            "DATABASE_URL": database_url,
            "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
            "SITE_URL": f"http://127.0.0.1:{port}",
            "ORGANIZATION_NAME": "Riverside Health",
            "DATA_DIR": str(data),
            **(settings or {}),
        }
        environment.pop("REDIS_URL", None)
        if not has_broker:
            environment["REDIS_URL"] = ""
        command = [sys.executable, "-m", "trainingsite.launch", "serve", "--port", str(port), "--data", str(data)]
        log = data / "supervisor.log"
        with open(log, "wb") as output:
            supervisor = subprocess.Popen(
                [*command, *([] if is_demo else ["--empty"])],
                cwd=HOME,
                env=environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        stack.callback(_stop, supervisor)
        eventually(lambda: "Ready:" in log.read_text() or _died(supervisor, log), within=120)
        environment |= {
            "DJANGO_SETTINGS_MODULE": "trainingsite.settings.production",
            "SECRET_KEY_FILE": str(data / "keys" / "secret_key"),
            "DEMO": str(is_demo),
            **json.loads((data / "run" / "addresses.json").read_text()),
        }
        yield RunningSite(f"http://127.0.0.1:{port}", data, environment, supervisor, sink)


def _died(supervisor: subprocess.Popen[bytes], log: Path) -> bool:
    assert supervisor.poll() is None, log.read_text()
    return False


def _stop(supervisor: subprocess.Popen[bytes]) -> None:
    supervisor.terminate()
    try:
        supervisor.wait(40)
    except subprocess.TimeoutExpired:
        supervisor.kill()
        supervisor.wait()
