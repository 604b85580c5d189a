"""Questions of every kind as hypothesis makes them: what a pack says, parsed, and any JSON as an answer."""

from dataclasses import dataclass
from typing import Any

import yaml
from hypothesis import strategies as st

from courses.kinds import KINDS, Kind, kind_of
from toolkit.packfiles.problems import Problem, Problems
from toolkit.packfiles.yamlfile import read_mapping

TEXTS = st.text("abcdefgXYZ äöü🩺'\":#-", min_size=1, max_size=20).map(str.strip).filter(bool)
WORDS = st.text("abcdefgxyz", min_size=1, max_size=12)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.sampled_from("abcdef"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abc\x00", max_size=3), inner, max_size=3),
    max_leaves=8,
)


@dataclass(frozen=True)
class Parsed:
    """`data` is what the pack says."""

    name: str
    data: dict[str, Any]
    body: dict[str, Any]
    key_body: dict[str, Any]

    @property
    def kind(self) -> Kind:
        return kind_of(self.name)


def read(name: str, text: str) -> tuple[dict[str, Any], dict[str, Any], list[Problem]]:
    """The body, the key and the mistakes."""
    problems = Problems()
    fields = read_mapping(problems, "quiz.yaml", text)
    assert fields is not None, problems.found
    body, key_body = kind_of(name).parse(fields)
    fields.close()
    return body, key_body, problems.found


def parse(name: str, data: dict[str, Any]) -> Parsed:
    """Fails for data with a mistake."""
    body, key_body, found = read(name, yaml.safe_dump(data, allow_unicode=True, width=10_000))
    assert found == []
    return Parsed(name, data, body, key_body)


def _distinct(least: int, most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(TEXTS, min_size=least, max_size=most, unique_by=lambda text: " ".join(text.casefold().split()))


@st.composite
def _choices(draw: st.DrawFn, name: str) -> dict[str, Any]:
    texts = draw(_distinct(2, 2 if name == "true_false" else 8))
    most = len(texts) if name == "multiple" else 1
    correct = draw(st.sets(st.integers(0, len(texts) - 1), min_size=1, max_size=most))
    rows: list[dict[str, Any]] = [{"text": text, "correct": at in correct} for at, text in enumerate(texts)]
    return {"choices": [row | draw(_why()) for row in rows]} | draw(_why())


def _why(least: int = 0) -> st.SearchStrategy[dict[str, str]]:
    return st.lists(TEXTS, min_size=least, max_size=1).map(lambda texts: dict(zip(["feedback"], texts, strict=False)))


@st.composite
def _pairs(draw: st.DrawFn) -> dict[str, Any]:
    lefts, rights = draw(_distinct(2, 8)), draw(_distinct(2, 12))
    first, second = rights.pop(), rights.pop()
    row = st.sampled_from([first, second, *rights])
    belongs = [first, second, *(draw(row) for _left in lefts[2:])]
    pairs = [{"left": left, "right": right} | draw(_why()) for left, right in zip(lefts, belongs, strict=True)]
    others = sorted(set(rights) - set(belongs))
    return ({"pairs": pairs, "others": others} if others else {"pairs": pairs}) | draw(_why())


@st.composite
def _steps(draw: st.DrawFn) -> dict[str, Any]:
    return {"steps": draw(_distinct(2, 10))} | draw(_why())


@st.composite
def _short(draw: st.DrawFn) -> dict[str, Any]:
    texts = st.lists(WORDS, min_size=1, max_size=4, unique=True)
    rules = draw(st.sets(st.sampled_from(["match_case", "match_punctuation", "ignore_accents"])))
    data: dict[str, Any] = dict.fromkeys(rules, True) | draw(_why())
    if draw(st.booleans()):
        return data | {"accepted": draw(texts)}
    found = draw(texts)
    data |= {"accept_any": found, "model": draw(TEXTS)}
    if len(found) > 1:
        data["min_hits"] = draw(st.integers(2, len(found)))
    if draw(st.booleans()):
        data["require_any"] = draw(texts)
    if draw(st.booleans()):
        data["reject_any"] = ["0" + text for text in draw(texts)]
    return data


@st.composite
def _decide(draw: st.DrawFn) -> dict[str, Any]:
    names = ["post", "change_first", "do_not_post", "report_it"]
    best = draw(st.sampled_from(names))
    answers: dict[str, Any] = {}
    for name in names:
        answers[name] = {"correct": True} if name == best else {}
        if name != best and draw(st.booleans()):
            answers[name]["points"] = draw(st.integers(1, 99))
        answers[name] |= draw(_why(1))
        if then := draw(st.lists(TEXTS, max_size=5, unique=True)):
            answers[name]["then"] = then
    post: dict[str, Any] = {"name": draw(TEXTS), "initials": draw(WORDS)[:3], "text": draw(TEXTS)}
    if draw(st.booleans()):
        post |= {"when": draw(TEXTS), "picture": draw(TEXTS), "comments": [{"name": draw(TEXTS), "text": draw(TEXTS)}]}
    return {"post": post, "answers": answers}


@st.composite
def _spot(draw: st.DrawFn) -> dict[str, Any]:
    """Words with signs around and in them, in lines, some runs of them marked."""
    word = st.text("abcxyzÄé9-'.,!?(\"–🩺", min_size=1, max_size=8)
    text, kind = "", "marks"  # there has to be something to mark
    why: dict[str, dict[str, str]] = {"marks": {}, "decoys": {}}
    for _run in range(draw(st.integers(1, 8))):
        is_explained = kind and draw(st.booleans())
        words = " ".join(draw(st.lists(WORDS if is_explained else word, min_size=1, max_size=3)))
        if is_explained:
            why[kind][words] = draw(TEXTS)
        before, after = {"": ("", ""), "marks": ("[[", "]]"), "decoys": ("{{", "}}")}[kind]
        text += before + words + after + draw(st.sampled_from([" ", " ", "\n"]))
        kind = draw(st.sampled_from(["", "marks", "decoys"]))
    rows = {key: [{"words": words, "feedback": text} for words, text in why[key].items()] for key in why if why[key]}
    return {"text": text.strip()} | rows | draw(_why())


_MADE = {
    **{name: _choices(name) for name in ("single", "multiple", "true_false")},
    "match": _pairs(),
    "order": _steps(),
    "short": _short(),
    "decide": _decide(),
    "spot": _spot(),
}
assert set(_MADE) == set(KINDS)


@st.composite
def questions(draw: st.DrawFn, *names: str) -> Parsed:
    """A question of one of these kinds, or of any."""
    name = draw(st.sampled_from(names or sorted(KINDS)))
    return parse(name, draw(_MADE[name]))
