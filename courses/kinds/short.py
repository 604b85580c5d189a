"""`short`: an answer in one's own words, compared with accepted answers or looked through for hints."""

import unicodedata
from collections.abc import Iterable

from django.utils.translation import gettext, gettext_lazy

from courses.kinds.choices import WHOLE
from courses.kinds.interface import Fields, Given, Json, Kind, Option, Posted, Refused
from courses.kinds.parts import Flag, Lines, Text, Whole

MOST_TEXTS = 40
LIMIT, LONGEST = 600, 2_000
HINTS = ("accept_any", "require_any", "reject_any")
RULES = ("match_case", "match_punctuation", "ignore_accents")
ORDER = ("accepted", *HINTS, "min_hits", *RULES, "model", "feedback", "limit")  # a database keeps none


class Short(Kind):
    """With `accepted`, 100 percent for one of these answers, otherwise 0.

    With hints, what is found in the answer decides between 0 and 100, but words are no understanding: such a question
    does not count, and shows a model answer for the learner to compare with. Nobody fails on hints alone.
    """

    name = "short"
    title = gettext_lazy("Short answer")
    parts = (
        Lines(
            "accepted",
            gettext_lazy("Accepted answers"),
            gettext_lazy("One on each line. Leave this empty when learners compare their answer with a model answer."),
        ),
        Lines(
            "accept_any",
            gettext_lazy("Words to look for"),
            gettext_lazy(
                "For a question with a model answer, which does not count. The beginning of a word is enough."
            ),
        ),
        Lines("require_any", gettext_lazy("Words of which one has to be there")),
        Lines("reject_any", gettext_lazy("Words that may not be there")),
        Whole(
            "min_hits", gettext_lazy("How many of the words to look for"), gettext_lazy("Left empty, one is enough.")
        ),
        Flag("match_case", gettext_lazy("Capitals matter"), is_required=False),
        Flag("match_punctuation", gettext_lazy("Punctuation matters"), is_required=False),
        Flag("ignore_accents", gettext_lazy("Accents do not matter"), is_required=False),
        Text("model", gettext_lazy("Model answer"), rows=3, is_required=False),
        WHOLE,
        Whole("limit", gettext_lazy("Most characters of an answer"), gettext_lazy("Left empty, 600.")),
    )

    def parse(self, fields: Fields) -> tuple[Json, Json]:
        hints = [key for key in HINTS if fields.has(key)]
        expected = "either accepted, or accept_any, require_any or reject_any"
        if fields.has("accepted") and hints:
            fields.report("The question has accepted answers and hints.", expected, key="accepted")
        elif not fields.has("accepted") and not hints:
            fields.report("The question has no accepted answer.", expected)
        key_body: Json = {"accepted": list(fields.texts("accepted", limit=LONGEST, is_required=False))}
        for key in HINTS:
            key_body[key] = list(fields.texts(key, limit=200, is_required=False))
        key_body["min_hits"] = fields.whole("min_hits", 1, MOST_TEXTS, is_required=False) or 1
        for key in RULES:
            key_body[key] = bool(fields.flag(key, default=False))
        key_body["model"] = fields.text("model", limit=LONGEST, is_required=bool(hints))
        key_body["feedback"] = fields.text("feedback", limit=1000, is_required=False)
        limit = fields.whole("limit", 1, LONGEST, is_required=False) or LIMIT
        _check(fields, key_body, limit)
        return {"limit": limit, "is_line": not hints}, key_body

    def export(self, body: Json, key_body: Json) -> Json:
        plain = {"min_hits": 1, "limit": LIMIT}
        fields = {**key_body, "limit": body["limit"]}
        return {key: fields[key] for key in ORDER if fields[key] and fields[key] != plain.get(key)}

    def render(self, body: Json, given: Given) -> Json:
        return {**body, "text": _text(given)}

    def clean(self, posted: Posted, body: Json) -> Given:
        values = posted.get("answer", ())
        text = _tidy(values[0]) if len(values) == 1 else ""
        if not text:
            raise Refused(gettext("Write your answer."))
        if len(text) > body["limit"]:
            sentence = gettext("Your answer has %(count)s characters. Shorten it to %(limit)s.")
            raise Refused(sentence % {"count": f"{len(text):,}", "limit": f"{body['limit']:,}"}, kept=text)
        return text

    def told(self, given: Given, body: Json) -> list[str]:
        return [_text(given)] if _text(given) else []

    def options(self, body: Json, key_body: Json) -> list[Option]:
        return [Option("", text, is_right=True) for text in key_body["accepted"]]

    def chosen(self, given: Given, body: Json, key_body: Json) -> list[Option]:
        """Answers that differ in what does not matter are one."""
        plain = _comparable(_text(given), key_body)
        for option in self.options(body, key_body):
            if plain == _comparable(option.text, key_body):
                return [option]
        return [Option("", plain)] if plain else []

    def grade(self, given: Given, key_body: Json) -> int:
        plain = _comparable(_text(given), key_body)
        if not plain:
            return 0
        if key_body["accepted"]:
            is_right = plain in {_comparable(text, key_body) for text in key_body["accepted"]}
        else:
            is_right = (
                _found(key_body["accept_any"], plain, key_body)
                >= min(key_body["min_hits"], len(key_body["accept_any"]))
                and (not key_body["require_any"] or _found(key_body["require_any"], plain, key_body) > 0)
                and not _found(key_body["reject_any"], plain, key_body)
            )
        return 100 if is_right else 0

    def counts(self, key_body: Json) -> bool:
        return bool(key_body["accepted"])

    def feedback(self, given: Given, body: Json, key_body: Json, *, shows_all: bool) -> Json:
        is_exact = self.counts(key_body)
        may_show = shows_all or not is_exact
        shown = {
            "text": _text(given),
            "is_exact": is_exact,
            "has_hints": self.grade(given, key_body) == 100,
            "is_right": is_exact and self.grade(given, key_body) == 100,
            "model": "",
            "feedback": "",
        }
        if may_show:
            shown["model"] = key_body["model"] or next(iter(key_body["accepted"]), "")
            shown["feedback"] = key_body["feedback"]
        return shown


