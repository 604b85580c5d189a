"""bin/manage import_questions and export_questions: what they say, write and answer."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from courses.exchange import read_questions
from tests.support.courses import SHORT_PACK, write_pack

SAMPLES = Path(__file__).parent / "samples"
GIFT = SAMPLES / "gift" / "choices.gift"
MOODLE = SAMPLES / "moodle" / "kinds.xml"


def _run(name: str, *args: object, **options: Any) -> tuple[str, str, int]:
    """What was written, what was complained of, and the exit code."""
    out, err, code = StringIO(), StringIO(), 0
    try:
        call_command(name, *map(str, args), stdout=out, stderr=err, **options)
    except SystemExit as end:
        code = int(str(end.code))
    return out.getvalue(), err.getvalue(), code


@pytest.mark.parametrize(("file", "form"), [(GIFT, "gift"), (MOODLE, "moodle-xml")], ids=["gift", "moodle-xml"])
def test_a_check_accounts_for_every_item_and_writes_nothing(file: Path, form: str, tmp_path: Path) -> None:
    imported = read_questions(file.read_bytes(), form)
    said, complained, code = _run("import_questions", file, "--format", form, "--check")
    assert f"Items: {imported.items}. Taken: {len(imported.questions)} (" in said
    assert f"Not taken: {len(imported.refused)}." in said
    assert all(f"{kind} {count}" in said for kind, count in imported.counts.items())
    assert all(f"{file}:{one.line}: not taken (" in complained for one in imported.refused)
    assert code == bool(imported.refused)
    said, _complained, code = _run("import_questions", file, "--format", form, "--check", "--json")
    answer = json.loads(said)
    assert answer["outcome"] == "checked"
    assert answer["taken"] + len(answer["refused"]) == answer["items"] == imported.items
    assert all(one["line"] and one["reason"] for one in answer["refused"])
    assert code == bool(imported.refused)


def test_a_bank_is_written_once_and_loads(tmp_path: Path) -> None:
    pack = write_pack(tmp_path)
    into = pack / "courses" / "short" / "01-first" / "03-bank.quiz.yaml"
    said, _complained, code = _run("import_questions", GIFT, "--format", "gift", "--into", into, "--title", "Bank")
    assert code == 0
    assert f"{into}: written." in said
    assert into.read_text().startswith("title: Bank\ngraded: false\n")
    again = _run("import_questions", GIFT, "--format", "gift", "--into", into, "--title", "Bank", "--json")
    assert json.loads(again[0])["outcome"] == "unchanged"
    said, complained, code = _run("import_questions", GIFT, "--format", "gift", "--into", into, "--title", "Other")
    assert (code, said) == (1, "")
    assert "says something else" in complained
    assert into.read_text().startswith("title: Bank\n")
    call_command("load_content", str(pack), "--check", stdout=StringIO())


BAD = {
    "broken": (b"<quiz><question>", "moodle-xml", "broken on line 1"),
    "large": (b"x" * 20_000_001, "gift", "too large"),
    "entities": (b"<!DOCTYPE quiz [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><quiz>&x;</quiz>", "moodle-xml", "type"),
    "two encodings": ("é{=a ~b}\n\n".encode() + "ü{=a ~b}".encode("latin-1"), "gift", "two encodings"),
}


@pytest.mark.parametrize(("data", "form", "words"), BAD.values(), ids=list(BAD))
def test_a_bad_file_ends_with_1_and_one_sentence(data: bytes, form: str, words: str, tmp_path: Path) -> None:
    file = tmp_path / "bad"
    file.write_bytes(data)
    said, complained, code = _run("import_questions", file, "--format", form, "--check")
    assert (code, said) == (1, "")
    assert words in complained
    assert "Nothing was taken." in complained
    said, _complained, code = _run("import_questions", file, "--format", form, "--check", "--json")
    assert code == 1
    assert words in json.loads(said)["error"]


@pytest.mark.parametrize(
    ("name", "words"),
    [("bank.yaml", "named like"), ("nowhere/01-a.quiz.yaml", "no folder"), ("01-b.quiz.yaml", "same number or name")],
)
def test_a_place_where_no_quiz_can_stand_is_refused(name: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "01-a.quiz.yaml").write_text("")
    _said, complained, code = _run("import_questions", GIFT, "--format", "gift", "--into", tmp_path / name)
    assert code == 1
    assert words in complained


def test_nothing_is_imported_without_a_place_or_a_file(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="--into"):
        _run("import_questions", GIFT, "--format", "gift")
    _said, complained, code = _run("import_questions", tmp_path / "none", "--format", "gift", "--check")
    assert code == 1
    assert "There is no file" in complained


def test_a_file_of_refusals_alone_writes_nothing(tmp_path: Path) -> None:
    file, into = tmp_path / "essay.gift", tmp_path / "01-a.quiz.yaml"
    file.write_text("::E::Write an essay.{}\n")
    _said, complained, code = _run("import_questions", file, "--format", "gift", "--into", into)
    assert code == 1
    assert "No item of the file can be taken." in complained
    assert not into.exists()


def test_a_quiz_is_written_as_gift_and_comes_back(tmp_path: Path) -> None:
    quiz, into = tmp_path / "02-check.quiz.yaml", tmp_path / "check.gift"
    order = "- key: q-three\n  kind: order\n  prompt: In order.\n  steps: [One, Two]\n"
    quiz.write_text(SHORT_PACK["courses/short/01-first/02-check.quiz.yaml"] + order)
    said, complained, code = _run("export_questions", quiz, "--into", into)
    assert code == 0
    assert "2 questions written, 1 not." in said
    assert "not written (order q-three): GIFT has no such kind" in complained
    assert [one.content.key for one in read_questions(into.read_bytes(), "gift").questions] == ["q-one", "q-two"]
    with pytest.raises(CommandError, match="is there already"):
        _run("export_questions", quiz, "--into", into)
    into.unlink()
    answer = json.loads(_run("export_questions", quiz, "--into", into, "--json")[0])
    assert answer["written"] == 2
    assert [one["key"] for one in answer["refused"]] == ["q-three"]


def test_a_quiz_with_mistakes_or_none_at_all_is_not_written(tmp_path: Path) -> None:
    quiz, into = tmp_path / "02-check.quiz.yaml", tmp_path / "check.gift"
    with pytest.raises(CommandError, match="There is no file"):
        _run("export_questions", quiz, "--into", into)
    quiz.write_text("title: A\ngraded: false\nquestions: [{key: a}]\n")
    with pytest.raises(CommandError, match="has mistakes"):
        _run("export_questions", quiz, "--into", into)
    assert not into.exists()
