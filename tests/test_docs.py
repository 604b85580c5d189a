"""The documents say what is so: links, folders, words, kinds, receivers, packs and licenses are compared to code."""

import ast
import re
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.dispatch import Signal

from courses.packs import PackProblems, read_pack
from courses.packs.files import Files
from courses.packs.known import Known
from courses.packs.quizzes import read_quiz
from courses.signals import course_completed
from notices.kinds import registered_kinds
from people.signals import workforce_changed
from policies.signals import policy_attested
from toolkit.jobs.kinds import registered_names
from toolkit.packfiles.problems import Problems
from trainingsite.timetable import TIMETABLE

HOME = Path(__file__).resolve().parents[1]
DOCS = HOME / "docs"
PAGES = sorted([*HOME.glob("*.md"), *DOCS.rglob("*.md")])
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))
LISTS = ("requirements.in", "requirements-embedded.in", "requirements-dev.in")
LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def _text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def _first_cells(text: str) -> list[str]:
    """The first cell of every table row, without heads and rules."""
    rows = re.findall(r"^\| *(.+?) *\|(?=.*\|$)", text, re.MULTILINE)
    return [row for row in rows if not set(row) <= set("-: ")]


def _names(cells: list[str], mark: str) -> set[str]:
    """What stands between two marks at the beginning of the cells."""
    found = [re.match(rf"{re.escape(mark)}([^`*]+){re.escape(mark)}", cell) for cell in cells]
    return {match[1] for match in found if match}


def _anchors(text: str) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", FENCED.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title).strip().lower().replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(HOME)))
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    broken = []
    for link in LINK.findall(FENCED.sub("", _text(page))):
        if link.startswith(("https:", "mailto:")):
            continue
        path, _hash, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in _anchors(_text(target))):
            broken.append(link)
    assert not broken


def test_the_readme_is_short_and_leads_to_every_page() -> None:
    readme = _text(HOME / "README.md")
    linked = set(LINK.findall(readme))
    assert len(readme.splitlines()) < 120
    assert {str(page.relative_to(HOME)) for page in PAGES} - linked == {"README.md"}


def test_every_path_of_the_folder_map_exists_and_every_package_is_in_it() -> None:
    folders = _text(HOME / "README.md").split("## Folders")[1].split("\n## ")[0]
    named = _names(_first_cells(folders), "`")
    assert [path for path in named if not (HOME / path).is_dir()] == []
    assert set(settings.LOCAL_APPS) <= named


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_a_decision_is_short_and_says_what_was_rejected(page: Path) -> None:
    text = _text(page)
    assert len(text.splitlines()) < 60
    for part in ("**Context.**", "**Decision.**", "**Consequences.**", "**Rejected.**"):
        assert part in text
    assert text.startswith(f"# {page.name[:4]} ")


def test_the_glossary_and_the_models_hold_the_same_words() -> None:
    words = _names(_first_cells(_text(DOCS / "glossary.md")), "**")
    models = {model.__name__ for app in settings.LOCAL_APPS for model in apps.get_app_config(app).get_models()}
    assert words - models == {"Choice"}  # an entry in Question.body, as its row says
    assert models - words == set()


def test_the_architecture_names_every_kind_of_job_and_notice_and_every_slot() -> None:
    cells = _names(_first_cells(_text(DOCS / "architecture.md")), "`")
    assert registered_names() - cells == set()
    assert {kind.name for kind in registered_kinds()} - cells == set()
    assert {entry.kind for entry in TIMETABLE} - cells == set()


def test_the_architecture_names_every_receiver_of_our_signals() -> None:
    text = _text(DOCS / "architecture.md")
    for receiver in [*_receivers(course_completed), *_receivers(policy_attested), *_receivers(workforce_changed)]:
        assert f"`{receiver}`" in text


def _receivers(signal: Signal) -> Iterator[str]:
    for _key, reference, *_more in signal.receivers:
        function = reference() if callable(reference) and not hasattr(reference, "__name__") else reference
        yield f"{function.__module__}.{function.__name__}"


def test_every_function_that_the_architecture_names_exists() -> None:
    code = "\n".join(_text(path) for app in settings.LOCAL_APPS for path in (HOME / app).rglob("*.py"))
    for dotted in set(re.findall(r"`((?:[a-z_]+\.)+[A-Za-z_]+)`", _text(DOCS / "architecture.md"))):
        package, name = dotted.split(".")[0], dotted.split(".")[-1]
        if package in settings.LOCAL_APPS and name not in ("sqlite3",):
            is_module = (HOME / dotted.replace(".", "/")).with_suffix(".py").exists()
            is_package = (HOME / dotted.replace(".", "/")).is_dir()
            is_kind = f'"{dotted}"' in code
            is_name = re.search(rf"^ *(?:def|class) {name}\b|^{name}\b.* = ", code, re.MULTILINE) is not None
            assert is_module or is_package or is_kind or is_name, dotted


