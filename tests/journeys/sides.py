"""One person in a browser of their own, whose pages are looked at on the way."""

from dataclasses import dataclass, field

from playwright.sync_api import Page, expect

from tests.journeys.browser import Watch
from tests.journeys.hands import Hand, Keyboard, Pointer
from tests.journeys.soundness import unsound
from tests.journeys.visitors import Visitors

LOOK = ("light", 1280)


@dataclass
class Side:
    """`problems` is what was wrong with the pages on the way."""

    watch: Watch
    hand: Hand
    problems: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, visitors: Visitors, who: str, hand: type[Pointer] | type[Keyboard], pages: list[Page]) -> "Side":
        watch = Watch(visitors.fresh().new_page())
        pages.append(watch.page)
        side = cls(watch, hand(watch.page))
        login, password = visitors.login_of(who)
        watch.page.goto("/accounts/login/")
        side.hand.fill("E-mail or employee number", login)
        side.hand.fill("Password", password)
        side.hand.press("Sign in")
        expect(watch.page).to_have_url(visitors.site.url + "/")
        return side

    def look(self, *, expected: int = 200) -> None:
        """The page as it stands, with axe last: it adds styles that the page's policy refuses and reports."""
        self.problems += self.watch.take(expected=expected)
        self.problems += unsound(self.watch.page, LOOK)
        self.watch.problems.clear()
        self.watch.page.evaluate("window.violations = []")

    def says(self, words: str) -> None:
        expect(self.watch.page.locator("main")).to_contain_text(words)

    def goes_to(self, address: str) -> None:
        self.watch.page.goto(address)
