"""A policy changes: it is written, published, signed by who signed the one before, and proved to an auditor."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browser import PHONE
from tests.journeys.changing import SLUG, decide, write
from tests.journeys.hands import Keyboard, Pointer
from tests.journeys.proving import auditor_finds_flipped_byte, auditor_says_yes, make_pack, receipt_holds
from tests.journeys.sides import Side
from tests.journeys.signing import fetch_receipt, sign_change, sign_whole
from tests.journeys.visitors import Visitors
from tests.support.auditor import Auditor

pytestmark = pytest.mark.browser


def read(visitors: Visitors, number: int, sentence: str) -> None:
    """Somebody who has not signed finds the version in force, and what changed in it."""
    page = visitors.watch("employee").page
    page.goto(f"/policies/{SLUG}/")
    expect(page.locator("main")).to_contain_text(sentence)
    page.goto(f"/policies/{SLUG}/changes/{number - 1}/{number}/")
    expect(page.locator("ins", has_text=sentence)).to_have_count(1)


@pytest.mark.parametrize(
    ("hand", "who", "sentence"),
    [
        (Pointer, "reader", "Ask before you open another one."),
        (Keyboard, "keyboard-reader", "Close what nobody looks after."),
    ],
    ids=["pointer", "keyboard"],
)
def test_a_change_is_written_published_signed_and_proved(
    visitors: Visitors,
    auditor: Auditor,
    page_of_failure: list[Page],
    tmp_path: Path,
    hand: type[Pointer] | type[Keyboard],
    who: str,
    sentence: str,
) -> None:
    name, (login, _password) = visitors.name_of(who), visitors.login_of(who)
    reader = Side.of(visitors, who, hand, page_of_failure)
    sign_whole(reader, name)
    author = Side.of(visitors, "author", hand, page_of_failure)
    number = write(author, sentence)
    compliance = Side.of(visitors, "compliance", hand, page_of_failure)
    decide(compliance, number, sentence)
    read(visitors, number, sentence)
    sign_change(reader, name, number=number, sentence=sentence)
    receipt = fetch_receipt(reader)
    pack = make_pack(compliance, login)
    index = receipt_holds(pack, receipt, number=number)
    auditor_says_yes(auditor, pack, tmp_path)
    auditor_finds_flipped_byte(auditor, pack, tmp_path, index=index)
    assert not reader.problems + author.problems + compliance.problems


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
