"""`spot`: a text in which the words that identify a patient are to be marked."""

from fractions import Fraction
from itertools import count
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from courses.kinds.choices import WHOLE
from courses.kinds.interface import Fields, Given, Json, Kind, Option, Posted, Refused
from courses.kinds.marked import Span, core, read_marks
from courses.kinds.parts import Rows, Text

MOST_WORDS = 200
_EXPLAINED = (
    Text("words", gettext_lazy("The words, as in the text"), is_line=True),
    Text("feedback", gettext_lazy("Why")),
)


class Spot(Kind):
    """Each phrase to find earns the same share of 100 percent, and a part of it that part.

    Each word marked beyond them costs such a share; of a decoy, all its words together cost one. Never below 0.
    The body holds the words alone, cut at spaces: where a phrase begins or ends cannot be seen in it.
    """

    name = "spot"
    title = gettext_lazy("Mark words in a text")
    parts = (
        Text(
            "text",
            gettext_lazy("The text"),
            gettext_lazy(
                "Put [[ ]] around the words to mark, and {{ }} around words that only seem to belong to them."
            ),
            rows=8,
        ),
        Rows(
            "marks",
            gettext_lazy("Why words are to be marked"),
            one=gettext_lazy("Words"),
            parts=_EXPLAINED,
            is_required=False,
        ),
        Rows(
            "decoys",
            gettext_lazy("Why other words are not"),
            one=gettext_lazy("Words"),
            parts=_EXPLAINED,
            is_required=False,
        ),
        WHOLE,
    )

    def parse(self, fields: Fields) -> tuple[Json, Json]:
        text = fields.text("text", limit=4_000)
        lines, targets, decoys = read_marks(fields, text)
        words = [word for line in lines for word in line]
        if text and "[[" not in text:
            fields.report("There is nothing to mark in the text.", "[[ ]] around the words to mark", key="text")
        if len(words) > MOST_WORDS:
            fields.report(f"The text has {len(words)} words.", f"at most {MOST_WORDS}", key="text")
        key_body = {
            "targets": _explained(fields, "marks", "mark", targets, words),
            "decoys": _explained(fields, "decoys", "decoy", decoys, words),
            "feedback": fields.text("feedback", limit=1000, is_required=False),
        }
        return {"lines": lines}, key_body

    def export(self, body: Json, key_body: Json) -> Json:
        words = _words(body)
        marked = list(words)
        for spans, before, after in ((key_body["targets"], "[[", "]]"), (key_body["decoys"], "{{", "}}")):
            for span in spans:
                first, last = span["first"], span["last"]
                end = core(words[last])[1] - len(words[last])  # counted from the end, which stays where it is
                marked[last] = marked[last][: end or None] + after + marked[last][len(marked[last]) + end :]
                start = core(words[first])[0]
                marked[first] = marked[first][:start] + before + marked[first][start:]
        lines = [" ".join(marked[number] for number, _word in line) for line in _numbered(body)]
        fields: Json = {"text": "\n".join(lines)}
        for name, spans in (("marks", key_body["targets"]), ("decoys", key_body["decoys"])):
            why = {_phrase(span, words): span["feedback"] for span in spans if span["feedback"]}
            if why:
                fields[name] = [{"words": phrase, "feedback": text} for phrase, text in why.items()]
        return {**fields, "feedback": key_body["feedback"]} if key_body["feedback"] else fields

    def render(self, body: Json, given: Given) -> Json:
        marked = _marked(given)
        return {
            "lines": [
                [{"number": n, "id": n + 1, "text": word, "is_marked": n in marked} for n, word in line]
                for line in _numbered(body)
            ]
        }

    def clean(self, posted: Posted, body: Json) -> Given:
        numbers = {str(number): number for number in range(len(_words(body)))}
        values = posted.get("word", ())
        if any(value not in numbers for value in values):
            kept = sorted({numbers[value] for value in values if value in numbers})
            raise Refused(
                gettext("This answer holds words that are not in the text. Please mark them again."), kept=kept
            )
        if not values:
            raise Refused(gettext("Mark at least one word."))
        return sorted({numbers[value] for value in values})

    def told(self, given: Given, body: Json) -> list[str]:
        return _runs(_marked(given), _words(body))

    def options(self, body: Json, key_body: Json) -> list[Option]:
        return [option for _span, option in _choosable(body, key_body)]

    def chosen(self, given: Given, body: Json, key_body: Json) -> list[Option]:
        """Of phrases, those of which every word is marked; beyond them, the words."""
        marked, words = _marked(given), _words(body)
        phrases = _choosable(body, key_body)
        inside = {number for span, _option in phrases for number in _of(span)}
        found = [option for span, option in phrases if _share(span, marked) == 1]
        names = [_name(words, number, number) for number in sorted(marked - inside) if 0 <= number < len(words)]
        return found + [Option(name, name) for name in names]

    def grade(self, given: Given, key_body: Json) -> int:
        marked = _marked(given)
        found = sum((_share(span, marked) for span in key_body["targets"]), Fraction(0))
        wrong = sum((_share(span, marked) for span in key_body["decoys"]), Fraction(0))
        inside = {number for span in key_body["targets"] + key_body["decoys"] for number in _of(span)}
        score = (found - wrong - len(marked - inside)) / len(key_body["targets"])
        return max(0, int(100 * score))

    def feedback(self, given: Given, body: Json, key_body: Json, *, shows_all: bool) -> Json:
        marked, words = _marked(given), _words(body)
        states = dict.fromkeys(marked, "wrong")
        rows = []
        for span in key_body["targets"]:
            states |= {number: "found" if number in marked else "missed" for number in _of(span)}
            share = _share(span, marked)
            if share or shows_all:
                # Of a phrase that was found in part, the rest is told only when everything is.
                shown = _phrase(span, words, None if shows_all else marked)
                verdict = "found" if share == 1 else "part" if share else "missed"
                why = span["feedback"] if shows_all or share == 1 else ""
                rows.append({"words": shown, "verdict": verdict, "feedback": why})
        for span in key_body["decoys"]:
            if _share(span, marked):
                shown = _phrase(span, words, None if shows_all else marked)
                rows.append({"words": shown, "verdict": "wrong", "feedback": span["feedback"]})
        inside = {number for span in key_body["targets"] + key_body["decoys"] for number in _of(span)}
        lines = [
            [{"text": word, "state": states.get(n, "") if shows_all or n in marked else ""} for n, word in line]
            for line in _numbered(body)
        ]
        plain = _runs(marked - inside, words)
        return {"lines": lines, "rows": rows, "plain": plain, "feedback": key_body["feedback"] if shows_all else ""}


