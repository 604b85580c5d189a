"""What each kind of question counts as right, with the numbers written out; and what it refuses."""

import random
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.kinds import Refused, kind_of
from tests.courses.kind_questions import Parsed, parse, questions
from tests.support.all_kinds import question_of, right_answer

WAYS = st.lists(st.tuples(st.sampled_from(["up", "down"]), st.integers(0, 9)), max_size=30)


def short(**fields: Any) -> dict[str, Any]:
    return parse("short", fields).key_body


def grade(answer: str, **fields: Any) -> int:
    return kind_of("short").grade(answer, short(**fields))


# match


def test_each_right_pair_earns_the_same_and_wrong_ones_cost_nothing() -> None:
    key_body = {"pairs": {"a": "c", "b": "a", "c": "b"}, "feedback": {}}
    match = kind_of("match")
    assert match.grade({"a": "c", "b": "a", "c": "b"}, key_body) == 100
    assert match.grade({"a": "c", "b": "a", "c": "a"}, key_body) == 66
    assert match.grade({"a": "c", "b": "b", "c": "a"}, key_body) == 33
    assert match.grade({"a": "a", "b": "b", "c": "c"}, key_body) == 0
    assert match.grade({"z": "c"}, key_body) == 0


def test_an_open_pair_is_named_and_the_others_are_kept() -> None:
    question = question_of("match")
    with pytest.raises(Refused) as refused:
        kind_of("match").clean({"match-a": ["b"], "match-b": [""], "match-c": ["a"]}, question.body)
    assert str(refused.value) == "Choose a match for each. 2 are open."
    assert (refused.value.kept, refused.value.field) == ({"a": "b", "c": "a"}, "2")


@pytest.mark.parametrize("values", [["z"], ["-1"], ["a", "b"], ["a" * 100_000], ["\x00"]])
def test_what_is_no_right_side_is_refused(values: list[str]) -> None:
    with pytest.raises(Refused, match="not one of the choices"):
        kind_of("match").clean({"match-a": values}, question_of("match").body)


# order


def test_each_right_neighbor_earns_the_same() -> None:
    key_body = {"order": list("dacb"), "feedback": ""}
    points = {"".join(order): kind_of("order").grade(list(order), key_body) for order in permutations("abcd")}
    assert points["dacb"] == 100
    assert points["bcad"] == 0  # the reverse
    assert points["acbd"] == 66  # the first one put last
    assert points["cbda"] == 66  # both halves right
    assert points["adcb"] == 33
    assert [order for order, reached in points.items() if reached == 100] == ["dacb"]


@given(questions("order"), st.integers(0, 2**62))
def test_the_first_order_is_never_the_right_one(question: Parsed, seed: int) -> None:
    for body in (question.body, question.kind.draw(question.body, random.Random(seed))):
        assert [step["key"] for step in body["steps"]] != question.key_body["order"]
    assert question.kind.grade(question.key_body["order"][::-1], question.key_body) == 0


def test_the_first_order_is_the_same_on_every_python_and_differs_by_seed() -> None:
    body = parse("order", {"steps": list("fedcba")}).body
    drawn = [
        "".join(s["text"] for s in kind_of("order").draw(body, random.Random(seed))["steps"]) for seed in range(99)
    ]
    assert drawn[:3] == ["ecbafd", "cdfaeb", "cdbeaf"]
    assert len(set(drawn)) > 80


@given(questions("order"), WAYS)
def test_buttons_move_a_step_by_one_place(question: Parsed, ways: list[tuple[str, int]]) -> None:
    kind, body = question.kind, question.body
    order = [step["key"] for step in body["steps"]]
    for way, number in ways:
        place = number % len(order)
        posted = {"step": order, "move": [f"{way}-{order[place]}"]}
        moved = kind.clean(posted, body)
        expected = max(0, place - 1) if way == "up" else min(len(order) - 1, place + 1)
        assert moved.index(order[place]) == expected
        assert [key for key in moved if key != order[place]] == [key for key in order if key != order[place]]
        # The focus stays at the row, on a button that is there.
        shown = {row["key"]: row for row in kind.render(body, moved)["steps"]}[order[place]]
        at = kind.stays_at(posted, moved)
        assert at in {f"up-{order[place]}", f"down-{order[place]}"}
        assert not (at.startswith("up") and shown["is_first"])
        assert not (at.startswith("down") and shown["is_last"])
        order = moved
    assert kind.stays_at({"step": order}, order) == ""


