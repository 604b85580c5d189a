"""Answers that are saved while they are given: without a connection, in two windows, signed out, in killed browsers."""

import random
import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.browser import sign_in
from tests.journeys.giving import (
    QUESTIONS,
    UNSENT,
    Shown,
    begin,
    connect,
    give,
    is_saved,
    kill,
    other_device,
    own_browser,
    place_of,
    shown,
)
from tests.journeys.soundness import LOOKS, put_on, unsound
from tests.journeys.visitors import Visitors

pytestmark = pytest.mark.browser
SAVE = re.compile(r"/courses/attempts/.*/save/$")
WRONG_CLOCK = "const now = Date.now; Date.now = () => now() + 366 * 86400000;"


def notice(page: Page, words: str) -> None:
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()


def signed_in(visitors: Visitors, who: str) -> BrowserContext:
    context = visitors.fresh()
    context.add_cookies(visitors.context(who).cookies())  # type: ignore[arg-type]
    return context


def unsent(page: Page) -> list[str]:
    keys: list[str] = page.evaluate(UNSENT)
    return keys


def answer_all(page: Page, attempt: str, rng: random.Random) -> None:
    for place in range(1, QUESTIONS + 1):
        page.goto(f"{attempt}{place}/")
        give(page, rng)
        is_saved(page)


@pytest.fixture
def rng() -> random.Random:
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    return random.Random(seed)


def test_without_a_connection_answers_of_every_kind_wait_and_then_are_saved(
    visitors: Visitors, page_of_failure: list[Page], rng: random.Random
) -> None:
    """With a clock that is a year wrong, since it must not matter."""
    page, elsewhere = signed_in(visitors, "saver").new_page(), other_device(visitors, "saver")
    page_of_failure.append(page)
    page.add_init_script(WRONG_CLOCK)
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    attempt = begin(page)
    for place in range(1, QUESTIONS + 1):
        page.goto(f"{attempt}{place}/")
        connect(wire, is_on=False)
        given = give(page, rng)[-1]
        notice(page, "The site cannot be reached")
        expect(page.locator("[data-saving-status]")).to_have_text("Kept on this device")
        look = LOOKS[place % len(LOOKS)]
        put_on(page, look)
        assert not unsound(page, look)
        page.get_by_role("button", name="Continue", exact=True).click()
        expect(page.locator("[data-saves]")).to_be_focused()
        assert place_of(page) == place

        # Connected again, but the site takes nothing yet: a reload must not lose the answer.
        page.route(SAVE, lambda route: route.abort())
        connect(wire, is_on=True)
        page.reload()
        assert shown(page) == given
        page.unroute(SAVE)
        is_saved(page)
        assert unsent(page) == []
        elsewhere.goto(page.url)
        assert shown(elsewhere) == given
        page.get_by_role("button", name="Continue", exact=True).click()
        page.wait_for_url(lambda url, was=place: not url.endswith(f"/{was}/"))  # type: ignore[misc]


def test_of_two_windows_the_older_one_is_told(
    visitors: Visitors, page_of_failure: list[Page], rng: random.Random
) -> None:
    context = signed_in(visitors, "saver")
    first, second = context.new_page(), context.new_page()
    page_of_failure += [first, second]
    attempt = begin(first)
    place = next(n for n in range(1, QUESTIONS + 1) if _has_words(first, f"{attempt}{n}/"))
    second.goto(f"{attempt}{place}/")
    newer = give(first, rng)[-1]
    is_saved(first)
    mine = give(second, rng)[-1]
    told = "You answered this question in another window"
    notice(second, told)
    put_on(second, LOOKS[0])
    assert not unsound(second, LOOKS[0])
    second.get_by_role("button", name="Continue", exact=True).click()
    second.wait_for_timeout(200)
    assert place_of(second) == place
    second.get_by_role("button", name="Show the other answer").click()
    expect(second.locator("main .question-form :is(textarea, input[type=text])")).to_have_value(newer[0][1])

    last = give(first, rng)[-1]
    is_saved(first)
    mine = give(second, rng)[-1]
    notice(second, told)
    assert last != mine
    second.get_by_role("button", name="Keep the one on this page").click()
    is_saved(second)
    elsewhere = other_device(visitors, "saver")
    elsewhere.goto(f"{attempt}{place}/")
    assert shown(elsewhere) == mine


def _has_words(page: Page, address: str) -> bool:
    page.goto(address)
    return page.locator("main .question-form :is(textarea, input[type=text])").count() > 0