def _words(body: Json) -> list[str]:
    return [word for line in body["lines"] for word in line]


def _numbered(body: Json) -> list[list[tuple[int, str]]]:
    """The words of each line with their numbers, which go on from line to line."""
    numbers = count()
    return [[(next(numbers), word) for word in line] for line in body["lines"]]


def _choosable(body: Json, key_body: Json) -> list[tuple[Json, Option]]:
    """The phrases in the order of the text, each a part of its own: it is marked or not, whatever becomes of others."""
    words = _words(body)
    spans = [(span, True) for span in key_body["targets"]] + [(span, False) for span in key_body["decoys"]]
    found = []
    for span, is_right in sorted(spans, key=lambda one: int(one[0]["first"])):
        name = _name(words, span["first"], span["last"])
        found.append((span, Option(name, name, is_right)))
    return found


def _name(words: list[str], first: int, last: int) -> str:
    """The words of a phrase, with the number of the first one where the text has them several times."""
    phrase = _phrase({"first": first, "last": last}, words)
    starts = range(len(words) - (last - first))
    alike = [start for start in starts if _phrase({"first": start, "last": start + last - first}, words) == phrase]
    return phrase if len(alike) == 1 else f"{phrase} ({first + 1})"


def _runs(marked: frozenset[int], words: list[str]) -> list[str]:
    """The marked words, those that follow each other in one text."""
    runs: dict[int, list[str]] = {}
    for place, number in enumerate(sorted(number for number in marked if 0 <= number < len(words))):
        runs.setdefault(number - place, []).append(words[number])
    return [" ".join(run) for run in runs.values()]


def _explained(fields: Fields, key: str, noun: str, spans: list[Span], words: list[str]) -> list[Json]:
    """The spans with why they are what they are, which the key says by their words."""
    why: dict[str, str] = {}
    rows = fields.mappings(key) if fields.has(key) else ()
    phrases = {_phrase({"first": first, "last": last}, words) for first, last in spans}
    for row in rows:
        phrase = " ".join(row.text("words", limit=300).split())
        if phrase in why:
            row.report(f'"{phrase}" is there twice.', "each of them once", key="words")
        elif phrase and phrase not in phrases:
            row.report(f'There is no {noun} "{phrase}" in the text.', "words that are marked in the text", key="words")
        why[phrase] = row.text("feedback", limit=1000)
    return [
        {"first": first, "last": last, "feedback": why.get(_phrase({"first": first, "last": last}, words), "")}
        for first, last in spans
    ]


def _phrase(span: Json, words: list[str], only: frozenset[int] | None = None) -> str:
    """The words of a span without the punctuation around them; with `only`, those of them."""
    chosen = [words[number] for number in _of(span) if only is None or number in only]
    text = " ".join(chosen)
    return text[core(chosen[0])[0] : len(text) - len(chosen[-1]) + core(chosen[-1])[1]]


def _of(span: Json) -> range:
    return range(span["first"], span["last"] + 1)


def _share(span: Json, marked: frozenset[int]) -> Fraction:
    """Which part of the span is marked."""
    return Fraction(len(marked.intersection(_of(span))), len(_of(span)))


def _marked(given: Any) -> frozenset[int]:
    """The numbers in a stored answer; whatever is not a list of numbers counts as no answer."""
    if not isinstance(given, list) or not all(type(number) is int for number in given):
        return frozenset()
    return frozenset(given)
