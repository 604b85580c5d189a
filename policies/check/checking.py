"""Looks through a text with all rules."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from policies.check import sources
from policies.check.conduct import CONDUCT
from policies.check.parts import PARTS
from policies.check.privacy import PRIVACY
from policies.check.reading_grade import grade, words
from policies.check.rights import SPEECH
from policies.check.sentences import is_ban, is_duty, is_protective, sentences, statements
from policies.check.values import Finding, WordingRule
from policies.content import ParsedText

HARDEST_GRADE = 15
LONGEST_SENTENCE = 50  # words
FEWEST_WORDS = 60  # to speak of a grade at all
LONGEST_SHOWN = 200

WORDING = (*SPEECH, *CONDUCT, *PRIVACY)


def check(text: ParsedText, language: str = "en-US", statement: str = "") -> tuple[Finding, ...]:
    """Hints about a policy on social media in the order of the text, about the statement to sign, and what is missing.

    Hints only: they never keep anybody from publishing. The rules are about English and about the United States, so a
    text in another language gets none. Never raises.
    """
    if language.partition("-")[0] != "en":
        return ()
    found = list(_wording(None, text.title, *statements(text.intro)))
    for clause in text.clauses:
        found += _wording(clause.key, clause.heading, *statements(clause.body))
        found += _plain_language(clause.key, clause.body)
    signed = (*_wording(None, *statements(statement)), *_plain_language(None, statement))
    return (*found, *(replace(one, is_statement=True) for one in signed), *_missing(text))


def _wording(clause: str | None, *said: str) -> Iterator[Finding]:
    """One hint for each rule and clause: the first place is enough to look at."""
    told = set()
    for statement in said:
        is_passed_over = is_protective(statement)
        for rule in WORDING:
            if rule.key in told or (is_passed_over and not rule.looks_everywhere):
                continue
            words_found = _found(rule, statement)
            if words_found:
                told.add(rule.key)
                yield _finding(rule, clause, words_found)


def _found(rule: WordingRule, statement: str) -> str:
    if rule.needs == "ban" and not is_ban(statement):
        return ""
    if rule.needs == "duty" and not is_duty(statement):
        return ""
    if rule.unless and rule.unless.search(statement):
        return ""
    return _shortened(statement) if rule.pattern.search(statement) else ""


def _finding(rule: WordingRule, clause: str | None, found: str) -> Finding:
    return Finding(
        rule=rule.key,
        topic=rule.topic,
        clause=clause,
        words=found,
        reason=str(rule.reason),
        fact=rule.fact,
        source=rule.source,
        suggestion=str(rule.suggestion),
    )


def _plain_language(clause: str | None, markdown: str) -> Iterator[Finding]:
    said = sentences(markdown)
    longest = max(said, key=lambda sentence: len(words(sentence)), default="")
    count = len(words(longest))
    if count > LONGEST_SENTENCE:
        yield _language(
            "long-sentence",
            clause,
            _shortened(longest),
            _("This sentence has %(count)s words. People are to understand the policy and to carry it out.")
            % {"count": count},
            _("Make two or three sentences of it, or a list."),
        )
    level = grade(said)
    if sum(len(words(sentence)) for sentence in said) >= FEWEST_WORDS and level > HARDEST_GRADE:
        yield _language(
            "reading-grade",
            clause,
            "",
            _("This reads at about grade %(grade)s. People are to understand the policy and to carry it out.")
            % {"grade": round(level)},
            _("Use shorter words and sentences. Grade 8 to 10 is a good aim."),
        )


def _language(key: str, clause: str | None, found: str, reason: str, suggestion: str) -> Finding:
    return Finding(key, "language", clause, found, reason, "F14", sources.ARTICLE, suggestion)


def _missing(text: ParsedText) -> Iterator[Finding]:
    said = [text.title, *statements(text.intro)]
    for clause in text.clauses:
        said += [clause.heading, *statements(clause.body)]
    for part in PARTS:
        if not any(part.pattern.search(statement) for statement in said):
            yield Finding(part.key, "missing", None, "", str(part.reason), part.fact, part.source, str(part.suggestion))


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1].rstrip()}…"
