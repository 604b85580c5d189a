"""What a sound SVG drawing paints, in its order: filled shapes as outlines, and texts as boxes of estimated width.

Enough of SVG 1.1 to say what lies behind which words: groups, transforms, inherited style, `use`, gradients as colors.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from xml.parsers import expat

from fontTools.misc.transform import Identity, Transform
from fontTools.pens.recordingPen import RecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.svgLib.path.parser import parse_path
from PIL import ImageColor

Color = tuple[float, float, float, float]  # red, green and blue to 255, and how opaque to 1
MOST_PAINTED = 20_000
DEEPEST_USE = 8
WIDTH, WIDTH_BOLD = 0.52, 0.57  # of a letter, in parts of the size: between those of common faces
ASCENT, DESCENT = 0.74, 0.2
_NUMBERS = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_TURN = re.compile(r"(matrix|translate|scale|rotate|skewX|skewY)\s*\(([^)]*)\)")


class TooMuch(Exception):
    """The drawing paints more than anybody looks at."""


@dataclass(frozen=True)
class Shape:
    colors: tuple[Color, ...]
    outline: RecordingPen
    is_even_odd: bool


@dataclass(frozen=True)
class Written:
    """Words in a box; `size` is that of the letters as they are shown, in pixels."""

    words: str
    line: int
    colors: tuple[Color, ...]
    size: float
    is_bold: bool
    box: tuple[float, float, float, float]  # left, top, width, height, before the transform
    turn: Transform

    def at(self, x: float, y: float) -> tuple[float, float]:
        """The point at this part of the width and height."""
        left, top, width, height = self.box
        point: tuple[float, float] = self.turn.transformPoint((left + x * width, top + y * height))
        return point


Painted = Shape | Written


@dataclass
class _Node:
    tag: str
    attributes: Mapping[str, str]
    line: int
    inner: "list[_Node | str]" = field(default_factory=list)


@dataclass(frozen=True)
class _Style:
    """What is inherited. `alpha` is of the groups around."""

    fill: str = "black"
    fill_opacity: float = 1.0
    rule: str = "nonzero"
    color: str = "black"
    size: float = 16.0
    weight: str = "400"
    anchor: str = "start"
    baseline: str = "auto"
    is_visible: bool = True
    alpha: float = 1.0
    turn: Transform = Identity


def painted_in(data: bytes) -> Iterator[Painted]:
    """Raises TooMuch."""
    root = _tree(data)
    if root is not None:
        yield from _Painter(root).paint(root, _Style(), 0)


class _Painter:
    def __init__(self, root: _Node) -> None:
        self.named = {node.attributes["id"]: node for node in _all(root) if "id" in node.attributes}
        self.count = 0

    def paint(self, node: _Node, around: _Style, depth: int, *, is_used: bool = False) -> Iterator[Painted]:
        """`depth` counts the `use` around; `is_used` is true for what one of them names."""
        self.count += 1
        if self.count > MOST_PAINTED:
            raise TooMuch
        style = _styled(node.attributes, around)
        is_group = node.tag in ("svg", "g") or (node.tag == "symbol" and is_used)
        if node.attributes.get("display") == "none":
            return
        if node.tag == "use":
            target = self.named.get(node.attributes.get("href", "").removeprefix("#"))
            if target is not None and depth < DEEPEST_USE:
                x, y = (_number(node.attributes.get(name)) for name in ("x", "y"))
                moved = replace(style, turn=style.turn.translate(x, y))
                yield from self.paint(target, moved, depth + 1, is_used=True)
        elif node.tag == "text":
            yield from self._write(node, style)
        elif is_group:
            for inner in node.inner:
                if isinstance(inner, _Node):
                    yield from self.paint(inner, style, depth)
        elif outline := _outline(node):
            yield from self._fill(outline, style)

    def _fill(self, outline: str, style: _Style) -> Iterator[Shape]:
        colors = self._colors(style)
        pen = RecordingPen()
        try:
            parse_path(outline, TransformPen(pen, style.turn))
        except (ValueError, IndexError, TypeError, AssertionError, ArithmeticError):
            return  # browsers show nothing behind the mistake either
        if colors and style.is_visible:
            yield Shape(colors, pen, style.rule == "evenodd")

    def _write(self, node: _Node, style: _Style) -> Iterator[Written]:
        """One box for the text itself and each part that stands apart."""
        x, y = _number(node.attributes.get("x")), _number(node.attributes.get("y"))
        x, y = x + _number(node.attributes.get("dx")), y + _number(node.attributes.get("dy"))
        for inner in node.inner:
            part, words = (inner, _words(inner)) if isinstance(inner, _Node) else (node, " ".join(inner.split()))
            mine = style if part is node else _styled(part.attributes, style)
            if part is not node:
                x, y = _number(part.attributes.get("x"), x), _number(part.attributes.get("y"), y)
                x, y = x + _number(part.attributes.get("dx")), y + _number(part.attributes.get("dy"))
            colors = self._colors(mine)
            if not words or part.tag not in ("text", "tspan"):
                continue
            is_bold = mine.weight in ("bold", "bolder") or (mine.weight.isdigit() and int(mine.weight) >= 700)
            width = _number(part.attributes.get("textLength"))
            width = width or len(words) * mine.size * (WIDTH_BOLD if is_bold else WIDTH)
            left = x - width * {"middle": 0.5, "end": 1.0}.get(mine.anchor, 0.0)
            down = {"middle": 0.3, "central": 0.3, "hanging": ASCENT}.get(mine.baseline, 0.0) * mine.size
            box = (left, y + down - ASCENT * mine.size, width, (ASCENT + DESCENT) * mine.size)
            x += width if mine.anchor == "start" else 0.0
            if colors and mine.is_visible:
                shown = mine.size * math.sqrt(abs(mine.turn[0] * mine.turn[3] - mine.turn[1] * mine.turn[2]))
                yield Written(words, part.line, colors, shown, is_bold, box, mine.turn)

    def _colors(self, style: _Style) -> tuple[Color, ...]:
        """The colors of the fill; none where nothing is filled."""
        fill = style.color if style.fill.lower() == "currentcolor" else style.fill
        alpha = style.fill_opacity * style.alpha
        if fill in ("none", "transparent"):
            return ()
        if not fill.startswith("url("):
            return (_with_alpha(_color(fill), alpha),)
        found = self.named.get(fill[4:].partition(")")[0].strip("'\" ").removeprefix("#"))
        stops = [one for one in _all(found) if one.tag == "stop"] if found else []
        parts = ((stop.attributes.get("stop-color", "black"), _part(stop.attributes, "stop-opacity")) for stop in stops)
        colors = (_with_alpha(_color(color), alpha * part) for color, part in parts)
        return tuple(dict.fromkeys(colors))


def _tree(data: bytes) -> _Node | None:
    """The elements with their lines; None for what is no XML."""
    parser = expat.ParserCreate(namespace_separator=" ")
    top = _Node("", {}, 0)
    stack = [top]

    def start(name: str, attributes: dict[str, str]) -> None:
        plain = {key.rpartition(" ")[2]: value.strip() for key, value in attributes.items()}
        node = _Node(name.rpartition(" ")[2], plain, parser.CurrentLineNumber)
        stack[-1].inner.append(node)
        stack.append(node)

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _name: stack.pop()
    parser.CharacterDataHandler = lambda text: stack[-1].inner.append(text)
    parser.buffer_text = True
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError):
        return None
    return next((node for node in top.inner if isinstance(node, _Node)), None)


def _all(node: _Node) -> Iterator[_Node]:
    yield node
    for inner in node.inner:
        if isinstance(inner, _Node):
            yield from _all(inner)


def _words(node: _Node) -> str:
    found = (inner if isinstance(inner, str) else _words(inner) for inner in node.inner)
    return " ".join(" ".join(found).split())


def _styled(attributes: Mapping[str, str], around: _Style) -> _Style:
    said = {key: value for key, value in attributes.items() if value != "inherit"}
    turn = around.turn
    for name, inner in _TURN.findall(said.get("transform", "")):
        turn = turn.transform(_turned(name, [float(number) for number in _NUMBERS.findall(inner)]))
    return replace(
        around,
        fill=said.get("fill", around.fill),
        fill_opacity=_part(said, "fill-opacity", around.fill_opacity),
        rule=said.get("fill-rule", around.rule),
        color=said.get("color", around.color),
        size=_size(said.get("font-size", ""), around.size),
        weight=said.get("font-weight", around.weight),
        anchor=said.get("text-anchor", around.anchor),
        baseline=said.get("dominant-baseline", around.baseline),
        is_visible=said["visibility"] == "visible" if "visibility" in said else around.is_visible,
        alpha=around.alpha * _part(said, "opacity"),
        turn=turn,
    )


def _turned(name: str, given: list[float]) -> Transform:
    first, *rest = given or [0.0]
    if name == "matrix":
        return Transform(*given) if len(given) == 6 else Identity
    if name == "translate":
        return Identity.translate(first, *rest[:1])
    if name == "scale":
        return Identity.scale(first, *(rest[:1] or [first]))
    if name == "rotate":
        x, y = rest if len(rest) == 2 else (0.0, 0.0)
        return Identity.translate(x, y).rotate(math.radians(first)).translate(-x, -y)
    angle = math.radians(first)
    return Identity.skew(angle, 0) if name == "skewX" else Identity.skew(0, angle)


def _outline(node: _Node) -> str:
    """The path of a shape; "" for what is none."""
    said = node.attributes
    x, y, width, height = (_number(said.get(name)) for name in ("x", "y", "width", "height"))
    if node.tag == "rect":
        return f"M{x},{y}h{width}v{height}h{-width}z" if width > 0 and height > 0 else ""
    if node.tag in ("circle", "ellipse"):
        x, y, radius = (_number(said.get(name)) for name in ("cx", "cy", "r"))
        across, down = (radius, radius) if node.tag == "circle" else (_number(said.get("rx")), _number(said.get("ry")))
        arc = f"a{across},{down} 0 1 0"
        return f"M{x - across},{y}{arc} {2 * across},0{arc} {-2 * across},0z" if across > 0 and down > 0 else ""
    if node.tag in ("polygon", "polyline"):
        points = _NUMBERS.findall(said.get("points", ""))
        return f"M{' '.join(points[: len(points) // 2 * 2])}z" if len(points) >= 6 else ""
    return said.get("d", "") if node.tag == "path" else ""


def _color(text: str) -> Color:
    try:
        found = ImageColor.getrgb(text)
    except ValueError:
        return 0.0, 0.0, 0.0, 1.0
    return float(found[0]), float(found[1]), float(found[2]), found[3] / 255 if len(found) == 4 else 1.0


def _with_alpha(color: Color, alpha: float) -> Color:
    return (*color[:3], color[3] * alpha)


def _number(text: str | None, default: float = 0.0) -> float:
    """The first number; units other than pixels do not occur in sound drawings of ours."""
    found = _NUMBERS.match((text or "").strip())
    return float(found[0]) if found else default


def _part(said: Mapping[str, str], name: str, default: float = 1.0) -> float:
    if name not in said:
        return default
    value = _number(said[name], default)
    return min(1.0, max(0.0, value / 100 if said[name].endswith("%") else value))


def _size(text: str, around: float) -> float:
    value = _number(text, -1.0)
    if value < 0:
        return around
    return value * around if text.endswith("em") else value * around / 100 if text.endswith("%") else value
