"""Signing in and out: who gets in, by what, and what nobody learns on the way."""

import pytest
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.sessions.models import Session
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from people.backends import Argon2idHasher
from people.models import Employee
from tests.factories import PASSWORD, make_employee
from tests.people.signing_in import sign_in

pytestmark = pytest.mark.django_db
ACCOUNT = "/account/"


@pytest.mark.parametrize(
    "typed", ["e-0001@example.org", "E-0001@Example.ORG", " e-0001@example.org ", "E-0001", "e-0001"]
)
def test_an_address_or_a_number_in_any_case_lets_its_owner_in(client: Client, ada: Employee, typed: str) -> None:
    answer = client.post(reverse("account_login"), {"login": typed, "password": PASSWORD})
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(ada.pk)


def test_somebody_without_an_address_signs_in_by_number(client: Client) -> None:
    person = make_employee("No Mail", number="V-77", email="")
    assert sign_in(client, person).status_code == 302


def test_the_page_says_the_same_to_a_wrong_password_and_to_a_stranger(client: Client, ada: Employee) -> None:
    def words(name: str) -> str:
        answer = client.post(reverse("account_login"), {"login": name, "password": "wrong-" + PASSWORD})
        assert "do not match" in answer.content.decode()
        return answer.content.decode().replace(name, "NAME").split("csrfmiddlewaretoken")[0]

    assert words(ada.email) == words("nobody@example.org")
    assert words(ada.number) == words("X-9999")


def test_asking_for_a_new_password_says_the_same_to_a_stranger(client: Client, ada: Employee) -> None:
    answers = [
        client.post(reverse("account_reset_password"), {"email": address}, follow=True)
        for address in (ada.email, "nobody@example.org")
    ]
    assert answers[0].redirect_chain == answers[1].redirect_chain
    assert answers[0].status_code == answers[1].status_code == 200


def test_the_session_key_changes_at_sign_in_and_the_old_one_is_dead(client: Client, ada: Employee) -> None:
    client.get(reverse("account_login"))
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    planted = session.session_key
    client.cookies["session"] = planted or ""
    sign_in(client, ada)
    assert client.session.session_key != planted
    assert not Session.objects.filter(session_key=planted).exists()


def test_signing_out_ends_the_session(client: Client, ada: Employee) -> None:
    sign_in(client, ada)
    stolen = client.cookies["session"].value
    client.post(reverse("account_logout"))
    client.cookies["session"] = stolen
    assert client.get(ACCOUNT).status_code == 302


def test_signing_out_takes_a_post(client: Client, ada: Employee) -> None:
    sign_in(client, ada)
    client.get(reverse("account_logout"))
    assert client.get(ACCOUNT).status_code == 200


def test_signing_in_leads_back_to_the_page_that_was_asked_for_and_nowhere_else(client: Client, ada: Employee) -> None:
    asked = client.get(ACCOUNT)
    assert asked["Location"] == f"{reverse('account_login')}?next={ACCOUNT}"
    form = {"login": ada.email, "password": PASSWORD}
    assert client.post(asked["Location"], form | {"next": ACCOUNT})["Location"] == ACCOUNT
    client.post(reverse("account_logout"))
    assert client.post(reverse("account_login"), form | {"next": "//evil.example/"})["Location"] == reverse("home")


def test_nobody_can_sign_up(client: Client) -> None:
    assert client.get("/accounts/signup/").status_code == 404
    form = {"email": "me@example.org", "username": "ME", "password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/accounts/signup/", form).status_code == 404
    assert not Employee.objects.exists()


def test_a_password_is_kept_as_argon2id_with_the_parameters_of_the_standard() -> None:
    with override_settings(PASSWORD_HASHERS=["people.backends.Argon2idHasher"]):
        encoded = make_password(PASSWORD)
        assert encoded.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
        assert check_password(PASSWORD, encoded)
        assert not check_password(PASSWORD + "x", encoded)
    assert Argon2idHasher.algorithm == "argon2"


def test_changing_the_password_ends_other_sessions_and_keeps_this_one(ada: Employee) -> None:
    here, elsewhere = Client(), Client()
    sign_in(here, ada)
    sign_in(elsewhere, ada)
    form = {"oldpassword": PASSWORD, "password1": "quite-another-one", "password2": "quite-another-one"}
    here.post(reverse("account_change_password"), form)
    assert here.get(ACCOUNT).status_code == 200
    assert elsewhere.get(ACCOUNT).status_code == 302


def test_the_sessions_page_lists_browsers_and_ends_the_others(ada: Employee) -> None:
    here, elsewhere = Client(), Client()
    sign_in(here, ada)
    sign_in(elsewhere, ada, HTTP_USER_AGENT="Kiosk browser")
    assert "Kiosk browser" in here.get(reverse("usersessions_list")).content.decode()
    here.post(reverse("usersessions_list"))
    assert elsewhere.get(ACCOUNT).status_code == 302
    assert here.get(ACCOUNT).status_code == 200
