"""Giving one more attempt to somebody who used all of them."""

import pytest
from django.test import Client
from django.urls import reverse

from assignments.selectors import out_of_attempts
from courses.models import Attempt, AttemptGrant, Enrollment, Step
from courses.services.learning import start_course
from people.models import Employee
from tests.factories import NOW, make_course

Address = str


@pytest.fixture
def passage(ada: Employee) -> Enrollment:
    return start_course(make_course(attempts_limit=2).course, employee=ada, now=NOW)


@pytest.fixture
def check(passage: Enrollment) -> Step:
    return Step.objects.get(module__version=passage.version, slug="final-check")


@pytest.fixture
def address(passage: Enrollment) -> Address:
    return reverse("assignments:grant-attempt", args=[passage.uuid, "check", "final-check"])


def fail(passage: Enrollment, check: Step, *, times: int) -> None:
    used = Attempt.objects.filter(enrollment=passage, step=check).count()
    for number in range(used + 1, used + times + 1):
        Attempt.objects.create(
            enrollment=passage,
            step=check,
            number=number,
            seed=1,
            pass_mark=75,
            started_at=NOW,
            submitted_at=NOW,
            score=10,
            is_passed=False,
        )


@pytest.mark.parametrize("who", ["boris", "hana"])
def test_the_manager_and_hr_may_give_one_more(
    client: Client, request: pytest.FixtureRequest, passage: Enrollment, check: Step, address: Address, who: str
) -> None:
    giver = request.getfixturevalue(who)
    fail(passage, check, times=2)
    client.force_login(giver)
    page = client.get(address).content.decode()
    assert "Another attempt for Ada Osei?" in page
    assert "2 of 2 used" in page
    answer = client.post(address, {"reason": "The connection broke."})
    assert answer.status_code == 302
    grant = AttemptGrant.objects.get()
    assert (grant.granted_by, grant.reason) == (giver, "The connection broke.")
    assert out_of_attempts(Employee.objects.all()) == []


def test_two_clicks_give_one(
    client: Client, boris: Employee, passage: Enrollment, check: Step, address: Address
) -> None:
    fail(passage, check, times=2)
    client.force_login(boris)
    client.post(address, {"reason": "Once."})
    answer = client.post(address, {"reason": "Twice."})
    assert answer.status_code == 422
    assert "There are attempts left" in answer.content.decode()
    assert AttemptGrant.objects.count() == 1


def test_a_reason_is_needed(
    client: Client, boris: Employee, passage: Enrollment, check: Step, address: Address
) -> None:
    fail(passage, check, times=2)
    client.force_login(boris)
    for reason, words in ((" ", "Say in one sentence why."), ("Lost\u202e.nekorb", "(U+202E) after “Lost”")):
        answer = client.post(address, {"reason": reason})
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert not AttemptGrant.objects.exists()


@pytest.mark.parametrize("who", ["ada", "cleo", "mallory"])
def test_nobody_else_may(client: Client, request: pytest.FixtureRequest, address: Address, who: str) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(address).status_code == 403


def test_another_manager_finds_nothing(client: Client, address: Address, ada: Employee, mallory: Employee) -> None:
    ada.placements.update(manager=mallory)
    boss_of_boss = Employee.objects.get(number="E-0002")
    mallory.placements.update(manager=boss_of_boss)
    client.force_login(boss_of_boss)
    assert client.get(address).status_code == 404


def test_nobody_gives_themselves_one(client: Client, hana: Employee) -> None:
    mine = start_course(make_course().course, employee=hana, now=NOW)
    client.force_login(hana)
    assert client.get(reverse("assignments:grant-attempt", args=[mine.uuid, "check", "final-check"])).status_code == 404


@pytest.mark.parametrize("where", [("check", "nonsense"), ("basics", "why"), ("basics", "practice")])
def test_only_a_check_with_a_limit_has_the_page(
    client: Client, hana: Employee, passage: Enrollment, where: tuple[str, str]
) -> None:
    client.force_login(hana)
    address = reverse("assignments:grant-attempt", args=[passage.uuid, *where])
    assert client.get(address).status_code == 404


def test_who_has_attempts_left_needs_none(passage: Enrollment, check: Step) -> None:
    fail(passage, check, times=1)
    assert out_of_attempts(Employee.objects.all()) == []
    fail(passage, check, times=1)
    (stuck,) = out_of_attempts(Employee.objects.all())
    assert (stuck.enrollment, stuck.module_slug, stuck.step_slug) == (passage.uuid, "check", "final-check")
