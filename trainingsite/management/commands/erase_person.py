"""Erases what the facts of this site hold about one person. Shows what will go, and does nothing without --yes."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from ledger import services
from people.models import Employee
from toolkit.errors import DomainError


class Command(BaseCommand):
    help = (
        "Erases what signatures, completions, certificates and other facts hold about a person: the names, numbers and "
        "addresses in them, and the salts by which the log could be led back to the person. The facts themselves stay. "
        "It cannot be taken back, and the employee's own row is left as it is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--person", required=True, metavar="NUMBER", help="The employee number.")
        parser.add_argument("--reason", required=True, help="Why; it goes into the log.")
        parser.add_argument("--by", metavar="NUMBER", help="The employee number of who decided it.")
        parser.add_argument("--yes", action="store_true", help="Erase. Without it, only what would go is shown.")

    def handle(self, *args: Any, **options: Any) -> None:
        person = _employee(options["person"])
        by = _employee(options["by"]).uuid if options["by"] else None
        found = list(services.erasable(str(person.uuid)))
        for kind, count in sorted(Counter(one.kind for one in found).items()):
            columns = next(one.columns for one in found if one.kind == kind)
            self.stdout.write(f"{count} × {kind}: {', '.join([*columns, 'salt and detail in the log'])}")
        if not found:
            self.stdout.write("There is nothing to erase.")
        elif not options["yes"]:
            self.stdout.write("Nothing was erased. Say --yes to erase this for good.")
        else:
            self._erase(found, options["reason"], by)

    def _erase(self, found: list[services.Erasable], reason: str, by: UUID | None) -> None:
        now = timezone.now()
        try:
            with transaction.atomic():
                for one in found:
                    services.erase(one.kind, one.row, reason=reason, by=by, now=now)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Records erased: {len(found)}.")


def _employee(number: str) -> Employee:
    person = Employee.objects.filter(number__iexact=number).first()
    if person is None:
        raise CommandError(f"Nobody has the employee number {number}.")
    return person
