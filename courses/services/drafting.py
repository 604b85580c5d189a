"""Drafts on the site: begun from a version or anew, written file by file, thrown away.

Texts are stored as they are typed, mistakes and all; what keeps a draft from being published is said by `selectors`.
"""

import hashlib
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from courses.content import CourseContent, ModuleContent, StepContent
from courses.errors import DraftGone, DraftRefused, DraftSavedMeanwhile
from courses.models import Course, CourseDraft, CourseVersion, DraftFile
from courses.packs.sources import Sources
from courses.packs.writing import sources_of
from courses.selectors.drafts import is_slug_taken
from courses.selectors.exporting import exported
from people.models import Employee
from toolkit.packfiles.folders import LARGEST_FILE


def text_digest(text: str) -> str:
    """What a form carries to say which text it began with."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


@transaction.atomic
def start_draft(version: CourseVersion, *, by: Employee, now: datetime) -> CourseDraft:
    """A draft that holds the files of this version. One that is open already is given back as it is.

    Raises CannotBeWritten for a version that has no files which would load as it.
    """
    course = Course.objects.select_for_update().get(pk=version.course_id)
    draft = CourseDraft.objects.filter(slug=course.slug, language=version.language).first()
    if draft is not None:
        return draft
    return _begin(course.slug, version.language, exported(version), by=by, now=now, base=version)


@transaction.atomic
def begin_course(*, slug: str, title: str, language: str, by: Employee, now: datetime) -> CourseDraft:
    """A draft of a new course, with one module and one lesson to begin with. Raises DraftRefused for a taken name."""
    if is_slug_taken(slug):
        raise DraftRefused(_("There is a course with this name in its address already. Choose another one."))
    lesson = StepContent("first-lesson", "lesson", _("First lesson"), 2, _("Write the lesson here."))
    module = ModuleContent("first-module", _("First module"), 5, (_("say what this module is about."),), (lesson,))
    content = CourseContent(
        slug=slug,
        language=language,
        title=title,
        summary=_("Say in one or two sentences what people learn here."),
        minutes=5,
        pass_mark=80,
        validity_months=None,
        sources=(),
        modules=(module,),
    )
    return _begin(slug, language, sources_of(content), by=by, now=now, base=None)


@transaction.atomic
def save_part(draft: CourseDraft, file: DraftFile, text: str, *, over: str, by: Employee, now: datetime) -> DraftFile:
    """Stores a text. `over` is the digest of what the writer's page began with.

    Raises DraftSavedMeanwhile when another text is stored now (unless it is exactly this one: a form sent twice),
    DraftGone, and DraftRefused for a text that is too long.
    """
    locked_draft = locked(draft)
    stored = locked_draft.files.filter(uuid=file.uuid, sha256="").first()
    if stored is None:
        raise DraftGone
    text = tidied(text)
    if len(text.encode("utf-8", "surrogatepass")) > LARGEST_FILE:
        raise DraftRefused(_("The text is too long to be saved. Make two steps of it."))
    if text == stored.text:
        return stored
    if text_digest(stored.text) != over:
        raise DraftSavedMeanwhile
    stored.text = text
    stored.save(update_fields=["text"])
    touch(locked_draft, by=by, now=now)
    return stored


@transaction.atomic
def discard_draft(draft: CourseDraft) -> None:
    """Raises DraftGone when somebody else was quicker."""
    locked(draft).delete()


def tidied(text: str) -> str:
    """As a file has it: line ends of one kind, and one at the end."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.endswith("\n") or not text else f"{text}\n"


def locked(draft: CourseDraft) -> CourseDraft:
    """The draft as it is stored, for the rest of the transaction nobody else's. Raises DraftGone."""
    found = CourseDraft.objects.select_for_update().filter(pk=draft.pk).first()
    if found is None:
        raise DraftGone
    return found


def touch(draft: CourseDraft, *, by: Employee, now: datetime) -> None:
    """Notes that a locked draft was changed, and by whom."""
    draft.revision += 1
    draft.changed_at, draft.changed_by = now, by
    draft.save(update_fields=["revision", "changed_at", "changed_by"])


def _begin(
    slug: str, language: str, sources: Sources, *, by: Employee, now: datetime, base: CourseVersion | None
) -> CourseDraft:
    draft = CourseDraft.objects.create(
        slug=slug, language=language, base=base, begun_at=now, changed_at=now, changed_by=by
    )
    DraftFile.objects.bulk_create(
        [
            *(DraftFile(draft=draft, path=path, text=text) for path, text in sources.texts.items()),
            *(
                DraftFile(draft=draft, path=path, sha256=stored.sha256, size=stored.size)
                for path, stored in sources.files.items()
            ),
        ]
    )
    return draft
