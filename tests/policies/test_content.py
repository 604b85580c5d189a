"""What a text says, what is wrong with it, and the digests that freeze it."""

import hashlib
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from policies.content import (
    LARGEST_TEXT,
    AttachmentDigest,
    ClauseContent,
    ParsedText,
    TextContent,
    TextDigest,
    canonical_text,
    clause_lines,
    compare,
    parse_text,
    read_text,
    render_clause,
    render_intro,
    statement_sha256,
    text_sha256,
    version_digest,
)
from toolkit import markdown
from toolkit.packfiles.problems import Problems

TEXT = """# Social media use

What protects patients, *and you*.

## Why {#purpose}

It helps us.

- one
- two

## Patient privacy {#patient-privacy}

Do not share.

### More

See [the guide](https://example.org).
"""
PARSED = ParsedText(
    "Social media use",
    "What protects patients, *and you*.",
    (
        ClauseContent(1, "purpose", "Why", "It helps us.\n\n- one\n- two"),
        ClauseContent(
            2,
            "patient-privacy",
            "Patient privacy",
            "Do not share.\n\n### More\n\nSee [the guide](https://example.org).",
        ),
    ),
)


def problems_of(text: str) -> list[str]:
    problems = Problems()
    parsed = read_text(problems, "v1.md", text)
    assert (parsed is None) == bool(problems.found)
    return [str(problem) for problem in sorted(set(problems.found))]


def test_a_text_becomes_title_introduction_and_numbered_clauses() -> None:
    assert read_text(Problems(), "v1.md", TEXT) == PARSED
    assert parse_text(TEXT) == PARSED
    assert clause_lines(TEXT) == {"purpose": 5, "patient-privacy": 12}


def test_a_text_needs_no_introduction() -> None:
    assert problems_of("# Title\n## One {#one}\nText.") == []
    assert parse_text("# Title\n## One {#one}\nText.").intro == ""


def test_headings_may_be_underlined() -> None:
    parsed = parse_text("Title\n=====\n\nOne {#one}\n---\n\nText.\n")
    assert parsed == ParsedText("Title", "", (ClauseContent(1, "one", "One", "Text."),))


def test_what_looks_like_a_heading_inside_code_or_a_quote_begins_no_clause() -> None:
    text = "# T\n\n## A {#a}\n\n```\n## B {#b}\n```\n\n    ## C {#c}\n"
    assert [clause.key for clause in parse_text(text).clauses] == ["a"]
    assert problems_of(text) == []


def test_line_ends_and_a_byte_order_mark_change_neither_text_nor_digest() -> None:
    other = "\ufeff" + TEXT.rstrip("\n").replace("\n", "\r\n") + "\r\n\r\n"
    assert canonical_text(other) == TEXT
    assert text_sha256(other) == text_sha256(TEXT) == hashlib.sha256(TEXT.encode()).hexdigest()
    assert TextContent.of("en-US", other) == TextContent("en-US", "Social media use", TEXT)


def test_a_text_content_knows_its_clauses_and_its_digest() -> None:
    content = TextContent.of("en-US", TEXT)
    assert (content.intro, content.clauses, content.sha256) == (PARSED.intro, PARSED.clauses, text_sha256(TEXT))


def test_the_key_of_a_clause_is_never_shown() -> None:
    clause = PARSED.clauses[1]
    html = render_clause(clause)
    assert html.startswith("<p>Do not share.</p>\n<h3>More</h3>")
    assert "{#" not in html
    assert "patient-privacy" not in html
    assert render_intro(PARSED) == "<p>What protects patients, <em>and you</em>.</p>\n"


def test_showing_drops_whatever_could_act() -> None:
    clause = ClauseContent(
        1, "x", "X", "<script>alert(1)</script>\n\n[a](javascript:alert(1)) ![p](http://e.org/p.png)"
    )
    html = render_clause(clause)
    assert "<script" not in html
    assert "href" not in html
    assert "<img" not in html


