"""The cache is down: sign-in fails closed and calmly, and those who are signed in go on working."""

import socket

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from people.models import Employee
from tests.people.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def dead_cache(settings: Settings) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": f"redis://127.0.0.1:{port}/0",
            "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 2},
        }
    }


def test_sign_in_fails_closed_with_a_calm_page(client: Client, ada: Employee, dead_cache: None) -> None:
    answer = sign_in(client, ada)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert "<h1" in answer.content.decode()
    assert "Traceback" not in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_the_sign_in_page_itself_still_opens(client: Client, dead_cache: None) -> None:
    assert client.get(reverse("account_login")).status_code == 200


def test_who_is_signed_in_goes_on_working(client: Client, hana: Employee, request: pytest.FixtureRequest) -> None:
    sign_in(client, hana)
    request.getfixturevalue("dead_cache")
    assert client.get(reverse("people:account")).status_code == 200
    assert client.get(reverse("people:directory")).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get(reverse("people:account")).status_code == 302


def test_asking_for_a_new_password_fails_closed_too(client: Client, ada: Employee, dead_cache: None) -> None:
    assert client.post(reverse("account_reset_password"), {"email": ada.email}).status_code == 503
