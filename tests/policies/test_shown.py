"""What a page showed comes back as it was, or not at all."""

from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.shown import Shown, make_token, read_token
from tests.factories import NOW

READER = uuid4()
SHOWN = Shown(uuid4(), uuid4(), "en-US", "a" * 64, "b" * 64, 1, "c" * 64)
TOKEN = make_token(SHOWN, reader=READER, now=NOW)


@pytest.mark.parametrize("shown", [SHOWN, replace(SHOWN, from_number=None, difference_sha256="")])
def test_what_was_shown_comes_back_with_its_time(shown: Shown) -> None:
    read = read_token(make_token(shown, reader=READER, now=NOW), reader=READER)
    assert read is not None
    assert (read.shown, read.at) == (shown, NOW)


def test_a_token_is_for_one_reader() -> None:
    assert read_token(TOKEN, reader=uuid4()) is None


@given(st.integers(0, len(TOKEN) - 1), st.characters(codec="ascii"))
def test_one_other_letter_and_nothing_was_shown(place: int, letter: str) -> None:
    altered = TOKEN[:place] + letter + TOKEN[place + 1 :]
    read = read_token(altered, reader=READER)
    assert (read is None) == (altered != TOKEN)


@given(st.text(max_size=200))
def test_anything_else_is_nothing(token: str) -> None:
    assert read_token(token, reader=READER) is None
