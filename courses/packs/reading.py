"""Reads a whole pack: policies, and courses, each a folder of numbered modules with numbered steps."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from courses.content import CourseContent, ModuleContent, StepContent
from courses.packs.files import FOLDER, PackFile, read_files
from courses.packs.glossary import read_glossary
from courses.packs.known import Known, read_sources
from courses.packs.lessons import read_lesson
from courses.packs.quizzes import read_quiz
from courses.packs.signatures import read_signature
from policies.content import PolicyContent
from policies.packs import read_policies
from toolkit.packfiles.folders import LONGEST_SLUG, NUMBERED, Folder, is_language, is_slug
from toolkit.packfiles.problems import Problems
from toolkit.packfiles.yamlfile import read_fields

_FILES = {"pack.yaml", "sources.yaml", "glossary.yaml", "README.md", "LICENSE"}
_ENDINGS = (".md", ".quiz.yaml", ".attest.yaml")
_STEP_NAME = "NN-name.md, NN-name.quiz.yaml or NN-name.attest.yaml, with small letters, digits and hyphens"
_MODULE_NAME = "NN-name, like 01-why-this-matters"


@dataclass(frozen=True)
class Pack:
    """What a folder holds, in the order of slugs."""

    name: str
    language: str
    license: str
    courses: tuple[CourseContent, ...]
    policies: tuple[PolicyContent, ...] = ()
    files: tuple[PackFile, ...] = ()


def read_pack(path: Path) -> Pack:
    """Reads the pack in this folder. Raises PackProblems with every mistake."""
    problems = Problems()
    if not path.is_dir():
        problems.report(str(path), 1, "There is no such folder.", "the folder of a content pack")
        problems.raise_if_any()
    pack = read_folder(Folder(path, problems))
    problems.raise_if_any()
    return pack


def read_folder(folder: Folder) -> Pack:
    """Reads the pack and reports every mistake to the folder's problems. What is returned with them is of no use."""
    folder.refuse_others(
        {"pack.yaml", "sources.yaml", "glossary.yaml", "README.md", "LICENSE"}, {"courses", "policies"}
    )
    name, language, license_name = _read_settings(folder)
    known = read_sources(folder)
    known.glossary = read_glossary(folder)
    courses, policies = _inner(folder, "courses"), _inner(folder, "policies")
    if not any(inner and inner.folders for inner in (courses, policies)):
        expected = "a folder for each of them in courses or in policies"
        folder.report("pack.yaml", "The pack has neither a course nor a policy.", expected)
    read, files = _read_courses(courses, language, known) if courses else ((), ())
    return Pack(name, language, license_name, read, read_policies(policies, language) if policies else (), files)


def _inner(folder: Folder, name: str) -> Folder | None:
    return folder.folder(name) if name in folder.folders else None


def _read_settings(folder: Folder) -> tuple[str, str, str]:
    fields = read_fields(folder, "pack.yaml", "a file with name, language and license")
    if fields is None:
        return "", "", ""
    name = fields.text("name", limit=200)
    language = fields.text("language", limit=12)
    license_name = fields.text("license", limit=100)
    fields.close()
    if language and not is_language(language):
        fields.report(f'"{language}" is not the name of a language.', "a language like en-US or de", key="language")
    return name, language, license_name


def _read_courses(
    folder: Folder, language: str, known: Known
) -> tuple[tuple[CourseContent, ...], tuple[PackFile, ...]]:
    folder.refuse_others(set(), set(folder.folders))
    courses: list[CourseContent] = []
    stored: list[PackFile] = []
    for slug in folder.folders:
        inner = folder.folder(slug)
        files = read_files(inner)
        courses.append(_read_course(inner, slug, language, known.for_course(files)))
        files.report_unnamed()
        stored += files.stored()
    return tuple(courses), tuple(stored)


