from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from courses.content import digest
from courses.models import AnswerKey, CourseVersion, Module, Question, Step
from courses.models.content import content_of
from courses.packs import read_pack
from courses.services.authoring import load_course, publish_version
from courses.services.storing import store_files
from policies.services.loading import load_policy
from tests.factories import NOW
from tests.support.courses import publish_course, short_course

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)
STARTER = Path("content/social-media-in-healthcare")


def test_new_content_becomes_a_draft_with_the_number_one() -> None:
    loaded = load_course(short_course(), now=NOW)
    assert loaded.outcome == "new draft"
    assert (loaded.version.number, loaded.version.is_published, loaded.version.created_at) == (1, False, NOW)
    assert loaded.version.digest == digest(short_course())


def test_the_same_content_again_changes_nothing() -> None:
    first = load_course(short_course(), now=NOW)
    modules = list(Module.objects.values_list("pk", flat=True))
    again = load_course(short_course(), now=LATER)
    assert (again.outcome, again.version) == ("unchanged", first.version)
    assert list(Module.objects.values_list("pk", flat=True)) == modules


def test_the_same_content_as_the_published_version_makes_no_draft() -> None:
    version = publish_course()
    again = load_course(short_course(), now=LATER)
    assert (again.outcome, again.version) == ("unchanged", version)


def test_other_content_replaces_the_draft() -> None:
    first = load_course(short_course(), now=NOW)
    other = short_course(title="Better", modules=short_course().modules[:1])
    again = load_course(other, now=LATER)
    assert (again.outcome, again.version) == ("draft changed", first.version)
    assert content_of(CourseVersion.objects.get()) == other
    assert (Module.objects.count(), Step.objects.count(), Question.objects.count()) == (1, 2, 1)
    assert AnswerKey.objects.count() == 1


def test_other_content_after_publication_becomes_the_next_draft_and_leaves_the_published_one() -> None:
    version = publish_course()
    other = load_course(short_course(title="Better"), now=LATER)
    assert (other.outcome, other.version.number) == ("new draft", 2)
    assert content_of(CourseVersion.objects.get(pk=version.pk)) == short_course()


def test_each_language_counts_its_own_versions() -> None:
    publish_course()
    german = load_course(short_course(language="de"), now=NOW)
    assert (german.outcome, german.version.number) == ("new draft", 1)
    assert german.version.course.versions.count() == 2


def test_content_comes_back_without_loss() -> None:
    version = load_course(short_course(), now=NOW).version
    assert content_of(CourseVersion.objects.get(pk=version.pk)) == short_course()


def test_the_starter_pack_loads_publishes_comes_back_and_loads_again_unchanged() -> None:
    pack = read_pack(STARTER)
    for policy in pack.policies:
        load_policy(policy, now=NOW, publishes=True)
    store_files(pack.files)
    for content in pack.courses:
        version = publish_version(load_course(content, now=NOW).version, by=None, now=NOW)
        assert content_of(CourseVersion.objects.get(pk=version.pk)) == content
        assert load_course(content, now=LATER).outcome == "unchanged"
        assert load_course(replace(content, minutes=44), now=LATER).outcome == "new draft"
