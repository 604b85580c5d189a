"""Which typed names are somebody's name."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.names import is_same_name

names = st.text(st.characters(codec="utf-8", categories=("L", "M", "N", "P", "Zs")), min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("ada osei", "Ada Osei"),
        ("  ADA\tOSEI ", "Ada Osei"),
        ("Zoe OBrien Lukasiewicz", "Zoë O'Brien-Łukasiewicz"),
        ("zoë o’brien łukasiewicz", "Zoë O'Brien-Łukasiewicz"),
        ("Bjorn Akerstrom", "Björn Åkerström"),
        ("Thao Nguyen", "Thảo Nguyễn"),
        ("Soren Strasse", "Søren Straße"),
        ("IŞIK", "işık"),
        ("ليلى حداد", "لَيلى حدّاد"),
    ],
)
def test_case_accents_spaces_and_punctuation_do_not_matter(typed: str, name: str) -> None:
    assert is_same_name(typed, name)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("", "Ada Osei"),
        ("Ada", "Ada Osei"),
        ("Ada Osei Jr", "Ada Osei"),
        ("Ада Осей", "Ada Osei"),
        ("", "★"),
        ("-", "★"),
    ],
)
def test_other_letters_are_another_name(typed: str, name: str) -> None:
    assert not is_same_name(typed, name)


@given(names)
def test_everybody_can_type_their_own_name(name: str) -> None:
    assert is_same_name(name, name)
    assert is_same_name(f"  {name.upper().lower().title()} ", name) or not name.isascii()
    assert is_same_name(unicodedata.normalize("NFD", name), unicodedata.normalize("NFC", name))


@given(names, names)
def test_the_order_of_asking_does_not_matter(one: str, other: str) -> None:
    assert is_same_name(one, other) == is_same_name(other, one)
