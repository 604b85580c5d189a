"""Writing a text: what is saved, what is refused, what is shown, and that nothing typed is ever lost."""

import html
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from people.models import Employee
from policies.models import ChangeMark, PolicyVersion
from policies.services.drafting import save_text, start_draft
from policies.services.reviewing import submit
from tests.factories import NOW
from tests.policies.authors import V1, V2, V2_MARKS, make_policy, published, write_draft
from tests.policies.desk import Desk, words
from tests.support.policies import STATEMENT, mark

WRONG = "# Short policy\n\n## Scope {#scope}\n\nx\n\n## Privacy {#scope}\n\n<b>bold</b>\n"
HOSTILE = "<script>alert(1)</script> \"'&amp; مرحبا 🩺"


@pytest.fixture
def draft(tomas: Employee) -> PolicyVersion:
    return write_draft(make_policy(), author=tomas)


@pytest.fixture
def desk(draft: PolicyVersion, tomas: Employee) -> Desk:
    return Desk.of(tomas, draft)


def test_text_statement_and_summary_are_saved_together(desk: Desk) -> None:
    answer = desk.text(markdown=V2.replace("\n", "\r\n"), statement="I agree.", summary=" Because.\r\nReally. ")
    assert answer["Location"] == desk.url("draft-text", "en-US")
    text = desk.version.texts.get()
    desk.version.refresh_from_db()
    assert (text.markdown, text.statement, desk.version.summary) == (V2, "I agree.", "Because.\nReally.")


def test_every_mistake_is_named_with_its_line_and_nothing_typed_is_lost(desk: Desk) -> None:
    answer = desk.text(markdown=WRONG, statement=" ", summary="Why.")
    assert answer.status_code == 422
    page = html.unescape(words(answer))
    assert 'Text, line 7: The clause key "scope" is used twice. Expected: another key than on line 3.' in page
    assert "Text, line 9: The text holds HTML." in page
    assert "Statement, line 1: There is no statement to sign." in page
    assert 'data-line="7"' in page
    assert WRONG in page
    assert "Why." in page
    assert desk.version.texts.get().markdown == V1
    desk.version.refresh_from_db()
    assert desk.version.summary == ""


def test_code_that_is_never_closed_is_refused_before_it_swallows_a_clause(desk: Desk) -> None:
    answer = desk.text(markdown=V2.replace("## AI tools", "~~~\n## AI tools"))
    assert answer.status_code == 422
    page = html.unescape(words(answer))
    assert "This code block is never closed. Expected: a line with ~~~ below the code." in page
    assert desk.version.texts.get().markdown == V1


def test_a_summary_that_is_too_long_saves_nothing_of_the_page(desk: Desk) -> None:
    answer = desk.text(markdown=V2, summary="x" * 2_001)
    assert answer.status_code == 422
    assert "at most 2000 characters" in words(answer)
    assert desk.version.texts.get().markdown == V1


def test_the_preview_shows_what_was_typed_and_saves_nothing(desk: Desk) -> None:
    answer = desk.text(markdown=V2, preview="1")
    assert answer.status_code == 200
    page = words(answer)
    assert "This is a preview. Your words are not saved yet." in page
    assert "AI tools</h3>" in page
    assert "{#ai-tools}" in page  # in the field
    assert desk.version.texts.get().markdown == V1


def test_the_live_preview_reads_as_the_text_is_read(desk: Desk) -> None:
    page = words(desk.post("draft-preview", "en-US", markdown=WRONG, statement=STATEMENT))
    assert "<html" not in page
    assert "2 mistakes keep this from being saved" in page
    assert "&lt;b&gt;bold&lt;/b&gt;" in page
    page = words(desk.post("draft-preview", "en-US", markdown=V2, statement=STATEMENT))
    assert "mistake" not in page
    assert "Who this covers</h3>" in page
    assert desk.version.texts.get().markdown == V1


