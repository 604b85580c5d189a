"""Modules and steps of a draft: added, moved, copied, taken out. Their files are named anew each time."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from courses.content import ModuleContent, StepContent
from courses.errors import DraftGone, DraftRefused, DraftSavedMeanwhile
from courses.models import CourseDraft, DraftFile
from courses.packs.arranging import (
    MODULE,
    ArrangedModule,
    ArrangedStep,
    Arrangement,
    NameTaken,
    NoRoom,
    arrangement_of,
    free_name,
    moved,
    ordered,
    position,
    put_in,
    put_module_in,
    renaming,
    slugs_of,
    taken_out,
)
from courses.packs.quiz_text import keys_in, text_of, with_new_keys
from courses.packs.writing import ENDINGS, lesson_text, module_text, signature_text
from courses.services.drafting import locked, touch
from people.models import Employee

_UNPLACED = "new"  # below this, paths that no arrangement gives: each new file is renamed to its place at once


@transaction.atomic
def move_part(draft: CourseDraft, file: DraftFile, *, by_places: int, by: Employee, now: datetime) -> None:
    """A module or step one place up (-1) or down (1), a step over the end of its module too.

    Raises DraftGone, and DraftRefused where the next module has a step of this name.
    """
    open_draft, modules, path = _arranged(draft, file)
    _arrange(open_draft, _allowed(lambda: moved(modules, path, by_places)), by=by, now=now)


@transaction.atomic
def order_parts(draft: CourseDraft, parts: Sequence[UUID], *, by: Employee, now: datetime) -> None:
    """All modules, or all steps of one module, in this order.

    Raises DraftGone, and DraftSavedMeanwhile when they are not what there is now.
    """
    open_draft = locked(draft)
    paths = dict(open_draft.files.filter(uuid__in=parts).values_list("uuid", "path"))
    try:
        after = ordered(_modules_of(open_draft), [paths[part] for part in parts])
    except KeyError:
        raise DraftSavedMeanwhile from None
    _arrange(open_draft, after, by=by, now=now)


@transaction.atomic
def add_module(draft: CourseDraft, *, title: str, slug: str, by: Employee, now: datetime) -> DraftFile:
    """A module at the end, with one lesson to begin with. Gives back the lesson. Raises DraftGone, DraftRefused."""
    open_draft = locked(draft)
    modules = _modules_of(open_draft)
    slug = free_name(slug, slugs_of(modules))
    lesson = StepContent("first-lesson", "lesson", _("First lesson"), 2, _("Write the lesson here."))
    texts = module_text(ModuleContent(slug, title, 5, (_("say what this module is about."),), (lesson,)))
    module_file = _insert(open_draft, MODULE, texts)
    step_file = _insert(open_draft, "first-lesson.md", lesson_text(lesson))
    step = ArrangedStep(step_file.path, lesson.slug, lesson.kind)
    module = ArrangedModule(module_file.path, slug, (step,))
    _arrange(open_draft, _allowed(lambda: put_module_in(modules, module, len(modules))), by=by, now=now)
    return _fresh(open_draft, step_file)


@transaction.atomic
def add_step(
    draft: CourseDraft,
    module: DraftFile,
    *,
    kind: str,
    title: str,
    slug: str,
    by: Employee,
    now: datetime,
    policy: str = "",
) -> DraftFile:
    """A lesson, quiz or signature at the end of a module, with words to begin with. Raises DraftGone, DraftRefused."""
    open_draft, modules, path = _arranged(draft, module)
    at, _none = position(modules, path)
    slug = free_name(slug, [step.slug for step in modules[at].steps])
    used = keys_in(open_draft.files.filter(path__endswith=ENDINGS["quiz"]).values_list("text", flat=True))
    file = _insert(open_draft, f"step{ENDINGS[kind]}", _first_text(kind, title, policy, used))
    step = ArrangedStep(file.path, slug, kind)
    _arrange(open_draft, _allowed(lambda: put_in(modules, step, at, len(modules[at].steps))), by=by, now=now)
    return _fresh(open_draft, file)


@transaction.atomic
def duplicate_part(draft: CourseDraft, file: DraftFile, *, by: Employee, now: datetime) -> DraftFile:
    """A copy behind the original, under a name of its own; questions get keys of their own.

    Raises DraftGone, DraftRefused.
    """
    open_draft, modules, path = _arranged(draft, file)
    at, place = position(modules, path)
    used = keys_in(open_draft.files.filter(path__endswith=ENDINGS["quiz"]).values_list("text", flat=True))
    if place is not None:
        step = modules[at].steps[place]
        copy, copied = _copy_step(open_draft, step, [one.slug for one in modules[at].steps], used)
        after = _allowed(lambda: put_in(modules, copied, at, place + 1))
    else:
        copy = _insert(open_draft, MODULE, _fresh(open_draft, file).text)
        steps = tuple(_copy_step(open_draft, step, (), used)[1] for step in modules[at].steps)
        module = ArrangedModule(copy.path, free_name(modules[at].slug, slugs_of(modules)), steps)
        after = _allowed(lambda: put_module_in(modules, module, at + 1))
    _arrange(open_draft, after, by=by, now=now)
    return _fresh(open_draft, copy)


@transaction.atomic
def remove_part(draft: CourseDraft, file: DraftFile, *, by: Employee, now: datetime) -> None:
    """Takes out a step, or a module with all of its steps. Raises DraftGone."""
    open_draft, modules, path = _arranged(draft, file)
    at, place = position(modules, path)
    paths = [path] if place is not None else [path, *(step.path for step in modules[at].steps)]
    open_draft.files.filter(path__in=paths).delete()
    _arrange(open_draft, taken_out(modules, path), by=by, now=now)


def _arranged(draft: CourseDraft, file: DraftFile) -> tuple[CourseDraft, Arrangement, str]:
    """The locked draft, its arrangement, and where the module or step stands in it now."""
    open_draft = locked(draft)
    modules, path = _modules_of(open_draft), _fresh(open_draft, file).path
    try:
        position(modules, path)
    except KeyError:
        raise DraftGone from None
    return open_draft, modules, path


def _modules_of(draft: CourseDraft) -> Arrangement:
    return arrangement_of(draft.slug, draft.files.values_list("path", flat=True))


def _fresh(draft: CourseDraft, file: DraftFile) -> DraftFile:
    found = draft.files.filter(uuid=file.uuid).first()
    if found is None:
        raise DraftGone
    return found


def _allowed(arrange: Callable[[], Arrangement]) -> Arrangement:
    try:
        return arrange()
    except NameTaken as taken:
        words = _("The module has a step named “%(name)s” already.")
        raise DraftRefused(words % {"name": str(taken)}) from None
    except NoRoom:
        raise DraftRefused(_("There is no room for more: a hundred is the most.")) from None


def _arrange(draft: CourseDraft, modules: Arrangement, *, by: Employee, now: datetime) -> None:
    _rename(draft, renaming(draft.slug, modules))
    touch(draft, by=by, now=now)


def _rename(draft: CourseDraft, paths: Mapping[str, str]) -> None:
    """In two goes, because files change places: no two may have one path at any moment."""
    rows = list(draft.files.filter(path__in=list(paths)))
    targets = {row.pk: paths[row.path] for row in rows}
    for prefix in ("~", ""):
        for row in rows:
            row.path = prefix + targets[row.pk]
        DraftFile.objects.bulk_update(rows, ["path"])


def _insert(draft: CourseDraft, name: str, text: str) -> DraftFile:
    row = DraftFile(draft=draft, text=text)
    row.path = f"{_UNPLACED}/{row.uuid}/{name}"
    row.save()
    return row


def _copy_step(
    draft: CourseDraft, step: ArrangedStep, taken: Iterable[str], used: set[str]
) -> tuple[DraftFile, ArrangedStep]:
    """Adds the keys that it gives out to `used`."""
    text = draft.files.get(path=step.path).text
    if step.kind == "quiz":
        text = with_new_keys(text, used)
        used |= keys_in([text])
    copy = _insert(draft, f"copy{ENDINGS[step.kind]}", text)
    return copy, ArrangedStep(copy.path, free_name(step.slug, taken), step.kind)


def _first_text(kind: str, title: str, policy: str, used: set[str]) -> str:
    if kind == "lesson":
        return lesson_text(StepContent("", kind, title, 2, _("Write the lesson here.")))
    if kind == "attest":
        return signature_text(StepContent("", kind, title, 2, "", policy=policy))
    return text_of({"title": title, "graded": False, "questions": [_first_question(used)]})


def _first_question(used: set[str]) -> dict[str, object]:
    """Something to write over: true or false, which has the fewest parts."""
    choices = [{"text": _("True"), "correct": True}, {"text": _("False"), "correct": False}]
    prompt = _("Write the question here.")
    return {"key": free_name("question", used), "kind": "true_false", "prompt": prompt, "choices": choices}