@pytest.mark.parametrize(
    "posted",
    [
        {},
        {"step": ["a", "b", "c"]},
        {"step": ["a", "b", "c", "c"]},
        {"step": ["a", "b", "c", "d", "d"]},
        {"step": ["d", "c", "b", "a"], "move": ["sideways-a"]},
        {"step": ["d", "c", "b", "a"], "move": ["up-z"]},
        {"step": ["d", "c", "b", "a"], "move": ["up"]},
    ],
)
def test_what_is_no_order_is_refused(posted: dict[str, list[str]]) -> None:
    with pytest.raises(Refused, match="could not be read"):
        kind_of("order").clean(posted, question_of("order").body)


# short


@pytest.mark.parametrize(
    "answer",
    [
        "privacy office",
        "  Privacy   OFFICE. ",
        "ＰＲＩＶＡＣＹ office",
        "privacy-office!",
        "“Privacy” office",
        "privacy\noffice",
    ],
)
def test_case_width_spaces_and_punctuation_do_not_matter(answer: str) -> None:
    assert grade(answer, accepted=["Privacy office", "hotline"]) == 100


@pytest.mark.parametrize("answer", ["privacy", "privacyoffice", "the privacy office", "privacy offices", "", "  ", "…"])
def test_any_other_answer_is_not_right(answer: str) -> None:
    assert grade(answer, accepted=["Privacy office", "hotline"]) == 0


@pytest.mark.parametrize(
    ("rules", "answer", "points"),
    [
        ({}, "CAFÉ", 100),
        ({}, "cafe\u0301", 100),  # the accent as a sign of its own
        ({}, "cafe", 0),
        ({"ignore_accents": True}, "Cafe", 100),
        ({"match_case": True}, "Café", 0),
        ({"match_case": True}, "café", 100),
        ({"match_punctuation": True}, "café!", 0),
        ({"match_punctuation": True}, " café ", 100),
    ],
)
def test_the_rules_for_accents_case_and_punctuation(rules: dict[str, bool], answer: str, points: int) -> None:
    assert grade(answer, accepted=["café"], **rules) == points


def test_letters_that_fold_to_two_are_the_same() -> None:
    assert grade("STRASSE", accepted=["straße"]) == 100
    assert grade("ΟΔΟΣ", accepted=["οδος"]) == 100
    assert grade("ｶﾞ", accepted=["ガ"]) == 100


@pytest.mark.parametrize(
    ("answer", "points"),
    [
        ("Thank you, please call us about it.", 100),
        ("Thanks! Call or write.", 100),
        ("Call us.", 0),  # nothing that is required
        ("Thank you.", 0),  # too few hits
        ("Thank you for your visit, call or write.", 0),  # something that may not be said
        ("Recall it, thank you.", 0),  # a hint begins a word
    ],
)
def test_hints_say_what_is_found(answer: str, points: int) -> None:
    hints = {"accept_any": ["call", "write", "us"], "require_any": ["thank"], "reject_any": ["your visit"]}
    assert grade(answer, **hints, min_hits=2, model="x") == points


def test_hints_do_not_count_and_show_the_model_whatever_was_written() -> None:
    question = parse("short", {"accept_any": ["together"], "model": "Together.", "feedback": "Details add up."})
    assert question.kind.counts(question.key_body) is False
    assert question.kind.counts(short(accepted=["x"])) is True
    shown = question.kind.feedback("no idea", question.body, question.key_body, shows_all=False)
    assert (shown["model"], shown["feedback"], shown["has_hints"]) == ("Together.", "Details add up.", False)


def test_a_text_that_is_too_long_says_by_how_much_and_stays() -> None:
    body = parse("short", {"accepted": ["x"], "limit": 20}).body
    with pytest.raises(Refused) as refused:
        kind_of("short").clean({"answer": ["y" * 1_000_000]}, body)
    assert str(refused.value) == "Your answer has 1,000,000 characters. Shorten it to 20."
    assert refused.value.kept == "y" * 1_000_000
    assert kind_of("short").clean({"answer": [" y\r\ny\x00\x1b "]}, body) == "y\ny"


@pytest.mark.parametrize("values", [[], [""], [" \r\n "], ["\x00"], ["a", "b"]])
def test_nothing_written_is_refused(values: list[str]) -> None:
    with pytest.raises(Refused, match="Write your answer"):
        kind_of("short").clean({"answer": values}, {"limit": 20})


# decide


