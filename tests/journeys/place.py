"""A page in one state, and what one does there before one looks."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

Act = Callable[[Page], None]
NOBODY = ""


@dataclass(frozen=True)
class Place:
    """`name` names its picture too. `shows` is the URL name, `act` what is done there before one looks."""

    name: str
    who: str
    address: str
    shows: str
    status: int = 200
    act: Act | None = None

    def __str__(self) -> str:
        return self.name


def submit_empty(page: Page) -> None:
    """Send the page's own form as it stands, past what the browser itself would say."""
    page.eval_on_selector_all("main form", "forms => forms.forEach(form => form.noValidate = true)")
    submit(page)


def submit(page: Page) -> None:
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()


def go_on(page: Page) -> None:
    """Press "Continue" below a question. The page stores the answer first, and is left only when that is done."""
    with page.expect_navigation():
        page.get_by_role("button", name="Continue", exact=True).click()


def open_all(page: Page) -> None:
    page.eval_on_selector_all("main details", "all => all.forEach(details => details.open = true)")
