import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from courses.models import Course, CourseVersion
from tests.support.courses import SHORT_PACK, write_pack
from toolkit.packfiles.problems import MOST_SHOWN

OTHER = {name.replace("/short/", "/other/"): text for name, text in SHORT_PACK.items() if "/short/" in name}


@pytest.mark.django_db
def test_it_says_for_each_course_what_happened(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pack = write_pack(tmp_path, **OTHER)

    def said(*options: str) -> list[str]:
        call_command("load_content", str(pack), *options)
        return capsys.readouterr().out.splitlines()

    assert said() == ["other (en-US), version 1: new draft", "short (en-US), version 1: new draft"]
    assert said() == ["other (en-US), version 1: unchanged", "short (en-US), version 1: unchanged"]
    write_pack(pack, **{"courses/short/course.yaml": SHORT_PACK["courses/short/course.yaml"].replace("sweet", "good")})
    assert said() == ["other (en-US), version 1: unchanged", "short (en-US), version 1: draft changed"]
    assert said("--publish") == [
        "other (en-US), version 1: unchanged, published",
        "short (en-US), version 1: unchanged, published",
    ]
    write_pack(pack)
    assert said("--publish") == [
        "other (en-US), version 1: unchanged",
        "short (en-US), version 2: new draft, published",
    ]
    assert said("--publish") == ["other (en-US), version 1: unchanged", "short (en-US), version 2: unchanged"]


@pytest.mark.django_db
def test_checking_loads_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_content", str(write_pack(tmp_path)), "--check")
    assert capsys.readouterr().out == "Short pack: no mistakes. Policies: 0, courses: 1.\n"
    assert not Course.objects.exists()


def test_an_empty_argument_is_not_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(write_pack(tmp_path))
    call_command("load_content", ".", "--check")
    with pytest.raises(CommandError, match="no folder is named"):
        call_command("load_content", "", "--check")


def test_mistakes_that_are_not_shown_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keys = "".join(f"key{number}: x\n" for number in range(MOST_SHOWN + 7))
    name = "courses/short/course.yaml"
    with pytest.raises(SystemExit):
        call_command("load_content", str(write_pack(tmp_path, **{name: SHORT_PACK[name] + keys})), "--check")
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == MOST_SHOWN + 2
    assert lines[-2:] == ["and 7 more", "Nothing was loaded: 507 mistakes."]


@pytest.mark.django_db(transaction=True)
def test_a_pack_is_loaded_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    """The second course of the pack cannot be published, so the first one is not there either."""
    pack = write_pack(tmp_path, **OTHER)
    call_command("load_content", str(write_pack(tmp_path / ".one")))
    Course.objects.get().versions.get().modules.all().delete()
    with pytest.raises(Exception, match="differs from what was loaded"):
        call_command("load_content", str(pack), "--publish")
    assert [course.slug for course in Course.objects.all()] == ["short"]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite: see the test with two processes")
@pytest.mark.django_db(transaction=True)
def test_many_loads_at_once_have_one_effect(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, **OTHER)

    def load(_: int) -> None:
        try:
            call_command("load_content", str(pack), "--publish", stdout=StringIO())
        finally:
            connections.close_all()

    def load_at_once() -> list[tuple[str, int]]:
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(load, range(8)))
        return sorted(CourseVersion.objects.published().values_list("course__slug", "number"))

    assert load_at_once() == [("other", 1), ("short", 1)]
    name = "courses/short/course.yaml"
    write_pack(pack, **{name: SHORT_PACK[name].replace("sweet", "good")})
    assert load_at_once() == [("other", 1), ("short", 1), ("short", 2)]
    assert not CourseVersion.objects.drafts().exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL: see the test with threads")
def test_two_processes_at_once_have_one_effect(tmp_path: Path) -> None:
    pack = write_pack(tmp_path / "pack")
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}"}
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "migrate", "-v0"], env=environment, check=True)
    command = [*manage, "load_content", str(pack), "--publish"]
    running = [subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = sorted(process.communicate(timeout=60)[0] for process in running)
    assert said == [
        "short (en-US), version 1: new draft, published\n",
        "short (en-US), version 1: unchanged\n",
    ]
