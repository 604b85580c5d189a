"""The way through a course, from signing in to holding a certificate that others can check."""

import csv
import io
import json
import re
import time
from dataclasses import dataclass
from datetime import date
from typing import Any

import pypdf
from playwright.sync_api import expect

from certificates.numbers import grouped
from tests.journeys.answering import Sent
from tests.journeys.hands import Hand
from tests.journeys.visitors import Visitors

# From handing in the last answer to the file in one's hands.
SECONDS_TO_CERTIFICATE = 10


@dataclass
class Journey:
    """One person takes one course. `answers` says what is right and what is wrong, by the words of the question."""

    visitors: Visitors
    who: str
    course: str
    hand: Hand
    answers: dict[str, dict[str, Sent]]
    has_scripts: bool = True

    @classmethod
    def plan(cls, visitors: Visitors, who: str, course: str, hand: Hand, *, has_scripts: bool = True) -> "Journey":
        answers = visitors.site.shell(f"from tests.journeys import stage; stage.answers({course!r})")
        return cls(visitors, who, course, hand, json.loads(answers), has_scripts)

    def sign_in(self) -> None:
        login, password = self.visitors.login_of(self.who)
        self.hand.page.goto("/accounts/login/")
        self.hand.fill("E-mail or employee number", login)
        self.hand.fill("Password", password)
        self.hand.press("Sign in")
        expect(self.hand.page).to_have_url(self.visitors.site.url + "/")

    def learn_up_to_the_check(self) -> None:
        """Lessons and practice, one after the other, until the page of the graded check."""
        while not self._is("You pass with"):
            if self._is("Afterwards you see why each answer is right or not."):
                self.hand.press("Start")
                self.answer_everything(is_right=True)
                expect(self.hand.page.get_by_role("heading", level=1)).to_have_text("Practice done")
                self.hand.press("Continue", kind="link")
            else:
                self.hand.press("Continue")

    def answer_everything(self, *, is_right: bool) -> None:
        """From the first question until handing in."""
        while not self._is("Nothing is handed in yet."):
            self._answer(is_right=is_right)
        self.hand.press("Hand in my answers")

    def fail_and_pass(self) -> None:
        title = self.hand.page.get_by_role("heading", level=1)
        self.hand.press("Start")
        self.answer_everything(is_right=False)
        expect(title).to_have_text("Not passed yet")
        self.hand.press("Try again")
        self.answer_everything(is_right=True)
        expect(title).to_have_text("You passed")

    def sign_policy(self) -> None:
        """From the page of the passed check over the text and the page to check, to the signature."""
        title = self.hand.page.get_by_role("heading", level=1)
        self.hand.press("Continue", kind="link")
        self.hand.press("Continue to sign")
        expect(title).to_have_text("Check before you sign")
        self.hand.fill("Type your full name", self.visitors.name_of(self.who))
        self.hand.press("Sign")
        expect(self.hand.page.get_by_text("You signed")).to_be_visible()

    def fetch_certificate(self) -> bytes:
        """From the page of the last step to the file, within the promised time."""
        passed_at = time.monotonic()
        self.hand.press("Continue", kind="link")
        self.hand.press("Go to my certificate", kind="link")
        page = self.hand.page
        newest = page.locator("main section").first
        download = newest.get_by_role("link", name="Download (PDF)")
        while not download.is_visible():
            again = newest.get_by_role("link", name="Check again")
            if not self.has_scripts and again.is_visible():
                self.hand.press("Check again", kind="link")
            assert time.monotonic() - passed_at < SECONDS_TO_CERTIFICATE
            page.wait_for_timeout(200)
        address = download.get_attribute("href")
        assert address
        answer = page.context.request.get(address)
        assert time.monotonic() - passed_at < SECONDS_TO_CERTIFICATE
        assert answer.headers["content-type"] == "application/pdf"
        return answer.body()

    def _is(self, words: str) -> bool:
        return self.hand.page.get_by_text(words).count() > 0

    def _answer(self, *, is_right: bool) -> None:
        prompt = " ".join(self.hand.page.get_by_role("heading", level=1).inner_text().split())
        self.hand.answer(self.answers[prompt]["right" if is_right else "wrong"])
        asked_at = self.hand.page.url
        self.hand.press("Continue")
        # The page goes on once the answer is stored, not at the click.
        self.hand.page.wait_for_url(lambda url: url != asked_at)


def read_certificate(file: bytes) -> str:
    """Its words in one line."""
    pages = pypdf.PdfReader(io.BytesIO(file)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def number_on(text: str) -> str:
    """The certificate's number, without what groups it."""
    found = re.search(r"[0-9A-Z]{4}(?:[- ][0-9A-Z]{4}){3}[- ]?[0-9A-Z*~$=]", text)
    assert found, text
    return re.sub("[- ]", "", found.group())


def proof_holds(visitors: Visitors, file: bytes, *, name: str, course: str, title: str) -> None:
    """The file says who, what, when and its number; HR's page and file agree, and so does the public page."""
    text = read_certificate(file)
    rows = hr_rows(visitors, course, name)
    assert len(rows) == 1
    row = rows[0]
    completed_on = date.fromisoformat(row["Completed on"])
    assert row["State"] == "Done"
    number = number_on(text)
    assert number == row["Certificate"].replace("-", "").replace(" ", "")
    for words in (name, title, f"{completed_on:%B} {completed_on.day}, {completed_on.year}", grouped(number)):
        assert words in text
    page = visitors.watch("").page
    page.goto(f"/verify/{number}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("This certificate is real")
    for words in (name, title, grouped(number)):
        expect(page.locator("main")).to_contain_text(words)


def hr_rows(visitors: Visitors, course: str, name: str) -> list[dict[str, Any]]:
    """The rows of this person in the file that HR downloads."""
    answer = visitors.context("hr").request.get(f"/hr/assignments.csv?course={course}&state=done")
    assert answer.status == 200
    rows = csv.DictReader(io.StringIO(answer.text().lstrip("\ufeff")))
    return [row for row in rows if row["Name"] == name]


def done_on_tracking(visitors: Visitors, course: str) -> int:
    """How many people HR's page counts as done."""
    page = visitors.watch("hr").page
    page.goto(f"/hr/?course={course}")
    label = page.locator(".stat-label", has_text="done,").inner_text()
    return int(re.sub(r"\D", "", label))
