"""Every kind of question answered by keyboard, by keyboard without scripts, and by dragging."""

import json
import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.answering import Sent, choose_by_keyboard, steps_on, tab_to
from tests.journeys.browser import Watch
from tests.journeys.kinds_places import STEPS
from tests.journeys.visitors import Visitors

pytestmark = pytest.mark.browser
PRACTICE = f"{STEPS}/practice/"


@pytest.fixture
def answers(visitors: Visitors) -> dict[str, Sent]:
    """What is right, by the words of the question."""
    printed = visitors.site.shell("from tests.journeys import kinds_stage; kinds_stage.right_answers()")
    return {" ".join(prompt.split()): sent for prompt, sent in json.loads(printed).items()}


def page_of(visitors: Visitors, *, has_scripts: bool) -> Watch:
    """A page of somebody who is signed in, without scripts if asked."""
    state = visitors.context("handy").storage_state()
    return Watch(visitors.fresh(storage_state=state, java_script_enabled=has_scripts).new_page())


@pytest.mark.parametrize("has_scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_keyboard_is_enough_for_every_kind(
    visitors: Visitors, page_of_failure: list[Page], answers: dict[str, Sent], has_scripts: bool
) -> None:
    watch = page_of(visitors, has_scripts=has_scripts)
    page = watch.page
    page_of_failure.append(page)
    if not visitors.found.get("has_begun_kinds"):
        page.goto(PRACTICE.replace("/kinds/practice/", "/"))
        page.get_by_role("button", name=re.compile("Start")).first.click()
        visitors.found["has_begun_kinds"] = True
    page.goto(PRACTICE)
    page.locator("main form button").first.click()
    while not page.get_by_text("Nothing is handed in yet.").count():
        prompt = " ".join(page.get_by_role("heading", level=1).inner_text().split())
        choose_by_keyboard(page, answers[prompt])
        tab_to(page, "main .actions button")
        place = page.url  # without scripts, moving a step has changed it
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url, place=place: url != place)  # type: ignore[misc]
    page.get_by_role("button", name="Hand in my answers").click()
    expect(page.get_by_text("100 percent right.")).to_be_visible()
    assert not watch.take(expected=200)


def test_words_are_toggle_buttons_and_enter_presses_them(visitors: Visitors, page_of_failure: list[Page]) -> None:
    page = visitors.watch("solver").page
    page_of_failure.append(page)
    page.goto("/courses/{old_spot}/".format(**visitors.found))
    word = page.get_by_role("button", name="pool.", exact=True)
    expect(word).to_have_attribute("aria-pressed", "false")
    word.focus()
    page.keyboard.press("Enter")
    expect(word).to_have_attribute("aria-pressed", "true")
    label = page.locator("label.spot-word", has=word)
    assert label.evaluate("label => getComputedStyle(label).outlineStyle") == "solid"
    page.keyboard.press("Space")
    expect(word).to_have_attribute("aria-pressed", "false")


def test_steps_and_cards_can_be_dragged(visitors: Visitors, page_of_failure: list[Page]) -> None:
    page = visitors.watch("solver").page
    page_of_failure.append(page)
    page.goto("/courses/{old_order}/".format(**visitors.found))
    texts = page.locator("[data-order-text]").all_inner_texts()
    _drag(page, "[data-order-text] >> nth=-1", "[data-order-text] >> nth=0", at=2)
    assert page.locator("[data-order-text]").all_inner_texts() == [texts[-1], *texts[:-1]]
    expect(page.locator("[data-order-status]")).to_have_text(f"Now step 1 of {len(texts)}: {texts[-1]}")
    order = steps_on(page)
    page.get_by_role("button", name="Continue", exact=True).click()
    page.goto("/courses/{old_order}/".format(**visitors.found))
    assert steps_on(page) == order

    page.goto("/courses/{old_match}/".format(**visitors.found))
    card = page.locator("[data-match-card]").last
    _drag(page, "[data-match-card] >> nth=-1", "[data-match-row] >> nth=0", at=20)
    chosen = page.locator("[data-match-row] select").first
    assert chosen.input_value() == card.get_attribute("data-match-card")


def _drag(page: Page, what: str, where: str, *, at: int) -> None:
    start, end = page.locator(what).bounding_box(), page.locator(where).bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 8, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(end["x"] + 8, end["y"] + at, steps=12)
    page.mouse.up()
