"""Workers that are killed, and several at once, as processes of their own on a database file."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.smtp_sink import SILENCE, Sink, smtp_sink

ROOT = Path(__file__).parents[2]
WORKER = [sys.executable, "-m", "tests.notices.worker"]
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def post() -> Iterator[Sink]:
    with smtp_sink() as server:
        yield server


def environment(folder: Path, port: int) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "trainingsite.settings.production",
        "SECRET_KEY": "only-for-tests-" * 4,
        "DATA_DIR": str(folder),
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
    }


@pytest.fixture(scope="module")
def queued(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A folder with a database in which one mail waits, and the id of its job."""
    folder = tmp_path_factory.mktemp("queued")
    made = subprocess.run(
        [*WORKER, "queue"], cwd=ROOT, env=environment(folder, 1), capture_output=True, text=True, check=True
    )
    return folder, made.stdout.strip()


@pytest.fixture
def job(queued: tuple[Path, str], tmp_path: Path) -> str:
    folder, job = queued
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    return job


@pytest.fixture
def start(post: Sink, job: str, tmp_path: Path) -> Iterator[Start]:
    """Start a worker process on that job, with a clock that is some seconds ahead."""
    started: list[subprocess.Popen[str]] = []

    def begin(ahead: int = 0) -> "subprocess.Popen[str]":
        command = [*WORKER, "run", job, str(ahead)]
        pipe = subprocess.PIPE
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment(tmp_path, post.port), stdin=pipe, stdout=pipe, text=True
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            if stream:
                stream.close()


def go(*workers: "subprocess.Popen[str]") -> None:
    """Let workers that said they are ready begin, all at once."""
    for worker in workers:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("\n")
        worker.stdin.flush()


def outcome(worker: "subprocess.Popen[str]") -> str:
    assert worker.stdout is not None
    assert worker.wait(timeout=30) == 0
    return worker.stdout.read().strip()


def events(folder: Path) -> list[str]:
    with sqlite3.connect(folder / "db.sqlite3") as database:
        return [event for (event,) in database.execute("SELECT event FROM notices_delivery ORDER BY id")]


def test_a_worker_killed_after_the_server_took_the_mail_leaves_it_perhaps_sent(
    start: Start, post: Sink, tmp_path: Path
) -> None:
    post.data = [SILENCE]
    worker = start()
    go(worker)
    assert post.arrived.wait(20)
    worker.kill()
    worker.wait()
    too_early, later, last = start(), start(60), start(120)
    go(too_early)
    assert outcome(too_early) == "NOT_MINE"
    go(later)
    assert outcome(later) == "DONE"
    go(last)
    assert outcome(last) == "NOT_MINE"
    assert events(tmp_path) == ["started", "uncertain"]
    assert len(post.contents) == 1


def test_five_workers_with_the_same_job_send_one_mail(start: Start, post: Sink, tmp_path: Path) -> None:
    workers = [start() for _number in range(5)]
    go(*workers)
    assert sorted(outcome(worker) for worker in workers) == ["DONE"] + ["NOT_MINE"] * 4
    assert events(tmp_path) == ["started", "sent"]
    assert len(post.contents) == 1
