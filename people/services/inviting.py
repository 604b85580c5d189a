"""Asking somebody in: a link with which they choose their own password."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from notices.models import Notice
from notices.services import queue_notice
from people.models import Employee
from people.selectors import invited_person, time_zone_of
from people.services.locking import locked
from toolkit.errors import DomainError

KIND = "people.invitation"


@transaction.atomic
def invite(employee: Employee, *, now: datetime, by: Employee | None = None) -> Notice:
    """Mail the person a link with which they choose a password. Called twice within a minute it sends one mail.

    Raises DomainError for somebody without an address, who has a password already, or who has left.
    """
    if not employee.is_active:
        raise DomainError(_("%(name)s has left.") % {"name": employee.name})
    if not employee.email:
        raise DomainError(_("%(name)s has no e-mail address to write to.") % {"name": employee.name})
    if employee.has_usable_password():
        raise DomainError(
            _("%(name)s has already chosen a password. A forgotten one is replaced from the sign-in page.")
            % {"name": employee.name}
        )
    return queue_notice(
        kind=KIND,
        address=employee.email,
        recipient_uuid=employee.uuid,
        recipient_name=employee.name,
        reason=_("You were added to the people who are trained here."),
        dedup_key=f"invitation:{employee.uuid}:{now:%Y-%m-%dT%H:%M}",
        now=now,
        zone=time_zone_of(employee).key,
    )


@transaction.atomic
def accept_invitation(token: str, *, password: str, now: datetime) -> Employee:
    """Set the password that the invited person chose. Raises DomainError for a used, old or altered link."""
    invited = invited_person(token, now=now)
    person = locked(invited) if invited else None
    # Asked again under the lock: of two tabs that send at once, one sets the password.
    if person is None or invited_person(token, now=now) is None:
        raise DomainError(_("This link does not work any more."))
    person.set_password(password)
    person.save(update_fields=["password"])
    return person
