"""Certificate numbers: what they detect, and what people may type."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificates import numbers

drawn = st.text(alphabet=numbers.ALPHABET, min_size=numbers.RANDOM_LENGTH, max_size=numbers.RANDOM_LENGTH)
issued = drawn.map(lambda text: text + numbers.check_character(text))


def test_a_new_number_is_17_characters_that_check() -> None:
    number = numbers.new_number()
    assert len(number) == 17
    assert numbers.is_number(number)


def test_a_thousand_new_numbers_are_a_thousand_numbers() -> None:
    assert len({numbers.new_number() for _ in range(1000)}) == 1000


def test_the_check_character_is_what_it_always_was() -> None:
    # Issued certificates live for years: these must never change.
    assert numbers.check_character("0000000000000000") == "0"
    assert numbers.check_character("0000000000000001") == "2"
    assert numbers.check_character("7Q4K29VDXW3T8ABC") == "M"
    assert numbers.check_character("ZZZZZZZZZZZZZZZZ") == "M"


@given(issued, st.integers(0, numbers.LENGTH - 1))
def test_every_single_wrong_character_is_noticed(number: str, place: int) -> None:
    for other in set(numbers.ALPHABET) - {number[place]}:
        assert numbers.parse(number[:place] + other + number[place + 1 :]) is None


@given(issued)
def test_every_two_characters_in_each_others_place_are_noticed(number: str) -> None:
    for first, second in combinations(range(numbers.LENGTH), 2):
        if number[first] == number[second]:
            continue
        swapped = list(number)
        swapped[first], swapped[second] = swapped[second], swapped[first]
        assert numbers.parse("".join(swapped)) is None


@given(issued, st.integers(0, numbers.LENGTH - 1))
def test_a_lost_or_doubled_character_is_noticed(number: str, place: int) -> None:
    assert numbers.parse(number[:place] + number[place + 1 :]) is None
    assert numbers.parse(number[:place] + number[place] + number[place:]) is None


@given(issued)
def test_a_number_is_read_back_as_it_is_shown(number: str) -> None:
    assert numbers.parse(numbers.grouped(number)) == number
    assert len(numbers.grouped(number)) == 21


@given(issued, st.data())
def test_a_number_is_read_as_people_type_it(number: str, data: st.DataObject) -> None:
    look_alikes = {"0": "0Oo", "1": "1IiLl"}
    typed = "".join(
        data.draw(st.sampled_from(look_alikes.get(character, character + character.lower())))
        + data.draw(st.sampled_from(["", "", " ", "-", "–", "\u00a0"]))
        for character in number
    )
    assert numbers.parse(f"  {typed} ") == number


@given(st.text(max_size=40))
def test_whatever_is_typed_gives_a_number_or_nothing(typed: str) -> None:
    number = numbers.parse(typed)
    assert number is None or numbers.is_number(number)


@pytest.mark.parametrize("typed", ["", "7Q4K", "U" * 17, "0" * 16, "0" * 18, "٠" * 17, "0" * 9999, "<b>", "\x00"])
def test_what_is_no_number_is_none(typed: str) -> None:
    assert numbers.parse(typed) is None
