from datetime import timedelta

import pytest

from courses.models import Question
from courses.models.content import content_of
from courses.services.authoring import load_course, publish_version
from people.models import Employee
from tests.factories import NOW
from tests.support.courses import publish_course, short_course
from toolkit.errors import DomainError

pytestmark = pytest.mark.django_db


def test_a_published_version_says_when_and_by_whom(root: Employee) -> None:
    version = publish_version(load_course(short_course(), now=NOW).version, by=root, now=NOW)
    version.refresh_from_db()
    assert (version.published_at, version.published_by) == (NOW, root)
    assert content_of(version) == short_course()


def test_publishing_twice_has_one_effect(root: Employee) -> None:
    version = publish_course()
    with pytest.raises(DomainError, match=r"^This version is already published\.$"):
        publish_version(version, by=root, now=NOW + timedelta(days=1))
    version.refresh_from_db()
    assert (version.published_at, version.published_by) == (NOW, None)


def test_a_draft_whose_rows_were_touched_is_not_published() -> None:
    version = load_course(short_course(), now=NOW).version
    Question.objects.filter(key="g1").update(prompt="Something else?")
    with pytest.raises(DomainError, match="differs from what was loaded"):
        publish_version(version, by=None, now=NOW)
    version.refresh_from_db()
    assert not version.is_published


def test_a_draft_whose_answer_key_was_touched_is_not_published() -> None:
    version = load_course(short_course(), now=NOW).version
    question = Question.objects.get(key="g1")
    question.answer_key.body = {**question.answer_key.body, "correct": ["b"]}
    question.answer_key.save()
    with pytest.raises(DomainError, match="differs from what was loaded"):
        publish_version(version, by=None, now=NOW)
