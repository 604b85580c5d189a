"""The pure rules of figures: known values, and that nothing small can be seen or worked out."""

from collections import defaultdict
from itertools import accumulate, product
from statistics import correlation as known_correlation
from statistics import median as known_median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.figures.bars import LONGEST_LINE, Bar, Scale, chart, shortened
from reports.figures.small_groups import FEWEST, Part, hidden, in_a_row, is_small, parts_of
from reports.figures.statistics import FEWEST_FOR_CORRELATION, PairSums, correlation, median, wilson

COUNTS = st.lists(st.integers(0, 12), min_size=1, max_size=8)
PAIRS = st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=FEWEST_FOR_CORRELATION, max_size=60)


@pytest.mark.parametrize(
    ("right", "people", "low", "high"),
    # Newcombe, Statistics in Medicine 17 (1998), table I, method 3: the Wilson score interval.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_the_published_one(right: int, people: int, low: float, high: float) -> None:
    found = wilson(right / people, people)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(st.floats(0, 1), st.integers(1, 10**6))
def test_the_interval_holds_the_share_and_stays_within_bounds(share: float, people: int) -> None:
    found = wilson(share, people)
    assert 0 <= found.low <= share + 1e-9
    assert share - 1e-9 <= found.high <= 1


@given(PAIRS)
def test_the_correlation_of_sums_is_that_of_the_pairs(pairs: list[tuple[int, int]]) -> None:
    xs, ys = [x for x, _y in pairs], [y for _x, y in pairs]
    found = correlation(sums_of(xs, ys))
    if len(set(xs)) == 1 or len(set(ys)) == 1:
        assert found is None
    else:
        assert found == pytest.approx(known_correlation(xs, ys), abs=1e-9)


def sums_of(xs: list[int], ys: list[int]) -> PairSums:
    return PairSums(
        len(xs),
        sum(xs),
        sum(ys),
        sum(x * x for x in xs),
        sum(y * y for y in ys),
        sum(x * y for x, y in zip(xs, ys, strict=True)),
    )


def test_too_few_pairs_say_nothing() -> None:
    values = list(range(FEWEST_FOR_CORRELATION - 1))
    assert correlation(sums_of(values, values)) is None
    assert correlation(sums_of([*values, 50], [*values, 50])) == pytest.approx(1)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=30), st.integers(1, 60))
def test_the_median_of_counts_is_that_of_the_values(values: list[int], cap: int) -> None:
    counts = [(value, values.count(value)) for value in set(values)]
    assert median(counts) == known_median(values)
    assert median(counts, cap=cap) == known_median([min(value, cap) for value in values])


def test_nothing_has_no_median() -> None:
    assert median([]) is None


@given(COUNTS)
def test_no_small_part_is_shown_or_left_over(parts: list[int]) -> None:
    away = hidden(parts)
    assert all(place in away for place, count in enumerate(parts) if is_small(count))
    assert all(parts[place] for place in away)  # that there is nobody is no secret
    left = sum(parts[place] for place in away)
    if away and sum(parts) >= 2 * FEWEST:
        assert left >= FEWEST
    if away and sum(count > 0 for count in parts) > 1:
        assert len(away) > 1


def test_a_small_part_takes_the_next_smallest_with_it() -> None:
    assert hidden([40, 3, 9, 0, 20]) == {1, 2}
    assert hidden([40, 1, 2, 30]) == {1, 2, 3}  # the two are small together
    assert hidden([40, 3, 4, 30]) == {1, 2}
    assert hidden([5, 6, 0]) == frozenset()


@given(COUNTS)
def test_a_bound_is_true(counts: list[int]) -> None:
    for part, count in zip(parts_of(counts), counts, strict=True):
        assert part.people in {None, count}
        assert part.at_least is None or part.at_least <= count


