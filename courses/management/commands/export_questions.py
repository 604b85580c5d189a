"""Writes the questions of a quiz file as GIFT, and says of each that GIFT has no words for."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.exchange import write_gift
from courses.packs.files import Files
from courses.packs.known import Known
from courses.packs.quizzes import read_quiz
from toolkit.packfiles.folders import Folder
from toolkit.packfiles.problems import Problems, printable


class Command(BaseCommand):
    help = "Writes the questions of a quiz file as GIFT, for other systems. Names each question that GIFT cannot say."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE.quiz.yaml", type=Path, help="the file of the quiz")
        parser.add_argument("--format", dest="form", choices=["gift"], default="gift")
        parser.add_argument("--into", metavar="FILE.gift", type=Path, required=True, help="a new file")
        parser.add_argument("--json", action="store_true", dest="is_json", help="answer in JSON")

    def handle(self, *, file: Path, form: str, into: Path, is_json: bool, **options: Any) -> None:
        problems = Problems()
        text = Folder(file.parent, problems).read(file.name) if file.is_file() else None
        if text is None and not problems.found:
            raise CommandError(f"There is no file {file}.")
        alone = Known({}, is_complete=False, files=Files(is_complete=False))
        step = read_quiz(problems, file.name, text, "", alone) if text else None
        if problems.found or step is None:
            for problem in sorted(problems.found):
                self.stderr.write(str(problem))
            raise CommandError("Nothing was written: the quiz has mistakes.")
        exported = write_gift(step.questions)
        try:
            with into.open("x", encoding="utf-8", newline="\n") as opened:
                opened.write(exported.text)
        except FileExistsError:
            raise CommandError(f"{into} is there already. Choose another name, or remove it.") from None
        except OSError as error:
            raise CommandError(f"{into} cannot be written: {error.strerror}.") from error
        if is_json:
            refused = [{"key": one.title, "kind": one.kind, "reason": one.reason} for one in exported.refused]
            self.stdout.write(json.dumps({"written": len(exported.written), "refused": refused}, ensure_ascii=False))
            return
        for one in exported.refused:
            self.stderr.write(printable(f"not written ({one.kind} {one.title}): {one.reason}"))
        self.stdout.write(printable(f"{into}: {len(exported.written)} questions written, {len(exported.refused)} not."))
