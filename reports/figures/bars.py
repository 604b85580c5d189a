"""A chart of horizontal bars: where everything lies, worked out for a template that only draws.

Across, all is in percent of the drawing, so that it is as wide as its place and its words keep their size.
"""

from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_LINE = 42  # label and value together, as many characters as a phone has room for
SHORTEST_LABEL = 12
LINE = 20  # of words; heights, in the drawing's units
BAR = 12
GAP = 4
ROW_GAP = 12
AXIS = 26


@dataclass(frozen=True)
class Bar:
    """A bar to draw, and in words what it shows; where `value` is None, why there is none.

    `low` and `high` are the ends of a range, `mark` is a value to compare with. `label` sets bars of a row apart.
    """

    value: float | None
    words: str
    low: float | None = None
    high: float | None = None
    is_before: bool = False
    mark: float | None = None
    label: str = ""


@dataclass(frozen=True)
class Scale:
    """What the left and right ends stand for, and which values have words below."""

    low: float
    high: float
    ticks: Sequence[tuple[float, str]]

    def at(self, value: float) -> float:
        """Where the value lies, in percent from the left; what is outside lies at the edge."""
        share = (value - self.low) / ((self.high - self.low) or 1)
        return round(100 * min(1.0, max(0.0, share)), 2)


PERCENT = Scale(0, 100, ((0, "0%"), (50, "50%"), (100, "100%")))


@dataclass(frozen=True)
class Words:
    """A line of words: what it is about at the left, the value at the right."""

    y: int
    label: str
    value: str
    is_heading: bool


@dataclass(frozen=True)
class DrawnBar:
    y: int
    middle: int
    above: int
    below: int
    width: float
    is_before: bool
    range: tuple[float, float] | None
    mark: float | None


@dataclass(frozen=True)
class Tick:
    x: float
    label: str


@dataclass(frozen=True)
class Chart:
    height: int
    axis: int
    words: list[Words]
    bars: list[DrawnBar]
    ticks: list[Tick]


def chart(rows: Sequence[tuple[str, Sequence[Bar]]], scale: Scale = PERCENT) -> Chart:
    """Rows from the top, each a label above its bars, with the values in words at the end of the line.

    Bars that have labels themselves have a line of words each. A bar that there is not is told by its words alone.
    """
    words: list[Words] = []
    drawn: list[DrawnBar] = []
    y = 0
    for label, bars in rows:
        is_told_apart = any(bar.label for bar in bars)
        value = "" if is_told_apart else " → ".join(dict.fromkeys(bar.words for bar in bars))
        words.append(
            Words(
                y + LINE - 6, shortened(label, max(LONGEST_LINE - len(value), SHORTEST_LABEL)), value, is_heading=True
            )
        )
        y += LINE
        for bar in bars:
            if bar.label:
                words.append(Words(y + LINE - 6, bar.label, bar.words, is_heading=False))
                y += LINE
            if bar.value is not None:
                drawn.append(_drawn(bar, bar.value, y, scale))
                y += BAR + GAP
        y += ROW_GAP - GAP
    ticks = [Tick(scale.at(value), label) for value, label in scale.ticks]
    return Chart(height=y + AXIS, axis=y, words=words, bars=drawn, ticks=ticks)


def _drawn(bar: Bar, value: float, y: int, scale: Scale) -> DrawnBar:
    return DrawnBar(
        y=y,
        middle=y + BAR // 2,
        above=y - GAP // 2,
        below=y + BAR + GAP // 2,
        width=scale.at(value),
        is_before=bar.is_before,
        range=None if bar.low is None or bar.high is None else (scale.at(bar.low), scale.at(bar.high)),
        mark=None if bar.mark is None else scale.at(bar.mark),
    )


def shortened(text: str, room: int) -> str:
    """At most so many characters, on one line, cut between words where there is a space not too far back."""
    line = " ".join(text.split())
    if len(line) <= room:
        return line
    kept = line[: room - 1]
    words = kept.rpartition(" ")[0]
    return f"{(words if len(words) > room // 2 else kept).rstrip()}…"
