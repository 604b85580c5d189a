"""bin/serve: the data folder, the processes, and one clear line for each reason not to start."""

import errno
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

from trainingsite.keys import make_secret_key
from trainingsite.launch import broker, listening, processes, serve
from trainingsite.launch.data import DataFolder
from trainingsite.launch.errors import CannotStart
from trainingsite.launch.processes import Program, Supervisor, kill_leftovers, start_ticks

HOME: Path = settings.BASE_DIR
SLEEP = "import time; time.sleep(600)"
# A child with a child of its own that does not stop when it is asked to.
STUBBORN = (
    "import signal, subprocess, sys; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    f"p = subprocess.Popen([sys.executable, '-c', {SLEEP!r}]); print(p.pid, flush=True); p.wait()"
)


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path / "var")
    folder.make()
    return folder


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def supervisor(data: DataFolder, said: list[str]) -> Iterator[Supervisor]:
    started = Supervisor(os.environ, data.logs, said.append, lambda groups: data.remember("processes", groups))
    yield started
    started.stop(at_once=lambda: True)


def python(code: str, *, name: str = "child", grace: float = 10.0) -> Program:
    return Program(name, [sys.executable, "-c", code], grace=grace)


def wait_for(is_so: Callable[[], object], within: float = 20.0) -> None:
    until = time.monotonic() + within
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.05)


def is_alive(pid: int) -> bool:
    return start_ticks(pid) is not None


def launch(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(HOME), **variables}
    command = [sys.executable, "-m", "trainingsite.launch", "serve", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)


def test_a_child_that_dies_is_started_again_and_said_so(supervisor: Supervisor, said: list[str]) -> None:
    child = supervisor.start(python(SLEEP))
    assert child.process is not None
    first = child.process.pid
    child.process.kill()

    def runs_again() -> bool:
        supervisor.tend()
        return child.process is not None and child.process.pid != first

    wait_for(runs_again)
    assert said == [f"child was ended by SIGKILL; starting it again in 0.5 s. Log: {child.log}"]


def test_a_child_that_dies_at_once_is_given_longer_and_longer_pauses(supervisor: Supervisor, said: list[str]) -> None:
    child = supervisor.start(python("raise SystemExit(3)"))
    pauses = []
    for _ in range(8):
        assert child.process is not None
        child.process.wait()
        before = time.monotonic()
        assert "exit code 3" in (child.notice_death() or "")
        pauses.append(child.restart_at - before)
        child.start()
    assert [round(pause, 1) for pause in pauses] == [0.5, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0]


def test_what_a_dead_child_left_behind_is_ended(supervisor: Supervisor) -> None:
    child = supervisor.start(python(STUBBORN))
    wait_for(lambda: child.log.read_text().strip())
    grandchild = int(child.log.read_text())
    assert child.process is not None
    os.kill(child.process.pid, signal.SIGKILL)
    wait_for(child.notice_death)
    wait_for(lambda: not is_alive(grandchild))


def test_a_full_disk_does_not_end_the_site_and_is_said_once(data: DataFolder, said: list[str]) -> None:
    is_full = True

    def record(groups: list[list[int]]) -> None:
        if is_full:
            raise OSError(errno.ENOSPC, "No space left on device", "processes.part")
        data.remember("processes", groups)

    supervisor = Supervisor(os.environ, data.logs, said.append, record)
    children = [supervisor.start(python(SLEEP, name=name)) for name in ("web", "worker")]
    assert said == [
        "The list of processes cannot be written, trying on: [Errno 28] No space left on device: 'processes.part'"
    ]
    is_full = False
    supervisor.tend()
    assert [pid for pid, _ in data.recall("processes")] == [child.process.pid for child in children if child.process]
    is_full = True
    supervisor.stop(at_once=lambda: True)
    assert all(child.process is None for child in children)


def test_a_child_that_cannot_be_started_again_is_tried_until_it_can(
    supervisor: Supervisor, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "PAUSE_WHEN_IMPOSSIBLE", 0.0)
    child = supervisor.start(python(SLEEP))
    other = supervisor.start(python(SLEEP, name="other"))
    assert child.process is not None
    child.log.unlink()
    child.log.mkdir()
    child.process.kill()

    def tended(wanted: Callable[[], object]) -> Callable[[], object]:
        def look() -> object:
            supervisor.tend()
            return wanted()

        return look

    wait_for(tended(lambda: any("cannot be started" in line for line in said)))
    for _ in range(5):
        supervisor.tend()
    assert len(said) == 2, "its death, and once that it cannot be started"
    assert other.process is not None
    assert other.process.poll() is None
    child.log.rmdir()
    wait_for(tended(lambda: child.process))


