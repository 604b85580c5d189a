"""Every mistake that a pack can hold is named with its file and line, alone: one mistake, one message."""

import os
import tracemalloc
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from courses.content import digest
from courses.models import Course, CourseVersion
from courses.packs import PackProblems, read_pack
from tests.support.courses import SHORT_PACK, write_pack
from toolkit.packfiles import folders as limits

COURSE = "courses/short/course.yaml"
MODULE = "courses/short/01-first/module.yaml"
LESSON = "courses/short/01-first/01-read.md"
QUIZ = "courses/short/01-first/02-check.quiz.yaml"
SIGN = "courses/short/01-first/03-sign.attest.yaml"
ODD = "\u202eabc"


def changed(file: str, old: str, new: str) -> tuple[str, str]:
    """The file of the short pack with one place changed."""
    assert SHORT_PACK[file].count(old) >= 1
    return file, SHORT_PACK[file].replace(old, new, 1)


def added(file: str, text: str) -> tuple[str, str]:
    return file, SHORT_PACK[file] + text


def lesson(body: str) -> tuple[str, str]:
    """The body begins on line 5."""
    return LESSON, f"---\nminutes: 2\nsources: [S1]\n---\n{body}"


def quiz(questions: str) -> tuple[str, str]:
    """The questions begin on line 4."""
    return QUIZ, f"title: Check\ngraded: false\nquestions:\n{questions}"


def choices(*rows: str, kind: str = "single") -> tuple[str, str]:
    """One question; `choices` is on line 7, its rows follow."""
    lines = "".join(f"  - {row}\n" for row in rows)
    return quiz(f"- key: q\n  kind: {kind}\n  prompt: Why?\n  choices:\n{lines}")


WRONG_ADDRESSES = (
    "https://",
    "https:///path",
    "https://?q=example.org",
    "https://.example.org",
    "https://example..org",
    "https://user:password@example.org/",
    "https://user@example.org",
    "https://example.org\\@example.com",
    "https://exam ple.org/",
    "https://example.org/a b",
    "https://example.org:port/",
    "https://<b>/",
)
_QUESTIONS = SHORT_PACK[QUIZ].partition("attempts: 3\n")[2]
RIGHT, WRONG = "{text: A, correct: true}", "{text: B, correct: false}"

