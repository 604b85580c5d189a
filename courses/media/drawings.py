"""SVG drawings, by an allow-list: shapes, text and colors, and nothing that runs, loads, moves or leads elsewhere.

A drawing is shown by <img>, where browsers run no script; this is the first wall, and the second is how it is served.
"""

import re
from xml.parsers import expat

from courses.media.flaws import Flaw, Pixels

SVG = "http://www.w3.org/2000/svg"
DEEPEST = 32
MOST_ELEMENTS = 5_000
LARGEST_SIDE = 4_096
_ELEMENTS = """
svg g defs title desc symbol path rect circle ellipse line polyline polygon text tspan use clipPath mask
linearGradient radialGradient stop
"""
_ATTRIBUTES = """
id version viewBox preserveAspectRatio width height x y x1 y1 x2 y2 dx dy cx cy r rx ry fx fy d points pathLength
transform href offset gradientUnits gradientTransform spreadMethod clipPathUnits maskUnits maskContentUnits
fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit
stroke-dasharray stroke-dashoffset opacity color clip-path clip-rule mask stop-color stop-opacity
font-family font-size font-style font-weight letter-spacing text-anchor dominant-baseline textLength lengthAdjust
rotate paint-order vector-effect shape-rendering visibility display role aria-hidden aria-label aria-labelledby
"""
ELEMENTS = frozenset(_ELEMENTS.split())
ATTRIBUTES = frozenset(_ATTRIBUTES.split())
_HERE = re.compile(r"#[A-Za-z][\w.-]*\Z")  # a part of the same drawing
_URL = re.compile(r"url\(\s*(['\"]?)#[A-Za-z][\w.-]*\1\s*\)")
_NUMBER = r"-?(?:[0-9]{1,6}(?:\.[0-9]{1,6})?|\.[0-9]{1,6})"
_BOX = re.compile(rf"\s*({_NUMBER})[\s,]+({_NUMBER})[\s,]+({_NUMBER})[\s,]+({_NUMBER})\s*\Z")


def size_of_drawing(data: bytes) -> Pixels:
    """Width and height of the drawing's own box. Raises Flaw with the line."""
    return _Reader().read(data)


class _Reader:
    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.ProcessingInstructionHandler = self._instruction
        self.depth = 0
        self.count = 0
        self.box: Pixels | None = None

    def read(self, data: bytes) -> Pixels:
        try:
            self.parser.Parse(data, True)
        except expat.ExpatError as error:
            what = f"The drawing is not valid XML: {expat.ErrorString(error.code)}."
            raise Flaw(what, "a drawing that opens in a browser", error.lineno) from None
        except (ValueError, LookupError):
            raise Flaw("The drawing is not valid XML: unknown encoding.", "a text file saved as UTF-8") from None
        if self.box is None:
            raise self._flaw("The file is not what its ending says.", "an SVG drawing")
        return self.box

    def _flaw(self, what: str, expected: str) -> Flaw:
        return Flaw(what, expected, self.parser.CurrentLineNumber)

    def _doctype(self, *_parts: object) -> None:
        raise self._flaw("The drawing holds a document type.", "a drawing without <!DOCTYPE> and entities")

    def _instruction(self, target: str, _data: str) -> None:
        raise self._flaw(f"The drawing holds <?{target[:40]}?>.", "a drawing without such instructions")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.count += 1
        space, _, local = name.rpartition(" ")
        if self.count == 1 and (space, local) != (SVG, "svg"):
            raise self._flaw("The file is not what its ending says.", f'<svg xmlns="{SVG}">')
        if space != SVG or local not in ELEMENTS:
            raise self._flaw(f"The drawing holds <{local[:40]}>.", f"only {', '.join(sorted(ELEMENTS))}")
        if self.depth > DEEPEST or self.count > MOST_ELEMENTS:
            expected = f"at most {MOST_ELEMENTS:,} elements, {DEEPEST} deep"
            raise self._flaw("The drawing holds too many elements.", expected)
        for key, value in attributes.items():
            self._check(local, key.rpartition(" ")[2], value, is_own=" " not in key or key.endswith("xlink href"))
        if self.count == 1:
            self.box = self._box_of(attributes)

    def _end(self, _name: str) -> None:
        self.depth -= 1

    def _check(self, element: str, name: str, value: str, *, is_own: bool) -> None:
        if not is_own or name not in ATTRIBUTES:
            expected = "colors and sizes as attributes such as fill and stroke"
            raise self._flaw(f'<{element}> has the attribute "{name[:40]}".', expected)
        if name == "href" and not _HERE.match(value):
            raise self._flaw("The drawing leads elsewhere.", "a part of the same drawing, like #part")
        if name != "href" and re.search(r"url|image|src|expression|\\", _URL.sub("", value), re.IGNORECASE):
            if name in ("id", "aria-label", "aria-labelledby"):
                return
            raise self._flaw("The drawing leads elsewhere.", "a part of the same drawing, like url(#part)")

    def _box_of(self, attributes: dict[str, str]) -> Pixels:
        found = _BOX.match(attributes.get("viewBox", ""))
        if found is None:
            raise self._flaw("The drawing has no box.", 'viewBox="0 0 640 320" on <svg>')
        width, height = round(float(found[3])), round(float(found[4]))
        if not (1 <= width <= LARGEST_SIDE and 1 <= height <= LARGEST_SIDE):
            expected = f"1 to {LARGEST_SIDE:,} a side"
            raise self._flaw(f"The box of the drawing is {width:,} × {height:,}.", expected)
        return width, height