KEY_FORM = "Expected small letters, digits and single hyphens, like patient-privacy."
MISTAKES = {
    "no title": ("## A {#a}\n\nText.", "1: The policy has no title. Expected # Title before the text."),
    "text before the title": (
        "\nText.\n\n# Title\n\n## A {#a}\n\nText.",
        "2: The policy has no title. Expected # Title before the text.",
    ),
    "a title with markup": (
        "# A *title*\n\n## A {#a}\n\nText.",
        "1: The title holds markup. Expected a title of plain words.",
    ),
    "an empty title": ("#\n\n## A {#a}\n\nText.", "1: The title holds markup. Expected a title of plain words."),
    "a long title": (
        f"# {'x' * 201}\n\n## A {{#a}}\n\nText.",
        "1: The title is too long: 201 characters. Expected at most 200 characters.",
    ),
    "no clause": ("# Title\n\nText.", "1: The policy has no clause. Expected headings like ## Heading {#key}."),
    "a second title": (
        "# T\n\n## A {#a}\n\nText.\n\n# T\n\nMore.",
        "7: A heading of level 1 cannot stand here. Expected a heading of level 3.",
    ),
    "a heading in the introduction": (
        "# T\n\n### More\n\n## A {#a}\n\nText.",
        "3: A heading of level 3 cannot stand here. Expected text without headings.",
    ),
    "a clause without a key": (
        "# T\n\n## A\n\nText.",
        "3: The clause has no key. Expected a heading like ## Heading {#key}.",
    ),
    "a key with a space": ("# T\n\n## A {#a b}\n\nText.", f'3: The key "a b" has a wrong form. {KEY_FORM}'),
    "an empty key": ("# T\n\n## A {#}\n\nText.", f'3: The key "" has a wrong form. {KEY_FORM}'),
    "a key twice": (
        "# T\n\n## A {#a}\n\nText.\n\n## B {#a}\n\nText.",
        '7: The clause key "a" is used twice. Expected another key than on line 3.',
    ),
    "a key and no words": (
        "# T\n\n## {#a}\n\nText.",
        "3: The heading has no words. Expected a heading like ## Heading {#key}.",
    ),
    "a heading with markup": (
        "# T\n\n## A **b** {#a}\n\nText.",
        "3: The heading holds markup. Expected plain words, like ## Heading {#key}.",
    ),
    "a heading with HTML": (
        "# T\n\n## A <b> {#a}\n\nText.",
        "3: The heading holds markup. Expected plain words, like ## Heading {#key}.",
    ),
    "a long heading": (
        f"# T\n\n## {'x' * 201} {{#a}}\n\nText.",
        "3: The heading is too long: 201 characters. Expected at most 200 characters.",
    ),
    "a clause without text": (
        "# T\n\n## A {#a}\n\n## B {#b}\n\nText.",
        "3: The clause has no text. Expected text below the heading.",
    ),
    "a level left out": (
        "# T\n\n## A {#a}\n\nText.\n\n#### Deep\n\nText.",
        "7: A heading of level 4 cannot stand here. Expected a heading of level 3.",
    ),
    "a heading like a clause's in a quote": (
        "# T\n\n## A {#a}\n\n> ## B",
        "5: A heading of level 2 cannot stand here. Expected a heading of level 3.",
    ),
    "HTML": (
        "# T\n\n## A {#a}\n\nA <b>bold</b>\nword.",
        "5: The text holds HTML. Expected Markdown only; write < as \\<.",
    ),
    "an image": (
        "# T\n\n## A {#a}\n\n\n![x](https://example.org/x.png)",
        "6: The text holds an image. Expected text only; images are not shown by this version.",
    ),
    "a link without https": (
        "# T\n\n[x](http://e.org)\n\n## A {#a}\n\nText.",
        '3: The link leads to "http://e.org". Expected a full https:// or mailto: address.',
    ),
    "an address apart from its link": (
        "# T\n\n## A {#a}\n\n[x][r]\n\n## B {#b}\n\nText.\n\n[r]: https://example.org",
        "11: The address of a link stands apart from it. "
        "Expected the address beside the words: [words](https://example.org).",
    ),
    "code that is never closed": (
        "# T\n\n## A {#a}\n\nText.\n\n```\n\n## B {#b}\n\nText.\n",
        "7: This code block is never closed. Expected a line with ``` below the code.",
    ),
    "code closed by a shorter line": (
        "# T\n\nText.\n\n~~~~ text\ncode\n~~~\n\n## A {#a}\n\nText.\n\n~~~~\n\n## B {#b}\n\n~~~",
        "17: This code block is never closed. Expected a line with ~~~ below the code.",
    ),
    "code that ends with its list": (
        "# T\n\n## A {#a}\n\n- One\n  ```\n  code\n\n## B {#b}\n\nText.",
        "6: This code block is never closed. Expected a line with ``` below the code.",
    ),
    "code that is the last line": (
        "# T\n\n## A {#a}\n\n> ```",
        "5: This code block is never closed. Expected a line with ``` below the code.",
    ),
    "a tab": ("# T\n\n## A {#a}\n\n\tText.", "5: The line holds a tab. Expected spaces."),
    "text that runs the other way": (
        "# T\n\n## A {#a}\n\n\u202eText.",
        "5: The line holds the character U+202E. Expected text without control or invisible characters.",
    ),
    "half a character": (
        "# T\n\n## A {#a}\n\n\ud800",
        "5: The line holds the character U+D800. Expected text without control or invisible characters.",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_with_its_line_and_alone(name: str) -> None:
    text, expected = MISTAKES[name]
    assert problems_of(text) == [f"v1.md:{expected}"]


CODE = ["```\n```", "```\n\n```", "~~~ x\na\n\n~~~~~", "- ```\n  a\n  ```", "> ~~~\n> a\n> ~~~", " ```\na\n  ``` "]


@pytest.mark.parametrize("code", CODE)
def test_code_that_is_closed_is_taken_wherever_it_stands(code: str) -> None:
    """A line that looks like a heading is code there, and no clause."""
    hidden = "# T\n\n## A {#a}\n\n```\n## B {#b}\n```\n"
    assert problems_of(f"# T\n\n{code}\n\n## A {{#a}}\n\n{code}\n\n## B {{#b}}\n\n{code}") == []
    assert [clause.key for clause in parse_text(hidden).clauses] == ["a"]
    assert problems_of(hidden) == []


def test_an_empty_text_has_neither_title_nor_clause() -> None:
    assert problems_of("") == [
        "v1.md:1: The policy has no clause. Expected headings like ## Heading {#key}.",
        "v1.md:1: The policy has no title. Expected # Title before the text.",
    ]


def test_all_mistakes_are_reported_at_once() -> None:
    text = "# T *x*\n\n<b>\n\n## A\n\n## B {#b}\n\n#### C\n\n## D {#b}\n\n[x](ftp://x)\n"
    assert [line.split(":")[1] for line in problems_of(text)] == ["1", "3", "5", "5", "9", "11", "13"]


def test_a_text_that_is_too_long_is_refused_before_it_is_read() -> None:
    assert problems_of("x" * LARGEST_TEXT) == [
        "v1.md:1: The text is too long: 300,001 bytes. Expected at most 300,000 bytes."
    ]


def test_a_text_that_would_take_long_to_read_is_refused_before_it_is_read() -> None:
    """Each sign may begin or end what each one before it began: a minute for a text of the largest size."""
    said = "This paragraph holds too many of the signs * _ and [. Expected at most 2,000 between two empty lines."
    # Neither its missing title nor its missing clauses are told: nothing else looked at it.
    assert problems_of(f"Text.\n\n{'*a_' * 1_001}\n\n{'[' * 2_001}") == [f"v1.md:3: {said}", f"v1.md:5: {said}"]
    paragraphs = "\n\n".join(["*a* _b_ [c" * 400] * 5)
    assert problems_of(f"# T\n\n## A {{#a}}\n\n{paragraphs}") == []


def test_too_many_clauses() -> None:
    text = "# T\n" + "".join(f"## A {{#a{number}}}\nText.\n" for number in range(501))
    assert problems_of(text) == ["v1.md:1002: The policy has too many clauses. Expected at most 500."]


def test_comparing_names_what_changed_was_added_and_removed_and_not_what_moved() -> None:
    before = parse_text("# T\n## A {#a}\nText.\n## B {#b}\nText.\n## C {#c}\nText.\n## D {#d}\nText.")
    after = parse_text("# T\n## D {#d}\nText.\n## New {#new}\nText.\n## B2 {#b}\nText.\n## C {#c}\nOther.")
    found = compare(before, after)
    assert (found.changed, found.added, found.removed) == (("b", "c"), ("new",), ("a",))


VERSION: dict[str, Any] = {
    "slug": "social-media-use",
    "number": 2,
    "texts": (
        TextDigest("en-US", "aa" * 32, statement_sha256("I have read it.")),
        TextDigest("es", "bb" * 32, statement_sha256("Lo he leído.")),
    ),
    "attachments": (AttachmentDigest("card.pdf", "cc" * 32, 10), AttachmentDigest("map.png", "dd" * 32, 20)),
    "effective_on": date(2026, 12, 1),
    "review_on": None,
    "changes": {"scope": "material", "purpose": "editorial"},
}


def test_the_digest_of_a_known_version_never_moves() -> None:
    """If this goes red, every published version would look tampered with: make a new format instead."""
    assert version_digest(**VERSION) == "44fda0d00dee868234eaf966656f4a148d78c3a2d2d6d74f4961088eb1cd5a37"


@pytest.mark.parametrize(
    "change",
    [
        {"slug": "other"},
        {"number": 3},
        {"texts": VERSION["texts"][:1]},
        {"texts": (TextDigest("en-US", "aa" * 32, "ee" * 32), VERSION["texts"][1])},
        {"attachments": ()},
        {"attachments": (AttachmentDigest("card.pdf", "cc" * 32, 11), VERSION["attachments"][1])},
        {"effective_on": None},
        {"review_on": date(2026, 12, 1), "effective_on": None},
        {"changes": {"scope": "material", "purpose": "material"}},
        {"changes": {"scope": "material"}},
    ],
    ids=str,
)
def test_everything_that_a_version_says_counts(change: dict[str, Any]) -> None:
    assert version_digest(**{**VERSION, **change}) != version_digest(**VERSION)


def test_the_order_in_which_texts_attachments_and_marks_are_named_does_not_count() -> None:
    turned = {key: VERSION[key][::-1] for key in ("texts", "attachments")}
    marks = dict(reversed(VERSION["changes"].items()))
    assert version_digest(**{**VERSION, **turned, "changes": marks}) == version_digest(**VERSION)


FENCES = ["```\n", "~~~\n", "\n~~~~ a\n", "\n  ```\n"]
STARTS = ["# ", "## ", "### ", "> ", "- ", "1. ", "    ", "---\n", "===\n", "[r]: https://e.org\n", *FENCES]
MARKUP = ["{#a}", "{#b}", " {#", "}", "*", "_", "`", "[r]", "](https://e.org)", "[", "![", "<b>", "<!--", "-->", "\\"]
ODD = ["\n", "\n\n", "Text", " ", "&amp;", "\u00a0", "ü", "🩺", "\r\n", "\t", "\0", "\u2028", "\ud800"]
PIECES = st.sampled_from([*STARTS, *MARKUP, *ODD])
TEXTS = st.lists(PIECES, max_size=40).map("".join)


@given(TEXTS | st.text(max_size=80))
def test_reading_never_fails_and_what_it_returns_is_whole(text: str) -> None:
    problems = Problems()
    parsed = read_text(problems, "v1.md", text)
    assert parsed is None or parsed == parse_text(text)
    assert all(1 <= problem.line <= canonical_text(text).count("\n") + 1 for problem in problems.found)
    for clause in parse_text(text).clauses:
        render_clause(clause)


@given(st.lists(PIECES, max_size=20).map("".join), st.lists(PIECES, max_size=20).map("".join))
@example("```\n", "").via("swallowed what followed")
def test_a_good_text_shows_the_same_by_clauses_as_in_one_piece(first: str, second: str) -> None:
    text = f"# Title\n\n## One {{#one}}\n\n{first}\n\n## Two {{#two}}\n\n{second}\n"
    parsed = read_text(Problems(), "v1.md", text)
    if parsed is not None:
        parts = "".join(f"<h2>{c.heading} {{#{c.key}}}</h2>\n{render_clause(c)}" for c in parsed.clauses)
        assert f"<h2>Title</h2>\n{parts}" == str(markdown.render(text))


@given(TEXTS)
def test_the_canonical_text_is_its_own_canonical_text(text: str) -> None:
    once = canonical_text(text)
    assert canonical_text(once) == once
    assert "\r" not in once
