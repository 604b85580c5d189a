"""Roles that see many people need a second step: a password alone lets them set one up, and nothing else."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from people.models import Employee
from people.roles import GRANTED, NEED_SECOND_FACTOR, Role
from tests.factories import PASSWORD, make_employee
from tests.people.signing_in import sign_in

pytestmark = pytest.mark.django_db
ACCOUNT = "/account/"


@pytest.fixture(autouse=True)
def _required(settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True


@pytest.fixture(autouse=True)
def _one_half_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """A code counts for half a minute: here the whole test lies within one, also on a busy machine."""
    counter = next(iter(auth.yield_hotp_counters_from_time()))
    monkeypatch.setattr(auth, "yield_hotp_counters_from_time", lambda: iter([counter]))


def code_for(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(iter(auth.yield_hotp_counters_from_time())))))


def type_the_password_again(client: Client) -> None:
    answer = client.get(reverse("mfa_activate_totp"))
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert client.post(answer["Location"], {"password": PASSWORD}).status_code == 302


@pytest.mark.parametrize("role", GRANTED)
def test_a_password_alone_opens_only_the_set_up(client: Client, role: Role) -> None:
    person = make_employee(roles=(role,))
    sign_in(client, person)
    if role not in NEED_SECOND_FACTOR:
        assert client.get(ACCOUNT).status_code == 200
        return
    for address in (ACCOUNT, reverse("home"), reverse("people:directory"), reverse("admin:index")):
        answer = client.get(address)
        assert answer.status_code in {302, 403}
        assert answer.status_code == 403 or answer["Location"] == reverse("mfa_index")
    assert client.get(reverse("mfa_index")).status_code == 200
    type_the_password_again(client)
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    assert client.get(reverse("mfa_add_webauthn")).status_code == 200


def test_the_demo_does_not_ask_for_it(client: Client, hana: Employee, settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = False
    sign_in(client, hana)
    assert client.get(reverse("people:directory")).status_code == 200


def test_setting_one_up_opens_the_rest(client: Client, hana: Employee) -> None:
    sign_in(client, hana)
    type_the_password_again(client)
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    assert client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)}).status_code == 302
    assert Authenticator.objects.filter(user=hana, type=Authenticator.Type.TOTP).exists()
    assert client.get(reverse("people:directory")).status_code == 200


def test_the_next_sign_in_asks_for_the_code(client: Client, hana: Employee) -> None:
    secret = generate_totp_secret()
    TOTP.activate(hana, secret)
    answer = sign_in(client, hana)
    assert answer["Location"].startswith(reverse("mfa_authenticate"))
    assert client.get(ACCOUNT).status_code == 302  # not in yet
    before = client.session.session_key
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert client.get(ACCOUNT).status_code == 302
    client.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
    assert client.get(reverse("people:directory")).status_code == 200
    assert client.session.session_key != before


def test_the_key_is_shown_in_groups_that_can_be_typed(client: Client, hana: Employee) -> None:
    sign_in(client, hana)
    type_the_password_again(client)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = client.session["mfa.totp.secret"]
    assert f"{secret[:4]} {secret[4:8]} " in page


def test_a_code_works_once(hana: Employee) -> None:
    secret = generate_totp_secret()
    TOTP.activate(hana, secret)
    code = code_for(secret)
    for browser, is_in in ((Client(), True), (Client(), False)):
        browser.post(reverse("account_login"), {"login": hana.email, "password": PASSWORD})
        browser.post(reverse("mfa_authenticate"), {"code": code})
        assert (browser.get(ACCOUNT).status_code == 200) is is_in


def test_recovery_codes_alone_are_no_second_step(client: Client, hana: Employee) -> None:
    Authenticator.objects.create(user=hana, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x", "used_mask": 0})
    client.force_login(hana)
    assert client.get(reverse("people:directory"))["Location"] == reverse("mfa_index")


def test_somebody_without_an_address_can_set_one_up(client: Client) -> None:
    person = make_employee(email="", roles=(Role.AUDITOR,))
    sign_in(client, person)
    type_the_password_again(client)
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
