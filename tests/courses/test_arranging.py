import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.packs.arranging import (
    Arrangement,
    NameTaken,
    arrangement_of,
    free_name,
    moved,
    ordered,
    position,
    renaming,
    taken_out,
)

SLUGS = st.lists(st.from_regex(r"[a-z]{1,3}", fullmatch=True), min_size=1, max_size=4, unique=True)


@st.composite
def arrangements(draw: st.DrawFn) -> Arrangement:
    paths = []
    for number, module in enumerate(draw(SLUGS), start=1):
        folder = f"courses/c/{number:02d}-{module}"
        paths.append(f"{folder}/module.yaml")
        paths += [f"{folder}/{place:02d}-{step}.md" for place, step in enumerate(draw(SLUGS), start=1)]
    return arrangement_of("c", [*paths, "courses/c/course.yaml", "sources.yaml", "courses/c/files/a.png"])


def _paths(modules: Arrangement) -> list[str]:
    return [path for module in modules for path in (module.path, *(step.path for step in module.steps))]


@given(arrangements(), st.data())
def test_moving_keeps_every_part_and_going_back_gives_what_was(modules: Arrangement, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(_paths(modules)))
    by = data.draw(st.sampled_from([-1, 1]))
    try:
        after = moved(modules, path, by)
    except NameTaken:
        return
    assert sorted(_paths(after)) == sorted(_paths(modules))
    assert after == modules or moved(after, path, -by) == modules


@given(arrangements(), st.data())
def test_names_go_up_without_gaps_and_nothing_loses_its_file(modules: Arrangement, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(_paths(modules)))
    after = taken_out(modules, path)
    paths = renaming("c", after)
    new = [paths.get(path, path) for path in _paths(after)]
    assert len(set(new)) == len(new)
    again = arrangement_of("c", new)
    assert [(module.slug, [step.slug for step in module.steps]) for module in again] == [
        (module.slug, [step.slug for step in module.steps]) for module in after
    ]
    assert renaming("c", again) == {}


@given(arrangements(), st.data())
def test_an_order_is_taken_when_it_names_all_and_nothing_else(modules: Arrangement, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(modules) - 1))
    for parts in (modules, modules[at].steps):
        paths = data.draw(st.permutations([part.path for part in parts]))
        after = ordered(modules, paths)
        assert [part.path for part in (after if parts is modules else after[at].steps)] == paths
        assert sorted(_paths(after)) == sorted(_paths(modules))
        for wrong in (paths[1:], [*paths, paths[0]], [*paths, "x"], [*paths, modules[0].path]):
            if wrong != [step.path for step in modules[at].steps]:
                with pytest.raises(KeyError):
                    ordered(modules, wrong)


def test_a_step_goes_on_into_the_next_module() -> None:
    modules = arrangement_of(
        "c", [f"courses/c/{path}" for path in ("01-a/module.yaml", "01-a/01-x.md", "02-b/module.yaml", "02-b/01-y.md")]
    )
    after = moved(modules, "courses/c/01-a/01-x.md", 1)
    assert position(after, "courses/c/01-a/01-x.md") == (1, 0)
    assert renaming("c", after) == {
        "courses/c/01-a/01-x.md": "courses/c/02-b/01-x.md",
        "courses/c/02-b/01-y.md": "courses/c/02-b/02-y.md",
    }


def test_a_free_name_is_one_that_is_not_taken() -> None:
    assert free_name("a", ["b"]) == "a"
    assert free_name("a", ["a", "a-2"]) == "a-3"
