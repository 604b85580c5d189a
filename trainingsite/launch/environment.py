"""Makes `.venv` from the pinned requirement lists, once, and sees to what only a package manager can bring.

Then it becomes the command that was asked for, so a signal to that command reaches whatever is running for it.
Runs under the machine's own Python before anything is installed: standard library only.
Safe against two starts at once (a lock) and against a start that was interrupted half-way (a marker).
"""

import ctypes
import fcntl
import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from types import FrameType

HOME = Path(__file__).resolve().parents[2]
VENV = HOME / ".venv"

# What WeasyPrint opens when it draws a PDF, by the names that it tries first.
PDF_LIBRARIES = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libharfbuzz.so.0",
    "libharfbuzz-subset.so.0",
    "libfontconfig.so.1",
    "libpangoft2-1.0.so.0",
)
PDF_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fontconfig")
BROKERS = ("valkey-server", "redis-server")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
SECONDS_FOR_PACKAGES = 300
SECONDS_TO_STOP = 5
PR_SET_CHILD_SUBREAPER = 36


class CannotInstall(Exception):
    """Something is missing that we cannot bring; `str()` says what to do."""


def missing_pdf_libraries() -> list[str]:
    """Which of the system libraries behind PDF files this machine lacks."""
    return [name for name in PDF_LIBRARIES if not _opens(name)]


