"""Let the first administrator in. Every other person is added on the site."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from people.mails import invitation_link
from people.models import Employee
from people.roles import Role
from people.services import enroll, grant_role
from toolkit.errors import DomainError


class Command(BaseCommand):
    help = "Add an administrator, or make one of a person who is here, and print the link to choose a password with."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", help="The employee number.")
        parser.add_argument("--name", default="", help="The full name, for somebody new.")
        parser.add_argument("--email", default="", help="The e-mail address, for somebody new.")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            with transaction.atomic():
                person = Employee.objects.filter(number__iexact=options["number"]).first() or enroll(
                    number=options["number"], name=options["name"], email=options["email"], joined_on=now.date()
                )
                grant_role(person, Role.ADMINISTRATOR, by=None, now=now)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{person.name} is an administrator.")
        if not person.has_usable_password():
            self.stdout.write(f"Choose a password, within 14 days:\n{invitation_link(person, now=now)}")