@pytest.mark.parametrize("markdown", ["", HOSTILE, "# T\n\n## " + "x" * 5_000, "\x00", "#" * 40_000, "[" * 3_000])
def test_no_text_breaks_the_preview_or_reaches_the_page_as_markup(desk: Desk, markdown: str) -> None:
    for answer in (desk.post("draft-preview", "en-US", markdown=markdown), desk.text(markdown=markdown, over="")):
        assert answer.status_code in (200, 422)
        assert "<script>alert" not in words(answer)


def test_a_long_text_is_taken_whole_and_a_longer_one_refused_with_its_size(desk: Desk) -> None:
    long = "# Short policy\n\n## Scope {#scope}\n\n" + "ü bergreifend. " * 18_000
    assert desk.text(markdown=long).status_code == 302
    answer = desk.text(markdown=long + "ü" * 200_000)
    assert answer.status_code == 422
    assert "The text is too long" in words(answer)


def test_a_second_tab_overwrites_nothing_and_both_texts_are_shown(desk: Desk, dara: Employee) -> None:
    opened = desk.opened()
    other = Desk.of(dara, desk.version)
    other.text(markdown=V2)
    mine = V1.replace("names", "their names")
    answer = desk.text(markdown=mine, over=opened)
    assert answer.status_code == 422
    page = words(answer)
    assert "Somebody saved this text while you were writing" in page
    assert "voices" in page  # theirs
    assert "their names" in page  # mine, in the field
    assert desk.version.texts.get().markdown == V2
    again = str(answer.context["form"]["over"].value())
    assert desk.text(markdown=mine, over=again).status_code == 302  # having seen both
    assert desk.version.texts.get().markdown == mine


def test_a_statement_saved_meanwhile_is_not_overwritten_either(desk: Desk, dara: Employee) -> None:
    opened = desk.opened()
    Desk.of(dara, desk.version).text(statement="I promise.")
    assert desk.text(statement="I agree.", over=opened).status_code == 422
    assert desk.version.texts.get().statement == "I promise."


def test_the_same_page_sent_twice_is_saved_once_and_calmly(desk: Desk) -> None:
    opened = desk.opened()
    assert desk.text(markdown=V2, over=opened).status_code == 302
    assert desk.text(markdown=V2, over=opened).status_code == 302


def test_what_was_typed_into_a_version_in_review_is_kept_on_the_page(desk: Desk, tomas: Employee) -> None:
    opened = desk.opened()
    submit(desk.version, by=tomas, now=NOW)
    answer = desk.text(markdown=V2, over=opened)
    assert answer.status_code == 422
    assert "not a draft any more" in words(answer)
    assert "voices" in words(answer)
    assert desk.version.texts.get().markdown == V1
    assert desk.get("draft-text", "en-US")["Location"] == desk.url("draft")


def test_a_changed_clause_loses_its_mark_and_others_keep_theirs(tomas: Employee, cleo: Employee) -> None:
    policy = make_policy()
    published(policy, author=tomas, reviewer=cleo)
    draft = write_draft(policy, author=tomas, markdown=V2)
    mark(draft, V2_MARKS)
    Desk.of(tomas, draft).text(markdown=V2.replace("voices", "voices and faces"))
    assert list(draft.change_marks.values_list("clause_key", "kind")) == [("scope", ChangeMark.Kind.EDITORIAL)]


def test_another_language_begins_empty_and_can_be_taken_out(desk: Desk) -> None:
    assert desk.post("draft-language", language="de")["Location"] == desk.url("draft-text", "de")
    assert desk.get("draft-text", "de").status_code == 200
    assert desk.version.texts.count() == 1
    desk.text(markdown=V1.replace("Short policy", "Kurz"), language="de")
    assert desk.version.texts.count() == 2
    assert "Text in German" in words(desk.get("draft"))
    page = words(desk.get("draft-text", "de"))
    assert "Edit Kurz, German" in page
    assert "Text in German</h1>" in page
    assert "Text in English (US)</a>" in page
    assert "Take the text in German out?" in words(desk.get("draft-text-remove", "de"))
    answer = desk.client.post(desk.url("draft-text-remove", "de"), follow=True)
    assert "The text in German is taken out." in words(answer)
    assert desk.version.texts.get().language == "en-US"


