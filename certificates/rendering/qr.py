"""The QR code as few, simple shapes: each run of dark modules is one thick line, across or down."""

from collections.abc import Iterator, Sequence

import segno

Rows = Sequence[Sequence[int]]
# x and y of both ends, in modules from the upper left corner, along the middle of the run.
Stroke = tuple[float, float, float, float]

# A fixed mask: choosing the best one takes longer than all the rest, and every mask reads well at this size.
MASK = 3
# A little more than one module, so that no viewer shows hairs of paper between lines that touch.
THICKNESS = 1.03


def modules(text: str) -> Rows:
    """The rows of the code for `text`, error correction M: 1 where a module is dark."""
    rows: Rows = segno.make(text, error="m", boost_error=False, mask=MASK, micro=False).matrix
    return rows


def qr_svg(text: str) -> bytes:
    """An SVG image of the code for `text`. The page around it has to leave the quiet zone."""
    rows = modules(text)
    lines = "".join(f"M{x} {y}H{end_x}" if y == end_y else f"M{x} {y}V{end_y}" for x, y, end_x, end_y in strokes(rows))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {len(rows)} {len(rows)}">'
        f'<path fill="none" stroke="#1d2226" stroke-width="{THICKNESS}" d="{lines}"/></svg>'
    ).encode()


def strokes(rows: Rows) -> Iterator[Stroke]:
    """Lines that together cover exactly the dark modules: across, but down where a run is one module wide."""
    for x, y, width, height in _rectangles(rows):
        if width == 1 and height > 1:
            yield x + 0.5, y, x + 0.5, y + height
        else:
            for line in range(y, y + height):
                yield x, line + 0.5, x + width, line + 0.5


def _rectangles(rows: Rows) -> Iterator[tuple[int, int, int, int]]:
    """Dark areas as (x, y, width, height): each run of a row, joined with equal runs right below it."""
    growing: dict[tuple[int, int], int] = {}
    for y, row in enumerate([*rows, ()]):
        runs = set(_runs(row))
        for run in [run for run in growing if run not in runs]:
            top = growing.pop(run)
            yield run[0], top, run[1], y - top
        for run in _runs(row):
            growing.setdefault(run, y)


def _runs(row: Sequence[int]) -> list[tuple[int, int]]:
    """Runs of dark modules in one row as (start, width)."""
    runs: list[tuple[int, int]] = []
    start = None
    for x, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            runs.append((start, x - start))
            start = None
    return runs
