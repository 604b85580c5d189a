"""bin/serve: from whatever is there to a running site, and down again without leaving anything behind."""

import argparse
import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from trainingsite.keys import make_secret_key
from trainingsite.launch import broker
from trainingsite.launch.data import DataFolder
from trainingsite.launch.environment import HOME, PDF_PACKAGES, install_line, missing_pdf_libraries
from trainingsite.launch.errors import CannotStart
from trainingsite.launch.listening import check_demo_host, check_port
from trainingsite.launch.processes import Program, Supervisor, kill_leftovers

SECONDS_UNTIL_READY = 90.0
WEB_WORKERS = "2"
WEB_THREADS = "4"
TASKS_AT_ONCE = "2"
DEMO_ORGANIZATION = {
    "ORGANIZATION_NAME": "Riverside Health",
    "CERTIFICATE_SIGNER_NAME": "Miriam Castellanos",
    "CERTIFICATE_SIGNER_TITLE": "Chief Compliance Officer",
}


@dataclass(frozen=True)
class Options:
    port: int
    host: str
    data: DataFolder
    is_empty: bool


def parse(argv: list[str]) -> Options:
    parser = argparse.ArgumentParser(prog="bin/serve", description="Run the whole site on this machine.")
    parser.add_argument("--port", type=int, default=8000, help="the port to listen on (8000)")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1)")
    parser.add_argument("--data", type=Path, help="the data folder (DATA_DIR, else var in the repository)")
    parser.add_argument("--empty", action="store_true", help="without the demo organization")
    given = parser.parse_args(argv)
    data = data_folder(given.data)
    return Options(given.port, given.host, data, given.empty)


def data_folder(given: Path | None) -> DataFolder:
    chosen = given or Path(os.environ.get("DATA_DIR") or HOME / "var")
    return DataFolder(chosen.expanduser().resolve())


def say(text: str) -> None:
    with suppress(OSError):  # whoever read it is gone, or it goes to a full disk: the site runs on
        sys.stdout.write(text + "\n")
        sys.stdout.flush()


class Stop:
    """What the signals say. The first asks for an orderly end, a second one for an immediate end."""

    def __init__(self) -> None:
        self.count = 0
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._count)

    def _count(self, number: int, frame: FrameType | None) -> None:
        self.count += 1

    def is_asked(self) -> bool:
        return self.count > 0

    def is_urgent(self) -> bool:
        return self.count > 1


def environment_for(options: Options, *, demo: bool, redis_url: str) -> dict[str, str]:
    """What every process of the site is told."""
    data = options.data
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "trainingsite.settings.production",
        "DATA_DIR": str(data.path),
        "DEMO": str(demo),
        "REDIS_URL": redis_url,
        "PYTHONUNBUFFERED": "1",
        "XDG_CACHE_HOME": str(data.path / "cache"),  # the home folder may not be writable
    }
    environment.setdefault("SITE_URL", site_url(options))
    if demo:
        for name, value in DEMO_ORGANIZATION.items():
            environment.setdefault(name, value)
    if not environment.get("SECRET_KEY") and not environment.get("SECRET_KEY_FILE"):
        environment["SECRET_KEY_FILE"] = str(data.secret_key)
    return environment


def site_url(options: Options) -> str:
    host = "127.0.0.1" if options.host in {"0.0.0.0", "::"} else options.host  # noqa: S104
    return f"http://{f'[{host}]' if ':' in host else host}:{options.port}"


def choose_kind(options: Options) -> bool:
    """Whether this is the demo: decided when the folder is new, so that invented people never join real ones."""
    known = options.data.recall("site")
    if not known:
        return not options.is_empty
    if options.is_empty and known["is_demo"]:
        raise CannotStart(f"{options.data.path} holds the demo organization. Use another folder: --data FOLDER")
    return bool(known["is_demo"])


def check_settings(environment: dict[str, str]) -> None:
    """Raises CannotStart with what the settings refuse, before anything is started."""
    os.environ.update(environment)
    try:
        __import__("trainingsite.settings.production")
    except ImproperlyConfigured as problem:
        raise CannotStart(str(problem)) from problem


def prepare(options: Options, environment: dict[str, str], *, demo: bool, stop: Stop) -> None:
    known = options.data.recall("site")
    command = [sys.executable, str(HOME / "manage.py"), "prepare"]
    if not known.get("is_loaded"):
        command += ["--starter-pack"] + (["--demo"] if demo else [])
    elif demo:
        command.append("--demo-accounts")
    options.data.remember("site", {"is_demo": demo, "is_loaded": bool(known.get("is_loaded"))})
    log = options.data.logs / "prepare.log"
    with open(log, "ab") as errors:
        process = subprocess.Popen(command, env=environment, stderr=errors, start_new_session=True)  # noqa: S603
        while process.poll() is None:
            if stop.is_asked():
                process.terminate()
                process.wait()
                raise KeyboardInterrupt
            time.sleep(0.05)
    if process.returncode:
        raise CannotStart(f"The site could not be prepared: {_last_line(log)} All of it: {log}")
    options.data.remember("site", {"is_demo": demo, "is_loaded": True})


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1] if lines else ""