def test_stopping_waits_for_an_orderly_end(supervisor: Supervisor, tmp_path: Path) -> None:
    trace = tmp_path / "ended"
    orderly = (
        "import signal, sys, time, pathlib\n"
        f"def stop(*_):\n time.sleep(0.5)\n pathlib.Path({str(trace)!r}).touch()\n sys.exit()\n"
        "signal.signal(signal.SIGTERM, stop); print('up', flush=True); time.sleep(600)"
    )
    child = supervisor.start(python(orderly))
    wait_for(lambda: child.log.read_text().strip())
    supervisor.stop(at_once=lambda: False)
    assert trace.exists()


def test_a_child_that_does_not_stop_is_ended_with_all_its_children(supervisor: Supervisor) -> None:
    child = supervisor.start(python(STUBBORN, grace=0.5))
    wait_for(lambda: child.log.read_text().strip())
    pids = [int(child.log.read_text())] + ([child.process.pid] if child.process else [])
    supervisor.stop(at_once=lambda: False)
    wait_for(lambda: not any(is_alive(pid) for pid in pids))


def test_what_others_need_stops_after_them(supervisor: Supervisor, tmp_path: Path) -> None:
    order = tmp_path / "order"

    def program(name: str, *, stops_last: bool) -> Program:
        code = (
            "import signal, sys, time\n"
            f"def stop(*_):\n time.sleep(0.3)\n open({str(order)!r}, 'a').write({name!r} + ' ')\n sys.exit()\n"
            "signal.signal(signal.SIGTERM, stop); print('up', flush=True); time.sleep(600)"
        )
        return Program(name, [sys.executable, "-c", code], stops_last=stops_last)

    children = [
        supervisor.start(program("broker", stops_last=True)),
        supervisor.start(program("web", stops_last=False)),
    ]
    for child in children:
        wait_for(child.log.read_text)
    supervisor.stop(at_once=lambda: False)
    assert order.read_text() == "web broker "


def test_a_kill_of_the_supervisor_leaves_no_child(tmp_path: Path) -> None:
    code = (
        "import os, sys, time; from pathlib import Path; "
        "from trainingsite.launch.processes import Program, Supervisor; "
        f"s = Supervisor(os.environ, Path({str(tmp_path)!r}), print, lambda groups: None); "
        f"c = s.start(Program('child', [sys.executable, '-c', {SLEEP!r}])); "
        "print(c.process.pid, flush=True); time.sleep(600)"
    )
    environment = {**os.environ, "PYTHONPATH": str(HOME)}
    with subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert is_alive(child)
        parent.kill()
    wait_for(lambda: not is_alive(child))


def test_the_next_start_ends_what_a_killed_one_left(data: DataFolder) -> None:
    with subprocess.Popen([sys.executable, "-c", SLEEP], start_new_session=True) as left:
        data.remember("processes", [[left.pid, start_ticks(left.pid)]])
        kill_leftovers(data.recall("processes"))
        assert left.wait(10) == -signal.SIGKILL


def test_a_process_that_only_has_the_number_of_an_old_one_is_let_be() -> None:
    with subprocess.Popen([sys.executable, "-c", SLEEP], start_new_session=True) as other:
        kill_leftovers([[other.pid, (start_ticks(other.pid) or 0) - 1]])
        time.sleep(0.2)
        assert other.poll() is None
        other.kill()


def test_one_data_folder_serves_one_site(data: DataFolder) -> None:
    assert not data.is_in_use()
    with data.lock():
        assert data.is_in_use()
        with pytest.raises(CannotStart, match=f"already running .process {os.getpid()}"):
            data.lock()
    data.lock().close()
    assert not data.is_in_use()


def test_what_is_remembered_half_is_as_if_it_were_not(data: DataFolder) -> None:
    data.remember("site", {"is_demo": True})
    assert data.recall("site") == {"is_demo": True}
    (data.path / "site.json").write_text("{")
    assert data.recall("site") == {}


