"""What a version of a course rests on: each source with the facts taken from it, and where in the course they stand."""

from dataclasses import dataclass
from datetime import date

from courses.models import CourseVersion, Module, Step


@dataclass(frozen=True)
class Cited:
    """A source, and the steps whose lesson or questions name it, in the order of the course."""

    title: str
    publisher: str
    url: str
    read_on: date
    facts: tuple[str, ...]
    places: tuple[tuple[Module, Step], ...]


def cited_in(version: CourseVersion) -> tuple[Cited, ...]:
    """The sources of this version in the order of its list. No answer key is read: a question only says its sources."""
    named: dict[str, list[tuple[Module, Step]]] = {}
    for module in version.modules.prefetch_related("steps__questions"):
        for step in module.steps.all():
            keys = {*step.sources, *(key for question in step.questions.all() for key in question.sources)}
            for key in keys:
                named.setdefault(key, []).append((module, step))
    return tuple(
        Cited(
            title=source["title"],
            publisher=source["publisher"],
            url=source.get("url", ""),
            read_on=date.fromisoformat(source["read_on"]),
            facts=tuple(source.get("facts", ())),
            places=tuple(named.get(source["key"], ())),
        )
        for source in version.sources
    )
