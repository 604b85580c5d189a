"""Pages of figures: who sees them, that page and file hold the same, and what stands there while there is nothing."""

import csv
import io
import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.models import Employee
from people.roles import Role
from reports.selectors.figures.clauses import clause_lines, tied_questions
from reports.selectors.figures.courses import course_figures
from reports.selectors.figures.questions import question_lines
from tests.factories import make_employee
from tests.reports.handed_in import hand_in
from tests.support.learned import Learned, make_bank, make_learned, make_policy

COURSE = "/figures/courses/figures/"
QUESTIONS = f"{COURSE}questions/"
QUESTION = f"{QUESTIONS}basics/check/q-5/"
POLICY = "/figures/policies/figures/"
CLAUSE = f"{POLICY}photos/"
FOR_ALL_READERS = ["/figures/", COURSE]
FOR_AUTHORS = [QUESTIONS, QUESTION, POLICY, CLAUSE]


@pytest.fixture
def learned(db: None) -> Learned:
    return make_learned()


@pytest.fixture
def author(client: Client, db: None) -> Client:
    client.force_login(make_employee("Aud Thorsen", roles=(Role.AUTHOR,)))
    return client


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    page = answer.content.decode()
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page[page.index("<main") :])))


def file_of(client: Client, address: str, name: str) -> list[dict[str, str]]:
    answer = client.get(f"{address}{'&' if '?' in address else '?'}file={name}")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith(f'attachment; filename="{name}-')
    lines = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(io.StringIO(lines)))


@pytest.mark.parametrize("address", [*FOR_ALL_READERS, *FOR_AUTHORS])
@pytest.mark.parametrize("who", ["ada", "boris", "hana", "cleo", "root", "mallory"])
def test_who_may_see_figures(
    client: Client, request: pytest.FixtureRequest, learned: Learned, who: str, address: str
) -> None:
    client.force_login(request.getfixturevalue(who))
    may = who == "cleo" or (who == "hana" and address in FOR_ALL_READERS)
    assert client.get(address).status_code == (200 if may else 403)
    if address == COURSE:
        assert client.get(address, {"file": "steps"}).status_code == (200 if may else 403)


def test_hr_is_offered_courses_only(client: Client, hana: Employee, learned: Learned) -> None:
    client.force_login(hana)
    page = client.get("/figures/").content.decode()
    assert COURSE in page
    assert POLICY not in page
    assert QUESTIONS not in client.get(COURSE).content.decode()


def test_an_author_gets_from_the_list_to_a_question_and_a_clause(author: Client, learned: Learned) -> None:
    for here, there in [
        ("/figures/", COURSE),
        (COURSE, QUESTIONS),
        (QUESTIONS, QUESTION),
        ("/figures/", POLICY),
        (POLICY, CLAUSE),
        (CLAUSE, QUESTION.replace("q-5", "q-2")),
    ]:
        assert f'href="{there}' in author.get(here).content.decode()


def test_page_and_file_of_a_course_hold_its_figures(author: Client, learned: Learned) -> None:
    figures = course_figures(learned.version)
    lines = file_of(author, COURSE, "steps")
    page = text_of(author, COURSE)
    assert f"{figures.begun} people began" in page
    for line, row in zip(figures.lines, lines, strict=True):
        assert row["Step"] == line.step.title
        assert int(row["Finished it"]) == line.finished.people
        assert float(row["Of who began (percent)"]) == round(100 * int(row["Finished it"]) / figures.begun, 1)
        assert f"{line.step.title} {row['Finished it']}" in page
    times = file_of(author, COURSE, "times")
    assert [row["Took (seconds)"] for row in times] == [
        "" if line.seconds is None else str(round(line.seconds)) for line in figures.lines
    ]
    assert [row["Estimate (minutes)"] for row in times] == ["3", "6", "1"]
    (attempts,) = file_of(author, COURSE, "attempts")
    parts = [int(attempts[head]) for head in ("First attempt", "Second", "Third or later")]
    assert sum(parts) == int(attempts["Passed"])


def test_page_and_file_of_questions_hold_their_figures(author: Client, learned: Learned) -> None:
    page = text_of(author, QUESTIONS)
    for line, row in zip(question_lines(learned.version), file_of(author, QUESTIONS, "basics-check"), strict=True):
        assert line.measured is not None
        assert row["Key"] == line.question.key
        assert int(row["Answered"]) == line.measured.people
        assert float(row["Tells apart"]) == round(line.measured.discrimination or 0, 3)
        right = round(100 * (line.measured.right.people or 0) / line.measured.people, 1)
        assert float(row["Right (percent)"]) == right
        assert f"{line.question.prompt} {line.measured.people} {right:.0f}%" in page