def test_the_demo_never_joins_real_data_nor_the_other_way(data: DataFolder) -> None:
    empty = serve.Options(8000, "127.0.0.1", data, is_empty=True)
    filled = serve.Options(8000, "127.0.0.1", data, is_empty=False)
    assert serve.choose_kind(empty) is False
    assert serve.choose_kind(filled) is True
    data.remember("site", {"is_demo": False})
    assert serve.choose_kind(filled) is False
    data.remember("site", {"is_demo": True})
    assert serve.choose_kind(filled) is True
    with pytest.raises(CannotStart, match="holds the demo"):
        serve.choose_kind(empty)


def test_a_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    target = tmp_path / "keys" / "secret_key"
    assert make_secret_key(target) is True
    key = target.read_text()
    assert len(key) > 60
    assert target.stat().st_mode & 0o777 == 0o600
    assert make_secret_key(target) is False
    assert target.read_text() == key
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.parametrize("folder", ["x" * 100, "with space", "per%20cent", "ümlaut"])
def test_a_socket_that_clients_could_not_name_goes_elsewhere(tmp_path: Path, folder: str) -> None:
    path = broker.socket_for(DataFolder(tmp_path / folder))
    assert tmp_path not in path.parents
    assert len(str(path).encode()) <= broker.LONGEST_SOCKET_PATH
    path.parent.rmdir()


def test_a_plain_folder_holds_its_own_socket(data: DataFolder) -> None:
    if len(str(data.path)) < 80:
        assert broker.socket_for(data).parent == data.run


def test_a_broker_that_cannot_read_its_files_forgets_them(data: DataFolder) -> None:
    server = broker.server_program()
    assert server is not None
    path = broker.socket_for(data)
    before_start = broker.private_broker(server, data, path).before_start
    assert before_start is not None
    damaged = data.path / "broker" / "appendonlydir"
    damaged.mkdir()
    before_start(2)
    assert damaged.exists()
    before_start(3)
    assert not damaged.exists()


def test_a_second_start_on_the_same_data_is_one_clear_line(data: DataFolder) -> None:
    with data.lock():
        said = launch("--data", str(data.path))
    assert said.returncode == 1
    assert said.stderr.startswith("bin/serve: ")
    assert said.stderr.count("\n") == 1
    assert "already running" in said.stderr


def test_a_port_in_use_is_one_clear_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = launch("--data", str(tmp_path / "var"), "--port", str(taken.getsockname()[1]))
    assert said.returncode == 1
    assert said.stderr.count("\n") == 1
    assert "Address already in use" in said.stderr


@pytest.mark.parametrize("port", ["0", "-1", "70000"])
def test_a_port_that_does_not_exist_is_one_clear_line(tmp_path: Path, port: str) -> None:
    said = launch("--data", str(tmp_path / "var"), "--port", port)
    assert said.returncode == 1
    assert said.stderr.count("\n") == 1


def test_a_folder_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    said = launch("--data", str(tmp_path / "file"))
    assert said.returncode == 1
    assert said.stderr.count("\n") == 1
    assert "cannot be written" in said.stderr


def test_a_wrong_setting_is_one_clear_line(tmp_path: Path) -> None:
    said = launch("--data", str(tmp_path / "var"), TIME_ZONE="Mars/Olympus")
    assert said.returncode == 1
    assert said.stderr.startswith("bin/serve: TIME_ZONE")
    assert said.stderr.count("\n") == 1


def test_the_demo_is_not_served_to_the_world(tmp_path: Path) -> None:
    said = launch("--data", str(tmp_path / "var"), SITE_URL="https://training.example.org")
    assert said.returncode == 1
    assert "--empty" in said.stderr


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "0", "::ffff:0.0.0.0", "192.0.2.1", "no such host"])  # noqa: S104
def test_the_demo_listens_to_this_machine_only(tmp_path: Path, host: str) -> None:
    said = launch("--data", str(tmp_path / "var"), "--host", host, SITE_URL="http://127.0.0.1:8000")
    assert said.returncode == 1
    assert said.stderr.startswith("bin/serve: The demo is for this machine only")
    assert "--empty" in said.stderr
    assert said.stderr.count("\n") == 1
    assert not (tmp_path / "var" / "site.json").exists()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.53", "localhost", "::1"])
def test_the_demo_may_listen_on_every_loopback_address(host: str) -> None:
    listening.check_demo_host(host)


def test_an_address_with_colons_stands_in_brackets(data: DataFolder) -> None:
    assert serve.site_url(serve.Options(8000, "::1", data, is_empty=True)) == "http://[::1]:8000"