def _opens(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_program(names: Sequence[str]) -> bool:
    return any(shutil.which(name) for name in names)


def install_line(packages: Sequence[str]) -> str:
    """The one line to copy."""
    return "apt-get install --no-install-recommends " + " ".join(packages)


def ensure_packages(packages: Sequence[str], *, why: str, is_there: Callable[[], bool]) -> bool:
    """Have the system packages if we may install them; otherwise say in one line how. True if they are there."""
    if is_there():
        return True
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say(f"Installing {why} ...")
        if _apt_get(packages) and is_there():
            return True
    say(f"{why[0].upper()}{why[1:]} is missing. As root: {install_line(packages)}")
    return False


def _apt_get(packages: Sequence[str]) -> bool:
    quick = ["-qq", "-o", "Acquire::http::Timeout=15", "-o", "Acquire::Retries=1", "-o", "DPkg::Lock::Timeout=60"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "--no-install-recommends", *quick, *packages]
    # A fresh machine has no package lists yet; one whose lists are there need not fetch them again.
    for command in (install, ["apt-get", "update", *quick], install):
        try:
            code = _wait_for(command, env=environment, output=subprocess.DEVNULL, within=SECONDS_FOR_PACKAGES)
        except (OSError, subprocess.TimeoutExpired):
            return False
        if command is install and code == 0:
            return True
    return False


def say(text: str) -> None:
    sys.stderr.write(text + "\n")


@contextmanager
def _locked() -> Iterator[None]:
    with open(HOME / ".venv.lock", "w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another command that is making the environment ...")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _fingerprint(requirements: Path) -> str:
    return hashlib.sha256(requirements.read_bytes()).hexdigest()


def _stamp(requirements: Path) -> Path:
    return VENV / f".installed-{requirements.stem}"


def is_installed(requirements: Path) -> bool:
    stamp = _stamp(requirements)
    return (
        stamp.is_file()
        and stamp.read_text(encoding="utf-8") == _fingerprint(requirements)
        and not (VENV / ".unfinished").exists()
        and (VENV / "bin" / "python").exists()
    )


def wanted(lists: str) -> list[Path]:
    """The requirement lists that a command needs, in order; serving and testing share all but the last."""
    names = ["requirements.txt"]
    if lists in {"serve", "test"} and not has_program(BROKERS):
        names.append("requirements-embedded.txt")
    if lists == "test":
        names.append("requirements-dev.txt")
    return [HOME / name for name in names]


def make(requirements: Sequence[Path]) -> None:
    """Have everything on the lists in `.venv`. Raises CannotInstall."""
    if VENV.is_symlink() or all(is_installed(one) for one in requirements):
        return  # an environment that is only linked here is looked after elsewhere
    with _locked():
        missing = [one for one in requirements if not is_installed(one)]
        if not missing:
            return
        unfinished = VENV / ".unfinished"
        if unfinished.exists() or not _runs(VENV / "bin" / "python"):
            say(f"Making the environment in {VENV} ...")
            shutil.rmtree(VENV, ignore_errors=True)
            VENV.mkdir()
            unfinished.touch()
            _make_venv()
            missing = list(requirements)
        for one in missing:
            unfinished.touch()
            try:
                _install(one)
                _stamp(one).write_text(_fingerprint(one), encoding="utf-8")
            except CannotInstall as problem:
                if one.name != "requirements-embedded.txt":
                    raise
                say(f"{problem} The site goes on without a broker: the keeper does the work.")
            unfinished.unlink()


def _runs(python: Path) -> bool:
    """Whether the environment's Python works and is the one we run: after an upgrade of the system it is neither."""
    ask = [str(python), "-c", "import sys; print(sys.version_info[:2])"]
    try:
        answer = subprocess.run(ask, capture_output=True, text=True, check=False)  # noqa: S603
    except OSError:
        return False
    return answer.returncode == 0 and answer.stdout.strip() == str(sys.version_info[:2])


def _make_venv() -> None:
    has_pip = importlib.util.find_spec("ensurepip") is not None
    if not has_pip:
        has_pip = ensure_packages(
            ["python3-venv"], why="Python's venv package", is_there=lambda: _has_module("ensurepip")
        )
    if not has_pip and not _has_module("pip"):
        raise CannotInstall("Without it nothing can be installed.")
    options = [] if has_pip else ["--without-pip"]
    _run([sys.executable, "-m", "venv", *options, str(VENV)], "The environment could not be made.")


def _has_module(name: str) -> bool:
    ask = [sys.executable, "-c", f"import {name}"]
    return subprocess.run(ask, capture_output=True, check=False).returncode == 0  # noqa: S603


def _install(requirements: Path) -> None:
    say(f"Installing {requirements.name} ...")
    pip = [str(VENV / "bin" / "python"), "-m", "pip"]
    if not (VENV / "bin" / "pip").exists():
        pip = [sys.executable, "-m", "pip", "--python", str(VENV / "bin" / "python")]
    options = ["--quiet", "--disable-pip-version-check", "--require-hashes", "--no-deps", "-r", str(requirements)]
    _run([*pip, "install", *options], f"{requirements.name} could not be installed.")


def _run(command: list[str], problem: str) -> None:
    if _wait_for(command):
        raise CannotInstall(problem)


def _wait_for(
    command: Sequence[str],
    *,
    env: dict[str, str] | None = None,
    output: int | None = None,
    within: float | None = None,
) -> int:
    """The exit code. What it started ends with it when we are interrupted: half an installer may not go on alone."""
    process = None
    # A signal that came between the start and the wait would leave behind what it was to end: it waits until then.
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    release = partial(signal.pthread_sigmask, signal.SIG_SETMASK, held)
    try:
        try:
            process = subprocess.Popen(  # noqa: S603
                command,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=sys.stderr if output is None else output,
                stderr=output,
                start_new_session=True,
                preexec_fn=release,
            )
        finally:
            release()
        return process.wait(within)
    except BaseException:
        if process is not None:
            _end(process)
        raise


def _end(process: subprocess.Popen[bytes]) -> None:
    _adopt_orphans(True)
    try:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        pass  # the next one cannot be overheard
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        # A kill takes its moment: whoever stopped us may look, or start again, as soon as we are gone.
        with suppress(ChildProcessError):
            while True:
                os.waitpid(-process.pid, 0)
        _adopt_orphans(False)


def _adopt_orphans(does: bool) -> None:
    """Whether we are told of the end of what our children started (prctl(2), Linux), or the first process is."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, int(does), 0, 0, 0)


def _end_with(number: int, frame: FrameType | None) -> None:
    for other in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(other, signal.SIG_IGN)  # once is enough: the cleaning up is not interrupted
    raise SystemExit(128 + number)


def main(lists: str) -> int:
    try:
        make(wanted(lists))
    except (CannotInstall, OSError) as problem:
        say(str(problem))
        return 1
    except KeyboardInterrupt:
        return 130
    if lists in {"serve", "test"}:
        ensure_packages(PDF_PACKAGES, why="what draws PDF files", is_there=_can_draw_pdf)
    if lists == "test":
        ensure_packages(["chromium"], why="the browser for tests", is_there=lambda: has_program(BROWSERS))
    return 0


def _can_draw_pdf() -> bool:
    # Asked in a new process: this one may remember that a library was not there.
    ask = [sys.executable, "-I", __file__, "--missing-pdf-libraries"]
    return not subprocess.run(ask, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603


def become(arguments: Sequence[str]) -> None:
    """Go on as the environment's Python with these arguments."""
    # Paths that people type are meant from where they are, so the folder stays; imports come from home.
    python = str(VENV / "bin" / "python")
    os.execve(python, [python, *arguments], {**os.environ, "PYTHONPATH": str(HOME), "PYTHONSAFEPATH": "1"})  # noqa: S606


if __name__ == "__main__":
    if sys.argv[1:] == ["--missing-pdf-libraries"]:
        sys.stdout.write("\n".join(missing_pdf_libraries()))
    else:
        for each in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(each) is not signal.SIG_IGN:  # nohup
                signal.signal(each, _end_with)
        if code := main(sys.argv[1]):
            sys.exit(code)
        become(sys.argv[2:])
