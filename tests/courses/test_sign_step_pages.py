"""The pages of the step that asks for a signature."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courses.models import Completion
from courses.services.learning import start_course
from people.models import Employee
from policies.models import Attestation, Policy
from policies.shown import make_token
from tests.courses.signing import make_signing_course, sign_in_course, up_to_signature
from tests.factories import NOW
from tests.policies.factories import make_policy_version, make_withdrawal
from tests.support.signing import shown_to, sign

STEP = ("signing", "only", "sign")
PAGE, CHECK = reverse("courses:step", args=STEP), reverse("courses:sign-check", args=STEP)


@pytest.fixture
def policy(db: None) -> Policy:
    return make_policy_version().policy


def token_on(page: str) -> str:
    found = re.search(r'name="shown" value="([^"]+)"', page)
    assert found, page
    return found.group(1)


def press(client: Client, token: str, name: str = "Ada Osei") -> Any:
    return client.post(CHECK, {"shown": token, "typed_name": name})


def test_from_the_step_over_the_check_to_the_end_of_the_course(client: Client, policy: Policy, ada: Employee) -> None:
    up_to_signature(make_signing_course(), ada)
    client.force_login(ada)
    page = client.get(PAGE).content.decode()
    assert "Read it once more." in page
    assert "No patient, ever. Version 1." in page
    check = client.get(CHECK, {"shown": token_on(page)}).content.decode()
    assert "Nothing is signed yet." in check
    assert not Attestation.objects.exists()
    assert press(client, token_on(check))["Location"] == PAGE
    done = client.get(PAGE).content.decode()
    assert "You signed Social media use, version 1, on" in done
    assert reverse("courses:done", args=["signing"]) in done
    assert reverse("policies:receipt", args=[Attestation.objects.get().uuid]) in done
    assert Completion.objects.count() == 1


def test_the_step_is_locked_until_all_before_it_is_done(client: Client, policy: Policy, ada: Employee) -> None:
    start_course(make_signing_course().course, employee=ada, now=NOW)
    client.force_login(ada)
    page = client.get(PAGE).content.decode()
    assert "Finish the steps before this one first." in page
    assert "No patient, ever." not in page
    assert client.post(reverse("courses:finish", args=STEP)).status_code == 404
    assert client.get(CHECK, {"shown": "x"}).status_code == 422
    assert not Attestation.objects.exists()


def test_a_second_click_and_a_second_tab_come_to_the_same_page(client: Client, policy: Policy, ada: Employee) -> None:
    up_to_signature(make_signing_course(), ada)
    client.force_login(ada)
    tabs = [token_on(client.get(PAGE).content.decode()) for _ in range(2)]
    for token in (*tabs, *tabs):
        assert press(client, token)["Location"] == PAGE
    assert client.get(CHECK, {"shown": tabs[0]})["Location"] == PAGE
    assert Attestation.objects.count() == 1


def test_a_second_click_is_told_that_nothing_new_was_recorded(client: Client, policy: Policy, ada: Employee) -> None:
    up_to_signature(make_signing_course(), ada)
    client.force_login(ada)
    token = token_on(client.get(PAGE).content.decode())
    assert "Nothing new was recorded." not in client.get(press(client, token)["Location"]).content.decode()
    assert "Nothing new was recorded." in client.get(press(client, token)["Location"]).content.decode()


def test_another_name_and_a_forged_form_are_refused(client: Client, policy: Policy, ada: Employee) -> None:
    up_to_signature(make_signing_course(), ada)
    client.force_login(ada)
    token = token_on(client.get(PAGE).content.decode())
    answers = [press(client, token, "Boris"), press(client, token[:-1] + "x")]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert "Type your name as we know it: Ada Osei." in answers[0].content.decode()
    assert "The form does not say what this site showed you" in answers[1].content.decode()
    assert not Attestation.objects.exists()


def test_something_newer_is_shown_in_its_place(client: Client, policy: Policy, ada: Employee) -> None:
    up_to_signature(make_signing_course(), ada)
    client.force_login(ada)
    token = token_on(client.get(PAGE).content.decode())
    make_policy_version()
    answer = press(client, token)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "version 2 came into force. Nothing was signed." in page
    assert press(client, token_on(page)).status_code == 302
    assert Attestation.objects.get().version.number == 2


def test_what_was_shown_long_ago_is_shown_again(client: Client, policy: Policy, ada: Employee) -> None:
    up_to_signature(make_signing_course(), ada)
    client.force_login(ada)
    old = make_token(shown_to(ada, policy), reader=ada.uuid, now=timezone.now() - timedelta(hours=3))
    answer = press(client, old)
    assert answer.status_code == 422
    assert "You opened this text more than two hours ago" in answer.content.decode()
    assert not Attestation.objects.exists()
    assert press(client, token_on(answer.content.decode())).status_code == 302


def test_a_step_is_signed_in_the_language_in_which_it_is_read(client: Client, ada: Employee) -> None:
    make_policy_version(also_in="es")
    up_to_signature(make_signing_course(), ada)
    client.force_login(ada)
    assert 'href="?language=es"' in client.get(PAGE).content.decode()
    page = client.get(PAGE, {"language": "es"}).content.decode()
    check = client.get(CHECK, {"shown": token_on(page)}).content.decode()
    assert f'href="{PAGE}?language=es"' in check
    press(client, token_on(check))
    assert Attestation.objects.get().language == "es"
    assert Completion.objects.exists()


def test_who_signed_before_sees_what_changed(client: Client, policy: Policy, ada: Employee) -> None:
    sign(ada, policy)
    make_policy_version()
    up_to_signature(make_signing_course(), ada)
    client.force_login(ada)
    page = client.get(PAGE).content.decode()
    assert "What changed since you signed" in page
    press(client, token_on(page))
    assert Attestation.objects.get(version__number=2).difference_sha256


def test_a_withdrawn_policy_says_whom_to_ask_and_cannot_be_finished(
    client: Client, policy: Policy, ada: Employee
) -> None:
    up_to_signature(make_signing_course(), ada)
    client.force_login(ada)
    token = token_on(client.get(PAGE).content.decode())
    make_withdrawal(policy.versions.get())
    page = client.get(PAGE).content.decode()
    assert "No version of this policy is in force now." in page
    assert "Nothing is lost." in page
    assert press(client, token).status_code == 422
    assert not Completion.objects.exists()


def test_a_signature_elsewhere_finishes_the_step(client: Client, policy: Policy, ada: Employee) -> None:
    up_to_signature(make_signing_course(), ada)
    sign(ada, policy)
    client.force_login(ada)
    assert "You have signed this policy. This step is done." in client.get(PAGE).content.decode()


def test_the_policys_own_page_leads_into_the_course(client: Client, policy: Policy, ada: Employee) -> None:
    enrollment = up_to_signature(make_signing_course(), ada)
    client.force_login(ada)
    for address in ("/policies/social-media-use/sign/", "/policies/social-media-use/sign/check/?shown=x"):
        assert client.get(address)["Location"] == PAGE
    assert client.get("/policies/social-media-use/sign/?language=es")["Location"] == f"{PAGE}?language=es"
    page = client.get("/policies/social-media-use/sign/", follow=True).content.decode()
    assert "You sign this policy as part of the course Signing course." in page
    sign_in_course(enrollment)
    assert client.get("/policies/social-media-use/sign/").status_code == 200


def test_the_step_of_somebody_else_is_not_there(
    client: Client, policy: Policy, ada: Employee, mallory: Employee
) -> None:
    up_to_signature(make_signing_course(), ada)
    client.force_login(mallory)
    assert client.get(PAGE)["Location"] == reverse("courses:overview", args=["signing"])
    assert client.get(CHECK).status_code == 404
    assert client.post(CHECK).status_code == 404


def test_only_signatures_have_a_check_page(client: Client, policy: Policy, ada: Employee) -> None:
    up_to_signature(make_signing_course(), ada)
    client.force_login(ada)
    for step in ("read", "check"):
        assert client.get(reverse("courses:sign-check", args=["signing", "only", step])).status_code == 404


def test_the_overview_lists_the_signature(client: Client, policy: Policy, ada: Employee) -> None:
    up_to_signature(make_signing_course(), ada)
    client.force_login(ada)
    page = client.get(reverse("courses:overview", args=["signing"])).content.decode()
    assert f'href="{PAGE}"' in page
    assert "Sign the policy" in page
