"""Writing a course with a mouse: rows, questions, steps and modules are dragged, and previews follow."""

import pytest
from playwright.sync_api import Locator, Page

from tests.journeys.browser import Watch
from tests.journeys.visitors import Visitors

pytestmark = pytest.mark.browser
HIGH = {"width": 1280, "height": 3000}  # so that nothing has to be scrolled while it is dragged


@pytest.fixture
def watch(visitors: Visitors, page_of_failure: list[Page]) -> Watch:
    watch = visitors.watch("author")
    page_of_failure.append(watch.page)
    watch.page.set_viewport_size(HIGH)  # type: ignore[arg-type]
    return watch


def _go(visitors: Visitors, watch: Watch, place: str, more: str = "") -> None:
    watch.page.goto(f"{visitors.site.url}/courses/drafts/{visitors.found[place]}/{more}")


def _drag(page: Page, grip: Locator, under: Locator) -> None:
    """By the grip to the lower end of what is to stand before it."""
    box, goal = grip.bounding_box(), under.bounding_box()
    assert box
    assert goal
    page.mouse.move(box["x"] + 9, box["y"] + 9)
    page.mouse.down()
    page.mouse.move(goal["x"] + 40, goal["y"] + goal["height"] - 4, steps=4)
    page.mouse.up()


def _drag_and_reload(page: Page, grip: Locator, under: Locator) -> None:
    """The page is swapped for the one that is stored."""
    with page.expect_response(lambda answer: answer.request.method == "GET" and answer.status == 200):
        _drag(page, grip, under)
    page.locator(".order-dragged").wait_for(state="detached")
    page.wait_for_load_state("networkidle")


def test_steps_modules_and_questions_are_dragged(visitors: Visitors, watch: Watch) -> None:
    page = watch.page
    _go(visitors, watch, "course_draft")
    modules = page.locator("#modules > section")
    steps = page.locator("[id^=steps-]").nth(1).locator("> li")
    titles = steps.locator(".outline-title a").all_inner_texts()
    _drag_and_reload(page, steps.nth(0).locator(".order-grip"), steps.nth(1))
    assert steps.locator(".outline-title a").all_inner_texts() == [titles[1], titles[0], *titles[2:]]
    names = modules.locator("h2").all_inner_texts()
    _drag_and_reload(page, modules.nth(0).locator("> .outline-acts .order-grip"), modules.nth(1))
    assert modules.locator("h2").all_inner_texts() == [names[1], names[0], *names[2:]]
    page.reload()
    assert modules.locator("h2").all_inner_texts() == [names[1], names[0], *names[2:]]

    _go(visitors, watch, "draft_kinds")
    questions = page.locator("ol.outline-steps > li")
    words = [text.partition(" ")[2] for text in questions.locator(".outline-title").all_inner_texts()]
    _drag_and_reload(page, questions.nth(0).locator(".order-grip"), questions.nth(1))
    found = [text.partition(" ")[2] for text in questions.locator(".outline-title").all_inner_texts()]
    assert found == [words[1], words[0], *words[2:]]
    _drag_and_reload(page, questions.nth(0).locator(".order-grip"), questions.nth(1))
    assert not watch.take(expected=200)


def _wait_for(page: Page, place: int, words: str) -> None:
    """The preview shows these words at this place."""
    script = "([place, words]) => document.querySelectorAll('#preview .choice-label')[place].innerText === words"
    page.wait_for_function(script, arg=[place, words])


def test_rows_of_a_question_come_go_and_move_and_the_preview_follows(visitors: Visitors, watch: Watch) -> None:
    page = watch.page
    _go(visitors, watch, "draft_kinds", "questions/1/")
    rows, shown = page.locator(".part-row"), page.locator("#preview .choice-label")
    fields = page.get_by_label("Words of the choice")
    first, second, third = (field.input_value() for field in fields.all())
    _drag(page, rows.nth(0).locator("[data-order-text]"), rows.nth(1))
    _wait_for(page, 0, second)
    rows.nth(2).get_by_role("button", name="Move up").click()
    _wait_for(page, 1, third)
    page.get_by_role("button", name="Add: choice").click()
    rows.nth(3).wait_for()
    assert rows.nth(3).evaluate("row => row === document.activeElement")
    fields.last.fill("Ask first")
    page.locator('#preview :text("Ask first")').wait_for()
    page.get_by_role("button", name="Save", exact=True).last.click()
    page.get_by_text("Saved.").wait_for()
    assert [field.input_value() for field in fields.all()] == [second, third, first, "Ask first"]
    rows.nth(3).get_by_role("button", name="Take out").click()
    rows.nth(3).wait_for(state="detached")
    page.locator('#preview :text("Ask first")').wait_for(state="detached")
    assert shown.all_inner_texts() == [second, third, first]
    assert not watch.take(expected=200)
