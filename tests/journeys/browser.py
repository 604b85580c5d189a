"""Chromium for journeys: finding it, what a page is watched for, and the picture that a failing journey leaves."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, ViewportSize, sync_playwright

from trainingsite.launch.environment import BROWSERS, install_line

QUIET = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync", "--force-color-profile=srgb", "--hide-scrollbars"]
PHONE: ViewportSize = {"width": 375, "height": 780}
DESK: ViewportSize = {"width": 1280, "height": 900}
SECONDS = 20

# The page's own record, since a refused style or script need not show anywhere else.
NOTE_VIOLATIONS = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.violations.push(`${event.effectiveDirective} refused ${event.blockedURI} ${event.sample}`));
"""


class NoBrowser(Exception):
    """There is no Chromium here; `str()` says how to get one."""


def chromium_program() -> str:
    """Its path. Raises NoBrowser."""
    program = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if program is None:
        raise NoBrowser(f"Journeys need Chromium. As root: {install_line(['chromium'])}")
    return program


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running browser. Raises NoBrowser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_program(), args=QUIET)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Watch:
    """What went wrong on a page since it was last asked, apart from what it shows."""

    page: Page
    problems: list[str] = field(default_factory=list)
    status: int = 0

    def __post_init__(self) -> None:
        self.page.add_init_script(NOTE_VIOLATIONS)
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))
        self.page.on("requestfailed", self._failed)
        self.page.on("response", self._response)

    def take(self, *, expected: int) -> list[str]:
        """The problems so far, and forget them. `expected` is the status with which the page itself should answer."""
        # Without scripts there is nobody to ask, and nothing that could be refused but styles: the console tells those.
        found = [*self.problems, *self.page.evaluate("window.violations || []")]
        if self.status != expected:
            found.append(f"answered {self.status} instead of {expected}")
        self.problems.clear()
        return found

    def _console(self, message: ConsoleMessage) -> None:
        # Chromium writes a line for every page that answers 4xx, also where that is the right answer.
        is_own_status = "Failed to load resource" in message.text and message.location.get("url") == self.page.url
        if message.type in {"error", "warning"} and not is_own_status:
            self.problems.append(f"console {message.type}: {message.text}")

    def _failed(self, request: Request) -> None:
        # What a page still asked for when the reader moved on is no failure.
        if request.failure != "net::ERR_ABORTED":
            self.problems.append(f"request failed: {request.url} {request.failure}")

    def _response(self, response: Response) -> None:
        is_page = response.request.is_navigation_request() and response.frame == self.page.main_frame
        if is_page:
            self.status = response.status
        elif response.status >= 400:
            self.problems.append(f"{response.url} answered {response.status}")


def picture_of_failure(page: Page, name: str) -> Path:
    """A screenshot in the folder for temporary files."""
    folder = Path(tempfile.mkdtemp(prefix="journey-"))
    path = folder / f"{name}.png"
    page.screenshot(path=path, full_page=True)
    return path


def sign_in(page: Page, *, login: str, password: str) -> None:
    """By the form, as everybody does."""
    page.goto("/accounts/login/")
    page.get_by_label("E-mail or employee number").fill(login)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
