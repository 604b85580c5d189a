"""Tries at sign-in are limited per person and per address, on the shared cache, behind the proxies that are trusted."""

from typing import Any

import pytest
from allauth.account import app_settings
from allauth.core.internal.ratelimit import parse_rates
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from people.models import Employee
from tests.factories import PASSWORD
from tests.people.signing_in import sign_in

pytestmark = pytest.mark.django_db


def fail(client: Client, name: str, **more: Any) -> str:
    answer = client.post(reverse("account_login"), {"login": name, "password": "wrong-one-again"}, **more)
    return str(answer.content.decode())


def test_after_five_failures_even_the_right_password_waits(client: Client, ada: Employee) -> None:
    for _ in range(5):
        assert "do not match" in fail(client, ada.email)
    assert "Too many tries" in fail(client, ada.email)
    assert "Too many tries" in sign_in(client, ada).content.decode()


def test_writing_the_name_otherwise_gives_no_more_tries(client: Client, ada: Employee) -> None:
    names = ["e-0001@example.org", "E-0001@EXAMPLE.ORG", "E-0001", "e-0001", " e-0001@Example.org"]
    for place, name in enumerate(names):
        assert "do not match" in fail(client, name, REMOTE_ADDR=f"192.0.2.{place}")
    for name in [*names, "E-0001@example.org"]:
        assert "Too many tries" in fail(client, name, REMOTE_ADDR="192.0.2.99")


def test_one_person_locked_out_leaves_others_alone(client: Client, ada: Employee, boris: Employee) -> None:
    for _ in range(6):
        fail(client, ada.email)
    assert sign_in(client, boris).status_code == 302


def test_names_that_nobody_has_are_limited_too(client: Client) -> None:
    for _ in range(5):
        fail(client, "Nobody@example.org")
    assert "Too many tries" in fail(client, "nobody@EXAMPLE.org")


def test_one_person_who_fails_again_and_again_leaves_the_address_open(
    client: Client, ada: Employee, boris: Employee
) -> None:
    for _ in range(60):
        fail(client, ada.email, REMOTE_ADDR="192.0.2.7")
    for _ in range(4):
        assert "do not match" in fail(client, boris.email, REMOTE_ADDR="192.0.2.7")
    answer = client.post(
        reverse("account_login"), {"login": boris.email, "password": PASSWORD}, REMOTE_ADDR="192.0.2.7"
    )
    assert answer.status_code == 302


def test_what_a_person_is_refused_is_not_counted_against_the_address(client: Client, ada: Employee, few: None) -> None:
    for _ in range(20):
        fail(client, ada.email, REMOTE_ADDR="192.0.2.7")
    assert "do not match" in fail(client, "somebody@example.org", REMOTE_ADDR="192.0.2.7")


@pytest.fixture
def few(settings: Settings) -> None:
    """The limit of an address, small enough to reach in a test: the real one takes two hundred password checks."""
    person, address = settings.ACCOUNT_RATE_LIMITS["login_failed"].split(",")
    assert (person, address) == ("5/5m/key", "200/m/ip")
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login_failed": f"{person},10/m/ip"}


def test_one_address_cannot_try_many_people(client: Client, ada: Employee, few: None) -> None:
    for place in range(10):
        fail(client, f"somebody-{place}@example.org", REMOTE_ADDR="192.0.2.7")
    assert "Too many tries" in fail(client, ada.email, REMOTE_ADDR="192.0.2.7")
    assert "do not match" in fail(client, ada.email, REMOTE_ADDR="192.0.2.8")


def test_signing_in_from_one_address_ends_somewhere(client: Client, settings: Settings, ada: Employee) -> None:
    assert settings.ACCOUNT_RATE_LIMITS["login"] == "300/m/ip"
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"login": "3/m/ip"}
    for _ in range(3):
        fail(client, ada.email)
    answer = client.post(reverse("account_login"), {"login": ada.email, "password": PASSWORD})
    assert answer.status_code == 429
    assert "Wait a few minutes" in answer.content.decode()  # true of every limit: none is longer than five


def test_no_limit_lasts_longer_than_the_words_say() -> None:
    rates = [rate for given in app_settings.RATE_LIMITS.values() for rate in parse_rates(given)]
    assert max(rate.duration for rate in rates) <= 5 * 60


def test_without_trusted_proxies_a_forwarded_address_is_not_believed(
    client: Client, settings: Settings, few: None
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 0
    for place in range(10):
        fail(client, f"somebody-{place}@example.org", HTTP_X_FORWARDED_FOR=f"198.51.100.{place}")
    assert "Too many tries" in fail(client, "one-more@example.org", HTTP_X_FORWARDED_FOR="198.51.100.200")


def test_behind_one_proxy_the_last_forwarded_address_counts(client: Client, settings: Settings, few: None) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for place in range(10):
        forged = f"203.0.113.{place}, 198.51.100.1"
        fail(client, f"somebody-{place}@example.org", HTTP_X_FORWARDED_FOR=forged)
    assert "Too many tries" in fail(client, "a@example.org", HTTP_X_FORWARDED_FOR="203.0.113.99, 198.51.100.1")
    assert "do not match" in fail(client, "b@example.org", HTTP_X_FORWARDED_FOR="203.0.113.99, 198.51.100.2")


def test_asking_for_new_passwords_is_limited(client: Client, ada: Employee) -> None:
    answers = [client.post(reverse("account_reset_password"), {"email": ada.email}).status_code for _ in range(8)]
    assert answers[0] == 302
    assert answers[-1] == 429


def test_right_passwords_are_no_failures(client: Client, ada: Employee) -> None:
    for _ in range(8):
        assert sign_in(client, ada, PASSWORD).status_code == 302
        client.post(reverse("account_logout"))
