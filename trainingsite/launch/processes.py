"""Children of one supervisor: started, watched, started again with growing pauses, and stopped together."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

LONGEST_PAUSE = 30.0
STEADY_AFTER = 60.0  # alive for so long, a child counts as well again
LARGEST_LOG = 10 * 1024 * 1024
PAUSE_WHEN_IMPOSSIBLE = 5.0  # a full disk stays full for a while
_LIST = "The list of processes"
_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


@dataclass(frozen=True)
class Program:
    """One kind of child. `grace` is how many seconds it may take to stop by itself.

    One that `stops_last` is needed by the others until their end.
    """

    name: str
    command: Sequence[str]
    grace: float = 10.0
    stops_last: bool = False
    before_start: Callable[[int], None] | None = None  # is told how often in a row it has failed


def _die_with_parent() -> None:
    """In the new child: ask the kernel for SIGTERM when the supervisor dies, even by kill -9. Linux only."""
    if sys.platform == "linux":
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() == 1:
            os._exit(1)  # it died in between


def start_ticks(pid: int) -> int | None:
    """When the process started, in kernel ticks, so that a number used again is not mistaken for it. None: no such."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return None
    fields = stat.rpartition(")")[2].split()
    return None if fields[0] == "Z" else int(fields[19])


def kill_group(group: int, with_signal: signal.Signals) -> None:
    try:
        os.killpg(group, with_signal)
    except (ProcessLookupError, PermissionError):
        return


@dataclass
class Child:
    program: Program
    environment: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    restart_at: float = 0.0

    def start(self) -> None:
        """Start it in a group of its own, so that Ctrl-C reaches the supervisor alone and the order stays ours."""
        self.restart_at = time.monotonic() + PAUSE_WHEN_IMPOSSIBLE  # unless we get to the end of this
        if self.program.before_start:
            self.program.before_start(self.failures)
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(  # noqa: S603
                self.program.command,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )
        self.started = time.monotonic()

    def notice_death(self) -> str | None:
        """If it has died: clean up after it, plan the next start, and say what happened."""
        process = self.process
        if process is None or process.poll() is None:
            return None
        kill_group(process.pid, signal.SIGKILL)  # what it left behind
        self.process = None
        self.failures = 0 if time.monotonic() - self.started > STEADY_AFTER else self.failures + 1
        pause = min(LONGEST_PAUSE, 0.5 * 2**self.failures) if self.failures > 1 else 0.5
        self.restart_at = time.monotonic() + pause
        code = process.returncode
        how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
        return f"{self.program.name} {how}; starting it again in {pause:g} s. Log: {self.log}"

    def ask_to_stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait_or_kill(self, until: float, *, at_once: Callable[[], bool]) -> None:
        if self.process is None:
            return
        while self.process.poll() is None and time.monotonic() < until and not at_once():
            time.sleep(0.05)
        kill_group(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None


@dataclass
class Supervisor:
    """Keeps its children alive until it is told to stop. `record` is given the groups whenever they change."""

    environment: Mapping[str, str]
    logs: Path
    say: Callable[[str], None]
    record: Callable[[list[list[int]]], None]
    children: list[Child] = field(default_factory=list)
    troubles: dict[str, str] = field(default_factory=dict)  # what was said about what, and still holds

    def start(self, program: Program) -> Child:
        child = Child(program, self.environment, self.logs / f"{program.name}.log")
        self.children.append(child)
        child.start()
        self._record()
        return child

    def tend(self) -> None:
        """Look after every child once: call this a few times a second."""
        for child in self.children:
            if (news := child.notice_death()) is not None:
                self.say(news)
            if child.process is None and time.monotonic() >= child.restart_at:
                self._start_again(child)
        if _LIST in self.troubles:
            self._record()

    def stop(self, *, at_once: Callable[[], bool]) -> None:
        """Stop all; `at_once` turning true cuts the waiting short."""
        for is_last in (False, True):
            group = [child for child in self.children if child.program.stops_last is is_last]
            for child in group:
                child.ask_to_stop()
            asked = time.monotonic()
            for child in group:
                child.wait_or_kill(asked + child.program.grace, at_once=at_once)
        self._record()

    def _start_again(self, child: Child) -> None:
        try:
            child.start()
        except OSError as problem:
            self._tell(child.program.name, f"{child.program.name} cannot be started, trying on: {problem}")
        else:
            self.troubles.pop(child.program.name, None)
            self._record()

    def _record(self) -> None:
        running = [child.process.pid for child in self.children if child.process is not None]
        try:
            self.record([[pid, start_ticks(pid) or 0] for pid in running])
        except OSError as problem:  # a full disk is no reason to end a site that runs
            self._tell(_LIST, f"{_LIST} cannot be written, trying on: {problem}")
        else:
            self.troubles.pop(_LIST, None)

    def _tell(self, about: str, trouble: str) -> None:
        """Say it once, not at every try."""
        if self.troubles.get(about) != trouble:
            self.troubles[about] = trouble
            self.say(trouble)


def kill_leftovers(groups: list[list[int]]) -> None:
    """End what a supervisor that died by force could not stop any more."""
    for pid, ticks in groups:
        if start_ticks(pid) == ticks:
            kill_group(pid, signal.SIGKILL)
