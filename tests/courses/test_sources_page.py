"""The page that says what a course rests on."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client

from courses.content import CourseContent, digest
from courses.models import CourseVersion
from courses.models.content import content_of
from courses.packs import read_pack
from courses.services.learning import start_course
from people.models import Employee
from tests.factories import NOW
from tests.support.courses import CANARY, SHORT_PACK, publish_course, short_course, write_pack

pytestmark = pytest.mark.django_db
PAGE = "/courses/short-course/sources/"
FACT = "Dates about a person, except the year, identify that person."


def with_facts() -> CourseContent:
    course = short_course()
    first, *others = course.sources
    return replace(course, sources=(replace(first, facts=(FACT,)), *others))


def test_facts_are_read_from_the_pack_and_come_back_from_the_rows(tmp_path: Path) -> None:
    listed = SHORT_PACK["sources.yaml"] + f"  facts:\n  - {FACT}\n"
    (course,) = read_pack(write_pack(tmp_path, **{"sources.yaml": listed})).courses
    assert course.sources[0].facts == (FACT,)
    version = publish_course(with_facts())
    assert content_of(CourseVersion.objects.get(pk=version.pk)) == with_facts()
    assert version.digest == digest(with_facts()) != digest(short_course())


def test_a_reader_sees_sources_facts_and_where_they_stand_and_no_answer(client: Client, ada: Employee) -> None:
    version = publish_course(with_facts())
    client.force_login(ada)
    page = client.get(PAGE).content.decode()
    assert FACT in page
    lesson = version.modules.get(position=1).steps.get(kind="lesson")
    assert lesson.title in page
    assert f'/{lesson.slug}/"' not in page  # nothing to open before the course is begun
    assert CANARY not in page
    start_course(version.course, employee=ada, now=NOW)
    assert f'/{lesson.slug}/"' in client.get(PAGE).content.decode()
    for address in ("/courses/short-course/", f"/courses/short-course/{lesson.module.slug}/{lesson.slug}/"):
        assert f'href="{PAGE}"' in client.get(address).content.decode()


def test_a_reader_sees_the_sources_of_the_version_that_they_take(client: Client, ada: Employee) -> None:
    start_course(publish_course(with_facts()).course, employee=ada, now=NOW)
    publish_course(short_course(title="Another"))
    client.force_login(ada)
    assert FACT in client.get(PAGE).content.decode()


def test_there_is_no_page_without_sources_without_a_course_or_without_signing_in(client: Client, ada: Employee) -> None:
    publish_course(replace(short_course(), sources=()))
    assert client.get(PAGE).status_code == 302
    client.force_login(ada)
    assert client.get(PAGE).status_code == 404
    assert PAGE not in client.get("/courses/short-course/").content.decode()
    assert client.get("/courses/no-course/sources/").status_code == 404
