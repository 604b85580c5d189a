"""Why a lesson matters, words of the glossary, and questions by which readers check themselves."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from courses.content import CheckChoice, CheckContent, StepContent, TermContent, canonical_bytes
from courses.models import CourseVersion
from courses.models.content import content_of
from courses.packs import read_pack
from courses.services.learning import start_course
from people.models import Employee
from tests.courses.test_pack_files import LESSON, problems_of
from tests.factories import NOW
from tests.support.courses import short_course
from tests.support.media import Changes, write

GLOSSARY = """- term: HIPAA
  meaning: The federal privacy rules.
- term: account steward
  meaning: One of the people who run our <pages>.
  aliases: [account stewards, steward]
"""
CHECK = """check_yourself:
- kind: single
  prompt: Which one leads to nobody?
  choices:
  - {text: A total, correct: true, feedback: Nobody stands out.}
  - {text: A name, correct: false}
- kind: multiple
  prompt: Which lead to somebody?
  choices:
  - {text: A date, correct: true}
  - {text: A pet, correct: true}
  - {text: A total, correct: false}
"""
FRONT = "---\nminutes: 2\nsources: [S1]\nwhy: People *trust* us.\n"
BODY = "---\n# Read this\n\nTell an [Account Stewards](term:), not\n[HIPAA](term:). A [steward](term:) again.\n"
WHOLE: Changes = {"glossary.yaml": GLOSSARY, LESSON: FRONT + CHECK + BODY}


def step_of(folder: Path) -> StepContent:
    return read_pack(folder).courses[0].modules[0].steps[0]


def test_they_are_parts_of_the_lesson(tmp_path: Path) -> None:
    step = step_of(write(tmp_path, WHOLE))
    assert step.why == "People *trust* us."
    assert step.terms == (
        TermContent("account steward", "One of the people who run our <pages>.", ("account stewards", "steward")),
        TermContent("HIPAA", "The federal privacy rules."),
    )
    assert step.checks[0] == CheckContent(
        "single",
        "Which one leads to nobody?",
        (CheckChoice("A total", True, "Nobody stands out."), CheckChoice("A name", False)),
    )
    assert [choice.is_correct for choice in step.checks[1].choices] == [True, True, False]


def test_words_that_no_lesson_marks_belong_to_no_course(tmp_path: Path) -> None:
    plain = read_pack(write(tmp_path / "plain", {}))
    assert read_pack(write(tmp_path / "more", {"glossary.yaml": GLOSSARY})).courses == plain.courses
    assert not any(word in canonical_bytes(short_course()) for word in (b'"why"', b'"terms"', b'"checks"'))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"glossary.yaml": GLOSSARY + "- {term: hipaa, meaning: Again.}\n"},
            'glossary.yaml:6: The term "hipaa" is there twice. Expected each term and alias once.',
        ),
        (
            {"glossary.yaml": GLOSSARY + "- {term: Steward, meaning: Again.}\n"},
            'glossary.yaml:6: The term "Steward" is there twice. Expected each term and alias once.',
        ),
        (
            {"glossary.yaml": "- term: HIPAA\n"},
            'glossary.yaml:1: The key "meaning" is missing. Expected meaning: a text.',
        ),
        (
            {"glossary.yaml": "term: HIPAA\n"},
            "glossary.yaml:1: The file holds a block of keys. Expected a list of blocks.",
        ),
        (
            {LESSON: f"{FRONT}---\n# Read\n\nText\nwith [a thing](term:).\n"},
            f'{LESSON}:9: The term "a thing" is not known. Expected a term or one of the aliases of glossary.yaml.',
        ),
        (
            {LESSON: f"{FRONT}---\n# Read\n\n[HIPAA](term:hipaa)\n"},
            f'{LESSON}:8: The mark of a term is "term:hipaa". Expected [words] and then (term:).',
        ),
        (
            {LESSON: "---\nminutes: 2\nwhy: '# No'\n---\n# Read\n\nText.\n"},
            f"{LESSON}:3: A heading of level 1 cannot stand here. Expected text without headings.",
        ),
        (
            {LESSON: "---\nminutes: 2\nwhy: '[x](javascript:x)'\n---\n# Read\n\nText.\n"},
            f'{LESSON}:3: The link leads to "javascript:x". Expected a full https:// or mailto: address.',
        ),
        (
            {LESSON: f"---\nminutes: 2\nwhy: {'a' * 601}\n---\n# Read\n\nText.\n"},
            f'{LESSON}:3: "why" is too long: 601 characters. Expected at most 600 characters.',
        ),
        (
            {LESSON: f"{FRONT}{CHECK.replace('kind: single', 'kind: short')}{BODY}"},
            f'{LESSON}:6: The kind of question "short" cannot stand in a lesson. '
            "Expected one of single, multiple, true_false.",
        ),
        (
            {LESSON: f"{FRONT}{CHECK.replace('correct: true, feedback', 'correct: false, feedback')}{BODY}"},
            f"{LESSON}:8: No choice is correct. Expected at least one choice with correct: true.",
        ),
        (
            {LESSON: f"{FRONT}{CHECK.replace('  prompt', '  key: q' + chr(10) + '  prompt', 1)}{BODY}"},
            f'{LESSON}:7: The key "key" is not known here. Expected one of kind, prompt, choices, feedback.',
        ),
        (
            {LESSON: f"{FRONT}{CHECK}  feedback: Why.\n{BODY}"},
            f'{LESSON}:17: "feedback" of the question cannot stand in a lesson. Expected feedback beside each choice.',
        ),
        (
            {LESSON: f"{FRONT}check_yourself:\n{CHECK.partition(chr(10))[2] * 3}{BODY}"},
            f"{LESSON}:5: The lesson has 6 questions. Expected at most 5; more of them are a quiz.",
        ),
    ],
    ids=range(14),
)
def test_a_mistake_is_named_with_its_line(changes: Changes, message: str, tmp_path: Path) -> None:
    assert problems_of(write(tmp_path, {**WHOLE, **changes})) == [message]


def test_a_mistake_in_the_glossary_is_named_once(tmp_path: Path) -> None:
    assert len(problems_of(write(tmp_path, {**WHOLE, "glossary.yaml": "- term: HIPAA\n"}))) == 1


@pytest.fixture
def page(tmp_path: Path, client: Client, ada: Employee) -> str:
    call_command("load_content", str(write(tmp_path, WHOLE)), "--publish", verbosity=0)
    version = CourseVersion.objects.get()
    assert content_of(version) == read_pack(tmp_path).courses[0]
    start_course(version.course, employee=ada, now=NOW)
    client.force_login(ada)
    return client.get(reverse("courses:step", args=["short", "first", "read"])).content.decode()


def test_the_page_says_why_before_the_lesson(page: str) -> None:
    assert page.index("Why this matters") < page.index("<p>People <em>trust</em> us.</p>") < page.index("<article")


def test_a_marked_word_leads_to_its_meaning_at_the_foot(page: str) -> None:
    assert page.count('href="#term-1"') == 2
    assert page.count('href="#term-2"') == 1
    assert (
        '<div id="term-1"><dt>account steward</dt><dd>One of the people who run our &lt;pages&gt;.</dd></div>' in page
    )


def test_each_choice_opens_to_what_it_means_and_posts_nothing(page: str) -> None:
    asked = page[page.index('id="checks-title"') : page.index('id="terms-title"')]
    assert asked.count("<details") == 5
    assert asked.count('name="check-1"') == 2
    assert 'name="check-2"' not in asked
    assert asked.count("Yes.") == 3
    assert "Nobody stands out." in asked
    assert "<form" not in asked
    assert "<input" not in asked