def _check(fields: Fields, key_body: Json, limit: int) -> None:
    if key_body["min_hits"] > max(1, len(key_body["accept_any"])):
        expected = "at most as many as accept_any has"
        fields.report(f'"min_hits" asks for {key_body["min_hits"]} hints.', expected, key="min_hits")
    for key in ("accepted", *HINTS):
        if len(key_body[key]) > MOST_TEXTS:
            fields.report(f'"{key}" has {len(key_body[key])} texts.', f"at most {MOST_TEXTS}", key=key)
        for text in key_body[key]:
            if text and not _comparable(text, key_body):
                fields.report(f'Nothing is left to compare of "{text}".', "letters or digits", key=key)
            elif len(text) > limit:
                fields.report(f'"{text[:40]}" is longer than the limit.', f"at most {limit} characters", key=key)


def _text(given: Given) -> str:
    return given if isinstance(given, str) else ""


def _tidy(text: str) -> str:
    """The text with one kind of line break and without control characters, which no database keeps."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs"}).strip()


def _comparable(text: str, rules: Json) -> str:
    """The text without the differences that do not matter, one space around and between its words."""
    text = unicodedata.normalize("NFKC", text)
    if rules["ignore_accents"]:
        text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    if not rules["match_case"]:
        # Casefolding can make what NFKC would write in another way (Unicode Standard, section 3.13).
        text = unicodedata.normalize("NFKC", text.casefold())
    if not rules["match_punctuation"]:
        text = "".join(" " if unicodedata.category(c)[0] in "PSZC" else c for c in text)
    return " ".join(text.split())


def _found(hints: Iterable[str], plain: str, rules: Json) -> int:
    """How many of the hints begin a word of the text: "identif" does in "it identifies her", "art" not in "part"."""
    return sum(f" {_comparable(hint, rules)}" in f" {plain}" for hint in hints)
