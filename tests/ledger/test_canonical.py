"""One value, one spelling: what is written, what is read back, and what is refused with its place."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.canonical import DEEPEST, GREATEST_INTEGER, canonical_bytes, parse_canonical
from tests.ledger.published import vectors

characters = st.characters(exclude_categories=["Cs"])
scalars = st.none() | st.booleans() | st.integers(-GREATEST_INTEGER, GREATEST_INTEGER) | st.text(characters)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(characters), inner, max_size=4)
)


@pytest.mark.parametrize("case", vectors("canonical")["cases"], ids=lambda case: case["name"])
def test_the_published_values_are_spelled_as_published(case: Any) -> None:
    canonical = case["canonical"].encode()
    assert canonical_bytes(json.loads(case["json"])) == canonical
    assert parse_canonical(canonical) == json.loads(case["json"])


@given(values)
def test_what_is_written_is_read_back(value: object) -> None:
    written = canonical_bytes(value)
    assert parse_canonical(written) == value
    assert canonical_bytes(parse_canonical(written)) == written
    assert json.loads(written) == value, "any reader of JSON reads the same"


@given(st.dictionaries(st.text(characters), st.integers(0, 9), min_size=2), st.randoms())
def test_the_order_in_which_keys_were_put_in_does_not_matter(value: dict[str, int], random: Any) -> None:
    shuffled = list(value.items())
    random.shuffle(shuffled)
    assert canonical_bytes(dict(shuffled)) == canonical_bytes(value)


@given(st.lists(st.text(characters), min_size=2, unique=True))
def test_keys_stand_in_the_order_of_their_utf_16_code_units(keys: list[str]) -> None:
    written = list(parse_canonical(canonical_bytes(dict.fromkeys(keys))))
    units = [[int.from_bytes(pair) for pair in _pairs(key.encode("utf-16-be"))] for key in written]
    assert units == sorted(units)


def _pairs(data: bytes) -> list[bytes]:
    return [data[place : place + 2] for place in range(0, len(data), 2)]


def test_a_tuple_is_an_array() -> None:
    assert canonical_bytes({"a": (1, "b")}) == b'{"a":[1,"b"]}'


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"score": 0.5}, r"\$\.score: a float"),
        ({"a": [1, {"b": 2.0}]}, r"\$\.a\[1\]\.b: a float"),
        ([b"bytes"], r"\$\[0\]: a bytes"),
        ({"a": {1, 2}}, r"\$\.a: a set"),
        ({"a": {3: "x"}}, r"\$\.a: the key 3 is a int"),
        ({None: 1}, r"\$: the key None is a NoneType"),
    ],
)
def test_other_types_are_refused_with_their_place(value: object, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        canonical_bytes(value)


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"n": 2**53}, r"\$\.n: 9007199254740992 is beyond"),
        ([-(2**53)], r"\$\[0\]: -9007199254740992 is beyond"),
        ({"a": ["x", "y\ud800z"]}, r"\$\.a\[1\]: half a character .* at position 1"),
        ({"\udfff": 1}, r"the key '\\udfff' of \$: half a character"),
    ],
)
def test_values_without_a_spelling_are_refused_with_their_place(value: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        canonical_bytes(value)


def test_the_greatest_integers_are_written_in_full() -> None:
    assert canonical_bytes([GREATEST_INTEGER, -GREATEST_INTEGER]) == b"[9007199254740991,-9007199254740991]"


def test_nesting_has_a_limit_and_never_ends_in_a_crash() -> None:
    deep: list[Any] = []
    for _ in range(DEEPEST - 1):
        deep = [deep]
    assert parse_canonical(canonical_bytes(deep)) == deep
    with pytest.raises(ValueError, match="nested deeper"):
        canonical_bytes([deep])
    with pytest.raises(ValueError, match="nested deeper"):
        parse_canonical(b"[" * 100_000 + b"]" * 100_000)


@pytest.mark.parametrize(
    "spelling",
    [
        b"",
        b" {}",
        b"{} ",
        b"{}\n",
        b"{}{}",
        b'{"a": 1}',
        b'{"b":1,"a":2}',
        b"[1,]",
        b"[1, 2]",
        b"1.0",
        b"1e3",
        b"0.5",
        b"-0",
        b"01",
        b"+1",
        b"9007199254740992",
        b"1" * 5000,
        b"NaN",
        b"[Infinity]",
        b"-Infinity",
        b"True",
        b"'a'",
        b'"\\u0041"',
        b'"\\/"',
        b'"\\u00e9"',
        b'"\\u001F"',
        b'"\\u0009"',
        b'"\t"',
        b'"\\ud800"',
        b'"\\ud83d\\ude00"',
        b'"\xff"',
        b'"\xed\xa0\x80"',
        b'"\xc0\x80"',
        b'\xef\xbb\xbf"a"',
        '"é"'.encode("latin-1"),
        '{"\U0001f600":1,"\ufb33":2}'.encode()[:-1],
        '{"\ufb33":2,"\U0001f600":1}'.encode(),
    ],
)
def test_any_other_spelling_is_refused(spelling: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the reason differs with each spelling
        parse_canonical(spelling)


def test_a_key_that_stands_twice_is_named() -> None:
    with pytest.raises(ValueError, match="'b' stands twice"):
        parse_canonical(b'{"a":{"b":1,"b":1}}')


def test_the_first_byte_that_differs_is_named() -> None:
    with pytest.raises(ValueError, match="from byte 5 on"):
        parse_canonical(b'{"a": 1}')


@given(values, st.data())
def test_no_two_spellings_are_read_as_the_same(value: object, data: st.DataObject) -> None:
    written = canonical_bytes(value)
    place = data.draw(st.integers(0, len(written) - 1))
    changed = written[:place] + bytes([written[place] ^ (1 << data.draw(st.integers(0, 7)))]) + written[place + 1 :]
    try:
        other = parse_canonical(changed)
    except ValueError:
        return
    assert canonical_bytes(other) == changed != written
