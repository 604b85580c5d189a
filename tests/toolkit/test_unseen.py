"""What nobody sees in a text does not pass, and what people write in any script does."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from toolkit.unseen import first_unseen, validate_seen

seen = st.text(st.characters(codec="utf-8", categories=("L", "M", "N", "P", "S", "Z"), exclude_characters="ᅟᅠㅤﾠ"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The paper was from another person.\n\tThe manager told us.\r\n",
        "می\u200cخواهم",  # Persian: a verb with a joiner
        "क्\u200dष",  # Hindi: half a letter
        "\U0001f469\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f\u200d\U0001f525",
        "לא היא חתמה",
        "\u0600\u0661\u0662",
        "Zoë O’Brien – 50\u00a0%",
    ],
)
def test_what_people_write_passes(text: str) -> None:
    assert first_unseen(text) is None
    validate_seen(text)


@given(seen)
def test_what_is_seen_always_passes(text: str) -> None:
    assert first_unseen(text) is None


@pytest.mark.parametrize("code", ["202A", "202B", "202D", "202E", "2066", "2067", "2068", "200E", "200F", "061C"])
def test_nothing_turns_the_direction(code: str) -> None:
    with pytest.raises(ValidationError, match=rf"invisible character \(U\+{code}\) after “approved by Ada”"):
        validate_seen(f"approved by Ada{chr(int(code, 16))}iesO")


@pytest.mark.parametrize("code", [0x0, 0x1B, 0x7F, 0x85, 0xAD, 0x200B, 0x2060, 0xFEFF, 0x3164, 0xFFA0, 0xE0041])
def test_nothing_stands_there_unseen(code: int) -> None:
    assert first_unseen(f"a{chr(code)}") == 1


@pytest.mark.parametrize("text", ["\u200d", "a \u200cb", "a\u200d\u200d"])
def test_a_joiner_joins_something(text: str) -> None:
    assert first_unseen(text) == text.rindex(text.strip("ab ")[-1])


@pytest.mark.parametrize("text", ["\u202enever", "  \u200b"])
def test_at_the_beginning_there_are_no_words_to_name(text: str) -> None:
    with pytest.raises(ValidationError, match="The text begins with an invisible character"):
        validate_seen(text)


def test_long_words_are_named_by_their_end() -> None:
    with pytest.raises(ValidationError, match="after “aaaaaaaaaaaaaaaaaaaa”"):
        validate_seen(f"{'a' * 400}\u202eb")
