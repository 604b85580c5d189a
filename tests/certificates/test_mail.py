"""The mail that says a certificate is ready: not before it is, and not to those who left."""

from datetime import timedelta

import pytest
from django.core import mail

from certificates.models import Certificate
from certificates.services import record_file
from notices.models import Delivery
from people.models import Employee
from tests.courses.learner import complete
from tests.factories import NOW, make_course
from toolkit.jobs import running
from toolkit.models import Job


@pytest.fixture
def certificate(ada: Employee) -> Certificate:
    return Certificate.objects.get(completion=complete(make_course(title='Hands <b>&</b> "you"'), ada))


def send(after: timedelta = timedelta()) -> running.Outcome:
    return running.run(Job.objects.get(kind="notices.send").pk, clock=lambda: NOW + after)


def test_it_says_in_plain_words_that_the_certificate_is_ready(certificate: Certificate) -> None:
    record_file(certificate, name="x.pdf", sha256="0" * 64, size=1, now=NOW)
    assert send() is running.Outcome.DONE
    (message,) = mail.outbox
    assert message.subject == 'Your certificate: Hands <b>&</b> "you"'
    assert 'Your certificate for “Hands <b>&</b> "you"” is ready.' in message.body
    assert f"Its number is {certificate.shown_number}." in message.body
    assert "http://127.0.0.1:8000/certificates/\n" in message.body
    html = str(message.alternatives[0][0])  # type: ignore[attr-defined]
    assert "Hands &lt;b&gt;&amp;&lt;/b&gt; &quot;you&quot;" in html
    assert 'href="http://127.0.0.1:8000/certificates/"' in html


def test_it_waits_for_the_file(certificate: Certificate) -> None:
    assert send() is running.Outcome.LATER
    assert Job.objects.get(kind="notices.send").not_before == NOW + timedelta(seconds=5)
    assert send(timedelta(hours=1)) is running.Outcome.LATER
    assert Job.objects.get(kind="notices.send").not_before == NOW + timedelta(hours=1, minutes=5)
    record_file(certificate, name="x.pdf", sha256="0" * 64, size=1, now=NOW)
    assert send(timedelta(hours=2)) is running.Outcome.DONE
    assert len(mail.outbox) == 1


def test_it_goes_as_soon_as_the_file_is_there(certificate: Certificate) -> None:
    assert send(timedelta(minutes=1)) is running.Outcome.LATER
    assert send(timedelta(seconds=61)) is running.Outcome.NOT_MINE
    record_file(certificate, name="x.pdf", sha256="0" * 64, size=1, now=NOW + timedelta(seconds=61))
    assert send(timedelta(seconds=61)) is running.Outcome.DONE
    assert len(mail.outbox) == 1


def test_who_has_left_gets_none(certificate: Certificate, ada: Employee) -> None:
    record_file(certificate, name="x.pdf", sha256="0" * 64, size=1, now=NOW)
    Employee.objects.filter(pk=ada.pk).update(is_active=False)
    assert send() is running.Outcome.DONE
    assert mail.outbox == []
    assert Delivery.objects.get().event == Delivery.Event.DROPPED
