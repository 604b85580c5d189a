import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.urls import NoReverseMatch, reverse

from courses.models import AnswerKey
from people.models import Employee
from tests.courses import learner
from tests.factories import make_course

MODELS = ["attempt", "completion", "course", "courseversion", "enrollment", "module", "step"]


@pytest.fixture
def operator(client: Client, root: Employee, ada: Employee) -> Client:
    """The administrator's browser; Ada has completed a course."""
    learner.complete(make_course(), ada)
    client.force_login(root)
    return client


@pytest.mark.parametrize("model", MODELS)
def test_operators_look_and_change_nothing(operator: Client, model: str) -> None:
    listing = reverse(f"admin:courses_{model}_changelist")
    assert operator.get(listing).status_code == 200
    assert operator.get(f"{listing}?q=ada").status_code == 200
    for row in apps.get_model("courses", model).objects.all():
        page = reverse(f"admin:courses_{model}_change", args=[row.pk])
        assert operator.get(page).status_code == 200
        assert operator.post(page, {"title": "Other"}).status_code == 403
        assert (
            operator.post(reverse(f"admin:courses_{model}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
        )
    assert operator.get(reverse(f"admin:courses_{model}_add")).status_code == 403


def test_no_page_of_the_admin_shows_an_answer_key(operator: Client) -> None:
    key = AnswerKey.objects.select_related("question__step__module").first()
    assert key is not None
    feedback = next(iter(key.body["feedback"].values()))
    step = key.question.step
    pages = [reverse("admin:courses_step_change", args=[step.pk]), reverse("admin:courses_attempt_changelist")]
    assert all(feedback not in operator.get(page).content.decode() for page in pages)
    assert AnswerKey not in admin.site._registry
    with pytest.raises(NoReverseMatch):
        reverse("admin:courses_answerkey_changelist")


def test_others_do_not_see_it(client: Client, ada: Employee, hana: Employee) -> None:
    for person in (ada, hana):
        client.force_login(person)
        assert client.get(reverse("admin:courses_completion_changelist")).status_code in (302, 403, 404)