MISTAKES: dict[str, tuple[tuple[str, str | bytes | None], str]] = {
    # files and folders
    "no pack.yaml": (
        ("pack.yaml", None),
        "pack.yaml:1: The file is missing. Expected a file with name, language and license.",
    ),
    "no course.yaml": (
        (COURSE, None),
        f"{COURSE}:1: The file is missing. Expected a file with title, summary, minutes and pass_mark.",
    ),
    "no module.yaml": (
        (MODULE, None),
        f"{MODULE}:1: The file is missing. Expected a file with title, minutes and objectives.",
    ),
    "a module without a number": (
        ("courses/short/second/module.yaml", "title: x\n"),
        "courses/short/second:1: The name has a wrong form. Expected NN-name, like 01-why-this-matters.",
    ),
    "two steps with one number": (
        ("courses/short/01-first/01-other.md", SHORT_PACK[LESSON]),
        f"{LESSON}:1: The number 01 is used twice. Expected another number than 01-other.md.",
    ),
    "two steps with one name": (
        ("courses/short/01-first/03-read.md", SHORT_PACK[LESSON]),
        'courses/short/01-first/03-read.md:1: The name "read" is used twice. Expected another name than 01-read.md.',
    ),
    "an unknown ending": (
        ("courses/short/01-first/03-more.txt", "x"),
        "courses/short/01-first/03-more.txt:1: The ending of this file is not known. Expected NN-name.md, "
        "NN-name.quiz.yaml or NN-name.attest.yaml, with small letters, digits and hyphens.",
    ),
    "a folder in a module": (
        ("courses/short/01-first/pictures/x.md", "x"),
        "courses/short/01-first/pictures:1: A folder cannot stand here. Expected NN-name.md, "
        "NN-name.quiz.yaml or NN-name.attest.yaml, with small letters, digits and hyphens.",
    ),
    "a file that has no place": (
        ("courses/short/notes.md", "x"),
        "courses/short/notes.md:1: This file cannot stand here. Expected one of course.yaml.",
    ),
    "a file name with a capital": (
        ("courses/short/01-first/03-More.md", "x"),
        "courses/short/01-first/03-More.md:1: The name has a wrong form. Expected NN-name.md, "
        "NN-name.quiz.yaml or NN-name.attest.yaml, with small letters, digits and hyphens.",
    ),
    "a file name with a line break": (
        ("courses/short/01-first/03-a\nb.md", "x"),
        "courses/short/01-first/03-a\\nb.md:1: The name has a wrong form. Expected NN-name.md, "
        "NN-name.quiz.yaml or NN-name.attest.yaml, with small letters, digits and hyphens.",
    ),
    # signatures
    "a signature without a policy": (
        (SIGN, "title: Sign it\nminutes: 3\n"),
        f'{SIGN}:1: The key "policy" is missing. Expected policy: a text.',
    ),
    "a policy that is no name": (
        (SIGN, "title: Sign it\npolicy: Social Media\nminutes: 3\n"),
        f'{SIGN}:2: The policy "Social Media" has a wrong form. '
        "Expected the folder name of a policy, like social-media-use.",
    ),
    "a signature with a version": (
        (SIGN, "title: Sign it\npolicy: social-media-use\nversion: 2\nminutes: 3\n"),
        f'{SIGN}:3: The key "version" is not known here. Expected one of title, policy, minutes, intro.',
    ),
    "a heading in the words before a signature": (
        (SIGN, "title: Sign it\npolicy: social-media-use\nminutes: 3\nintro: |\n  # Now\n"),
        f"{SIGN}:4: A heading of level 1 cannot stand here. Expected text without headings.",
    ),
    # bytes and characters
    "not UTF-8": (
        (QUIZ, b"title: Check\ngraded: false\nintro: caf\xe9\n"),
        f"{QUIZ}:3: The text is not UTF-8. Expected a text file saved as UTF-8.",
    ),
    "a tab": (changed(MODULE, "minutes:", "\tminutes:"), f"{MODULE}:2: The line holds a tab. Expected spaces."),
    "more signs of markup than can be read quickly": (
        added(LESSON, "\n" + "*a_" * 1_001),
        f"{LESSON}:9: This paragraph holds too many of the signs * _ and [. "
        "Expected at most 2,000 between two empty lines.",
    ),
    "a NUL": (
        added(LESSON, "nul \0\n"),
        f"{LESSON}:8: The line holds the character U+0000. Expected text without control or invisible characters.",
    ),
    "text that runs the other way": (
        added(LESSON, f"{ODD}\n"),
        f"{LESSON}:8: The line holds the character U+202E. Expected text without control or invisible characters.",
    ),
    "a NUL behind an escape": (
        changed(MODULE, "First", '"Fi\\0rst"'),
        f'{MODULE}:1: "title" holds the character U+0000. Expected text without control or invisible characters.',
    ),
    "half a character behind an escape": (
        changed(MODULE, "First", '"Fi\\uD800rst"'),
        f'{MODULE}:1: "title" holds the character U+D800. Expected text without control or invisible characters.',
    ),
    "a character that YAML does not know": (
        changed(MODULE, "First", "Fi\uffferst"),
        f"{MODULE}:1: The file holds a character that YAML does not allow. Expected plain text.",
    ),
    # YAML
    "an empty file": (("sources.yaml", ""), "sources.yaml:1: The file is empty. Expected keys with values."),
    "a colon too many": (
        changed(COURSE, "Short course", "Short: course"),
        f'{COURSE}:1: There is a colon where none can stand. Expected quotes around a text that holds ": ".',
    ),
    "an open bracket": (
        changed(QUIZ, "sources: [S1]", "sources: [S1"),
        f"{QUIZ}:13: A bracket or a comma is missing. Expected a list like [a, b] or a block like {{a: b, c: d}}.",
    ),
    "an open quotation mark": (
        changed(MODULE, "First", '"First'),
        f"{MODULE}:5: A quotation mark is not closed. Expected a quotation mark at both ends of the text.",
    ),
    "indentation that does not fit": (
        changed(MODULE, "minutes", "  minutes"),
        f'{MODULE}:2: There is a colon where none can stand. Expected quotes around a text that holds ": ".',
    ),
    "an anchor": (
        changed(MODULE, "First", "&a First"),
        f"{MODULE}:1: The file uses an anchor (&). Expected the text written out, or quotes around it.",
    ),
    "an alias": (
        changed(MODULE, "First", "*a"),
        f"{MODULE}:1: The file uses an alias (*). Expected the text written out, or quotes around it.",
    ),
    "a tag": (
        changed(MODULE, "First", "!!python/object/apply:os.system [id]"),
        f"{MODULE}:1: The file uses a tag (!). Expected plain values, or quotes around a text.",
    ),
    "too deep": (
        added(MODULE, "- " + "[" * 400_000 + "\n"),
        f"{MODULE}:5: The file is nested too deeply. Expected at most 12 levels.",
    ),
    "two documents": (
        added(MODULE, "---\ntitle: x\n"),
        f"{MODULE}:5: There is a second document after ---. Expected one document.",
    ),
    "a list where keys belong": (
        (MODULE, "- title: First\n"),
        f"{MODULE}:1: The file holds a list. Expected keys with values.",
    ),
    "a word where keys belong": ((MODULE, "First\n"), f"{MODULE}:1: The file holds a text. Expected keys with values."),
    "sources that are no list": (
        ("sources.yaml", "S1: A source\n"),
        "sources.yaml:1: The file holds a block of keys. Expected a list of blocks.",
    ),
    # keys and values
    "an unknown key": (
        added(COURSE, "langauge: en-US\n"),
        f'{COURSE}:6: The key "langauge" is not known here. Expected one of title, summary, minutes, pass_mark, '
        "validity_months.",
    ),
    "a key twice": (
        added(COURSE, "title: Again\n"),
        f'{COURSE}:6: The key "title" is there twice. Expected each key once; it stands on line 1 already.',
    ),
    "a missing key": (
        changed(COURSE, "summary: Short and sweet.\n", ""),
        f'{COURSE}:1: The key "summary" is missing. Expected summary: a text.',
    ),
    "an empty value": (
        changed(COURSE, "Short course", ""),
        f'{COURSE}:1: "title" is empty. Expected a text; put quotes around it.',
    ),
    "an empty text": (changed(COURSE, "Short course", '""'), f'{COURSE}:1: "title" is empty. Expected a text.'),
    "a number for a text": (
        changed(COURSE, "Short course", "2026"),
        f'{COURSE}:1: "title" is a number. Expected a text; put quotes around it.',
    ),
    "yes for a text": (
        changed(COURSE, "Short course", "yes"),
        f'{COURSE}:1: "title" is true or false. Expected a text; put quotes around it.',
    ),
    "a list for a text": (changed(COURSE, "Short course", "[a]"), f'{COURSE}:1: "title" is a list. Expected a text.'),
    "a text for a number": (
        changed(COURSE, "minutes: 5", "minutes: five"),
        f'{COURSE}:3: "minutes" is not a whole number. Expected a whole number from 1 to 2000.',
    ),
    "a fraction": (
        changed(COURSE, "minutes: 5", "minutes: 5.5"),
        f'{COURSE}:3: "minutes" is not a whole number. Expected a whole number from 1 to 2000.',
    ),
    "a number in another base": (
        changed(COURSE, "minutes: 5", "minutes: 0x10"),
        f'{COURSE}:3: "minutes" is not a whole number. Expected a whole number from 1 to 2000.',
    ),
    "a pass mark above 100": (
        changed(COURSE, "pass_mark: 80", "pass_mark: 180"),
        f'{COURSE}:4: "pass_mark" is 180. Expected a whole number from 1 to 100.',
    ),
    "a title that is too long": (
        changed(COURSE, "Short course", "x" * 201),
        f'{COURSE}:1: "title" is too long: 201 characters. Expected at most 200 characters.',
    ),
    "objectives that are one text": (
        changed(MODULE, "objectives:\n- say what it is about.", "objectives: learn"),
        f'{MODULE}:3: "objectives" is a text. Expected a list of texts.',
    ),
    "no objective": (
        changed(MODULE, "objectives:\n- say what it is about.", "objectives: []"),
        f'{MODULE}:3: "objectives" is an empty list. Expected a list of texts.',
    ),
    "an objective twice": (
        added(MODULE, "- say what it is about.\n"),
        f'{MODULE}:5: "say what it is about." is in "objectives" twice. Expected each text once.',
    ),
    "an objective that is no text": (
        added(MODULE, "- tell: more\n"),
        f'{MODULE}:5: "objectives" holds a block of keys. Expected texts only.',
    ),
    "a language that is none": (
        changed("pack.yaml", "en-US", "english"),
        'pack.yaml:2: "english" is not the name of a language. Expected a language like en-US or de.',
    ),
    "a source twice": (
        added("sources.yaml", SHORT_PACK["sources.yaml"]),
        'sources.yaml:5: The source "S1" is there twice. Expected each source once.',
    ),
    "a source without https": (
        added("sources.yaml", "  url: http://example.org\n"),
        "sources.yaml:5: The address does not begin with https://. Expected a full https:// address.",
    ),
    **{
        f"a source at {address}": (
            added("sources.yaml", f"  url: '{address}'\n"),
            "sources.yaml:5: The address has a wrong form. "
            "Expected a host after https://, and neither spaces nor a user name.",
        )
        for address in WRONG_ADDRESSES
    },
    "a day that does not exist": (
        changed("sources.yaml", "2026-11-24", "2026-02-30"),
        'sources.yaml:4: "read_on" is not a date. Expected a date like 2026-11-24.',
    ),
    # quizzes
    "a graded quiz without a pass mark": (
        changed(QUIZ, "pass_mark: 80\n", ""),
        f"{QUIZ}:2: A graded quiz needs a pass mark. Expected pass_mark: a whole number from 1 to 100.",
    ),
    "practice with a pass mark": (
        changed(QUIZ, "graded: true\npass_mark: 80\nattempts: 3", "graded: false\npass_mark: 80"),
        f'{QUIZ}:3: A quiz that is not graded cannot have "pass_mark". Expected graded: true, or no pass_mark.',
    ),
    "no attempts": (
        changed(QUIZ, "attempts: 3", "attempts: 0"),
        f'{QUIZ}:4: "attempts" is 0. Expected a whole number from 1 to 100.',
    ),
    "graded: yes": (
        changed(QUIZ, "graded: true\npass_mark: 80\nattempts: 3", "graded: yes"),
        f'{QUIZ}:2: "graded" is neither true nor false. Expected true or false.',
    ),
    "no questions": (
        (QUIZ, "title: Check\ngraded: false\nquestions: []\n"),
        f'{QUIZ}:3: "questions" is an empty list. Expected a list with at least one block.',
    ),
    "a question that is a text": (
        quiz("- Why?\n"),
        f'{QUIZ}:4: An item of "questions" is a text. Expected a block of keys with values.',
    ),
    "a question key twice": (
        changed(QUIZ, "q-two", "q-one"),
        f'{QUIZ}:13: The question key "q-one" is used twice. Expected another key than in {QUIZ}:6.',
    ),
    "a tag with a space": (
        changed(QUIZ, "  prompt: Which one?\n", "  prompt: Which one?\n  tags: [two words]\n"),
        f'{QUIZ}:9: The tag "two words" has a wrong form. Expected small letters, digits and single hyphens, '
        "like pictures.",
    ),
    "a draw of more than fit": (
        changed(QUIZ, "attempts: 3\n", "attempts: 3\ndraw: [{count: 1, tag: pictures}]\n"),
        f"{QUIZ}:5: The draw asks for 1 questions, and 0 fit it. Expected at most 0, or more questions.",
    ),
    "draws that take from each other": (
        changed(QUIZ, "attempts: 3\n", "attempts: 3\ndraw: [{count: 2}, {count: 1}]\n"),
        f"{QUIZ}:5: Taken together, the draws ask for more questions than there are. "
        "Expected other questions for each draw.",
    ),
    "a draw of nothing": (
        changed(QUIZ, "attempts: 3\n", "attempts: 3\ndraw: [{count: 0}]\n"),
        f'{QUIZ}:5: "count" is 0. Expected a whole number from 1 to 40.',
    ),
    "21 draws": (
        changed(QUIZ, "attempts: 3\n", f"attempts: 3\ndraw: [{', '.join(['{count: 1}'] * 21)}]\n"),
        f"{QUIZ}:5: The quiz has 21 draws. Expected at most 20.",
    ),
    "practice with a wait": (
        changed(QUIZ, "graded: true\npass_mark: 80\nattempts: 3", "graded: false\nwait_minutes: 5"),
        f'{QUIZ}:3: A quiz that is not graded cannot have "wait_minutes". Expected graded: true, or no wait_minutes.',
    ),
    "practice with a time limit": (
        changed(QUIZ, "graded: true\npass_mark: 80\nattempts: 3", "graded: false\ntime_limit_minutes: 5"),
        f'{QUIZ}:3: A quiz that is not graded cannot have "time_limit_minutes". '
        "Expected graded: true, or no time_limit_minutes.",
    ),
    "a time limit of more than eight hours": (
        changed(QUIZ, "attempts: 3", "time_limit_minutes: 481"),
        f'{QUIZ}:4: "time_limit_minutes" is 481. Expected a whole number from 1 to 480.',
    ),
    "more time without a limit": (
        changed(QUIZ, "attempts: 3", "extensions: 3"),
        f"{QUIZ}:4: Without a time limit there is nothing to extend. Expected time_limit_minutes too.",
    ),
    "practice with a review": (
        changed(QUIZ, "graded: true\npass_mark: 80\nattempts: 3", "graded: false\nreview: {failed: score}"),
        f'{QUIZ}:3: A quiz that is not graded cannot have "review". Expected graded: true, or no review.',
    ),
    "a review that there is not": (
        changed(QUIZ, "attempts: 3", "review: {failed: everything}"),
        f'{QUIZ}:4: "everything" is not a review. '
        "Expected one of nothing, score, right_or_wrong, explanations, answers.",
    ),
    "a review after something else": (
        changed(QUIZ, "attempts: 3", "review: {always: score}"),
        f'{QUIZ}:4: The key "always" is not known here. Expected one of failed, passed.',
    ),
    "a wait of more than 30 days": (
        changed(QUIZ, "attempts: 3", "wait_minutes: 43201"),
        f'{QUIZ}:4: "wait_minutes" is 43201. Expected a whole number from 1 to 43200.',
    ),
    "practice with a question that is mandatory": (
        quiz("- key: q\n  kind: short\n  prompt: Why?\n  mandatory: true\n  accepted: [So]\n"),
        f"{QUIZ}:7: A question of practice cannot be mandatory. Expected mandatory: true in graded quizzes.",
    ),
    "a question that does not count and is mandatory": (
        added(
            QUIZ,
            "- {key: q, kind: short, prompt: 'Why?', mandatory: true, accept_any: [so], model: So.}\n",
        ),
        f"{QUIZ}:19: A question that does not count cannot be mandatory. "
        "Expected mandatory: true for questions that count.",
    ),
    "a question key with a space": (
        changed(QUIZ, "q-two", "q two"),
        f'{QUIZ}:13: The key "q two" has a wrong form. Expected small letters, digits and single hyphens, '
        "like wrong-tag.",
    ),
    "a clause with a wrong form": (
        changed(QUIZ, "sources: [S1]", "clauses: [Patient privacy]"),
        f'{QUIZ}:12: The clause "Patient privacy" has a wrong form. Expected small letters, digits and single '
        "hyphens, like wrong-tag.",
    ),
    "an unknown kind": (
        changed(QUIZ, "kind: single", "kind: essay"),
        f'{QUIZ}:7: The kind of question "essay" is not known. '
        "Expected one of single, multiple, true_false, match, order, short, decide, spot.",
    ),
    "an unknown source": (
        changed(QUIZ, "[S1]", "[S2]"),
        f'{QUIZ}:12: The source "S2" is not known. Expected a key that stands in sources.yaml.',
    ),
    "an unknown key in a choice": (
        changed(QUIZ, "feedback: Right.", "feedbak: Right."),
        f'{QUIZ}:10: The key "feedbak" is not known here. Expected one of text, feedback, correct.',
    ),
    "no choices": (
        quiz("- key: q\n  kind: single\n  prompt: Why?\n"),
        f'{QUIZ}:4: The key "choices" is missing. Expected choices: a list of blocks.',
    ),
    "one choice": (choices(RIGHT), f"{QUIZ}:7: The question has 1 choice. Expected 2 to 12 choices."),
    "no correct choice": (
        choices(WRONG, "{text: C, correct: false}"),
        f"{QUIZ}:7: No choice is correct. Expected at least one choice with correct: true.",
    ),
    "two correct choices": (
        choices(RIGHT, "{text: C, correct: true}"),
        f"{QUIZ}:7: 2 choices are correct. Expected exactly one choice with correct: true.",
    ),
    "true_false with three choices": (
        choices(RIGHT, WRONG, "{text: C, correct: false}", kind="true_false"),
        f"{QUIZ}:7: A true_false question has 3 choices. Expected exactly two choices.",
    ),
    "a choice twice": (
        choices(RIGHT, "{text: ' a ', correct: false}"),
        f'{QUIZ}:9: The choice "a" is there twice. Expected choices that differ.',
    ),
    "a choice that does not say whether it is correct": (
        choices(RIGHT, "{text: B}"),
        f'{QUIZ}:9: The key "correct" is missing. Expected correct: true or false.',
    ),
    "a choice that is maybe correct": (
        choices("{text: A, correct: maybe}", WRONG),
        f'{QUIZ}:8: "correct" is neither true nor false. Expected true or false.',
    ),
    "graded: maybe, with a pass mark": (
        changed(QUIZ, "graded: true", "graded: maybe"),
        f'{QUIZ}:2: "graded" is neither true nor false. Expected true or false.',
    ),
    "HTML in an introduction": (
        changed(QUIZ, "graded: true", "intro: Some <b>bold</b> words.\ngraded: true"),
        f"{QUIZ}:2: The text holds HTML. Expected Markdown only; write < as \\<.",
    ),
    "a heading in an introduction": (
        changed(QUIZ, "graded: true", 'intro: "## Look"\ngraded: true'),
        f"{QUIZ}:2: A heading of level 2 cannot stand here. Expected text without headings.",
    ),
    # lessons
    "no front matter": (
        (LESSON, "# Read this\n\nText.\n"),
        f"{LESSON}:1: The front matter is missing. Expected --- on the first line, then minutes: 2, then ---.",
    ),
    "front matter without end": (
        (LESSON, "---\nminutes: 2\n# Read this\n"),
        f"{LESSON}:1: The front matter is not closed. Expected a line with --- after it.",
    ),
    "an empty lesson": ((LESSON, "\n"), f"{LESSON}:1: The file is empty. Expected front matter, a title and text."),
    "a mistake in front matter": (
        changed(LESSON, "sources: [S1]", "source: [S1]"),
        f'{LESSON}:3: The key "source" is not known here. Expected one of minutes, sources, why, check_yourself.',
    ),
    "no title": (lesson("Text.\n"), f"{LESSON}:5: The lesson has no title. Expected # Title before the text."),
    "a title alone": (
        lesson("# Read this\n"),
        f"{LESSON}:5: The lesson has a title and no text. Expected text below the title.",
    ),
    "a title with markup": (
        lesson("# Read *this*\n\nText.\n"),
        f"{LESSON}:5: The title holds markup. Expected a title of plain words.",
    ),
    "a second title": (
        lesson("# Read this\n\nText.\n\n# Again\n"),
        f"{LESSON}:9: A heading of level 1 cannot stand here. Expected a heading of level 2.",
    ),
    "a heading that jumps": (
        lesson("# Read this\n\nText.\n\n## Two\n\n#### Four\n"),
        f"{LESSON}:11: A heading of level 4 cannot stand here. Expected a heading of level 2 to 3.",
    ),
    "a block of HTML": (
        lesson("# Read this\n\nText.\n\n<script>alert(1)</script>\n"),
        f"{LESSON}:9: The text holds HTML. Expected Markdown only; write < as \\<.",
    ),
    "HTML in a line": (
        lesson("# Read this\n\nText\nand <br> more.\n"),
        f"{LESSON}:8: The text holds HTML. Expected Markdown only; write < as \\<.",
    ),
    "a link to a script": (
        lesson("# Read this\n\nSee\n[this](javascript:alert(1)).\n"),
        f'{LESSON}:8: The link leads to "javascript:alert(1)". Expected a full https:// or mailto: address.',
    ),
    "a link to data": (
        lesson("# Read this\n\n[this](data:text/html,x)\n"),
        f'{LESSON}:7: The link leads to "data:text/html,x". Expected a full https:// or mailto: address.',
    ),
    "a link within the site": (
        lesson("# Read this\n\n- [this](../x.md)\n"),
        f'{LESSON}:7: The link leads to "../x.md". Expected a full https:// or mailto: address.',
    ),
    "an image in the words before a quiz": (
        (QUIZ, "title: Check\ngraded: false\nintro: '![A ward](files/ward.png)'\n" + _QUESTIONS),
        f"{QUIZ}:3: The text holds an image. Expected text only; images are not shown by this version.",
    ),
}