@pytest.mark.parametrize("length", [2, 3])
def test_what_is_hidden_cannot_be_worked_out(length: int) -> None:
    """Of all divisions of as many people, those that look the same differ in each part that is hidden."""
    alike: dict[tuple[int, tuple[Part, ...]], list[tuple[int, ...]]] = defaultdict(list)
    for counts in product(range(26), repeat=length):
        if FEWEST <= sum(counts) <= 25:
            alike[sum(counts), tuple(parts_of(counts))].append(counts)
    for (_total, parts), several in alike.items():
        for place, part in enumerate(parts):
            assert part.people is not None or len({counts[place] for counts in several}) > 1, several


def test_who_is_almost_everybody_is_told_almost() -> None:
    assert parts_of([398, 2, 0]) == [Part(None, 396), Part(None), Part(0)]
    assert parts_of([2, 98, 300]) == [Part(None), Part(None, 96), Part(300)]
    assert parts_of([5, 2]) == [Part(None), Part(None)]  # "3 or more" of seven would tell too much
    assert parts_of([4, 4]) == [Part(None), Part(None)]
    assert parts_of([20, 0, 6]) == [Part(20), Part(0), Part(6)]


def test_the_parts_of_a_hidden_whole_do_not_add_up_to_it() -> None:
    assert parts_of([107, 40, 0], whole=Part(None, 143)) == [Part(None, 103), Part(40), Part(0)]
    assert parts_of([107, 40, 2], whole=Part(None, 145)) == [Part(None, 101), Part(40), Part(None)]
    assert parts_of([9, 0, 0], whole=Part(None)) == [Part(None), Part(0), Part(0)]
    assert parts_of([107, 40, 0], whole=Part(147)) == [Part(107), Part(40), Part(0)]


@given(st.lists(st.integers(0, 9), min_size=1, max_size=8))
def test_no_shown_numbers_differ_by_a_small_one(steps: list[int]) -> None:
    left = list(accumulate(steps))[::-1]
    parts = in_a_row(left)
    shown = [part.people for part in parts if part.people is not None]
    assert not any(is_small(count) for count in shown)
    assert not any(is_small(one - other) for one in shown for other in shown)
    assert all((part.at_least or 0) <= count for part, count in zip(parts, left, strict=True))


def test_a_step_that_few_leave_is_told_almost() -> None:
    assert in_a_row([400, 398, 397, 390, 3]) == [
        Part(400),
        Part(None, 396),
        Part(None, 396),
        Part(390),
        Part(None),
    ]


def test_bars_lie_where_their_values_say() -> None:
    drawn = chart([("A clause", [Bar(40.0, "40%", low=30.0, high=50.0)]), ("B", [Bar(None, "Not shown")])])
    (bar,) = drawn.bars
    assert (bar.width, bar.range) == (40.0, (30.0, 50.0))
    assert [(line.label, line.value) for line in drawn.words] == [("A clause", "40%"), ("B", "Not shown")]
    assert drawn.words[0].y < bar.y < bar.below < drawn.words[1].y < drawn.axis < drawn.height


def test_two_bars_share_a_line_of_words_and_labelled_ones_have_their_own() -> None:
    pair = chart([("A", [Bar(40, "40%", is_before=True), Bar(60, "60%")])])
    assert [line.value for line in pair.words] == ["40% → 60%"]
    assert [bar.is_before for bar in pair.bars] == [True, False]
    told = chart([("A", [Bar(40, "40%", label="First"), Bar(60, "60%", label="Second")])])
    assert [line.label for line in told.words] == ["A", "First", "Second"]


def test_a_long_label_is_cut_and_a_value_stays_inside() -> None:
    drawn = chart([("A label " * 9, [Bar(900, "900 s", mark=-5)])], Scale(0, 60, ((0, "0"), (60, "60"))))
    assert LONGEST_LINE - 8 < len(drawn.words[0].label + drawn.words[0].value) <= LONGEST_LINE
    assert drawn.words[0].label.endswith(" A…")
    assert shortened("W" * 30, 10) == "W" * 9 + "…"
    assert (drawn.bars[0].width, drawn.bars[0].mark) == (100.0, 0.0)
