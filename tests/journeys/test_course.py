"""Somebody learns, fails once, passes, and holds a certificate: by pointer, by keyboard, without scripts."""

import pytest
from playwright.sync_api import Page

from tests.journeys.browser import PHONE, Watch
from tests.journeys.hands import Keyboard, Pointer
from tests.journeys.learning import Journey, done_on_tracking, proof_holds
from tests.journeys.stage import SHORT
from tests.journeys.visitors import Visitors

pytestmark = pytest.mark.browser
STARTER = "social-media-at-work"


def test_ada_fails_once_then_passes_and_hr_sees_it(visitors: Visitors, page_of_failure: list[Page]) -> None:
    visitors.site.shell("from tests.journeys import stage; stage.read_almost_all('R-1001')")
    watch = Watch(visitors.fresh(viewport=PHONE).new_page())
    page_of_failure.append(watch.page)
    journey = Journey.plan(visitors, "employee", STARTER, Pointer(watch.page))
    before = done_on_tracking(visitors, STARTER)
    journey.sign_in()
    journey.hand.press("Continue where you left off", kind="link")
    journey.learn_up_to_the_check()
    journey.fail_and_pass()
    journey.sign_policy()
    file = journey.fetch_certificate()
    assert done_on_tracking(visitors, STARTER) == before + 1
    proof_holds(visitors, file, name="Ada Osei", course=STARTER, title="Social media at work")
    assert not watch.take(expected=200)


def test_a_keyboard_is_enough(visitors: Visitors, page_of_failure: list[Page]) -> None:
    watch = Watch(visitors.fresh().new_page())
    page_of_failure.append(watch.page)
    journey = Journey.plan(visitors, "keyboard", SHORT, Keyboard(watch.page))
    _short_course(journey, visitors, name="Kei Tanaka")
    assert not watch.take(expected=200)


def test_scripts_are_not_needed(visitors: Visitors, page_of_failure: list[Page]) -> None:
    watch = Watch(visitors.fresh(java_script_enabled=False).new_page())
    page_of_failure.append(watch.page)
    journey = Journey.plan(visitors, "scriptless", SHORT, Pointer(watch.page), has_scripts=False)
    _short_course(journey, visitors, name="Noor van Dijk")
    assert not watch.take(expected=200)


def _short_course(journey: Journey, visitors: Visitors, *, name: str) -> None:
    before = done_on_tracking(visitors, SHORT)
    journey.sign_in()
    journey.hand.press("Start")
    journey.learn_up_to_the_check()
    journey.fail_and_pass()
    file = journey.fetch_certificate()
    assert done_on_tracking(visitors, SHORT) == before + 1
    proof_holds(visitors, file, name=name, course=SHORT, title="Short course")


@pytest.mark.long
def test_the_whole_starter_course_by_clicks(visitors: Visitors, page_of_failure: list[Page]) -> None:
    watch = Watch(visitors.fresh().new_page())
    page_of_failure.append(watch.page)
    journey = Journey.plan(visitors, "walker", STARTER, Pointer(watch.page))
    journey.sign_in()
    watch.page.goto(f"/courses/{STARTER}/")
    journey.hand.press("Start the course")
    journey.learn_up_to_the_check()
    journey.fail_and_pass()
    journey.sign_policy()
    journey.fetch_certificate()
    assert not watch.take(expected=200)
