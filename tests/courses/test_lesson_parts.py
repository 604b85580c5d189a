"""A lesson's text as the parts of its page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.content import FileContent
from courses.rendering import parts_of
from tests.toolkit.test_markdown import ATTACKS, assert_harmless

WARD = FileContent("ward.svg", "a" * 64, 100, 640, 320)


def address(file: FileContent) -> str:
    return f"/f/{file.name}"


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_text_of_a_lesson_reaches_the_browser_as_more_than_text(attack: str) -> None:
    for part in parts_of(f"{attack}\n\nText {attack} more.\n\n- {attack}\n\n> {attack}", [WARD], address):
        assert_harmless(part.html)
        assert part.picture is None


@given(st.text("<>&\"'`*_[]()!#:/\\=- \nabjxhrefsciptdon01", max_size=80) | st.text(max_size=40))
def test_nothing_that_can_be_typed_into_a_lesson_is_harmful(text: str) -> None:
    for part in parts_of(text, [WARD], address):
        assert_harmless(part.html)


def test_each_heading_and_each_picture_begins_a_part() -> None:
    parts = parts_of("One.\n\n## Two\n\nTwo.\n\n![A](files/ward.svg)\n\nThree.\n\n### Four\n\nFour.", [WARD], address)
    assert [part.html for part in parts] == [
        "<p>One.</p>\n",
        "<h2>Two</h2>\n<p>Two.</p>\n",
        "",
        "<p>Three.</p>\n",
        "<h3>Four</h3>\n<p>Four.</p>\n",
    ]
    assert parts[2].picture is not None
    assert parts[2].picture.address == "/f/ward.svg"


@pytest.mark.parametrize(
    "text", ["![A *ward*](files/bed.svg)", "- ![A *ward*](files/ward.svg)", "![A *ward*](https://e.org/x)"]
)
def test_a_picture_that_cannot_be_shown_is_told_by_its_words(text: str) -> None:
    (part,) = parts_of(text, [WARD], address)
    assert "A ward" in part.html
    assert part.picture is None
