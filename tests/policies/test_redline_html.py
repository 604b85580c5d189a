"""The HTML of a difference shows exactly both texts, and its elements never overlap."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.redline import Run
from policies.redline.blocks import block_changes
from policies.redline.words import Budget
from policies.rendering.redlines import blocks_html, line_html
from toolkit import markdown

HIDDEN = re.compile(r'<span class="visually-hidden">[^<]*</span>')


def shown(before: str, after: str) -> str:
    return blocks_html(block_changes(before, after, Budget(100_000)))


def plain(html: str) -> str:
    """Without the words for screen readers."""
    return HIDDEN.sub("", html)


def words(html: str) -> list[str]:
    return re.sub(r"<[^>]*>", " ", html).split()


def without(html: str, tag: str) -> str:
    return re.sub(rf"<{tag}>.*?</{tag}>", " ", html, flags=re.DOTALL)


class Nesting(HTMLParser):
    """Raises when an element ends that did not begin last."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("br", "hr"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_words_are_marked_inside_their_paragraph_and_said_to_screen_readers() -> None:
    html = shown("Tell us the same day.\n", "Tell us at once.\n")
    assert plain(html) == "<p>Tell us <del>the same day</del><ins>at once</ins>.</p>\n"
    assert (
        '<span class="visually-hidden">[removed: </span>the same day<span class="visually-hidden"> end of removal]'
        in html
    )


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("- one\n- two\n", "- one\n- two\n- three\n", "<ul><li>one</li><li>two</li><li><ins>three</ins></li></ul>"),
        (
            "**Never** share.\n",
            "**Do not** share.\n",
            "<p><strong><del>Never</del><ins>Do not</ins></strong> share.</p>",
        ),
        ("Ask.\n", "Ask.\n\nThen wait.\n", "<p>Ask.</p><p><ins>Then wait.</ins></p>"),
        ("> Quote.\n", "> Quoted.\n", "<blockquote><p><del>Quote.</del><ins>Quoted.</ins></p></blockquote>"),
        ("a < b & c\n", "a < b & d\n", "<p>a &lt; b &amp; <del>c</del><ins>d</ins></p>"),
    ],
)
def test_markup_stays_markup(before: str, after: str, expected: str) -> None:
    assert re.sub(r">\s+<", "><", plain(shown(before, after))).strip() == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("See [here](https://a.example).\n", "See [here](https://b.example).\n"),
        ("Plain words.\n", "**Plain** words.\n"),
        ("1. one\n", "2. one\n"),
        ("A \ufdd0 sign.\n", "A \ufdd0 word.\n"),
        ("Hello [w](https://a.example)\n", "Hello w\n"),
    ],
)
def test_where_only_the_markup_changed_both_are_shown(before: str, after: str) -> None:
    html = plain(shown(before, after))
    assert html.count("<del>") == html.count("<ins>") == 1
    assert words(without(html, "ins")) == words(markdown.render(before))
    assert words(without(html, "del")) == words(markdown.render(after))


def test_a_heading_is_plain_words() -> None:
    runs = (Run("same", "Who "), Run("removed", "<b>"), Run("added", "& what"))
    assert plain(line_html(runs)) == "Who <del>&lt;b&gt;</del><ins>&amp; what</ins>"


MARKDOWN = st.lists(
    st.sampled_from(
        [
            "*",
            "**",
            "_",
            "`",
            "[",
            "](https://a.example)",
            "- ",
            "> ",
            "1. ",
            "\n",
            "\n\n",
            "    ",
            "# ",
            "<",
            "&",
            "word",
            "other",
            " ",
            "\\",
            "é",
            "https://x.example",
            "---",
            "```\n",
        ]
    ),
    max_size=25,
).map("".join)


@given(MARKDOWN, MARKDOWN)
def test_both_texts_can_be_told_from_any_difference(before: str, after: str) -> None:
    html = plain(shown(before, after))
    Nesting().feed(html)
    assert "".join(words(without(html, "ins"))) == "".join(words(markdown.render(before)))
    assert "".join(words(without(html, "del"))) == "".join(words(markdown.render(after)))
    assert not re.search("[\ufdd0-\ufdd2]", html)
