"""Mails of the sign-in pages are notices, and their links are gone once they are sent."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from notices.kinds import kind_of
from notices.models import Notice
from notices.selectors import facts_of
from people import services
from people.models import Employee
from tests.factories import NOW, PASSWORD, TODAY
from tests.people.signing_in import mailed_text, reset_link, sign_in
from toolkit.errors import DomainError
from toolkit.jobs import running
from toolkit.models import Job

pytestmark = pytest.mark.django_db
NEW = {"password1": "blue-heron-by-the-river", "password2": "blue-heron-by-the-river"}


def send_everything() -> None:
    for job in Job.objects.unfinished():
        running.run(job.pk, clock=lambda: timezone.now() + timedelta(seconds=5))


def test_a_reset_link_sets_a_new_password_once(client: Client, ada: Employee) -> None:
    link = reset_link(client, ada)
    form = client.get(link, follow=True)
    client.post(form.redirect_chain[-1][0], NEW)
    ada.refresh_from_db()
    assert ada.check_password(NEW["password1"])
    client.get(link, follow=True)
    client.post(link, {"password1": "third-password-now", "password2": "third-password-now"})
    ada.refresh_from_db()
    assert ada.check_password(NEW["password1"])


def test_the_mail_is_a_notice_and_the_link_leaves_the_database_with_it(client: Client, ada: Employee) -> None:
    link = reset_link(client, ada)
    notice = Notice.objects.get()
    assert (notice.kind, notice.recipient_uuid, notice.address) == ("people.account_message", ada.uuid, ada.email)
    assert link not in str(notice.payload)
    assert mail.outbox == []  # nothing leaves within the request
    send_everything()
    (sent,) = mail.outbox
    assert ada.email in sent.to[0]
    assert link in sent.body
    assert "Why you get this mail: Something was asked for" in sent.body
    assert "secret" not in Job.objects.get(kind="notices.send").payload


def test_no_mail_goes_to_an_address_that_nobody_here_has(client: Client, db: None) -> None:
    client.post(reverse("account_reset_password"), {"email": "stranger@example.org"})
    assert not Notice.objects.exists()


def test_a_mail_to_somebody_who_left_meanwhile_is_not_sent(client: Client, ada: Employee) -> None:
    reset_link(client, ada)
    notice = facts_of(Notice.objects.get())
    services.depart(ada, on=TODAY, by=None, now=NOW)
    assert not kind_of(notice.kind).still_wanted(notice, NOW)
    send_everything()
    assert mail.outbox == []


def test_a_new_address_counts_once_it_is_confirmed(client: Client, ada: Employee) -> None:
    sign_in(client, ada)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("account_email"), {"action_add": "", "email": "Ada.New@example.org"})
    ada.refresh_from_db()
    assert ada.email == "e-0001@example.org"
    found = re.search(r"https?://[^/\s]+(/\S+confirm-email\S+)", mailed_text(ada))
    assert found
    client.get(found.group(1))
    ada.refresh_from_db()
    assert ada.email == "e-0001@example.org"  # opening the link changes nothing
    client.post(found.group(1))
    ada.refresh_from_db()
    assert ada.email == "ada.new@example.org"
    assert list(EmailAddress.objects.filter(user=ada).values_list("email", "verified", "primary")) == [
        ("ada.new@example.org", True, True)
    ]
    told = Notice.objects.order_by("-pk").first()
    assert told is not None
    assert told.address == "e-0001@example.org"  # the old address hears of it


def test_the_address_of_a_colleague_cannot_be_taken(client: Client, ada: Employee, boris: Employee) -> None:
    sign_in(client, ada)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.post(reverse("account_email"), {"action_add": "", "email": boris.email})
    link = re.search(r"https?://[^/\s]+(/\S+confirm-email\S+)", mailed_text(ada))
    assert link
    client.post(link.group(1))
    ada.refresh_from_db()
    assert ada.email == "e-0001@example.org"


def test_hr_changes_an_address_and_sign_in_follows(client: Client, ada: Employee, boris: Employee) -> None:
    services.change_address(ada, email="Ada.Osei@example.org", by=None, now=NOW)
    assert ada.email == "ada.osei@example.org"
    assert EmailAddress.objects.get(user=ada).email == "ada.osei@example.org"
    sign_in(client, ada)
    assert client.session["_auth_user_id"] == str(ada.pk)
    with pytest.raises(DomainError, match="already has this e-mail address"):
        services.change_address(ada, email=boris.email.upper(), by=None, now=NOW)
    services.change_address(ada, email="", by=None, now=NOW)
    assert not EmailAddress.objects.filter(user=ada).exists()


def test_a_changed_password_is_told_to_its_owner(client: Client, ada: Employee) -> None:
    sign_in(client, ada)
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, **NEW})
    assert Notice.objects.get().address == ada.email
