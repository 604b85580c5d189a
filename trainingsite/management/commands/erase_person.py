"""Erases what this site holds about one person's acts. Shows what will go, and asks before it does anything."""

import sys
from argparse import RawDescriptionHelpFormatter
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from certificates.services import erased_files
from ledger import services
from people.models import Employee
from people.selectors import local_day
from policies.services.erasing import Words, erase_words, erased_scans, words_of
from reports.models import ExportFile
from reports.services import files_about
from toolkit.errors import DomainError

LONGEST_REASON = 500
NOT_REACHED = """\
It does not reach:
- the employee's own row with its placements, and answers given in quizzes
- what the person did for others: answers to their questions, papers entered or approved, policies written
- files that somebody downloaded, and what export_evidence wrote on the server
- backups: erase again after one is restored
- mails that were sent, and the notes of them
- receipts, certificates and anything else that people or auditors hold outside"""


@dataclass(frozen=True)
class Found:
    """Everything that would go. `left` are files that an erasure before this one could not remove."""

    facts: list[services.Erasable]
    words: Words
    exports: list[ExportFile]
    others: list[ExportFile]
    left: list[str]

    @property
    def files(self) -> list[str]:
        """The names of all stored files that would go."""
        facts = (name for one in self.facts for name in one.files)
        papers = (paper.scan.name or "" for paper in self.words.papers)
        return [*facts, *papers, *(made.file.name or "" for made in self.exports), *self.left]

    def __bool__(self) -> bool:
        return bool(self.facts or self.words.enquiries or self.words.papers or self.files)


class Command(BaseCommand):
    help = (
        "Erases what signatures, completions, certificates and other facts hold about a person: the names, numbers and "
        "addresses in them, the salts by which the log could be led back to the person, papers and certificates with "
        "their files, what was said in the person's enquiries, and files made about the person. The facts themselves "
        "stay. It cannot be taken back.\n\n" + NOT_REACHED
    )

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        return super().create_parser(prog_name, subcommand, formatter_class=RawDescriptionHelpFormatter, **kwargs)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--person", required=True, metavar="NUMBER", help="The employee number.")
        parser.add_argument(
            "--reason", required=True, help="Why; it is shown wherever something was erased. Name nobody in it."
        )
        parser.add_argument("--by", metavar="NUMBER", help="The employee number of who decided it.")
        parser.add_argument("--still-here", action="store_true", help="Erase although the person has not left.")
        parser.add_argument("--yes", action="store_true", help="Erase without asking.")

    def handle(self, *args: Any, **options: Any) -> None:
        if len(options["reason"]) > LONGEST_REASON:
            raise CommandError(f"The reason is longer than {LONGEST_REASON} characters. Say it in fewer words.")
        person, now = _employee(options["person"]), timezone.now()
        by = _employee(options["by"]) if options["by"] else None
        found = _found(person, now)
        self._show(found)
        is_here = not person.has_left(local_day(person, now=now))
        if not found:
            self.stdout.write("There is nothing to erase.")
        elif is_here and not options["still_here"] and options["yes"]:
            raise CommandError(f"{person.number} has not left. Nothing was erased. Say --still-here to erase anyway.")
        elif is_here and not options["still_here"]:
            self.stdout.write("Nothing was erased. This person has not left: say --still-here to erase anyway.")
        elif options["yes"] or _agrees(person):
            self._erase(found, person, options["reason"], by, now)
        else:
            self.stdout.write("Nothing was erased. Say --yes to erase this for good.")
        self.stdout.write(NOT_REACHED)
        if found.others:
            last = max(made.expires_at for made in found.others)
            self.stdout.write(
                f"- {len(found.others)} kept files about many people, in which this person may be;"
                f" the last is removed after {last:%Y-%m-%d}"
            )

    def _show(self, found: Found) -> None:
        for kind, count in sorted(Counter(one.kind for one in found.facts).items()):
            some = [one for one in found.facts if one.kind == kind]
            along = dict.fromkeys(name for one in some for name in one.along)
            files = sum(len(one.files) for one in some)
            what = [*some[0].columns, *along, "salt and detail in the log", *([f"{files} files"] if files else [])]
            self.stdout.write(f"{count} × {kind}: {', '.join(what)}")
        counts = (
            (len(found.words.enquiries), "enquiry", "what was asked and replied"),
            (len(found.words.papers), "paper that does not count", "reason, comment of the decision, scan"),
            (len(found.exports), "file made about the person", "the file"),
            (len(found.left), "file left by an erasure before", "the file"),
        )
        for count, name, goes in counts:
            if count:
                self.stdout.write(f"{count} × {name}: {goes}")

    def _erase(self, found: Found, person: Employee, reason: str, by: Employee | None, now: datetime) -> None:
        try:
            with transaction.atomic():
                for one in found.facts:
                    services.erase(one.kind, one.row, reason=reason, by=by.uuid if by else None, now=now)
                words = erase_words(person, reason=reason, by=by, now=now)
                services.remove_files([*(made.file.name or "" for made in found.exports), *found.left])
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(
            f"Records erased: {len(found.facts)}. Enquiries: {len(words.enquiries)}. Papers that do not count:"
            f" {len(words.papers)}. Files removed: {len(set(found.files)) - len(_there(found.files))}."
        )
        if there := _there(found.files):
            names = "\n".join(sorted(there))
            raise CommandError(f"These files could not be removed. Find out why, and run this again:\n{names}")


def _employee(number: str) -> Employee:
    person = Employee.objects.filter(number__iexact=number).first()
    if person is None:
        raise CommandError(f"Nobody has the employee number {number}.")
    return person


def _found(person: Employee, now: datetime) -> Found:
    about, others = files_about(person, now=now)
    left = [*erased_scans(person), *erased_files(person)]
    return Found(list(services.erasable(str(person.uuid))), words_of(person), about, others, left)


def _there(names: Iterable[str]) -> set[str]:
    return {name for name in names if default_storage.exists(name)}


def _agrees(person: Employee) -> bool:
    """Asked only where somebody sits at the terminal. The number is to be typed: a bare Enter erases nothing."""
    if not sys.stdin.isatty():
        return False
    typed = input(f"This cannot be taken back. Type {person.number} to erase {person.name}: ")
    return typed.strip().casefold() == person.number.casefold()
