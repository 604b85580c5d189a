"""Takes the questions of a GIFT or Moodle XML file over into the file of a quiz, and accounts for every item."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.exchange import (
    FORMATS,
    LARGEST_FILE,
    Imported,
    QuestionFileError,
    bank_for,
    bank_text,
    read_questions,
    refuse_large,
)
from toolkit.packfiles.problems import printable


class Command(BaseCommand):
    help = "Takes questions from a GIFT or Moodle XML file into the file of a quiz. Says what becomes of every item."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path, help="the file with questions")
        parser.add_argument("--format", dest="form", choices=list(FORMATS), required=True)
        parser.add_argument("--into", metavar="FOLDER/NN-NAME.quiz.yaml", type=Path, help="the quiz to be written")
        parser.add_argument("--title", default="", help="the title of the quiz; the name of FILE unless given")
        parser.add_argument("--check", action="store_true", help="say what would be taken and write nothing")
        parser.add_argument("--json", action="store_true", dest="is_json", help="answer in JSON")

    def handle(
        self, *, file: Path, form: str, into: Path | None, title: str, check: bool, is_json: bool, **options: Any
    ) -> None:
        if into is None and not check:
            raise CommandError("Say where the questions go with --into, or only look at them with --check.")
        try:
            bank = bank_for(into) if into else None
            imported = read_questions(_read(file), form, used_keys=bank.used_keys if bank else ())
            text = bank_text(title or _title(file), imported.questions)
            if bank and imported.questions:
                _refuse_problems([str(problem) for problem in bank.problems(text)])
            outcome = "checked" if check or into is None else _write(into, text, imported)
        except QuestionFileError as refusal:
            if is_json:
                self.stdout.write(json.dumps({"error": str(refusal), "line": refusal.line}, ensure_ascii=False))
            else:
                self.stderr.write(printable(f"{file}:{refusal.line}: {refusal}" if refusal.line else str(refusal)))
                self.stderr.write("Nothing was taken.")
            raise SystemExit(1) from None
        if is_json:
            self.stdout.write(json.dumps(_as_json(imported) | {"outcome": outcome}, ensure_ascii=False, indent=2))
        else:
            self._say(file, imported, outcome, into)
        if check and imported.refused:
            raise SystemExit(1)

    def _say(self, file: Path, imported: Imported, outcome: str, into: Path | None) -> None:
        for note in imported.notes:
            self.stdout.write(printable(f"{file}: {note}"))
        for taken in imported.questions:
            for note in taken.notes:
                self.stdout.write(printable(f"{file}:{taken.line}: {taken.content.key}: {note}"))
        for refused in imported.refused:
            about = " ".join(part for part in (refused.kind, refused.title[:80]) if part)
            self.stderr.write(printable(f"{file}:{refused.line}: not taken ({about or 'unknown'}): {refused.reason}"))
        counts = ", ".join(f"{kind} {count}" for kind, count in imported.counts.items()) or "none"
        self.stdout.write(f"Items: {imported.items}. Taken: {len(imported.questions)} ({counts}).")
        self.stdout.write(f"Not taken: {len(imported.refused)}.")
        if imported.questions:
            self.stdout.write(
                f"Not said in the file: feedback in {imported.without_explanation}, the clause of a policy in "
                f"{imported.without_clause} questions, and whether the quiz counts. It is practice until you say more."
            )
        if outcome != "checked":
            self.stdout.write(printable(f"{into}: {outcome}."))


def _read(file: Path) -> bytes:
    """The bytes, no more than one beyond what is taken. Raises QuestionFileError."""
    try:
        if not file.is_file():
            raise QuestionFileError(f"There is no file {file}.")
        with file.open("rb") as opened:
            refuse_large(file.stat().st_size)
            return opened.read(LARGEST_FILE + 1)
    except OSError as error:
        raise QuestionFileError(f"{file} cannot be read: {error.strerror}.") from error


def _title(file: Path) -> str:
    words = " ".join(file.stem.replace("_", " ").replace("-", " ").split())
    return printable(words)[:200].strip() or "Questions"


def _refuse_problems(problems: list[str]) -> None:
    if problems:
        raise QuestionFileError("The quiz would have mistakes: " + " ".join(problems[:10]))


def _write(path: Path, text: str, imported: Imported) -> str:
    """Writes a new file, and says what was done. A file that is there is never overwritten."""
    if not imported.questions:
        raise QuestionFileError("No item of the file can be taken. Look at the reasons with --check.")
    try:
        if path.exists() or path.is_symlink():
            if path.is_file() and path.read_bytes() == text.encode():
                return "unchanged"
            raise QuestionFileError(f"{path} is there and says something else. Choose another name, or remove it.")
        with path.open("x", encoding="utf-8", newline="\n") as opened:
            opened.write(text)
    except OSError as error:
        raise QuestionFileError(f"{path} cannot be written: {error.strerror}.") from error
    return "written"


def _as_json(imported: Imported) -> dict[str, Any]:
    questions = [
        {
            "line": taken.line,
            "title": taken.title,
            "key": taken.content.key,
            "kind": taken.content.kind,
            "category": taken.category,
            "tags": taken.tags,
            "notes": taken.notes,
        }
        for taken in imported.questions
    ]
    return {
        "items": imported.items,
        "taken": len(imported.questions),
        "counts": imported.counts,
        "categories": imported.categories,
        "without_explanation": imported.without_explanation,
        "without_clause": imported.without_clause,
        "notes": imported.notes,
        "questions": questions,
        "refused": [asdict(refused) for refused in imported.refused],
    }