def _read_course(folder: Folder, slug: str, language: str, known: Known) -> CourseContent:
    if not is_slug(slug):
        folder.report("", f'The folder name "{slug[:80]}" cannot be used.', "small letters, digits and single hyphens")
    folder.refuse_others({"course.yaml"}, set(folder.folders))
    fields = read_fields(folder, "course.yaml", "a file with title, summary, minutes and pass_mark")
    title = summary = ""
    minutes = pass_mark = months = None
    if fields:
        title = fields.text("title", limit=200)
        summary = fields.text("summary", limit=1_000)
        minutes = fields.whole("minutes", 1, 2_000)
        pass_mark = fields.whole("pass_mark", 1, 100)
        months = fields.whole("validity_months", 1, 120, is_required=False)
        fields.close()
    names = [name for name in folder.folders if name != FOLDER]
    modules = tuple(
        _read_module(folder.folder(name), name_slug, known)
        for name, name_slug in _numbered(folder, names, lambda name: name, _MODULE_NAME)
    )
    if not names:
        folder.report("course.yaml", "The course has no module.", f"folders named {_MODULE_NAME}")
    _check_bounds(folder, modules)
    return CourseContent(
        slug=slug,
        language=language,
        title=title,
        summary=summary,
        minutes=minutes or 0,
        pass_mark=pass_mark or 0,
        validity_months=months,
        sources=known.named_in(modules),
        modules=modules,
    )


def _check_bounds(folder: Folder, modules: Iterable[ModuleContent]) -> None:
    """Questions that begin or end with a version count the versions of the one policy that the course asks to sign."""
    steps = [step for module in modules for step in module.steps]
    signed = {step.policy for step in steps if step.kind == "attest"}
    if len(signed) == 1:
        return
    for question in (question for step in steps for question in step.questions):
        if question.since or question.until:
            what = f'The question "{question.key}" has since or until, and the course signs {len(signed)} policies.'
            folder.report("course.yaml", what, "a course that asks to sign one policy, whose versions count")


def _read_module(folder: Folder, slug: str, known: Known) -> ModuleContent:
    fields = read_fields(folder, "module.yaml", "a file with title, minutes and objectives")
    title, minutes = "", None
    objectives: tuple[str, ...] = ()
    if fields:
        title = fields.text("title", limit=200)
        minutes = fields.whole("minutes", 1, 600)
        objectives = fields.texts("objectives")
        fields.close()
    for name in folder.folders:
        folder.report(name, "A folder cannot stand here.", _STEP_NAME)
    names = [name for name in folder.files if name != "module.yaml"]
    for name in [name for name in names if _ending(name) is None]:
        folder.report(name, "The ending of this file is not known.", _STEP_NAME)
    names = [name for name in names if _ending(name)]
    if not names:
        folder.report("module.yaml", "The module has no step.", f"files named {_STEP_NAME}")
    steps = [
        _read_step(folder, name, step_slug, known)
        for name, step_slug in _numbered(folder, names, lambda name: name.removesuffix(_ending(name) or ""), _STEP_NAME)
    ]
    return ModuleContent(slug, title, minutes or 0, objectives, tuple(step for step in steps if step))


def _read_step(folder: Folder, name: str, slug: str, known: Known) -> StepContent | None:
    file = folder.inside(name)
    text = folder.read(name)
    if text is None:
        return None
    if _ending(name) == ".quiz.yaml":
        return read_quiz(folder.problems, file, text, slug, known)
    if _ending(name) == ".attest.yaml":
        return read_signature(folder.problems, file, text, slug)
    return read_lesson(folder.problems, file, text, slug, known)


def _numbered(folder: Folder, names: Iterable[str], stem: Callable[[str], str], expected: str) -> list[tuple[str, str]]:
    """(name, slug) in the order of numbers. Reports names without a number, and numbers or slugs used twice."""
    found: list[tuple[str, str]] = []
    numbers: dict[str, str] = {}
    slugs: dict[str, str] = {}
    for name in names:
        match = NUMBERED.match(stem(name))
        if match is None or len(match[2]) > LONGEST_SLUG:
            folder.report(name, "The name has a wrong form.", expected)
            continue
        number, slug = match.groups()
        if number in numbers:
            folder.report(name, f"The number {number} is used twice.", f"another number than {numbers[number]}")
        elif slug in slugs:
            folder.report(name, f'The name "{slug}" is used twice.', f"another name than {slugs[slug]}")
        numbers.setdefault(number, name)
        slugs.setdefault(slug, name)
        found.append((name, slug))
    return found


def _ending(name: str) -> str | None:
    return next((ending for ending in _ENDINGS if name.endswith(ending)), None)