def test_page_and_file_of_one_question_hold_its_options(author: Client, learned: Learned) -> None:
    rows = file_of(author, QUESTION, "options")
    assert [row["Answer"] for row in rows] == [f"Option {key} of case 5" for key in "abcd"]
    assert [row["Key"] for row in rows] == ["Right", "", "", ""]
    line = question_lines(learned.version)[4]
    assert line.measured
    assert sum(int(row["People"]) for row in rows) == line.measured.people


def test_page_and_files_of_a_policy_hold_its_clauses(author: Client, learned: Learned) -> None:
    page = text_of(author, POLICY)
    for line, row in zip(
        clause_lines(learned.policy, tied_questions(learned.policy)), file_of(author, POLICY, "clauses"), strict=True
    ):
        found = line.all.understanding
        assert found is not None
        assert (row["Key"], row["Clause"], int(row["People"])) == (line.key, line.heading, found.people)
        assert float(row["Understood (percent)"]) == round(found.percent, 1)
        assert float(row["At least (percent)"]) == round(found.low, 1)
        assert float(row["At most (percent)"]) == round(found.high, 1)
        assert f"{found.people} {found.percent:.0f}% {found.low:.0f} to {found.high:.0f}%" in page
    changed = file_of(author, POLICY, "change-2")
    assert [row["Change"] for row in changed] == ["None", "Material", "None"]
    assert float(changed[1]["After: understood (percent)"]) > float(changed[1]["Before: understood (percent)"]) + 15


def test_departments_open_downwards_and_hidden_ones_do_not(author: Client, learned: Learned) -> None:
    top = {row["Department"]: row for row in file_of(author, CLAUSE, "departments")}
    assert top["Chapel"]["People"] == "Not shown"
    nursing = learned.departments["nursing"].uuid
    assert f"?department={nursing}" in author.get(CLAUSE).content.decode()
    below = {row["Department"] for row in file_of(author, f"{CLAUSE}?department={nursing}", "departments")}
    assert below == {"Icu", "Ward", "Directly in Nursing"}
    assert author.get(CLAUSE, {"department": str(learned.departments["chapel"].uuid)}).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/figures/courses/none/",
        f"{COURSE}?version=x",
        f"{COURSE}?version=9d5f2fd2-2b43-4a93-8f15-8ad3b3a22b5e",
        f"{COURSE}?file=none",
        f"{QUESTIONS}basics/check/none/",
        "/figures/policies/none/",
        f"{POLICY}?change=1",
        f"{POLICY}?change=x",
        f"{POLICY}none/",
        f"{CLAUSE}?department=x",
        f"{CLAUSE}?department=9d5f2fd2-2b43-4a93-8f15-8ad3b3a22b5e",
    ],
)
def test_what_is_not_there_is_not_found(author: Client, learned: Learned, address: str) -> None:
    assert author.get(address).status_code == 404


def test_nothing_yet_says_so(author: Client, db: None) -> None:
    assert "No figures yet" in text_of(author, "/figures/")
    make_bank("figures", make_policy("figures"))
    for address in (COURSE, QUESTIONS, QUESTION, POLICY, CLAUSE):
        page = text_of(author, address)
        assert "No figures yet" in page
        assert "ewer than five people" in page
        assert author.get(address, {"file": "steps"}).status_code == 404


def test_no_page_shows_a_number_below_five(author: Client, db: None) -> None:
    """Twenty people of whom two are always alone with what they did."""
    learned = make_bank("figures", make_policy("figures"), questions=4)
    for place in range(20):
        person = Employee.objects.create(number=f"N-{place}", name="P")
        hand_in(learned, person, [place > 1, True, place != 5, True], at=learned.version.created_at)
    page = text_of(author, QUESTIONS)
    assert "80% or more" in page
    rows = [*file_of(author, QUESTIONS, "basics-check"), *file_of(author, f"{QUESTIONS}basics/check/q-1/", "options")]
    for row in rows:
        for head in ("Answered", "People"):
            assert row.get(head, "0") not in {"1", "2", "3", "4", "18", "19"}
    assert [row["People"] for row in rows[4:]] == ["16 or more", "Not shown", "0", "0"]


def test_a_file_runs_no_formula(author: Client, db: None) -> None:
    formula = '=HYPERLINK("http://evil.example")'
    learned = make_bank("figures", None, questions=1, prompt=formula)
    for place in range(6):
        person = Employee.objects.create(number=f"N-{place}", name="P")
        hand_in(learned, person, [True], at=learned.version.created_at)
    (row,) = file_of(author, QUESTIONS, "basics-check")
    assert row["Question"] == f"'{formula}"


def test_pages_take_a_constant_number_of_queries(author: Client, learned: Learned) -> None:
    numbers = {COURSE: 12, QUESTIONS: 8, QUESTION: 8, POLICY: 16, CLAUSE: 15}
    found = {}
    for address in numbers:
        author.get(address)
        with CaptureQueriesContext(connection) as queries:
            author.get(address)
        found[address] = len(queries)
    assert found == numbers