def test_an_answer_that_can_be_defended_earns_what_the_author_says() -> None:
    key_body = question_of("decide").key_body
    points = {name: kind_of("decide").grade(name, key_body) for name in key_body["feedback"]}
    assert points == {"post": 0, "change_first": 50, "do_not_post": 100, "report_it": 0}


@pytest.mark.parametrize("values", [[], ["like"], ["post", "report_it"], [""]])
def test_what_is_no_decision_is_refused(values: list[str]) -> None:
    with pytest.raises(Refused):
        kind_of("decide").clean({"answer": values}, question_of("decide").body)


# spot

SPOT = {"text": "He is the [[fire chief of Elm]] in [[room 12]], {{my third shift}} today."}
#                0  1  2     3    4     5  6     7    8    9      10 11    12      13


@pytest.mark.parametrize(
    ("marked", "points"),
    [
        ([3, 4, 5, 6, 8, 9], 100),
        ([3, 4, 5, 6], 50),
        ([3, 4, 8, 9], 75),  # half of the first
        ([8], 25),
        ([3, 4, 5, 6, 8, 9, 13], 50),  # one word too many
        ([3, 4, 5, 6, 8, 9, 10, 11, 12], 50),  # a decoy is one, however many words it has
        ([3, 4, 5, 6, 8, 9, 11], 83),  # a third of it costs a third
        ([0], 0),
        (list(range(14)), 0),  # to mark everything is no answer
        ([99, -1], 0),
    ],
)
def test_finds_earn_and_false_alarms_cost_as_much(marked: list[int], points: int) -> None:
    question = parse("spot", SPOT)
    assert question.kind.grade(marked, question.key_body) == points


def test_words_are_cut_where_the_text_has_spaces_and_nowhere_else() -> None:
    with_marks = parse("spot", {"text": 'A ([[93-year-old]]), "[[Dolores]]!" {{who}} said.'}).body
    other_marks = parse("spot", {"text": '{{A}} (93-year-old), [["Dolores!"]] who said.'}).body
    assert with_marks == other_marks == {"lines": [["A", "(93-year-old),", '"Dolores!"', "who", "said."]]}


def test_marks_are_written_again_inside_the_punctuation() -> None:
    text = 'A ([[93-year-old]]), "[[Dolores]]!" {{who}} said.\nIt was [[this 🩺]].'
    question = parse("spot", {"text": text})
    assert question.kind.export(question.body, question.key_body) == {"text": text}


def test_single_braces_are_decoys_too() -> None:
    assert parse("spot", {"text": "[[a]] {b c}"}).key_body == parse("spot", {"text": "[[a]] {{b c}}"}).key_body


@pytest.mark.parametrize("values", [["-1"], ["22222"], ["one"], ["1.0"], ["٣"], ["a" * 1_000_000]])
def test_what_is_no_word_of_the_text_is_refused_and_the_rest_kept(values: list[str]) -> None:
    with pytest.raises(Refused) as refused:
        kind_of("spot").clean({"word": ["3", *values]}, question_of("spot").body)
    assert refused.value.kept == [3]


def test_what_was_marked_is_told_in_phrases() -> None:
    question = question_of("spot")
    given = kind_of("spot").clean(right_answer("spot", question.body, question.key_body), question.body)
    told = kind_of("spot").told(given, question.body)
    assert told == [
        "today",
        "Cedar Point.",
        "93-year-old retired fire chief",
        "the crash on Route 9.",
        "anchor tattoo.",
    ]


def test_a_phrase_found_in_part_does_not_tell_its_rest() -> None:
    question = question_of("spot")
    feedback = kind_of("spot").feedback([9], question.body, question.key_body, shows_all=False)
    (row,) = feedback["rows"]
    assert (row["words"], row["verdict"], row["feedback"]) == ("fire", "part", "")
    assert [word["text"] for line in feedback["lines"] for word in line if word["state"]] == ["fire"]


def test_the_same_words_twice_are_two_options() -> None:
    """Figures would else take one for the other; and what is marked beyond the phrases is named too."""
    asked = question_of("spot", text="prompt: Mark.\ntext: '[[Anna]] left. Later [[Anna]], {{our cook}}, left.'\n")
    kind = kind_of("spot")
    assert [(one.text, one.is_right) for one in kind.options(asked.body, asked.key_body)] == [
        ("Anna (1)", True),
        ("Anna (4)", True),
        ("our cook", False),
    ]
    assert [one.text for one in kind.chosen([0, 1, 4], asked.body, asked.key_body)] == ["Anna (1)", "left (2)"]