def programs(options: Options, *, has_broker: bool) -> list[Program]:
    python = sys.executable
    manage = [python, str(HOME / "manage.py")]
    granian = [python, "-m", "granian", "trainingsite.wsgi:application", "--interface", "wsgi", "--no-ws"]
    listen = ["--host", options.host, "--port", str(options.port)]
    size = ["--workers", WEB_WORKERS, "--blocking-threads", WEB_THREADS]
    care = ["--respawn-failed-workers", "--workers-kill-timeout", "8", "--log-level", "warning"]
    web = Program("web", [*granian, *listen, *size, *care], grace=12)
    if not has_broker:
        return [web, Program("keeper", [*manage, "keep", "--work"], grace=20)]
    celery = [python, "-m", "celery", "-A", "trainingsite", "worker", "--concurrency", TASKS_AT_ONCE]
    worker = Program("worker", [*celery, "--loglevel", "WARNING"], grace=20)
    return [web, worker, Program("keeper", [*manage, "keep"], grace=20)]


def wait_until_ready(options: Options, supervisor: Supervisor, environment: dict[str, str], stop: Stop) -> bool:
    """True once the site answers; False if we are told to stop before. Raises CannotStart after a long silence."""
    until = time.monotonic() + SECONDS_UNTIL_READY
    host_header = urlsplit(environment["SITE_URL"]).netloc
    while time.monotonic() < until:
        if stop.is_asked():
            return False
        supervisor.tend()
        if answers(urlsplit(site_url(options)).hostname or "", options.port, host_header):
            return True
        time.sleep(0.1)
    raise CannotStart(f"The site did not answer within {SECONDS_UNTIL_READY:g} s. Logs: {options.data.logs}")


def answers(host: str, port: int, host_header: str) -> bool:
    connection = http.client.HTTPConnection(host, port, timeout=2)
    try:
        connection.request("GET", "/health/live", headers={"Host": host_header})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def greet(options: Options, environment: dict[str, str], *, demo: bool, has_broker: bool) -> None:
    if missing_pdf_libraries():
        say(f"Certificates cannot be drawn yet. As root: {install_line(PDF_PACKAGES)}")
    if not has_broker:
        say("There is no broker: the keeper does the work.")
    if demo and options.data.accounts.exists():
        say(f"Demo accounts (also in {options.data.accounts}):")
        for account in json.loads(options.data.accounts.read_text(encoding="utf-8")):
            say(f"  {account['role']:<12} {account['email']:<40} {account['password']}")
    say(f"Logs: {options.data.logs}")
    say(f"Ready: {environment['SITE_URL']}/")


def serve(options: Options, stop: Stop) -> None:
    """Run the site until a signal asks for its end. Raises CannotStart."""
    data = options.data
    data.make()
    with data.lock():
        kill_leftovers(data.recall("processes") or [])
        demo = choose_kind(options)
        if demo:
            check_demo_host(options.host)
        check_port(options.host, options.port)
        given = os.environ.get("REDIS_URL")
        server = broker.server_program() if given is None else None
        socket_path = broker.socket_for(data) if server else None
        redis_url = broker.broker_url(socket_path) if socket_path else given or ""
        environment = environment_for(options, demo=demo, redis_url=redis_url)
        make_secret_key(data.secret_key)
        check_settings(environment)
        supervisor = Supervisor(environment, data.logs, say, lambda groups: data.remember("processes", groups))
        try:
            if server and socket_path:
                supervisor.start(broker.private_broker(server, data, socket_path))
                _await_broker(supervisor, socket_path, stop)
            prepare(options, environment, demo=demo, stop=stop)
            data.remember("addresses", {name: environment[name] for name in ("SITE_URL", "REDIS_URL")})
            for program in programs(options, has_broker=bool(redis_url)):
                supervisor.start(program)
            if wait_until_ready(options, supervisor, environment, stop):
                greet(options, environment, demo=demo, has_broker=bool(redis_url))
            while not stop.is_asked():
                supervisor.tend()
                time.sleep(0.2)
        except KeyboardInterrupt:
            pass
        finally:
            supervisor.stop(at_once=stop.is_urgent)
            if socket_path and socket_path.parent != data.run:
                shutil.rmtree(socket_path.parent, ignore_errors=True)


def _await_broker(supervisor: Supervisor, path: Path, stop: Stop) -> None:
    until = time.monotonic() + 30
    while not broker.answers(path):
        if stop.is_asked():
            raise KeyboardInterrupt
        if time.monotonic() > until:
            raise CannotStart(f"The private broker does not answer. Logs: {supervisor.logs}")
        supervisor.tend()
        time.sleep(0.05)


def main(argv: list[str]) -> int:
    options = parse(argv)
    try:
        serve(options, Stop())
    except CannotStart as problem:
        sys.stderr.write(f"bin/serve: {problem}\n")
        return 1
    except OSError as problem:  # a file where a folder should be, a full disk: what is in the data folder has many ways
        place = problem.filename2 or problem.filename or options.data.path
        sys.stderr.write(f"bin/serve: {place} cannot be used: {problem.strerror or problem}.\n")
        return 1
    return 0