@pytest.mark.parametrize("language", ["", "German", "<b>", "e" * 40])
def test_what_is_no_language_is_not_one(desk: Desk, language: str) -> None:
    answer = desk.client.post(desk.url("draft-language"), {"language": language}, follow=True)
    assert answer.status_code == 200
    assert answer.redirect_chain[0][0] == desk.url("draft")
    if language and "/" not in language:
        assert desk.get("draft-text", language).status_code == 404


def test_no_version_no_page(tomas: Employee) -> None:
    desk = Desk.of(tomas, start_draft(make_policy(), author=tomas, now=NOW))
    assert desk.get("draft-text", "en-US").status_code == 200
    desk.version.number = 7
    assert desk.get("draft-text", "en-US").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_of_two_authors_at_once_one_saves_and_the_other_is_told(tomas: Employee, dara: Employee) -> None:
    draft = write_draft(make_policy(), author=tomas)
    desks = [Desk.of(tomas, draft), Desk.of(dara, draft)]
    opened = desks[0].opened()
    start = Barrier(2)

    def save(number: int) -> int:
        try:
            start.wait(10)
            return int(desks[number].text(markdown=V1 + f"Number {number}.\n", over=opened).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(save, range(2)))
    assert sorted(answers) == [302, 422]
    assert draft.texts.get().markdown == V1 + f"Number {answers.index(302)}.\n"


def test_saving_with_a_forged_digest_is_refused(desk: Desk, tomas: Employee) -> None:
    assert desk.text(markdown=V2, over="0" * 64).status_code == 422
    assert desk.text(markdown=V2, over="").status_code == 422
    assert desk.version.texts.get().markdown == V1
    save_text(desk.version, language="en-US", markdown=V1, statement=STATEMENT, by=tomas, now=NOW)


CHILLING = V1.replace("Some sites are blocked.", "Do not discuss your pay or working conditions online.")


def test_the_policy_check_gives_hints_with_reason_and_source_and_blocks_nothing(desk: Desk, cleo: Employee) -> None:
    assert desk.text(markdown=CHILLING).status_code == 302
    page = html.unescape(words(desk.get("draft-text", "en-US")))
    panel = page.split('id="hints-heading"', 1)[1]
    assert "Do not discuss your pay or working conditions online." in panel
    assert '<a href="#id_markdown" data-line="16">Blocked sites</a>' in panel
    assert "What to do:" in panel
    assert 'href="https://' in panel
    assert panel.count("Missing from the text") == 1
    assert panel.index("Blocked sites") < panel.index("Missing from the text")
    desk.post("draft-submit")
    hers = words(Desk.of(cleo, desk.version).get("draft-review"))
    assert "about the text in English (US)" in hers
    assert "Do not discuss your pay or working conditions online.</blockquote>" in hers


def test_hints_stand_by_clause_and_about_the_statement_to_sign(desk: Desk) -> None:
    markdown = CHILLING.replace("online.", "online. Always be professional.").replace(
        "## Privacy", "## No talk of wages"
    )
    page = html.unescape(words(desk.text(markdown=markdown, statement="I will not talk to the media.", preview="1")))
    panel = page.split('id="hints-heading"', 1)[1]
    assert panel.count(">Blocked sites</a>") == 1  # two hints, one heading
    assert '<a href="#id_statement">Statement to sign</a>' in panel
    assert "<blockquote>I will not talk to the media.</blockquote>" in panel
    assert "<blockquote>No talk of wages</blockquote>" in panel


def test_the_check_reads_what_was_typed_and_not_what_is_stored(desk: Desk) -> None:
    page = words(desk.text(markdown=CHILLING, preview="1"))
    assert "Do not discuss your pay or working conditions online.</blockquote>" in page


def test_a_text_that_is_not_checked_says_why(desk: Desk) -> None:
    desk.text(markdown=V1, language="de")
    assert "The check reads English only" in words(desk.get("draft-text", "de"))
    desk.text(markdown=V1 + "Long. " * 40_000)
    assert "The text is too long for the check." in words(desk.get("draft-text", "en-US"))