def test_the_first_decision_gives_a_reason_for_every_library() -> None:
    reasons = set(re.split(r"[,|\n] *", "\n".join(_first_cells(_text(DECISIONS[0])))))
    named = [_required(line) for name in LISTS for line in _text(HOME / name).splitlines() if line[:1].isalpha()]
    assert set(named) - reasons == set()


def _required(line: str) -> str:
    match = re.match(r"[A-Za-z0-9._-]+", line)
    assert match is not None
    return match[0]


def test_no_library_at_run_time_is_under_gpl_or_agpl_alone() -> None:
    pinned = re.findall(r"^([A-Za-z0-9._-]+)==", _text(HOME / "requirements.txt"), re.MULTILINE)
    refused = []
    for name in pinned:
        try:
            about = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            continue  # pinned for another system or another Python
        classifiers = [line for line in about.get_all("Classifier") or [] if line.startswith("License")]
        told = [*(about.get_all("License-Expression") or []), *(line[:200] for line in about.get_all("License") or [])]
        text = re.sub(r"LGPL\S*|Lesser General Public", "", " ".join([*told, *classifiers]))
        if re.search(r"GPL|General Public", text) and not re.search(r"Mozilla|MPL|MIT|BSD", text):
            refused.append(name)
    assert refused == []


def test_the_example_in_the_guide_for_authors_is_a_pack_without_mistakes(tmp_path: Path) -> None:
    blocks = re.findall(
        r"^```\w+ file=(\S+)\n(.*?)^```", _text(DOCS / "guides" / "author.md"), re.MULTILINE | re.DOTALL
    )
    for name, text in blocks:
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    pack = read_pack(tmp_path)
    (course,), (policy,) = pack.courses, pack.policies
    assert [step.kind for step in course.modules[0].steps] == ["lesson", "quiz", "quiz"]
    assert [len(version.texts) for version in policy.versions] == [1, 2]

    quiz = tmp_path / "courses/photos-at-work/01-before-you-post/02-check.quiz.yaml"
    quiz.write_text(
        quiz.read_text(encoding="utf-8").replace("    correct: true", "    correct: false"), encoding="utf-8"
    )
    with pytest.raises(PackProblems) as mistake:
        read_pack(tmp_path)
    assert str(mistake.value.problems[0]).partition(":")[0] in _text(DOCS / "guides" / "author.md")


def test_every_example_of_a_question_in_the_guide_for_authors_is_one() -> None:
    blocks = re.findall(r"^```yaml\n(- key: .*?)^```", _text(DOCS / "guides" / "author.md"), re.MULTILINE | re.DOTALL)
    problems = Problems()
    for block in blocks:
        text = f"title: T\ngraded: false\nquestions:\n{block}"
        read_quiz(problems, "guide", text, "guide", Known({}, files=Files(is_complete=False)))
    assert len(blocks) == 4
    assert problems.found == []


def test_the_guide_for_authors_explains_every_message() -> None:
    guide = _text(DOCS / "guides" / "author.md").split("## What the messages mean")[1].replace("\\\\", "\\")
    missing = [message.pattern for message in _messages() if not message.search(guide)]
    assert missing == []


def _messages() -> Iterator[re.Pattern[str]]:
    """Every sentence that a pack's mistake may begin with, as a pattern for its row in the guide."""
    for folder in (
        "courses/packs",
        "courses/kinds",
        "courses/media",
        "policies/packs",
        "policies/content",
        "toolkit/packfiles",
    ):
        for path in sorted((HOME / folder).glob("*.py")):
            for call in [node for node in ast.walk(ast.parse(_text(path))) if isinstance(node, ast.Call)]:
                name = getattr(call.func, "attr", getattr(call.func, "id", ""))
                if name in ("report", "_flaw", "Flaw"):
                    yield from (_pattern(argument) for argument in call.args if _is_sentence(argument))


def _is_sentence(node: ast.expr) -> bool:
    last = node.values[-1] if isinstance(node, ast.JoinedStr) else node
    return isinstance(last, ast.Constant) and isinstance(last.value, str) and last.value.endswith(".")


def _pattern(node: ast.expr) -> re.Pattern[str]:
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return re.compile(
        r"\| "
        + "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+" for part in parts)
        + r" \|"
    )