def problems_of(path: Path) -> list[str]:
    with pytest.raises(PackProblems) as error:
        read_pack(path)
    return [str(problem) for problem in error.value.problems]


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_with_its_file_and_line(name: str, tmp_path: Path) -> None:
    change, message = MISTAKES[name]
    assert problems_of(write_pack(tmp_path, **dict([change]))) == [message]


def test_all_mistakes_are_reported_at_once_in_the_order_of_files_and_lines(tmp_path: Path) -> None:
    changes = [
        changed(QUIZ, "kind: single", "kind: essay"),
        changed(COURSE, "pass_mark: 80", "pass_mark: 0"),
        lesson("# Read this\n\n<b>x</b>\n\n![x](y.png)\n"),
        (MODULE, None),
    ]
    found = problems_of(write_pack(tmp_path, **dict(changes)))
    assert [message.split(": ")[0] for message in found] == [
        f"{LESSON}:7",
        f"{LESSON}:9",
        f"{QUIZ}:7",
        f"{MODULE}:1",
        f"{COURSE}:4",
    ]


def test_two_modules_with_one_number(tmp_path: Path) -> None:
    changes = {
        "courses/short/01-again/module.yaml": SHORT_PACK[MODULE],
        "courses/short/01-again/01-read.md": SHORT_PACK[LESSON],
    }
    assert problems_of(write_pack(tmp_path, **changes)) == [
        "courses/short/01-first:1: The number 01 is used twice. Expected another number than 01-again."
    ]


