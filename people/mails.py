"""The mails of this app: the invitation, and whatever sign-in has to say."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notices.kinds import Mail, NoticeFacts, NoticeKind
from people.invitations import make_token
from people.models import Employee
from people.services.inviting import KIND as INVITATION
from people.services.messaging import KIND as ACCOUNT_MESSAGE
from toolkit.jobs.kinds import GiveUp


def build_invitation(notice: NoticeFacts, secret: dict[str, Any]) -> Mail:
    """The link is made when the mail goes out, from the row of the person: nothing that opens a door is stored."""
    person = _recipient(notice)
    if person is None:
        raise GiveUp("The person is no longer here.")
    words = {
        "person": person,
        "organization_name": settings.ORGANIZATION_NAME,
        "link": invitation_link(person, now=notice.created_at),
        "sign_in_link": settings.SITE_URL + reverse("account_login"),
    }
    return Mail(
        subject=_("Your training at %(organization)s") % {"organization": settings.ORGANIZATION_NAME},
        text=render_to_string("people/mail/invitation.txt", words),
    )


def invitation_link(person: Employee, *, now: datetime) -> str:
    """The address at which the person chooses a password, good for 14 days from `now` and for one use."""
    token = make_token(person.uuid, encoded_password=person.password, now=now)
    return settings.SITE_URL + reverse("people:invitation", args=[token])


def invitation_is_wanted(notice: NoticeFacts, now: datetime) -> bool:
    person = _recipient(notice)
    return person is not None and not person.has_usable_password() and person.email == notice.address


def build_account_message(notice: NoticeFacts, secret: dict[str, Any]) -> Mail:
    return Mail(subject=secret["subject"], text=secret["text"])


def is_for_somebody_here(notice: NoticeFacts, now: datetime) -> bool:
    return _recipient(notice) is not None


def _recipient(notice: NoticeFacts) -> Employee | None:
    if notice.recipient_uuid is None:
        return None
    return Employee.objects.filter(uuid=notice.recipient_uuid, is_active=True).first()


KINDS = (
    NoticeKind(
        name=INVITATION,
        title=gettext_lazy("Invitation to sign in"),
        build=build_invitation,
        still_wanted=invitation_is_wanted,
        resend_if_uncertain=True,
    ),
    NoticeKind(
        name=ACCOUNT_MESSAGE,
        title=gettext_lazy("About the person's own account"),
        build=build_account_message,
        still_wanted=is_for_somebody_here,
        resend_if_uncertain=True,
    ),
)
