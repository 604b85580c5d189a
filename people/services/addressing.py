"""The e-mail address of a person, kept the same in the person's row and at sign-in."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction

from people.models import Employee
from people.services.hiring import vouch_for_address
from people.services.locking import locked
from toolkit.errors import DomainError


@transaction.atomic
def change_address(employee: Employee, *, email: str, by: Employee | None, now: datetime) -> Employee:
    """Give the person another address, or none with an empty one. Raises DomainError if somebody else has it.

    The organization vouches for it, so nothing is confirmed by mail; what people change themselves is.
    """
    person = locked(employee)
    person.email = email.strip().lower()
    try:
        person.full_clean()
    except ValidationError as problem:
        raise DomainError(" ".join(problem.messages)) from problem
    person.save(update_fields=["email"])
    EmailAddress.objects.filter(user=person).delete()
    if person.is_active:
        vouch_for_address(person)
    employee.email = person.email
    return person
