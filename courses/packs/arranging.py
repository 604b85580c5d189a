"""The order of modules and steps, which stands in the numbers of their names: moved, put in and taken out.

Pure rules over paths like `courses/photos/01-before/02-check.quiz.yaml`. A module is named by the path of its
`module.yaml`. Whatever is done, `renaming` says which file gets which path, so that numbers go up from 01 without gaps.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from courses.packs.writing import COURSES, ENDINGS, folder_name
from toolkit.packfiles.folders import NUMBERED

MODULE = "module.yaml"
MOST = 100  # two digits


@dataclass(frozen=True)
class ArrangedStep:
    path: str
    slug: str
    kind: str


@dataclass(frozen=True)
class ArrangedModule:
    path: str
    slug: str
    steps: tuple[ArrangedStep, ...] = ()


Arrangement = tuple[ArrangedModule, ...]


class NoRoom(Exception):
    """There are a hundred of them already."""


class NameTaken(Exception):
    """The module has another step with the name. `str(error)` is the name."""


def arrangement_of(slug: str, paths: Iterable[str]) -> Arrangement:
    """The modules with their steps, in order. What is neither of them is left out."""
    folders: dict[str, list[str]] = {}
    for path in sorted(paths):
        parts = path.split("/")
        if parts[:2] == [COURSES, slug] and len(parts) == 4 and NUMBERED.match(parts[2]):
            folders.setdefault(parts[2], []).append(parts[3])
    return tuple(
        ArrangedModule(
            path=f"{COURSES}/{slug}/{folder}/{MODULE}",
            slug=_slug(folder),
            steps=tuple(_step(f"{COURSES}/{slug}/{folder}/", name) for name in names if kind_of_step(name)),
        )
        for folder, names in folders.items()
        if MODULE in names
    )


def kind_of_step(name: str) -> str:
    """lesson, quiz or attest by the ending of a name; "" for what is no step."""
    if name.rpartition("/")[2] == MODULE:
        return ""
    return next((kind for kind, ending in ENDINGS.items() if name.endswith(ending)), "")


def moved(modules: Arrangement, path: str, by: int) -> Arrangement:
    """One place up (-1) or down (1). A step at the end of its module goes on into the next one.

    What is at an end already stays. Raises KeyError for an unknown path, NameTaken and NoRoom.
    """
    at, place = position(modules, path)
    if place is None:
        return _module_at(modules, at, at + by)
    if 0 <= place + by < len(modules[at].steps):
        return placed(modules, path, at, place + by)
    if 0 <= at + by < len(modules):
        return placed(modules, path, at + by, len(modules[at + by].steps) if by < 0 else 0)
    return modules


def placed(modules: Arrangement, path: str, at: int, place: int | None = None) -> Arrangement:
    """A module put at this place among modules; a step put into module `at`, at this place in it."""
    from_at, from_place = position(modules, path)
    if from_place is None or place is None:
        return _module_at(modules, from_at, at)
    step = modules[from_at].steps[from_place]
    return put_in(taken_out(modules, path), step, at, place)


def ordered(modules: Arrangement, paths: Sequence[str]) -> Arrangement:
    """All modules, or all steps of one module, in the order of these paths.

    Raises KeyError when they are neither: the writer saw another arrangement.
    """
    if sorted(module.path for module in modules) == sorted(paths):
        return tuple(sorted(modules, key=lambda module: paths.index(module.path)))
    at, _place = position(modules, paths[0] if paths else "")
    steps = modules[at].steps
    if sorted(step.path for step in steps) != sorted(paths):
        raise KeyError(*paths)
    return _with(modules, at, replace(modules[at], steps=tuple(sorted(steps, key=lambda step: paths.index(step.path)))))


def put_in(modules: Arrangement, step: ArrangedStep, at: int, place: int) -> Arrangement:
    """A step in module `at`, before what stands at this place. Raises NameTaken and NoRoom."""
    module = modules[at]
    if any(step.slug == other.slug for other in module.steps):
        raise NameTaken(step.slug)
    if len(module.steps) >= MOST:
        raise NoRoom
    steps = (*module.steps[:place], step, *module.steps[place:])
    return _with(modules, at, replace(module, steps=steps))


def put_module_in(modules: Arrangement, module: ArrangedModule, at: int) -> Arrangement:
    """Raises NameTaken and NoRoom."""
    if any(module.slug == other.slug for other in modules):
        raise NameTaken(module.slug)
    if len(modules) >= MOST:
        raise NoRoom
    return (*modules[:at], module, *modules[at:])


def taken_out(modules: Arrangement, path: str) -> Arrangement:
    """Without this step, or without this module and its steps. Raises KeyError."""
    at, place = position(modules, path)
    if place is None:
        return (*modules[:at], *modules[at + 1 :])
    steps = modules[at].steps
    return _with(modules, at, replace(modules[at], steps=(*steps[:place], *steps[place + 1 :])))


def position(modules: Arrangement, path: str) -> tuple[int, int | None]:
    """The place of a module, and of a step in it (None: it is the module). Raises KeyError."""
    for at, module in enumerate(modules):
        if module.path == path:
            return at, None
        for place, step in enumerate(module.steps):
            if step.path == path:
                return at, place
    raise KeyError(path)


def renaming(slug: str, modules: Arrangement) -> dict[str, str]:
    """The path that each file of the arrangement is to have, by the one that it has; only those that change."""
    paths: dict[str, str] = {}
    for number, module in enumerate(modules, start=1):
        folder = f"{COURSES}/{slug}/{folder_name(number, module.slug, len(modules))}"
        paths[module.path] = f"{folder}/{MODULE}"
        for place, step in enumerate(module.steps, start=1):
            name = folder_name(place, step.slug, len(module.steps))
            paths[step.path] = f"{folder}/{name}{ENDINGS[step.kind]}"
    return {old: new for old, new in paths.items() if old != new}


def free_name(slug: str, taken: Iterable[str]) -> str:
    """The name, or the name with the first number behind it that is not taken."""
    names, number, stem = set(taken), 2, slug[:76]
    if slug not in names:
        return slug
    while f"{stem}-{number}" in names:
        number += 1
    return f"{stem}-{number}"


def _module_at(modules: Arrangement, at: int, to: int) -> Arrangement:
    others = [*modules[:at], *modules[at + 1 :]]
    to = min(max(to, 0), len(others))
    return (*others[:to], modules[at], *others[to:])


def _with(modules: Arrangement, at: int, module: ArrangedModule) -> Arrangement:
    return (*modules[:at], module, *modules[at + 1 :])


def _step(folder: str, name: str) -> ArrangedStep:
    kind = kind_of_step(name)
    return ArrangedStep(folder + name, _slug(name.removesuffix(ENDINGS[kind])), kind)


def _slug(stem: str) -> str:
    match = NUMBERED.match(stem)
    return match[2] if match else stem


def slugs_of(modules: Sequence[ArrangedModule]) -> list[str]:
    return [module.slug for module in modules]
