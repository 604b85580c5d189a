"""A policy changes: an author writes the next version, somebody else approves and publishes it, everybody reads it."""

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import PHONE, Watch
from tests.journeys.hands import Hand, Keyboard, Pointer
from tests.journeys.soundness import unsound
from tests.journeys.visitors import Visitors

pytestmark = pytest.mark.browser
SLUG, TITLE = "official-accounts", "Official accounts"
LOOK = ("light", 1280)


@dataclass
class Side:
    """One person in a browser of their own. `problems` is what was wrong with the pages on the way."""

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


def write(author: Side, sentence: str) -> int:
    """The next version with one more sentence in its last clause, in review. Returns its number."""
    author.goes_to("/policies/")
    author.hand.press("Drafts", kind="link")
    author.look()
    author.hand.press("Begin the version")
    author.hand.press("Text in English (US)", kind="link")
    author.hand.add("Text", f"\n{sentence}\n")
    expect(author.watch.page.locator("#preview")).to_contain_text(sentence)  # while it is written
    author.hand.add("What changed, and why", "One more sentence.")
    author.look()
    author.hand.press("Save")
    author.says("Saved.")
    author.hand.press("Back to the version", kind="link")
    number = int(author.watch.page.url.strip("/").rsplit("/", 1)[-1])
    author.hand.press("What changed", kind="link")
    author.says("1 change has no mark yet")
    author.look()
    author.hand.choose(["Material"])
    author.hand.press("Save the marks")
    author.says("Every change has its mark.")
    author.hand.press("Back to the version", kind="link")
    author.hand.press("Send to review")
    author.says("The version is in review.")
    author.look()
    return number


def decide(approver: Side, number: int, sentence: str) -> None:
    """Reads the version, approves it and publishes it."""
    approver.goes_to("/policies/drafts/")
    approver.hand.press(f"{TITLE}, version {number}", kind="link")
    approver.hand.press("Read and decide", kind="link")
    approver.says(sentence)
    approver.look()
    approver.hand.press("Approve")
    approver.says("The version is approved.")
    approver.hand.press("Publish…", kind="link")
    approver.look()
    approver.hand.press("See what it does…")
    approver.says("1 clause is new or changes what people have to do:")
    approver.look()
    approver.hand.press(f"Publish version {number}")
    approver.says(f"Version {number} is published.")
    approver.look()


def read(visitors: Visitors, number: int, sentence: str) -> None:
    """An employee finds the version in force, and what changed in it."""
    page = visitors.watch("employee").page
    page.goto(f"/policies/{SLUG}/")
    expect(page.locator("main")).to_contain_text(sentence)
    page.goto(f"/policies/{SLUG}/changes/{number - 1}/{number}/")
    expect(page.locator("ins", has_text=sentence)).to_have_count(1)


@pytest.mark.parametrize(
    ("hand", "sentence"),
    [(Pointer, "Ask before you open another one."), (Keyboard, "Close what nobody looks after.")],
    ids=["pointer", "keyboard"],
)
def test_one_writes_another_approves_and_publishes_and_everybody_reads(
    visitors: Visitors, page_of_failure: list[Page], hand: type[Pointer] | type[Keyboard], sentence: str
) -> None:
    author = Side.of(visitors, "author", hand, page_of_failure)
    number = write(author, sentence)
    approver = Side.of(visitors, "compliance", hand, page_of_failure)
    decide(approver, number, sentence)
    read(visitors, number, sentence)
    assert not author.problems + approver.problems


def test_a_text_with_mistakes_leads_to_the_line_and_loses_nothing(
    visitors: Visitors, page_of_failure: list[Page]
) -> None:
    author = Side.of(visitors, "author", Pointer, page_of_failure)
    author.goes_to("/policies/drafts/social-media-use/3/text/en-US/")
    area = author.watch.page.get_by_label("Text", exact=True)
    wrong = area.input_value() + "\n\n<b>bold</b>\n"
    area.fill(wrong)
    author.hand.press("Save")
    author.look(expected=422)
    author.watch.page.locator("[data-error-summary] a").first.click()
    assert area.input_value() == wrong
    selected = area.evaluate("it => it.value.slice(it.selectionStart, it.selectionEnd)")
    assert selected == "<b>bold</b>"
    assert not author.problems


def test_a_version_is_written_on_a_phone_without_scripts(visitors: Visitors, page_of_failure: list[Page]) -> None:
    login, password = visitors.login_of("author")
    page = visitors.fresh(viewport=PHONE, java_script_enabled=False).new_page()
    page_of_failure.append(page)
    page.goto("/accounts/login/")
    page.get_by_label("E-mail or employee number").fill(login)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto("/policies/drafts/social-media-use/3/text/en-US/")
    area = page.get_by_label("Text", exact=True)
    area.fill(area.input_value() + "\nNot even quietly.\n")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#preview")).to_contain_text("Not even quietly.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("main")).to_contain_text("Saved.")
