"""The policy's own pages before, at and after a signature, as everybody of the cast meets them."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from ledger import services
from ledger.keyfiles import KeyFiles
from people.models import Employee
from policies.facts import ATTESTED
from policies.models import Attestation, Policy
from policies.shown import make_token
from tests.factories import PASSWORD, TODAY
from tests.policies.factories import PROMISE, SLUG, STATEMENT, make_attestation, make_policy_version, make_withdrawal
from tests.support.receipts import proved_by
from tests.support.signing import shown_to, sign
from trainingsite import health
from trainingsite.health import Check, State

SIGN, CHECK = f"/policies/{SLUG}/sign/", f"/policies/{SLUG}/sign/check/"
Post = Callable[..., HttpResponse]


@pytest.fixture
def policy(db: None) -> Policy:
    return make_policy_version().policy


def token_on(page: str) -> str:
    """What the page hands over to the next one."""
    found = re.search(r'name="shown" value="([^"]+)"', page)
    assert found, page
    return found.group(1)


def read(client: Client, person: Employee) -> str:
    """The person opens the page to sign; returns what it hands over."""
    client.force_login(person)
    return token_on(client.get(SIGN).content.decode())


def press(client: Client, token: str, name: str = "Ada Osei") -> Any:
    return client.post(CHECK, {"shown": token, "typed_name": name})


def test_somebody_new_reads_the_statement_and_the_whole_text(client: Client, policy: Policy, ada: Employee) -> None:
    client.force_login(ada)
    page = client.get(SIGN).content.decode()
    assert STATEMENT in page
    assert "version 1, in force since Jan. 1, 2020" in page
    assert "No patient, ever. Version 1." in page
    assert "What changed since you signed" not in page
    assert not Attestation.objects.exists()


def test_who_signed_before_reads_what_changed(client: Client, policy: Policy, ada: Employee) -> None:
    sign(ada, policy)
    make_policy_version()
    shown = shown_to(ada, policy)
    client.force_login(ada)
    page = client.get(SIGN).content.decode()
    assert "What changed since you signed" in page
    assert "You signed version 1 on Nov. 24, 2026." in page
    assert re.search(r"<ins[^>]*>.*2", page)
    press(client, token_on(page))
    row = Attestation.objects.get(version__number=2)
    assert row.from_version == policy.versions.get(number=1)
    assert row.difference_sha256 == shown.difference_sha256 != ""


def test_a_text_is_signed_in_the_language_in_which_it_is_read(client: Client, ada: Employee) -> None:
    version = make_policy_version(also_in="es")
    client.force_login(ada)
    page = client.get(reverse("policies:policy", args=[SLUG]), {"language": "es"}).content.decode()
    assert f'href="{SIGN}?language=es"' in page
    page = client.get(SIGN).content.decode()
    assert 'href="?language=es"' in page
    assert STATEMENT in page
    page = client.get(SIGN, {"language": "es"}).content.decode()
    assert "Nunca un paciente." in page
    assert PROMISE in page
    check = client.get(CHECK, {"shown": token_on(page)}).content.decode()
    assert PROMISE in check
    assert f'href="{SIGN}?language=es"' in check
    again = press(client, token_on(check), "Boris").content.decode()
    assert PROMISE in again
    press(client, token_on(again))
    assert Attestation.objects.get().text == version.texts.get(language="es")


def test_a_new_language_is_read_as_a_whole(client: Client, policy: Policy, ada: Employee) -> None:
    """Version 1 has no Spanish text, so there is nothing with which the Spanish one could be compared."""
    sign(ada, policy)
    make_policy_version(also_in="es")
    client.force_login(ada)
    assert "What changed since you signed" in client.get(SIGN).content.decode()
    page = client.get(SIGN, {"language": "es"}).content.decode()
    assert "Nunca un paciente." in page
    press(client, token_on(page))
    row = Attestation.objects.get(version__number=2)
    assert (row.language, row.from_version) == ("es", None)


@pytest.mark.parametrize("language", ["de", "x" * 500, "\0", "../", "ES"])
def test_an_unknown_language_gives_the_nearest(client: Client, ada: Employee, language: str) -> None:
    make_policy_version(also_in="es")
    client.force_login(ada)
    page = client.get(SIGN, {"language": language}).content.decode()
    assert (PROMISE if language == "ES" else STATEMENT) in page


def test_from_reading_over_checking_to_the_record(client: Client, policy: Policy, ada: Employee) -> None:
    token = read(client, ada)
    check = client.get(CHECK, {"shown": token}).content.decode()
    assert "Nothing is signed yet." in check
    assert STATEMENT in check
    assert "As we know it: Ada Osei." in check
    assert not Attestation.objects.exists()
    answer = press(client, token_on(check), "ada osei")
    row = Attestation.objects.get()
    assert answer["Location"] == reverse("policies:signature", args=[row.uuid])
    assert (row.method, row.network_address, row.typed_name) == ("site", "127.0.0.1", "ada osei")
    record = client.get(answer["Location"]).content.decode()
    assert "Download the receipt" in record
    assert "No patient, ever. Version 1." in record


def test_a_second_click_leads_to_the_first_record(client: Client, policy: Policy, ada: Employee) -> None:
    token = read(client, ada)
    places = [press(client, token)["Location"] for _ in range(3)]
    assert len(set(places)) == 1
    assert Attestation.objects.count() == 1


def test_a_second_signature_is_told_that_nothing_new_was_recorded(
    client: Client, policy: Policy, ada: Employee
) -> None:
    """Also of a version that was withdrawn since, and of one that was signed in a course."""
    token = read(client, ada)
    row = sign(ada, policy, occasion=str(uuid4()))
    make_withdrawal(policy.versions.get())
    answer = client.post(CHECK, {"shown": token, "typed_name": "Ada Osei"}, follow=True)
    assert answer.redirect_chain == [(reverse("policies:signature", args=[row.uuid]), 302)]
    assert "You signed this on Nov. 24, 2026. Nothing new was recorded." in answer.content.decode()
    assert Attestation.objects.count() == 1


def test_a_first_signature_is_told_nothing_of_the_kind(client: Client, policy: Policy, ada: Employee) -> None:
    token = read(client, ada)
    answer = client.post(CHECK, {"shown": token, "typed_name": "Ada Osei"}, follow=True)
    assert "Nothing new was recorded" not in answer.content.decode()


def test_a_second_click_is_calm_when_something_newer_came_meanwhile(
    client: Client, policy: Policy, ada: Employee
) -> None:
    token = read(client, ada)
    first = press(client, token)["Location"]
    make_policy_version()
    assert press(client, token)["Location"] == first


def test_another_name_is_refused_with_the_right_one(client: Client, policy: Policy, ada: Employee) -> None:
    token = read(client, ada)
    for name, words in (("Boris", "Type your name as we know it: Ada Osei."), ("", "Type your full name to sign.")):
        answer = press(client, token, name)
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert not Attestation.objects.exists()
    assert press(client, token_on(answer.content.decode())).status_code == 302


def test_an_endless_name_is_not_said_back(client: Client, policy: Policy, ada: Employee) -> None:
    answer = press(client, read(client, ada), "x" * 1_000_000)
    assert answer.status_code == 422
    assert "at most 200 characters" in answer.content.decode()
    assert len(answer.content) < 50_000


def test_something_newer_is_shown_and_nothing_signed(client: Client, policy: Policy, ada: Employee) -> None:
    token = read(client, ada)
    make_policy_version()
    for answer in (press(client, token), client.get(CHECK, {"shown": token})):
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "While you were reading, version 2 came into force. Nothing was signed." in page
        assert "Version 2." in page
    assert not Attestation.objects.exists()
    assert press(client, token_on(page)).status_code == 302
    assert Attestation.objects.get().version.number == 2


def test_a_withdrawal_meanwhile_is_called_one(client: Client, policy: Policy, ada: Employee) -> None:
    newer = make_policy_version()
    token = read(client, ada)
    make_withdrawal(newer)
    for answer in (press(client, token), client.get(CHECK, {"shown": token})):
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "While you were reading, version 2 was withdrawn. Nothing was signed. Version 1 counts now" in page
        assert "came into force" not in page
    assert not Attestation.objects.exists()


@pytest.mark.parametrize("forge", [lambda token: token[:-1] + "x", lambda token: "x", lambda token: token[::-1]])
def test_a_forged_form_is_refused_with_a_clear_sentence(
    client: Client, policy: Policy, ada: Employee, forge: Callable[[str], str]
) -> None:
    token = forge(read(client, ada))
    for answer in (press(client, token), client.get(CHECK, {"shown": token})):
        assert answer.status_code == 422
        assert "The form does not say what this site showed you" in answer.content.decode()
    assert not Attestation.objects.exists()


def test_what_was_shown_to_somebody_else_signs_nothing(
    client: Client, policy: Policy, ada: Employee, mallory: Employee
) -> None:
    token = read(client, ada)
    client.force_login(mallory)
    answer = press(client, token, "Mallory Quinn")
    assert answer.status_code == 422
    assert not Attestation.objects.exists()


def test_a_text_of_another_policy_signs_nothing(client: Client, policy: Policy, ada: Employee) -> None:
    other = make_policy_version(slug="photography").policy
    client.force_login(ada)
    token = make_token(shown_to(ada, other), reader=ada.uuid, now=timezone.now())
    assert press(client, token).status_code == 422
    assert not Attestation.objects.exists()


def test_the_check_page_without_anything_read_leads_to_the_text(client: Client, policy: Policy, ada: Employee) -> None:
    client.force_login(ada)
    assert client.get(CHECK)["Location"] == SIGN
    assert client.get(CHECK, {"language": "es"})["Location"] == f"{SIGN}?language=es"
    assert client.post(CHECK, {"typed_name": "Ada Osei"})["Location"] == SIGN
    assert not Attestation.objects.exists()


def test_the_check_page_says_what_was_read_or_shows_it_again(client: Client, policy: Policy, ada: Employee) -> None:
    """A paper for version 1 is approved while they read all of version 2: now they would be shown what changed."""
    make_policy_version()
    token = read(client, ada)
    make_attestation(ada, policy.versions.get(number=1))
    for answer in (client.get(CHECK, {"shown": token}), press(client, token, "Boris")):
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "This page would show you something else now, so nothing was signed." in page
        assert "What changed since you signed" in page
    check = client.get(CHECK, {"shown": token_on(page)}).content.decode()
    assert "what changed since version 1" in check
    press(client, token_on(check))
    assert Attestation.objects.get(version__number=2).from_version == policy.versions.get(number=1)


def test_a_withdrawn_policy_says_whom_to_ask(client: Client, ada: Employee, cleo: Employee) -> None:
    version = make_policy_version(owner=cleo)
    token = read(client, ada)
    make_withdrawal(version)
    for answer in (client.get(SIGN), client.get(SIGN, follow=True), press(client, token)):
        page = client.get(answer["Location"]).content.decode() if answer.status_code == 302 else answer.content.decode()
        assert "No version of this policy is in force now." in page
        assert "Cleo Marchetti answers for this policy" in page
    assert not Attestation.objects.exists()


def test_nobody_is_sent_to_an_owner_who_has_left(client: Client, ada: Employee, cleo: Employee) -> None:
    make_withdrawal(make_policy_version(owner=cleo))
    Employee.objects.filter(pk=cleo.pk).update(is_active=False)
    client.force_login(ada)
    page = client.get(SIGN, follow=True).content.decode()
    assert "No version of this policy is in force now." in page
    assert "Cleo" not in page
    assert "Compliance office answers for this policy" in page


def test_what_is_signed_is_not_asked_again(client: Client, policy: Policy, ada: Employee) -> None:
    row = sign(ada, policy)
    client.force_login(ada)
    page = client.get(SIGN).content.decode()
    assert "You signed version 1 on Nov. 24, 2026." in page
    assert reverse("policies:signature", args=[row.uuid]) in page
    assert "typed_name" not in page


def test_no_policy_of_that_name_is_a_404(client: Client, ada: Employee) -> None:
    client.force_login(ada)
    assert client.get("/policies/nothing/sign/").status_code == 404
    assert client.post("/policies/nothing/sign/check/").status_code == 404


def test_a_draft_is_nobodys_to_sign(client: Client, ada: Employee) -> None:
    policy = Policy.objects.create(slug=SLUG, created_at=timezone.now())
    policy.versions.create(number=1, created_at=timezone.now())
    client.force_login(ada)
    assert client.get(SIGN).status_code == 404


def test_the_policys_page_leads_to_the_signature(client: Client, policy: Policy, ada: Employee) -> None:
    client.force_login(ada)
    page = client.get(reverse("policies:policy", args=[SLUG])).content.decode()
    assert f'href="{SIGN}"' in page
    assert f'href="/policies/{SLUG}/ask/?kind=refusal"' in page
    sign(ada, policy)
    page = client.get(reverse("policies:policy", args=[SLUG])).content.decode()
    assert f'href="{SIGN}"' not in page


def test_too_few_proxies_leave_the_address_out_and_show_on_the_health_page(
    client: Client, policy: Policy, ada: Employee, settings: Settings
) -> None:
    assert _proxies().state is not State.BAD
    token = read(client, ada)
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    answer = client.post(CHECK, {"shown": token, "typed_name": "Ada Osei"}, headers={"X-Forwarded-For": "192.0.2.7"})
    assert answer.status_code == 302
    assert Attestation.objects.get().network_address is None
    assert _proxies().state is State.BAD
    assert "TRUSTED_PROXIES" in _proxies().detail


def _proxies() -> Check:
    return next(check for check in health.everything(now=timezone.now()) if check.name == "proxies")


# --- sign-in confirmed again


def test_an_organization_can_ask_for_the_sign_in_again(
    client: Client, policy: Policy, ada: Employee, settings: Settings
) -> None:
    settings.SIGNING_CONFIRMS_SIGN_IN = True
    client.force_login(ada)  # no record of how and when
    token = token_on(client.get(SIGN).content.decode())
    answer = press(client, token)
    assert answer["Location"].startswith(reverse("account_reauthenticate") + "?next=")
    assert client.get(CHECK, {"shown": token})["Location"] == answer["Location"]
    assert not Attestation.objects.exists()
    back = client.post(answer["Location"], {"password": PASSWORD})
    check = client.get(back["Location"])
    assert check.status_code == 200
    assert press(client, token_on(check.content.decode())).status_code == 302
    assert Attestation.objects.get().method == Attestation.Method.SITE_CONFIRMED


def test_a_confirmation_before_reading_does_not_count(
    client: Client, policy: Policy, ada: Employee, settings: Settings
) -> None:
    settings.SIGNING_CONFIRMS_SIGN_IN = True
    client.force_login(ada)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    later = make_token(shown_to(ada, policy), reader=ada.uuid, now=timezone.now() + timedelta(minutes=1))
    assert reverse("account_reauthenticate") in press(client, later)["Location"]
    assert not Attestation.objects.exists()


def test_a_sign_in_long_ago_is_no_confirmation(
    client: Client, policy: Policy, ada: Employee, settings: Settings
) -> None:
    """Also when it came after the reading: a token can be kept, and the session goes on for weeks."""
    settings.SIGNING_CONFIRMS_SIGN_IN = True
    client.force_login(ada)
    now = timezone.now()
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": now.timestamp() - 11 * 60}]
    session.save()
    token = make_token(shown_to(ada, policy), reader=ada.uuid, now=now - timedelta(minutes=90))
    assert reverse("account_reauthenticate") in press(client, token)["Location"]
    session[AUTHENTICATION_METHODS_SESSION_KEY][0]["at"] = now.timestamp() - 5 * 60
    session.save()
    assert press(client, token)["Location"].startswith("/policies/signed/")


def test_what_was_shown_long_ago_is_shown_again(client: Client, policy: Policy, ada: Employee) -> None:
    client.force_login(ada)
    old = make_token(shown_to(ada, policy), reader=ada.uuid, now=timezone.now() - timedelta(hours=2, seconds=2))
    for answer in (press(client, old), client.get(CHECK, {"shown": old})):
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "You opened this text more than two hours ago, so nothing was signed." in page
        assert "No patient, ever. Version 1." in page
    assert not Attestation.objects.exists()
    assert press(client, token_on(page)).status_code == 302


# --- one's own records


def test_a_record_stays_when_its_policy_is_withdrawn(client: Client, policy: Policy, ada: Employee) -> None:
    row = sign(ada, policy)
    make_withdrawal(policy.versions.get())
    client.force_login(ada)
    page = client.get(reverse("policies:signed")).content.decode()
    assert "Social media use, version 1" in page
    record = client.get(reverse("policies:signature", args=[row.uuid])).content.decode()
    assert "No patient, ever. Version 1." in record
    assert row.text_sha256 in record


def test_a_record_is_its_owners_alone(
    client: Client, policy: Policy, ada: Employee, boris: Employee, hana: Employee, mallory: Employee
) -> None:
    row = sign(ada, policy)
    for person in (boris, hana, mallory):
        client.force_login(person)
        for name in ("policies:signature", "policies:receipt"):
            assert client.get(reverse(name, args=[row.uuid])).status_code == 404
        assert "Social media use" not in client.get(reverse("policies:signed")).content.decode()


def test_nothing_signed_yet_says_so(client: Client, ada: Employee) -> None:
    client.force_login(ada)
    assert "Nothing signed yet" in client.get(reverse("policies:signed")).content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_receipt_comes_once_the_log_is_sealed(
    client: Client, ledger_key: KeyFiles, policy: Policy, ada: Employee
) -> None:
    row = sign(ada, policy)
    client.force_login(ada)
    answer = client.get(reverse("policies:receipt", args=[row.uuid]))
    assert (answer.status_code, answer["Retry-After"]) == (202, "2")
    assert "available in a moment" in answer.content.decode()
    services.seal(timezone.now())
    answer = client.get(reverse("policies:receipt", args=[row.uuid]))
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="{SLUG}-v1-{TODAY}.tlog-proof"'
    assert answer.content.startswith(b"c2sp.org/tlog-proof@v1\n")


def test_a_receipt_proves_the_signature_by_itself(
    client: Client, ledger_key: KeyFiles, policy: Policy, ada: Employee
) -> None:
    row = sign(ada, policy)
    services.seal(timezone.now())
    client.force_login(ada)
    receipt = client.get(reverse("policies:receipt", args=[row.uuid])).content
    proved = proved_by(receipt, client.get("/ledger/key").content.decode().split())
    assert (proved["entry"]["kind"], proved["entry"]["fact"]) == (ATTESTED, str(row.uuid))
    assert (proved["person"], proved["detail"]["text_sha256"]) == (str(ada.uuid), row.text_sha256)


def test_a_second_click_is_calm_when_the_policy_was_withdrawn_meanwhile(
    client: Client, policy: Policy, ada: Employee
) -> None:
    token = read(client, ada)
    first = press(client, token)["Location"]
    make_withdrawal(policy.versions.get())
    assert press(client, token)["Location"] == first
