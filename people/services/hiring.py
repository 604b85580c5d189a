"""Somebody joins."""

from datetime import date, datetime

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from people.models import Department, Employee, Placement, Site
from people.services.inviting import invite
from people.services.placing import place
from toolkit.errors import DomainError


@transaction.atomic
def hire(
    *,
    number: str,
    name: str,
    department: Department,
    site: Site,
    from_on: date,
    now: datetime,
    by: Employee | None = None,
    called: str = "",
    email: str = "",
    kind: str = Placement.Kind.EMPLOYED,
    job_title: str = "",
    manager: Employee | None = None,
    is_invited: bool = False,
) -> Employee:
    """A new person with a first placement, who can sign in once they have chosen a password.

    `is_invited` mails them the link for that at once.
    Raises DomainError for a number or, among current people, an e-mail address that somebody else has, for a number
    with an "@", and for text with line breaks or characters that hide or turn it around.
    """
    person = enroll(number=number, name=name, called=called, email=email, joined_on=from_on)
    place(
        person,
        department=department,
        site=site,
        from_on=from_on,
        now=now,
        by=by,
        kind=kind,
        job_title=job_title,
        manager=manager,
    )
    if is_invited:
        invite(person, now=now, by=by)
    return person


@transaction.atomic
def enroll(*, number: str, name: str, called: str = "", email: str = "", joined_on: date) -> Employee:
    """The person's row and their address at sign-in, placed nowhere yet. Raises DomainError as `hire` does."""
    person = Employee(
        number=number.strip(),
        name=" ".join(filter(None, name.strip().split(" "))),
        called=called.strip(),
        email=email.strip().lower(),
        joined_on=joined_on,
    )
    person.set_unusable_password()
    try:
        person.full_clean()
    except ValidationError as problem:
        raise DomainError(" ".join(problem.messages)) from problem
    person.save(force_insert=True)
    vouch_for_address(person)
    return person


def vouch_for_address(person: Employee) -> None:
    """The address counts as verified: the organization gave it, and knows whose it is."""
    if not person.email:
        return
    if EmailAddress.objects.filter(email=person.email, verified=True).exclude(user=person).exists():
        raise DomainError(_("Somebody who works here already has this e-mail address."))
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
