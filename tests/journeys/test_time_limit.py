"""The time of a quiz in a browser: warned, extended by one button, over, and over while the connection was away."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.giving import UNSENT, connect, is_saved
from tests.journeys.soundness import LOOKS, put_on, unsound
from tests.journeys.timed_places import CHECK
from tests.journeys.visitors import Visitors

pytestmark = pytest.mark.browser
A_YEAR_AGO = "2025-11-24T12:00:00Z"
MORE = "I need more time"


def move_end(visitors: Visitors, who: str, *, seconds: float) -> None:
    number, _password = visitors.login_of(who)
    visitors.site.shell(f"from tests.journeys import timed_stage; timed_stage.move_end({number!r}, {seconds})")


def signed_in(visitors: Visitors, who: str, *, has_scripts: bool = True) -> BrowserContext:
    context = visitors.fresh(java_script_enabled=has_scripts)
    context.add_cookies(visitors.context(who).cookies())  # type: ignore[arg-type]
    return context


def begin(page: Page) -> None:
    """An attempt at its first question."""
    page.goto("/courses/against-time/")
    if page.get_by_role("button", name="Start").count():
        page.get_by_role("button", name="Start").first.click()
        page.wait_for_load_state()
    page.goto(CHECK)
    page.locator("main form button").first.click()
    page.wait_for_url(f"**{CHECK}*/*/")


@pytest.mark.parametrize("look", LOOKS)
def test_the_page_warns_by_the_seconds_of_the_server_and_not_by_the_clock_of_the_browser(
    visitors: Visitors, page_of_failure: list[Page], look: tuple[str, int]
) -> None:
    page = signed_in(visitors, "timer").new_page()
    page_of_failure.append(page)
    page.clock.install(time=A_YEAR_AGO)
    begin(page)
    move_end(visitors, "timer", seconds=400)
    page.reload()
    left, said = page.locator("[data-left]"), page.locator("[data-said]")
    expect(left).to_have_text("Minutes left: 6")
    expect(said).to_be_empty()
    page.clock.run_for(110_000)
    expect(left).to_have_text("Minutes left: 4")
    expect(said).to_have_text("Five minutes left. You can take more time on this page.")
    expect(page.locator(".time-left")).to_have_class(re.compile("is-near"))
    put_on(page, look)
    assert not unsound(page, look)
    page.clock.run_for(250_000)
    expect(left).to_have_text("Less than a minute left")
    expect(said).to_have_text("One minute left. You can take more time on this page.")
    # What the page thinks is over is over only if the server says so.
    page.clock.run_for(60_000)
    page.wait_for_url("**/check/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    expect(page.locator("[data-left]")).to_contain_text("Minutes left")


@pytest.mark.parametrize("has_scripts", [True, False], ids=["with scripts", "without"])
def test_one_button_gives_more_time_and_keeps_the_answer(
    visitors: Visitors, page_of_failure: list[Page], has_scripts: bool
) -> None:
    page = signed_in(visitors, "timer", has_scripts=has_scripts).new_page()
    page_of_failure.append(page)
    begin(page)
    move_end(visitors, "timer", seconds=100)
    page.reload()
    before = page.locator(".time-left p").first.inner_text()
    chosen = page.locator("main .question-form input[type=radio]").nth(1)
    chosen.check()
    if has_scripts:
        is_saved(page)
        page.get_by_role("link", name=MORE).focus()
        page.keyboard.press("Enter")
    else:
        page.get_by_role("button", name=MORE).click()
    expect(page.get_by_text(re.compile("You have until .* now"))).to_be_visible()
    expect(page.locator("main .question-form input[type=radio]").nth(1)).to_be_checked()
    assert page.locator(".time-left p").first.inner_text() != before


def test_when_time_is_over_the_page_goes_on_by_itself_and_shows_what_counts(
    visitors: Visitors, page_of_failure: list[Page]
) -> None:
    page = signed_in(visitors, "timer").new_page()
    page_of_failure.append(page)
    begin(page)
    page.locator("main .question-form input[type=radio]").first.check()
    is_saved(page)
    move_end(visitors, "timer", seconds=5)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Time is over", timeout=20_000)
    page.get_by_role("button", name="See my result").click()
    expect(page.get_by_text("What was saved until then was handed in.")).to_be_visible()


def test_what_a_device_kept_while_time_ran_out_is_refused_in_words(
    visitors: Visitors, page_of_failure: list[Page]
) -> None:
    page = signed_in(visitors, "timer").new_page()
    page_of_failure.append(page)
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    begin(page)
    connect(wire, is_on=False)
    page.locator("main .question-form input[type=radio]").first.check()
    expect(page.locator("[data-saving-status]")).to_have_text("Kept on this device")
    move_end(visitors, "timer", seconds=-11)
    connect(wire, is_on=True)
    expect(page.get_by_role("status").filter(has_text="Time was over before this arrived")).to_be_visible()
    assert page.evaluate(UNSENT) == []
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Time is over|Not passed yet"))
