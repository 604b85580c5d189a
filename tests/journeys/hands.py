"""Two ways of using a page: with a pointer, and with a keyboard alone."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Protocol

from playwright.sync_api import Download, Page

from tests.journeys.answering import MOST_STOPS, Sent, choose_by_keyboard, choose_by_pointer
from tests.journeys.focus import Focus, focus_of


class Hand(Protocol):
    page: Page

    def press(self, name: str, *, kind: str = "button") -> None: ...
    def fill(self, label: str, words: str) -> None: ...
    def add(self, label: str, words: str) -> None: ...
    def choose(self, texts: Collection[str]) -> None: ...
    def answer(self, sent: Sent) -> None: ...
    def download(self, name: str) -> tuple[str, bytes]: ...


@dataclass
class Pointer:
    page: Page

    def press(self, name: str, *, kind: str = "button") -> None:
        """Click a button or a link by its name."""
        self.page.locator("main").get_by_role(kind, name=name, exact=True).first.click()  # type: ignore[arg-type]
        self.page.wait_for_load_state()

    def fill(self, label: str, words: str) -> None:
        self.page.get_by_label(label).fill(words)

    def add(self, label: str, words: str) -> None:
        """Write at the end of a text area."""
        self.page.get_by_label(re.compile(f"^{re.escape(label)}")).click()
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(words)

    def choose(self, texts: Collection[str]) -> None:
        """Tick exactly these answers."""
        for card in self.page.locator("label.choice").all():
            box = card.locator("input")
            if card.inner_text().strip() in texts:
                box.check()
            elif box.get_attribute("type") == "checkbox":
                box.uncheck()
        for option in self.page.locator(".option").all():
            if option.inner_text().strip() in texts:
                option.locator("input").check()

    def answer(self, sent: Sent) -> None:
        choose_by_pointer(self.page, sent)

    def download(self, name: str) -> tuple[str, bytes]:
        """Follow a link to a file. Its name and what it holds."""
        with self.page.expect_download() as started:
            self.page.locator("main").get_by_role("link", name=name, exact=True).first.click()
        return _kept(started.value)


@dataclass
class Keyboard:
    """Tab, Enter, Space and arrows. Every stop on the way has to show that it has the focus."""

    page: Page

    def press(self, name: str, *, kind: str = "button") -> None:
        tag = {"button": "button", "link": "a"}[kind]
        self._go_to(lambda at: at["tag"] == tag and at["name"] == name, name)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def fill(self, label: str, words: str) -> None:
        self._go_to(lambda at: at["tag"] == "input" and at["name"].startswith(label), label)
        self.page.keyboard.type(words)

    def add(self, label: str, words: str) -> None:
        """Write at the end of a text area."""
        self._go_to(lambda at: at["tag"] == "textarea" and at["name"].startswith(label), label)
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(words)

    def choose(self, texts: Collection[str]) -> None:
        at = self._go_to(lambda at: at["type"] in {"radio", "checkbox"}, "an answer")
        if at["type"] == "radio":
            self._arrow_to(next(iter(texts)))
        else:
            self._tick(texts)

    def answer(self, sent: Sent) -> None:
        """Choices as everywhere; other kinds by what their fields are."""
        cards = self.page.locator("label.choice")
        if not cards.count():
            choose_by_keyboard(self.page, sent)
            return
        inputs = [(card.inner_text().strip(), card.locator("input").get_attribute("value")) for card in cards.all()]
        self.choose([text for text, value in inputs if value in sent["answer"]])

    def download(self, name: str) -> tuple[str, bytes]:
        """Follow a link to a file. Its name and what it holds."""
        self._go_to(lambda at: at["tag"] == "a" and at["name"] == name, name)
        with self.page.expect_download() as started:
            self.page.keyboard.press("Enter")
        return _kept(started.value)

    def _arrow_to(self, text: str) -> None:
        for _ in range(MOST_STOPS):
            at = self._look()
            if at["name"] == text:
                if not at["isChecked"]:
                    self.page.keyboard.press("Space")
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"No arrow leads to {text!r}")

    def _tick(self, texts: Collection[str]) -> None:
        at = self._look()
        while at["type"] == "checkbox":
            if at["isChecked"] != (at["name"] in texts):
                self.page.keyboard.press("Space")
            at = self._tab()

    def _go_to(self, is_it: Any, what: str) -> Focus:
        at = self._tab()
        for _ in range(MOST_STOPS):
            if is_it(at):
                return at
            at = self._tab()
        raise AssertionError(f"Tab never comes to {what!r} on {self.page.url}")

    def _tab(self) -> Focus:
        self.page.keyboard.press("Tab")
        return self._look()

    def _look(self) -> Focus:
        return focus_of(self.page)


def _kept(download: Download) -> tuple[str, bytes]:
    return download.suggested_filename, download.path().read_bytes()
