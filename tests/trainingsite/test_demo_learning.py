"""What the people of the demo have learned: rows that hold together as the services would have left them."""

from pathlib import Path

import pytest
from django.conf import settings as site
from django.core.management import call_command
from django.db.models import Model
from django.utils import timezone
from pytest_django.fixtures import Settings

from assignments.models import Assignment, Campaign
from certificates.models import Certificate
from courses.grading import score
from courses.kinds import kind_of
from courses.models import Attempt, Completion, CourseVersion, Enrollment, FinishedStep
from courses.selectors.asking import asked_in
from courses.selectors.attempts import paper
from courses.selectors.outline import outline_of
from courses.selectors.progress import progress_of
from ledger.models import Entry
from notices.models import Notice
from people.models import Employee
from policies.models import Attestation, Enquiry, PaperSignature
from reports.selectors.figures.questions import question_lines
from toolkit.models import Job
from trainingsite.demo.answers import keys_of

pytestmark = pytest.mark.django_db
PACK = site.BASE_DIR / "content" / "social-media-in-healthcare"


@pytest.fixture(autouse=True)
def _a_demo(settings: Settings, tmp_path: Path) -> None:
    settings.DEMO = True
    settings.DATA_DIR = tmp_path
    call_command("load_demo", past_of=PACK, verbosity=0)
    call_command("load_content", str(PACK), publish=True, verbosity=0)
    call_command("load_demo", verbosity=0)


def test_some_are_done_some_under_way_some_late_and_nobody_is_mailed_about_the_past() -> None:
    open_ones = Assignment.objects.open()
    assert Campaign.objects.count() == 2
    assert open_ones.filter(due_at__lt=timezone.now()).count() >= 5
    assert Enrollment.objects.open().count() >= 10
    assert Assignment.objects.exclude(closed_at=None).count() > open_ones.count()
    assert not Notice.objects.exists()


def test_every_completion_has_its_steps_its_closed_assignment_and_its_certificate() -> None:
    completions = Completion.objects.select_related("enrollment__version")
    assert completions.count() == Certificate.objects.count() == Job.objects.filter(kind="certificates.render").count()
    for completion in completions:
        assert progress_of(completion.enrollment).next_step is None
        assert completion.assignments.get().closed_at == completion.completed_at == completion.enrollment.closed_at
        assert completion.completed_at < timezone.now()


def test_every_attempt_has_the_answers_that_make_its_result() -> None:
    attempts = Attempt.objects.select_related("enrollment__version").prefetch_related("answers")
    assert {attempt.is_passed for attempt in attempts} == {True, False}
    for attempt in attempts:
        step = next(step for step in outline_of(attempt.enrollment.version).steps if step.pk == attempt.step_id)
        keys = keys_of(step)
        answers = {answer.question_id: answer for answer in attempt.answers.all()}
        asked = paper(asked_in(attempt, step), attempt.seed)
        assert {question.pk for question in asked} == set(answers)
        for question in asked:
            kind, answer = kind_of(question.kind), answers[question.pk]
            assert kind.told(answer.given, question.body)
            assert kind.grade(answer.given, keys[question.pk]) == answer.points
        counted = [answers[one.pk].points or 0 for one in asked if kind_of(one.kind).counts(keys[one.pk])]
        assert attempt.score == score(counted)


def test_questions_of_the_demo_have_figures() -> None:
    version = Completion.objects.values_list("version", flat=True)[0]
    lines = [line for line in question_lines(CourseVersion.objects.get(pk=version)) if line.measured]
    rates = [line.measured.right.people or 0 for line in lines if line.measured]
    assert len(lines) >= 10
    assert max(rates) > 1.2 * min(rates)


def test_what_is_under_way_has_a_next_step() -> None:
    for enrollment in Enrollment.objects.open().select_related("version"):
        assert progress_of(enrollment).next_step is not None


def test_the_demo_employee_still_has_it_to_do_and_her_manager_has_done_it() -> None:
    ada, boris = (Employee.objects.get(name=name) for name in ("Ada Osei", "Boris Petrov"))
    assert Assignment.objects.open().filter(employee=ada).exists()
    assert not Enrollment.objects.filter(employee=ada).exists()
    assert Completion.objects.filter(employee=boris).exists()


def test_every_signature_of_a_course_stands_in_the_log_and_one_enquiry_and_one_paper_wait() -> None:
    signed = Attestation.objects.exclude(occasion="")
    finished = FinishedStep.objects.filter(step__kind="attest").select_related("enrollment")
    assert {row.occasion for row in signed} == {str(row.enrollment.uuid) for row in finished}
    assert signed.count() == Completion.objects.count()
    assert Entry.objects.filter(kind="policy.attested").count() == Attestation.objects.count()
    assert Enquiry.objects.exclude(replies__is_answer=True).get().kind == Enquiry.Kind.REFUSAL
    assert PaperSignature.objects.get(decision=None).employee.email == ""


def test_loading_again_adds_nothing() -> None:
    models: tuple[type[Model], ...] = (Completion, Job, Campaign, Attestation, Enquiry, PaperSignature)
    before = [model._default_manager.count() for model in models]
    call_command("load_demo", verbosity=0)
    assert [model._default_manager.count() for model in models] == before