def test_a_course_folder_with_a_bad_name(tmp_path: Path) -> None:
    write_pack(tmp_path)
    (tmp_path / "courses/short").rename(tmp_path / "courses/Short course")
    assert problems_of(tmp_path) == [
        'courses/Short course:1: The folder name "Short course" cannot be used. '
        "Expected small letters, digits and single hyphens."
    ]


def test_a_name_with_a_line_break_stays_on_its_line(tmp_path: Path) -> None:
    missing = tmp_path / "no\x1b[2Jsuch\nfolder"
    assert problems_of(missing) == [
        f"{tmp_path}/no\\x1b[2Jsuch\\nfolder:1: There is no such folder. Expected the folder of a content pack."
    ]
    write_pack(tmp_path)
    (tmp_path / "courses/short").rename(tmp_path / "courses/a\nb")
    assert problems_of(tmp_path) == [
        'courses/a\\nb:1: The folder name "a\\nb" cannot be used. Expected small letters, digits and single hyphens.'
    ]


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "https://www.example.org./a/b?c=d@e#f:g",
        "https://example.org:8443/x",
        "https://bücher.example/ä",
        "https://उदाहरण.example/",
    ],
)
def test_a_whole_address_is_taken(address: str, tmp_path: Path) -> None:
    pack = read_pack(write_pack(tmp_path, **dict([added("sources.yaml", f"  url: '{address}'\n")])))
    assert pack.courses[0].sources[0].url == address


