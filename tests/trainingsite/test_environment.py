"""Making the environment: once, for one command at a time, and from the start if it was left half-made."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from trainingsite.launch import environment
from trainingsite.launch.environment import CannotInstall
from trainingsite.launch.processes import start_ticks

REPOSITORY = environment.HOME
# The environment's Python as far as it is asked; its pip starts another process, as the real one does, and waits.
SLOW_PIP = f"""#!/bin/sh
case "$1" in
  -c) exec {sys.executable} "$@" ;;
esac
sleep 600 &
echo "$$ $!" > "$PIDS.part" && mv "$PIDS.part" "$PIDS"
wait
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose environment costs nothing to make: its Python is a link, and pip writes down its lists."""
    monkeypatch.setattr(environment, "HOME", tmp_path)
    monkeypatch.setattr(environment, "VENV", tmp_path / ".venv")
    for name in ("requirements.txt", "requirements-embedded.txt", "requirements-dev.txt"):
        (tmp_path / name).write_text(f"# {name}")

    def make_venv() -> None:
        _note(tmp_path, "venv")
        (tmp_path / ".venv" / "bin").mkdir(parents=True)
        (tmp_path / ".venv" / "bin" / "python").symlink_to(sys.executable)

    def install(requirements: Path) -> None:
        time.sleep(0.1)
        _note(tmp_path, requirements.stem)

    monkeypatch.setattr(environment, "_make_venv", make_venv)
    monkeypatch.setattr(environment, "_install", install)
    return tmp_path


def _note(home: Path, what: str) -> None:
    with open(home / "done", "a", encoding="utf-8") as file:
        file.write(f"{what} ")


def done(home: Path) -> str:
    return (home / "done").read_text().strip()


def lists(home: Path, *names: str) -> list[Path]:
    return [home / f"requirements{name}.txt" for name in names]


def test_it_is_made_once(home: Path) -> None:
    for _ in range(3):
        environment.make(lists(home, "", "-embedded"))
    assert done(home) == "venv requirements requirements-embedded"


def test_what_tests_need_is_added_to_what_is_there(home: Path) -> None:
    environment.make(lists(home, ""))
    environment.make(lists(home, "", "-dev"))
    assert done(home) == "venv requirements requirements-dev"


def test_only_a_list_that_changed_is_installed_again(home: Path) -> None:
    environment.make(lists(home, "", "-dev"))
    (home / "requirements-dev.txt").write_text("# another")
    environment.make(lists(home, "", "-dev"))
    assert done(home) == "venv requirements requirements-dev requirements-dev"


def test_a_half_made_environment_is_made_anew(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(requirements: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(environment, "_install", interrupted)
        with pytest.raises(KeyboardInterrupt):
            environment.make(lists(home, ""))
    environment.make(lists(home, ""))
    assert done(home) == "venv venv requirements"


def test_an_environment_whose_python_is_gone_is_made_anew(home: Path) -> None:
    environment.make(lists(home, ""))
    (home / ".venv" / "bin" / "python").unlink()
    environment.make(lists(home, ""))
    assert done(home) == "venv requirements venv requirements"


def test_two_starts_at_once_make_it_once(home: Path) -> None:
    threads = [threading.Thread(target=environment.make, args=(lists(home, ""),)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert done(home) == "venv requirements"


def test_without_the_embedded_broker_the_site_still_starts(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def install(requirements: Path) -> None:
        if "embedded" in requirements.name:
            raise CannotInstall("There is none for this machine.")

    monkeypatch.setattr(environment, "_install", install)
    environment.make(lists(home, "", "-embedded"))
    assert environment.is_installed(home / "requirements.txt")
    assert not environment.is_installed(home / "requirements-embedded.txt")


def test_a_list_that_cannot_be_installed_is_not_taken_for_installed(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def install(requirements: Path) -> None:
        raise CannotInstall("no route to the registry")

    monkeypatch.setattr(environment, "_install", install)
    with pytest.raises(CannotInstall):
        environment.make(lists(home, ""))
    assert not environment.is_installed(home / "requirements.txt")


def test_an_environment_that_is_only_linked_here_is_let_be(home: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (home / ".venv").symlink_to(tmp_path / "elsewhere")
    environment.make(lists(home, ""))
    assert not (home / "done").exists()


def test_what_may_not_be_installed_is_named_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert environment.ensure_packages(["chromium"], why="the browser", is_there=lambda: False) is False
    line = "The browser is missing. As root: apt-get install --no-install-recommends chromium\n"
    assert capsys.readouterr().err == line


def test_every_library_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "PDF_LIBRARIES", ("libc.so.6", "libnowhere.so.0"))
    assert environment.missing_pdf_libraries() == ["libnowhere.so.0"]


def wait_for(path: Path) -> None:
    until = time.monotonic() + 20
    while not path.exists():
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.fixture
def slow(tmp_path: Path) -> Path:
    """A copy of the commands, in which installing never ends."""
    shutil.copytree(REPOSITORY / "bin", tmp_path / "bin")
    (tmp_path / "trainingsite" / "launch").mkdir(parents=True)
    shutil.copy(str(environment.__file__), tmp_path / "trainingsite" / "launch" / "environment.py")
    (tmp_path / "requirements.txt").write_text("# nothing")
    room = tmp_path / ".venv" / "bin"
    room.mkdir(parents=True)
    (room / "pip").touch()
    (room / "python").write_text(SLOW_PIP)
    (room / "python").chmod(0o755)
    return tmp_path


@pytest.mark.parametrize("command", ["serve", "manage", "test"])
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_to_the_command_ends_the_installing_too(slow: Path, command: str, number: signal.Signals) -> None:
    variables = {**os.environ, "PIDS": str(slow / "pids")}
    # Whoever runs the tests may ignore a signal (nohup does), and children would inherit that.
    usual = signal.signal(number, signal.SIG_DFL)
    try:
        started = subprocess.Popen([str(slow / "bin" / command)], env=variables, stderr=subprocess.PIPE)
    finally:
        signal.signal(number, usual)
    with started:
        wait_for(slow / "pids")
        started.send_signal(number)
        try:
            assert started.wait(20) == 128 + number
        finally:
            started.kill()
    assert [start_ticks(int(pid)) for pid in (slow / "pids").read_text().split()] == [None, None]
    assert (slow / ".venv" / ".unfinished").exists(), "the next start makes it anew"


def test_once_it_is_made_the_command_runs_in_it_from_where_it_was_called(slow: Path) -> None:
    asked = "import os, sys; print(os.getpid(), os.getcwd(), os.environ['PYTHONPATH'], *sys.argv[1:])"
    (slow / "requirements.txt").write_text("# nothing")
    fingerprint = environment._fingerprint(slow / "requirements.txt")
    (slow / ".venv" / ".installed-requirements").write_text(fingerprint)
    (slow / "ask").write_text(f'home={slow}\nlists=manage\nset -- -c "{asked}" "a b" ""\n. "$home/bin/find-python"\n')
    with subprocess.Popen(["/bin/sh", str(slow / "ask")], cwd="/", stdout=subprocess.PIPE, text=True) as started:
        said, _ = started.communicate(timeout=20)
    assert said == f"{started.pid} / {slow} a b \n"
