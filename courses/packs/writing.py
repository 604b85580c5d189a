"""CourseContent as the source files of a pack, always spelled alike, so that the same content gives the same bytes.

Reading them again gives the same content. Comments, and how an author had laid out the YAML, are not part of content.
"""

import itertools
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from courses.content import (
    PLAIN,
    CheckContent,
    CourseContent,
    ModuleContent,
    QuestionContent,
    RulesContent,
    SourceContent,
    StepContent,
)
from courses.kinds import kind_of
from courses.packs.files import FOLDER
from courses.packs.glossary import FILE as GLOSSARY
from courses.packs.known import FILE as SOURCES
from courses.packs.lessons import starts_with_title
from courses.packs.sources import Sources, StoredFile
from toolkit.packfiles.yamlwriting import yaml_text

LICENSE = "All rights reserved"
PACK = "pack.yaml"
COURSES = "courses"


def sources_of(content: CourseContent, *, license_name: str = LICENSE) -> Sources:
    """The whole pack that holds this one course. The license is no part of a course, so it is named here."""
    return Sources(dict(_texts(content, license_name)), dict(_files(content)))


def folder_name(position: int, slug: str, count: int) -> str:
    """A numbered name. Two digits have room for a hundred, if they begin with 00."""
    return f"{position if count < 100 else position - 1:02d}-{slug}"


def _texts(content: CourseContent, license_name: str) -> Iterator[tuple[str, str]]:
    course = f"{COURSES}/{content.slug}"
    yield PACK, yaml_text({"name": content.title, "language": content.language, "license": license_name})
    if content.sources:
        yield SOURCES, yaml_text([_source(source) for source in content.sources])
    terms = {term.term: term for module in content.modules for step in module.steps for term in step.terms}
    if terms:
        yield (
            GLOSSARY,
            yaml_text(
                [_filled({**asdict(terms[term]), "aliases": list(terms[term].aliases)}) for term in sorted(terms)]
            ),
        )
    yield f"{course}/course.yaml", course_text(content)
    for position, module in enumerate(content.modules, start=1):
        folder = f"{course}/{folder_name(position, module.slug, len(content.modules))}"
        yield f"{folder}/module.yaml", module_text(module)
        for place, step in enumerate(module.steps, start=1):
            name = folder_name(place, step.slug, len(module.steps))
            yield f"{folder}/{name}{ENDINGS[step.kind]}", step_text(step)
    for step in _steps(content):
        for video in step.videos:
            yield f"{course}/{FOLDER}/{video.name.rpartition('.')[0]}.md", f"{video.transcript}\n"


def _files(content: CourseContent) -> Iterator[tuple[str, StoredFile]]:
    for step in _steps(content):
        for file in step.files:
            yield f"{COURSES}/{content.slug}/{FOLDER}/{file.name}", StoredFile(file.sha256, file.size)


def _steps(content: CourseContent) -> Iterator[StepContent]:
    return itertools.chain.from_iterable(module.steps for module in content.modules)


def course_text(content: CourseContent) -> str:
    fields = {
        "title": content.title,
        "summary": content.summary,
        "minutes": content.minutes,
        "pass_mark": content.pass_mark,
        "validity_months": content.validity_months,
    }
    return yaml_text(_filled(fields))


def module_text(module: ModuleContent) -> str:
    return yaml_text({"title": module.title, "minutes": module.minutes, "objectives": list(module.objectives)})


def step_text(step: StepContent) -> str:
    return _WRITERS[step.kind](step)


def lesson_text(step: StepContent) -> str:
    front = {
        "minutes": step.minutes,
        "sources": list(step.sources),
        "why": step.why,
        "check_yourself": [_check(check) for check in step.checks],
    }
    title = f"# {step.title}\n"
    if not starts_with_title(title, step.title):
        title = f"{step.title}\n===\n"  # for a title that ends with #
    return f"---\n{yaml_text(_filled(front))}---\n{title}\n{step.text}\n"


def quiz_text(step: StepContent) -> str:
    fields = _filled(
        {
            "title": step.title,
            "graded": step.is_graded,
            "pass_mark": step.pass_mark,
            "attempts": step.attempts_limit,
            "minutes": step.minutes,
            "intro": step.text,
            **_rules(step.rules),
        }
    )
    if not step.is_shuffled:
        fields["shuffle"] = False
    if step.rules.extensions != PLAIN.extensions:
        fields["extensions"] = step.rules.extensions
    return yaml_text({**fields, "questions": [question_fields(question) for question in step.questions]})


def question_fields(question: QuestionContent) -> dict[str, Any]:
    """A question as it stands in a quiz."""
    return {
        "key": question.key,
        "kind": question.kind,
        "prompt": question.prompt,
        **kind_of(question.kind).export(question.body, question.key_body),
        **_filled(
            {
                "clauses": list(question.clauses),
                "sources": list(question.sources),
                "since": question.since,
                "until": question.until,
                "tags": list(question.tags),
                "mandatory": question.is_mandatory or None,
            }
        ),
    }


def _rules(rules: RulesContent) -> dict[str, Any]:
    """How the quiz is held, as far as it differs from what is usual."""
    said = rules.stated()
    return {
        "draw": [_filled(asdict(draw)) for draw in rules.draws],
        "wait_minutes": rules.wait_minutes,
        "time_limit_minutes": rules.time_limit_minutes,
        "review": _filled({"failed": said.get("review_failed"), "passed": said.get("review_passed")}),
    }


def _source(source: SourceContent) -> dict[str, Any]:
    return _filled({**asdict(source), "facts": list(source.facts)})


def signature_text(step: StepContent) -> str:
    fields = {"title": step.title, "policy": step.policy, "minutes": step.minutes, "intro": step.text}
    return yaml_text(_filled(fields))


def _check(check: CheckContent) -> dict[str, Any]:
    choices = [
        _filled({"text": choice.text, "correct": choice.is_correct, "feedback": choice.feedback})
        for choice in check.choices
    ]
    return {"kind": check.kind, "prompt": check.prompt, "choices": choices}


def _filled(fields: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty; false is something."""
    return {key: value for key, value in fields.items() if value is False or value}


_WRITERS = {"lesson": lesson_text, "quiz": quiz_text, "attest": signature_text}
ENDINGS = {"lesson": ".md", "quiz": ".quiz.yaml", "attest": ".attest.yaml"}