def test_text_before_the_title(tmp_path: Path) -> None:
    changes = dict([lesson("\nText.\n\n# Read this\n")])
    assert problems_of(write_pack(tmp_path, **changes)) == [
        f"{LESSON}:6: The lesson has no title. Expected # Title before the text.",
    ]


def test_no_folder(tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    assert problems_of(missing) == [f"{missing}:1: There is no such folder. Expected the folder of a content pack."]


def test_a_pack_without_a_course_and_a_policy(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text(SHORT_PACK["pack.yaml"])
    expected = (
        "pack.yaml:1: The pack has neither a course nor a policy. "
        "Expected a folder for each of them in courses or in policies."
    )
    assert problems_of(tmp_path) == [expected]
    (tmp_path / "courses").mkdir()
    assert problems_of(tmp_path) == [expected]


def test_a_course_without_a_module(tmp_path: Path) -> None:
    write_pack(tmp_path, **{MODULE: None, LESSON: None, QUIZ: None})
    assert problems_of(tmp_path) == [
        f"{COURSE}:1: The course has no module. Expected folders named NN-name, like 01-why-this-matters."
    ]


def test_a_module_without_a_step(tmp_path: Path) -> None:
    assert problems_of(write_pack(tmp_path, **{LESSON: None, QUIZ: None})) == [
        f"{MODULE}:1: The module has no step. Expected files named NN-name.md, NN-name.quiz.yaml or "
        "NN-name.attest.yaml, with small letters, digits and hyphens."
    ]


def test_links_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    write_pack(outside)
    secret = outside / "secret.md"
    secret.write_text("the secret")
    pack = write_pack(tmp_path / "pack", **{LESSON: None})
    (pack / LESSON).symlink_to(secret)
    (pack / "courses/other").symlink_to(outside / "courses/short")
    found = problems_of(pack)
    assert found == [
        "courses/other:1: This is a link to another place. Expected a file or folder of its own.",
        f"{LESSON}:1: This is a link to another place. Expected a file or folder of its own.",
    ]


def test_a_pipe_does_not_hang(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, **{LESSON: None})
    os.mkfifo(pack / LESSON)
    assert problems_of(pack) == [f"{LESSON}:1: This is not an ordinary file. Expected a text file."]


def test_a_file_of_50_megabytes_is_refused_without_being_read(tmp_path: Path) -> None:
    pack = write_pack(tmp_path)
    os.truncate(pack / LESSON, 50_000_000)
    tracemalloc.start()
    found = problems_of(pack)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == [f"{LESSON}:1: The file is too large: 50,000,000 bytes. Expected at most 1,000,000 bytes."]
    assert peak < 5_000_000


def test_too_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_FILES", 7)  # the short pack has 9 files and folders
    pack = write_pack(tmp_path)
    assert [message for message in problems_of(pack) if "too many" in message] != []


def test_files_that_are_too_large_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LARGEST_PACK", 700)
    found = problems_of(write_pack(tmp_path))
    assert found == [f"{QUIZ}:1: The pack is too large. Expected at most 700 bytes in all files."]


def test_what_is_no_text_at_all_is_one_short_report(tmp_path: Path) -> None:
    pack = write_pack(tmp_path, **{LESSON: b"\t\n" * 400_000})
    found = problems_of(pack)
    assert len(found) == 21
    assert found[-1] == f"{LESSON}:21: More lines hold such characters. Expected a text file."


@pytest.mark.django_db
def test_nothing_is_loaded_and_every_mistake_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changes = dict([changed(QUIZ, "kind: single", "kind: essay"), changed(COURSE, "minutes: 5", "minutes: x")])
    changes["courses/also-good/course.yaml"] = SHORT_PACK[COURSE]
    for name in (MODULE, LESSON, QUIZ):
        changes[name.replace("short", "also-good")] = SHORT_PACK[name]
    with pytest.raises(SystemExit) as stopped:
        call_command("load_content", str(write_pack(tmp_path, **changes)), "--publish")
    assert stopped.value.code == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.splitlines() == [
        f'{QUIZ}:7: The kind of question "essay" is not known. '
        "Expected one of single, multiple, true_false, match, order, short, decide, spot.",
        f'{COURSE}:3: "minutes" is not a whole number. Expected a whole number from 1 to 2000.',
        "Nothing was loaded: 2 mistakes.",
    ]
    assert not Course.objects.exists()
    assert not CourseVersion.objects.exists()


PIECES = st.sampled_from(
    [
        *(
            "- ",
            ": ",
            "\n",
            "  ",
            "{",
            "}",
            "[",
            "]",
            ",",
            "'",
            '"',
            "#",
            "|",
            ">",
            "?",
            "!",
            "&a",
            "*a",
            "<<",
            "---\n",
        ),
        *("key", "kind", "single", "prompt", "choices", "text", "correct", "true", "title", "questions", "minutes"),
        *("sources", "graded", "S1", "1", "-1", "1e9", "2026-11-24", "~", "null", "\\0", "ü", "\u2028", "\ufffe", "🩺"),
        *("# ", "## ", "](", "<b>", "![", "](x)", "[r]: ", "```", "&#0;", "javascript:", "\r", "\x0b"),
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60), st.sampled_from([LESSON, QUIZ, MODULE]))
def test_whatever_a_file_holds_reading_ends_in_content_or_in_mistakes(text: str, file: str) -> None:
    head = {LESSON: "---\nminutes: 2\n---\n# Read\n\n", QUIZ: "title: Check\n", MODULE: ""}[file]
    with TemporaryDirectory() as folder:
        data = (head + text).encode("utf-8", "surrogatepass")
        try:
            content = read_pack(write_pack(Path(folder), **{file: data})).courses[0]
        except PackProblems as error:
            places = {(problem.file, problem.line >= 1) for problem in error.problems}
        else:
            places = {(file, len(digest(content)) == 64)}
        assert places == {(file, True)}
