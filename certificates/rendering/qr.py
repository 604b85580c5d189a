"""The QR code as an SVG of few, simple shapes: runs of dark modules that stand above each other become one rectangle."""

from collections.abc import Sequence

import segno

# A fixed mask: choosing the best one takes longer than all the rest, and every mask reads well at this size.
MASK = 3


def qr_svg(text: str) -> bytes:
    """An SVG image of the code for `text`, error correction M, one path. The page around it is the quiet zone."""
    modules = matrix(text)
    path = "".join(f"M{x} {y}h{width}v{height}h-{width}z" for x, y, width, height in rectangles(modules))
    size = len(modules)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}"><path fill="#1d2226" d="{path}"/></svg>'.encode()


def matrix(text: str) -> Sequence[Sequence[int]]:
    """The rows of modules, 1 where it is dark."""
    rows: Sequence[Sequence[int]] = segno.make(text, error="m", boost_error=False, mask=MASK, micro=False).matrix
    return rows


def rectangles(rows: Sequence[Sequence[int]]) -> list[tuple[int, int, int, int]]:
    """Dark areas as (x, y, width, height), each run of a row joined with an equal run right above it."""
    growing: dict[tuple[int, int], int] = {}
    found: list[tuple[int, int, int, int]] = []
    for y, row in enumerate([*rows, [0] * len(rows)]):
        runs = _runs(row)
        for (x, width), top in list(growing.items()):
            if (x, width) not in runs:
                found.append((x, top, width, y - top))
                del growing[x, width]
        for run in runs:
            growing.setdefault(run, y)
    return found


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
