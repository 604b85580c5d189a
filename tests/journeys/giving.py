"""Giving answers of any kind at random, as one sees the fields; and browsers that are killed."""

import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
from playwright.sync_api import BrowserContext, CDPSession, Error, Page, expect

from tests.journeys.browser import DESK, QUIET, SECONDS, chromium_program
from tests.journeys.kinds_places import STEPS
from tests.journeys.visitors import Visitors

PRACTICE = f"{STEPS}/practice/"
QUESTIONS = 9
Shown = list[list[str]]  # the fields of an answer as the page would send them

SHOWN = """
() => [...new FormData(document.querySelector("form.question-form"))]
  .filter(([name]) => !["csrfmiddlewaretoken", "revision"].includes(name))
"""
UNSENT = "() => Object.keys(localStorage).filter((key) => key.startsWith('unsent-answer:'))"
UNCHECKED = "main .question-form input:is([type=radio], [type=checkbox]):not(:checked)"


def shown(page: Page) -> Shown:
    answer: Shown = page.evaluate(SHOWN)
    return answer


def give(page: Page, rng: random.Random) -> list[Shown]:
    """Answers in some other way than before. What the page showed after each change; the last is the answer."""
    states = []
    form = page.locator("main .question-form")
    if form.locator("select").count():
        for select in form.locator("select").all():
            select.select_option(index=rng.randrange(1, select.locator("option").count()))
            states.append(shown(page))
    elif form.locator("[data-order]").count():
        moves = form.locator("button[name=move]:visible")
        moves.nth(rng.randrange(moves.count())).click()
    elif form.locator("textarea, input[type=text]").count():
        form.locator("textarea, input[type=text]").fill(f"words {rng.randrange(10**9)}")
    else:
        choices = page.locator(UNCHECKED)
        if choices.count():
            choices.nth(rng.randrange(min(choices.count(), 8))).check(force=True)
        else:
            form.locator("input[type=checkbox]").first.uncheck(force=True)
    return [*states, shown(page)]


def begin(page: Page) -> str:
    """Start the practice, or go on with it. Its open attempt, as an address."""
    page.goto(PRACTICE)
    if PRACTICE not in page.url:
        page.get_by_role("button", name="Start").first.click()
        page.goto(PRACTICE)
    page.locator("main form button").first.click()
    page.wait_for_url(f"**{PRACTICE}*/*/")
    return page.url.rsplit("/", 2)[0] + "/"


def place_of(page: Page) -> int:
    return int(page.url.rstrip("/").rsplit("/", 1)[1])


def connect(wire: CDPSession, *, is_on: bool) -> None:
    """The cable out, and in again."""
    speed = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    wire.send("Network.emulateNetworkConditions", {"offline": not is_on, **speed})


def is_saved(page: Page) -> None:
    expect(page.locator("[data-saving-status]")).to_have_text("Saved")


def other_device(visitors: Visitors, who: str) -> Page:
    """A browser that shares nothing but who is signed in, and runs no scripts."""
    context = visitors.fresh(java_script_enabled=False)
    context.add_cookies(visitors.context(who).cookies())  # type: ignore[arg-type]
    return context.new_page()


@contextmanager
def own_browser(visitors: Visitors, who: str, profile: Path) -> Iterator[BrowserContext]:
    """A browser process of its own with this profile, in which the person is signed in; killed at the end."""
    context = visitors.browser.browser_type.launch_persistent_context(
        profile, executable_path=chromium_program(), args=QUIET, base_url=visitors.site.url, viewport=DESK
    )
    context.set_default_timeout(SECONDS * 1000)
    try:
        context.add_cookies(visitors.context(who).cookies())  # type: ignore[arg-type]
        yield context
    finally:
        kill(profile)
        with suppress(Error):
            context.close()


def kill(profile: Path) -> None:
    """kill -9 for the browser that runs with this profile, and for all that it started."""
    ours = f"--user-data-dir={profile}"
    for process in psutil.process_iter(["cmdline"]):
        if ours in (process.info["cmdline"] or []) and not any(
            p.startswith("--type=") for p in process.info["cmdline"]
        ):
            children = process.children(recursive=True)
            for one in (process, *children):
                with suppress(ProcessLookupError):
                    os.kill(one.pid, signal.SIGKILL)
            psutil.wait_procs([process, *children], timeout=10)
    (profile / "SingletonLock").unlink(missing_ok=True)
    time.sleep(0.05)
