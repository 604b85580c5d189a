"""Every course of the pack from the list of courses to the certificate: by keyboard alone, and without scripts.

What is asked and what is right is read from the site, so that a course may change without this test.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import Watch
from tests.journeys.hands import Hand, Keyboard, Pointer
from tests.journeys.learning import Journey, number_on, read_certificate
from tests.journeys.visitors import Visitors
from toolkit.packfiles.problems import Problems
from toolkit.packfiles.yamlfile import read_mapping

pytestmark = [pytest.mark.browser, pytest.mark.long]
PACK = Path(__file__).resolve().parents[2] / "content" / "social-media-in-healthcare"
COURSES = sorted(folder.name for folder in (PACK / "courses").iterdir())


@pytest.mark.parametrize("course", COURSES)
def test_a_keyboard_is_enough_for_the_whole_course(
    visitors: Visitors, page_of_failure: list[Page], course: str
) -> None:
    watch = Watch(visitors.fresh().new_page())
    page_of_failure.append(watch.page)
    _whole(Journey.plan(visitors, "tabber", course, Keyboard(watch.page)))
    assert not watch.take(expected=200)


@pytest.mark.parametrize("course", COURSES)
def test_scripts_are_not_needed_for_the_whole_course(
    visitors: Visitors, page_of_failure: list[Page], course: str
) -> None:
    watch = Watch(visitors.fresh(java_script_enabled=False).new_page())
    page_of_failure.append(watch.page)
    _whole(Journey.plan(visitors, "plain", course, Pointer(watch.page), has_scripts=False))
    assert not watch.take(expected=200)


def _whole(journey: Journey) -> None:
    title = _title_of(journey.course)
    journey.sign_in()
    page = journey.hand.page
    page.goto("/courses/")
    journey.hand.press(title, kind="link")
    journey.hand.press("Start the course")
    journey.learn_up_to_the_check()
    journey.fail_and_pass()
    journey.sign_policy()
    expect(page.get_by_role("link", name="Download the receipt")).to_be_visible()
    words = read_certificate(journey.fetch_certificate())
    assert journey.visitors.name_of(journey.who) in words
    assert title in words
    _is_done(journey.hand, journey.course, title)
    page.goto(f"/verify/{number_on(words)}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("This certificate is real")


def _is_done(hand: Hand, course: str, title: str) -> None:
    hand.page.goto("/courses/")
    row = hand.page.locator("main li", has=hand.page.get_by_role("link", name=title, exact=True))
    expect(row).to_contain_text("Done")


def _title_of(course: str) -> str:
    fields = read_mapping(Problems(), "course.yaml", (PACK / "courses" / course / "course.yaml").read_text())
    assert fields is not None
    return fields.text("title")
