"""Starting, being refused, stopping and starting again, as somebody at a terminal meets it."""

import signal
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from tests.faults.conftest import StartSite
from tests.faults.scene import enact
from tests.faults.visitor import Visitor
from tests.support.running_site import HOME, RunningSite, eventually, site_environment


def serve(data: Path, *, port: int = 0, settings: dict[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "trainingsite.launch", "serve", "--data", str(data)]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        command += ["--port", str(port or probe.getsockname()[1])]
    environment = site_environment(data) | (settings or {})
    return subprocess.run(command, cwd=HOME, env=environment, capture_output=True, text=True, timeout=60)


def assert_refused(done: "subprocess.CompletedProcess[str]", reason: str) -> None:
    assert done.returncode == 1
    assert "Ready:" not in done.stdout
    (line,) = done.stderr.splitlines()
    assert line.startswith("bin/serve: ")
    assert reason in line


def test_a_port_in_use_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert_refused(serve(tmp_path, port=port), f"Port {port} on 127.0.0.1 cannot be used")


def test_a_data_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    for folder in (file / "data", file, Path("/proc/training-site")):
        assert_refused(serve(folder), f"{folder} cannot be written")


@pytest.mark.parametrize(
    "room",
    [
        "broker",
        "logs/prepare.log",
        "run/lock",
        "keys/secret_key",
        "site.json",
        pytest.param("static", marks=pytest.mark.long),  # found only after the database is made
    ],
)
def test_a_room_that_cannot_be_used_is_named(tmp_path: Path, room: str) -> None:
    """A file where a folder should be, or a folder where a file should be: left by somebody's hand."""
    place = tmp_path / room
    place.parent.mkdir(parents=True, exist_ok=True)
    if "." in room or room in {"run/lock", "keys/secret_key"}:
        place.mkdir()
    else:
        place.touch()
    assert_refused(serve(tmp_path), str(place))


@pytest.mark.parametrize(
    ("name", "value"),
    [("TIME_ZONE", "Moon/Base"), ("DATABASE_URL", "mysql://there"), ("SECRET_KEY", "short"), ("LOG_LEVEL", "LOUD")],
)
def test_a_wrong_setting_is_named(tmp_path: Path, name: str, value: str) -> None:
    assert_refused(serve(tmp_path, settings={name: value}), name)


def test_a_database_that_is_not_there_is_told(tmp_path: Path) -> None:
    address = "postgres://nobody:secret-word@127.0.0.1:9/none"
    done = serve(tmp_path, settings={"DATABASE_URL": address})
    assert_refused(done, "The database cannot be reached: ")
    assert "Connection refused" in done.stderr
    assert "secret-word" not in done.stdout + done.stderr + (tmp_path / "logs" / "prepare.log").read_text()


def test_it_stops_whole_and_keeps_what_it_holds(site: RunningSite) -> None:
    address = enact(site, "somebody_joins")
    assert_refused(serve(site.data), f"The site in {site.data} is already running (process {site.supervisor.pid})")
    assert_stops(site, signal.SIGINT)
    site.start()
    assert (address,) in site.rows("SELECT email FROM people_employee")
    assert "Loading" not in site.console
    assert "Collecting" not in site.console


def assert_stops(site: RunningSite, with_signal: signal.Signals) -> None:
    family = site.family()
    assert {"worker", "keeper", "web", "broker"} == {
        name for name in ("worker", "keeper", "web", "broker") if site.processes(name)
    }
    assert site.stop(with_signal) == 0
    assert not living(site, family)


def living(site: RunningSite, family: list[psutil.Process]) -> list[str]:
    """What is left of it: processes known before, and any other that was started with its data folder."""
    found = {process.pid: process for process in family if process.is_running()}
    for process in psutil.process_iter(["environ"]):
        if (process.info["environ"] or {}).get("DATA_DIR") == str(site.data):
            found[process.pid] = process
    return [_describe(process) for process in found.values() if not _is_gone(process)]


def _is_gone(process: psutil.Process) -> bool:
    try:
        return bool(process.status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


def _describe(process: psutil.Process) -> str:
    try:
        return f"{process.pid} {' '.join(process.cmdline())}"
    except psutil.NoSuchProcess:
        return f"{process.pid} just gone"


@pytest.mark.long
def test_sigterm_stops_it_whole(site: RunningSite) -> None:
    assert_stops(site, signal.SIGTERM)


@pytest.mark.long
def test_a_supervisor_that_is_killed_leaves_no_orphan_and_nothing_in_the_way(site: RunningSite) -> None:
    family = site.family()
    site.supervisor.kill()
    site.supervisor.wait()
    eventually(lambda: not living(site, family), within=15)
    site.start()
    assert Visitor(site.url).get("/health/ready").text == "ready"


@pytest.mark.long
@pytest.mark.parametrize("child", ["web", "worker", "keeper", "broker"])
def test_a_child_that_is_killed_comes_back(site: RunningSite, child: str) -> None:
    before = {process.pid for process in site.processes(child)}
    site.kill(child)
    eventually(lambda: {process.pid for process in site.processes(child)} - before, within=10)
    eventually(lambda: Visitor(site.url).get("/health/live").status == 200, within=20)
    assert f"{child} was ended by SIGKILL; starting it again" in site.console


@pytest.mark.long
def test_the_demo_keeps_its_people_and_passwords(start_site: StartSite) -> None:
    site = start_site(is_demo=True)
    accounts = (site.data / "demo-accounts.json").read_bytes()
    address = enact(site, "somebody_joins")
    people = site.rows("SELECT COUNT(*), MAX(id) FROM people_employee")
    passwords = site.rows("SELECT number, password FROM people_employee ORDER BY id")
    site.stop()
    site.start()
    assert (site.data / "demo-accounts.json").read_bytes() == accounts
    assert site.rows("SELECT COUNT(*), MAX(id) FROM people_employee") == people
    assert site.rows("SELECT number, password FROM people_employee ORDER BY id") == passwords
    assert (address,) in site.rows("SELECT email FROM people_employee")
