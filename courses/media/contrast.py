"""Contrast of the words in a drawing with what lies behind them, on light paper and on dark (WCAG 2.2, 1.4.3).

A drawing stands on the page without a ground of its own. So small words straight on the paper can never be read both
by day and at night: no color has 4.5 to 1 with both. They need a filled shape behind them.

Each text is taken as a box of its estimated width, and looked at in a grid of points: whatever filled shape was painted
before it there lies behind it, seen through what is transparent. Lines, masks and clips are no ground. Of a gradient
each color counts. Words in pictures that are made of pixels cannot be looked at.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from fontTools.pens.basePen import BasePen
from fontTools.pens.boundsPen import ControlBoundsPen
from fontTools.pens.pointInsidePen import PointInsidePen
from fontTools.pens.recordingPen import RecordingPen

from courses.media.flaws import Flaw
from courses.media.painting import Color, Painted, Shape, TooMuch, Written, painted_in

PAPERS: tuple[Color, ...] = ((251, 250, 246, 1.0), (21, 24, 27, 1.0))  # as in tokens.css
LEAST, LEAST_LARGE = 4.5, 3.0
LARGE, LARGE_BOLD = 24.0, 18.66  # pixels: 18 points, 14 points when bold
MOST_GROUNDS = 16  # different colors behind one point, where gradients lie over each other
MOST_LOOKS = 50_000  # parts of outlines near words, each looked at once for every point
_GRID = tuple(product((0.05, 0.28, 0.5, 0.72, 0.95), (0.1, 0.5, 0.9)))


@dataclass(frozen=True)
class Ground:
    """A filled shape: its outline, and the box around it."""

    colors: tuple[Color, ...]
    outline: RecordingPen
    is_even_odd: bool
    box: tuple[float, float, float, float]

    def covers(self, x: float, y: float) -> bool:
        left, bottom, right, top = self.box
        if not (left <= x <= right and bottom <= y <= top):
            return False
        pen = PointInsidePen(None, (x, y), self.is_even_odd)
        self.outline.replay(_Closing(pen))
        return bool(pen.getResult())


def pale_words(data: bytes) -> Iterator[Flaw]:
    """A flaw for each text of a sound drawing that has too little contrast. Raises nothing for one that is none."""
    grounds: list[Ground] = []
    looks = 0
    try:
        for painted in painted_in(data):
            if isinstance(painted, Shape):
                grounds += _ground(painted)
                continue
            near = _near(painted, grounds)
            looks += sum(len(one.outline.value) for one in near)
            if looks > MOST_LOOKS:
                raise TooMuch
            yield from _pale(painted, near)
    except TooMuch:
        yield Flaw("The drawing is too large to look at its words.", "fewer shapes, or fewer words")


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of WCAG 2.2 of two opaque colors, 1 to 21."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def over(color: Color, ground: Color) -> Color:
    """What is seen of a color over an opaque ground."""
    red, green, blue = (color[at] * color[3] + ground[at] * (1 - color[3]) for at in range(3))
    return red, green, blue, 1.0


def _pale(written: Written, grounds: list[Ground]) -> Iterator[Flaw]:
    least = LEAST_LARGE if written.size >= (LARGE_BOLD if written.is_bold else LARGE) else LEAST
    found = min(
        contrast(over(color, behind), behind)
        for place in _GRID
        for behind in _behind(written.at(*place), grounds)
        for color in written.colors
    )
    if found < least:
        words = written.words if len(written.words) <= 40 else f"{written.words[:40]}…"
        what = f'The words "{words}" have a contrast of {int(found * 10) / 10} to 1 with what lies behind them.'
        expected = f"at least {least:g} to 1 on light and on dark paper; a filled shape behind them keeps both away"
        yield Flaw(what, expected, written.line)


def _near(written: Written, grounds: list[Ground]) -> list[Ground]:
    """Those whose box meets the box of the words."""
    corners = [written.at(x, y) for x, y in product((0.0, 1.0), repeat=2)]
    (left, right), (low, high) = ((min(side), max(side)) for side in zip(*corners, strict=True))
    beside = [one for one in grounds if one.box[0] <= right and left <= one.box[2]]
    return [one for one in beside if one.box[1] <= high and low <= one.box[3]]


def _behind(point: tuple[float, float], grounds: list[Ground]) -> set[Color]:
    """The opaque colors that can lie behind this point."""
    found = set(PAPERS)
    for ground in grounds:
        if ground.covers(*point):
            seen = {over(color, behind) for color in ground.colors for behind in found}
            found = set(sorted(seen)[:MOST_GROUNDS])
    return found


def _ground(shape: Shape) -> list[Ground]:
    """The shape as something that lies behind; none for one that has no inside."""
    bounds = ControlBoundsPen(None)
    shape.outline.replay(bounds)
    return [Ground(shape.colors, shape.outline, shape.is_even_odd, bounds.bounds)] if bounds.bounds else []


class _Closing(BasePen):
    """Closes every part of an outline, as filling does."""

    def __init__(self, pen: PointInsidePen) -> None:
        super().__init__(None)
        self.moveTo, self.lineTo = pen.moveTo, pen.lineTo
        self.curveTo, self.qCurveTo = pen.curveTo, pen.qCurveTo
        self.closePath = self.endPath = pen.closePath


def _luminance(color: Color) -> float:
    linear = [value / 255 for value in color[:3]]
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in linear)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


__all__ = ["Painted", "contrast", "over", "pale_words"]
