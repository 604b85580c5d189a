"""The content of a course as plain values, and the digest that freezes it. No database, no files, no Markdown.

The canonical bytes are those of the ledger (RFC 8785), so that anybody can compute the digest again from an export.
"""

import hashlib
from dataclasses import asdict, dataclass, fields
from typing import Any

from courses.time_limit import USUAL_EXTENSIONS
from ledger import canonical

LATEST_VERSION = 999  # of a policy, in `since` and `until`: whoever asks for the newest asks with this
FORMAT = "course/1"  # part of the bytes: another format can never have the digest of this one


@dataclass(frozen=True)
class SourceContent:
    """Where a statement comes from. `read_on` is an ISO date; `facts` are the statements that were taken from it."""

    key: str
    title: str
    publisher: str
    read_on: str
    url: str = ""
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class QuestionContent:
    """An item of a quiz. `body` is what a learner may see; `key_body` says what is right.

    `since` and `until` are the first and the last version of the course's policy with which it is asked, if bounded.
    """

    key: str
    kind: str
    prompt: str
    body: dict[str, Any]
    key_body: dict[str, Any]
    clauses: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    tags: tuple[str, ...] = ()
    is_mandatory: bool = False  # has to be right for the quiz to be passed


@dataclass(frozen=True)
class FileContent:
    """A file that a lesson shows: its name in the course's folder, the SHA-256 and number of its bytes.

    `width` and `height` are in pixels, for pictures.
    """

    name: str
    sha256: str
    size: int
    width: int = 0
    height: int = 0


@dataclass(frozen=True)
class VideoContent:
    """A video of a lesson: the names of its files, of which only the poster may be missing, and its transcript."""

    name: str
    captions: str
    transcript: str
    poster: str = ""


@dataclass(frozen=True)
class TermContent:
    """A word that a lesson marks, with its meaning. `aliases` are other forms under which it may be marked."""

    term: str
    meaning: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class CheckChoice:
    text: str
    is_correct: bool
    feedback: str = ""


@dataclass(frozen=True)
class CheckContent:
    """A question in a lesson by which readers check themselves. It does not count, so its key is no secret."""

    kind: str
    prompt: str
    choices: tuple[CheckChoice, ...]


@dataclass(frozen=True)
class DrawContent:
    """So many questions of a quiz come on each paper, of those that have the tag and check the clause, if named."""

    count: int
    tag: str = ""
    clause: str = ""


@dataclass(frozen=True)
class RulesContent:
    """How a quiz is held, beyond its marks. Without draws, every question comes on the paper.

    `wait_minutes` have to pass between an attempt that was not passed and the next. The reviews are names of
    grading.Review: what is shown after an attempt at a graded quiz. `time_limit_minutes` are for one attempt, which the
    learner may extend so many times.
    """

    draws: tuple[DrawContent, ...] = ()
    wait_minutes: int | None = None
    review_failed: str = "explanations"
    review_passed: str = "answers"
    time_limit_minutes: int | None = None
    extensions: int = USUAL_EXTENSIONS

    def stated(self) -> dict[str, Any]:
        """What differs from the default, as JSON: a rule that is new in the product changes nothing that is frozen."""
        plain = RulesContent()
        names = [field.name for field in fields(self) if getattr(self, field.name) != getattr(plain, field.name)]
        return {name: value for name, value in asdict(self).items() if name in names}

    @classmethod
    def of(cls, stated: dict[str, Any]) -> "RulesContent":
        return cls(**{**stated, "draws": tuple(DrawContent(**draw) for draw in stated.get("draws", ()))})


PLAIN = RulesContent()


@dataclass(frozen=True)
class StepContent:
    """A lesson (text is its Markdown without the title), a quiz or a signature (text is the introduction).

    `policy` is the slug of the policy that a signature is asked for. `files` are those that the text of a lesson
    names, in the order of their names; `why` says in Markdown why it matters; `terms` are the words that it marks, in
    the order of the text. Steps without them do not mention them in their bytes (`_UNMENTIONED`).
    """

    slug: str
    kind: str
    title: str
    minutes: int
    text: str
    sources: tuple[str, ...] = ()
    is_graded: bool = False
    pass_mark: int | None = None
    attempts_limit: int | None = None
    is_shuffled: bool = True
    questions: tuple[QuestionContent, ...] = ()
    policy: str = ""
    files: tuple[FileContent, ...] = ()
    why: str = ""
    terms: tuple[TermContent, ...] = ()
    checks: tuple[CheckContent, ...] = ()
    videos: tuple[VideoContent, ...] = ()
    rules: RulesContent = PLAIN


# Not in the bytes while empty, like the facts of a source: what was frozen before there were any keeps its digest.
_UNMENTIONED = ("policy", "files", "why", "terms", "checks", "videos", "rules")
_UNMENTIONED_OF_QUESTIONS = ("since", "until", "tags", "is_mandatory")


@dataclass(frozen=True)
class ModuleContent:
    slug: str
    title: str
    minutes: int
    objectives: tuple[str, ...]
    steps: tuple[StepContent, ...]


@dataclass(frozen=True)
class CourseContent:
    """One wording of a course in one language. `sources` holds those that its steps and questions name."""

    slug: str
    language: str
    title: str
    summary: str
    minutes: int
    pass_mark: int
    validity_months: int | None
    sources: tuple[SourceContent, ...]
    modules: tuple[ModuleContent, ...]


def canonical_bytes(content: CourseContent) -> bytes:
    """The bytes that are hashed. Raises TypeError for a value that has no single spelling, such as a float."""
    course = asdict(content)
    for source in course["sources"]:
        _leave_out(source, ("facts",))
    contents = [step for module in content.modules for step in module.steps]
    steps = [step for module in course["modules"] for step in module["steps"]]
    for step, step_content in zip(steps, contents, strict=True):
        step["rules"] = step_content.rules.stated()
        _leave_out(step, _UNMENTIONED)
        for question in step["questions"]:
            _leave_out(question, _UNMENTIONED_OF_QUESTIONS)
    value = {"format": FORMAT, "course": course}
    _refuse_foreign_keys(value)
    return canonical.canonical_bytes(value)


def digest(content: CourseContent) -> str:
    """SHA-256 of the canonical bytes, 64 hexadecimal digits."""
    return hashlib.sha256(canonical_bytes(content)).hexdigest()


def _leave_out(value: dict[str, Any], names: tuple[str, ...]) -> None:
    for name in names:
        if not value[name]:
            del value[name]


def _refuse_foreign_keys(value: object) -> None:
    """Keys in ASCII have one order in every sorting, so that plain JSON tools spell the same bytes.

    The ledger admits other keys, in the order of RFC 8785; content of courses has none, and refuses them.
    """
    if isinstance(value, dict):
        for key, inner in value.items():
            if not isinstance(key, str) or not key.isascii():
                raise TypeError(f"{key!r} cannot be a key in canonical content.")
            _refuse_foreign_keys(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            _refuse_foreign_keys(inner)
