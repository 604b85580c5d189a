"""Reads of drafts: their files as the reader of packs sees them, and what keeps a draft from being published."""

from dataclasses import dataclass, replace
from functools import lru_cache
from uuid import UUID

from django.urls import reverse

from courses.content import CourseContent, FileContent, ModuleContent, StepContent
from courses.models import Course, CourseDraft, CourseVersion, DraftFile, Enrollment
from courses.packs.arranging import arrangement_of, position
from courses.packs.reading import Pack, read_folder
from courses.packs.sources import Sources, StoredFile, folder_of
from courses.selectors.gone import gone_in
from policies.models import PolicyText
from toolkit.packfiles.problems import Problem, Problems


@dataclass(frozen=True)
class DraftReading:
    """What the files make. `course` is as far as it could be read; with problems it is for looking at only."""

    course: CourseContent | None
    problems: tuple[Problem, ...]
    pack: Pack

    def module(self, slug: str) -> ModuleContent | None:
        modules = self.course.modules if self.course else ()
        return next((module for module in modules if module.slug == slug), None)

    def step(self, module: str, slug: str) -> StepContent | None:
        found = self.module(module)
        return next((step for step in found.steps if step.slug == slug), None) if found else None

    def at(self, sources: Sources, slug: str, path: str) -> ModuleContent | StepContent | None:
        """The module or step whose file has this path."""
        modules = arrangement_of(slug, sources.texts)
        try:
            at, place = position(modules, path)
        except KeyError:
            return None
        module = modules[at]
        return self.module(module.slug) if place is None else self.step(module.slug, module.steps[place].slug)

    def problems_in(self, path: str) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.file == path)


def address_in(draft: CourseDraft, file: FileContent) -> str:
    """Where whoever may see the draft finds a file of it."""
    return reverse("courses:draft-file", args=[draft.uuid, file.name])


def sources_of_draft(draft: CourseDraft) -> Sources:
    rows = list(draft.files.all())
    return Sources(
        {row.path: row.text for row in rows if not row.is_stored},
        {row.path: StoredFile(row.sha256, row.size) for row in rows if row.is_stored},
    )


def read_sources(sources: Sources) -> DraftReading:
    """Every file read as `bin/manage load_content` reads a folder; never raises."""
    problems = Problems()
    pack = read_folder(folder_of(sources, problems))
    course = pack.courses[0] if pack.courses else None
    found = sorted({*problems.found, *(gone_in(sources, course) if course else ())})
    return DraftReading(course, tuple(found), pack)


def reading_of(draft: CourseDraft) -> DraftReading:
    """The draft as it is stored. What is read once is kept until the next change of the draft."""
    read = _files_read(draft.uuid, draft.revision)
    gone = gone_in(sources_of_draft(draft), read.course) if read.course else ()
    return replace(read, problems=tuple(sorted({*read.problems, *gone})))


def with_text(sources: Sources, path: str, text: str) -> Sources:
    """The sources as if this text stood there."""
    return replace(sources, texts={**sources.texts, path: text})


def newest_version(draft: CourseDraft) -> CourseVersion | None:
    """The newest version of the course in this language, be it published or loaded from files."""
    versions = CourseVersion.objects.filter(course__slug=draft.slug, language=draft.language)
    return versions.select_related("course").order_by("-number").first()


def title_of_draft(draft: CourseDraft) -> str:
    reading = reading_of(draft)
    return reading.course.title if reading.course and reading.course.title else draft.slug


def courses_to_begin() -> list[CourseVersion]:
    """The newest version of each course and language of which no draft is open, in the order of titles."""
    open_ones = set(CourseDraft.objects.values_list("slug", "language"))
    newest: dict[tuple[str, str], CourseVersion] = {}
    for version in CourseVersion.objects.select_related("course").order_by("number"):
        newest[version.course.slug, version.language] = version
    return sorted(
        (version for key, version in newest.items() if key not in open_ones), key=lambda version: version.title
    )


def is_slug_taken(slug: str) -> bool:
    return Course.objects.filter(slug=slug).exists() or CourseDraft.objects.filter(slug=slug).exists()


def files_of_lessons(draft: CourseDraft) -> list[DraftFile]:
    """What lies in the folder `files`, texts of videos too."""
    return [row for row in draft.files.all() if row.path.startswith(f"courses/{draft.slug}/files/")]


@lru_cache(maxsize=64)
def _files_read(uuid: UUID, revision: int) -> DraftReading:
    problems = Problems()
    pack = read_folder(folder_of(sources_of_draft(CourseDraft.objects.get(uuid=uuid)), problems))
    return DraftReading(pack.courses[0] if pack.courses else None, tuple(problems.found), pack)


def policies_to_sign() -> list[tuple[str, str]]:
    """The address name and title of each policy of which something was published."""
    texts = PolicyText.objects.filter(version__published_at__isnull=False).order_by("version__number", "-language")
    return sorted(dict(texts.values_list("version__policy__slug", "title")).items(), key=lambda row: row[1])


def people_under_way(draft: CourseDraft) -> int:
    """How many passages through the course are open: they stay on their versions."""
    return Enrollment.objects.filter(course__slug=draft.slug, closed_at=None).count()


def versions_beside(version: CourseVersion) -> list[CourseVersion]:
    """All versions of the same course and language, the newest first."""
    rows = CourseVersion.objects.filter(course=version.course_id, language=version.language)
    return list(rows.select_related("course", "published_by").order_by("-number"))