def test_signed_out_answers_wait_for_the_same_person(
    visitors: Visitors, page_of_failure: list[Page], rng: random.Random
) -> None:
    context = signed_in(visitors, "saver")
    page = context.new_page()
    page_of_failure.append(page)
    attempt = begin(page)
    page.goto(f"{attempt}1/")
    context.clear_cookies(name="session")
    given = give(page, rng)[-1]
    notice(page, "You are signed out")
    put_on(page, LOOKS[1])
    assert not unsound(page, LOOKS[1])
    kept = unsent(page)
    assert len(kept) == 1

    # Somebody else at the same computer: sees nothing of it, sends nothing of it, and takes nothing away.
    login, password = visitors.login_of("stranger")
    sign_in(page, login=login, password=password)
    page.wait_for_url(visitors.site.url + "/")
    begin(page)
    page.get_by_role("button", name="Sign out").or_(page.locator("details.person summary")).first.click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_load_state()
    page.goto(f"{attempt}1/")
    assert unsent(page) == kept
    assert "login" in page.url

    login, password = visitors.login_of("saver")
    page.get_by_label("E-mail or employee number").fill(login)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{attempt}1/")
    is_saved(page)
    assert shown(page) == given
    assert unsent(page) == []


def test_signing_out_asks_and_leaves_nothing(
    visitors: Visitors, page_of_failure: list[Page], rng: random.Random
) -> None:
    context = visitors.fresh()
    page = context.new_page()
    page_of_failure.append(page)
    login, password = visitors.login_of("stranger")
    sign_in(page, login=login, password=password)
    page.wait_for_url(visitors.site.url + "/")
    attempt = begin(page)
    page.goto(f"{attempt}1/")
    page.route(SAVE, lambda route: route.abort())
    give(page, rng)
    notice(page, "The site cannot be reached")
    asked: list[str] = []

    def decide(dialog: object, *, is_sure: bool) -> None:
        asked.append(dialog.message)  # type: ignore[attr-defined]
        dialog.accept() if is_sure else dialog.dismiss()  # type: ignore[attr-defined]

    page.locator("details.person summary").click()
    page.once("dialog", lambda dialog: decide(dialog, is_sure=False))
    page.get_by_role("button", name="Sign out").click()
    assert len(unsent(page)) == 1
    page.once("dialog", lambda dialog: decide(dialog, is_sure=True))
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(lambda url: "/courses/" not in url)
    assert ["not saved yet" in words for words in asked] == [True, True]
    assert unsent(page) == []


def test_handing_in_waits_for_what_is_not_sent(
    visitors: Visitors, page_of_failure: list[Page], rng: random.Random
) -> None:
    page = signed_in(visitors, "saver").new_page()
    page_of_failure.append(page)
    attempt = begin(page)
    answer_all(page, attempt, rng)
    page.goto(f"{attempt}1/")
    page.route(SAVE, lambda route: route.abort())
    given = give(page, rng)[-1]
    notice(page, "The site cannot be reached")
    page.goto(f"{attempt}check/")
    notice(page, "The site cannot be reached")
    put_on(page, LOOKS[2])
    assert not unsound(page, LOOKS[2])
    page.get_by_role("button", name="Hand in my answers").click()
    expect(page.locator("[data-saves]")).to_be_focused()
    assert page.url.endswith("/check/")
    with page.expect_event("load"):  # with the answer that is stored now
        page.unroute(SAVE)
    assert unsent(page) == []
    elsewhere = other_device(visitors, "saver")
    elsewhere.goto(f"{attempt}1/")
    assert shown(elsewhere) == given
    page.get_by_role("button", name="Hand in my answers").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Practice done")


@pytest.mark.parametrize("points", [4, pytest.param(50, marks=pytest.mark.long)])
def test_nothing_is_lost_in_a_killed_browser(
    visitors: Visitors, tmp_path: Path, points: int, rng: random.Random
) -> None:
    """Killed at a random moment of a random answer: what was called saved is there on every device, the page that was
    open is the one that opens, and what was not called saved yet is there or as it was before."""
    profile = tmp_path / "profile"
    elsewhere = other_device(visitors, "crasher")
    allowed: list[Shown] = []
    place = 0
    for _point in range(points):
        with own_browser(visitors, "crasher", profile) as context:
            page = context.new_page()
            attempt = begin(page)
            if place:
                assert place_of(page) == place
                assert shown(page) in allowed
            place = rng.randint(1, QUESTIONS)
            page.goto(f"{attempt}{place}/")
            page.wait_for_load_state("networkidle")
            before = shown(page)
            states = give(page, rng)
            if rng.random() < 0.6:
                is_saved(page)
                allowed = [states[-1]]
            else:
                page.wait_for_timeout(rng.randrange(200))
                allowed = [before, *states]
            kill(profile)
        begin(elsewhere)
        assert place_of(elsewhere) == place
        assert shown(elsewhere) in allowed
