"""The typefaces of all PDF files, and which character each of their glyphs draws."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent / "fonts"


@dataclass(frozen=True)
class Face:
    """One font file under the name that the stylesheet uses. A PDF calls it `name`, or `name-Italic`."""

    name: str
    file: str
    style: str = "normal"
    features: str = "normal"

    @property
    def pdf_name(self) -> str:
        return self.name if self.style == "normal" else f"{self.name}-Italic"

    @property
    def address(self) -> str:
        return f"font:{self.file}"

    @property
    def rule(self) -> str:
        return (
            f'@font-face {{ font-family: "{self.name}"; font-style: {self.style}; src: url("{self.address}"); '
            f"font-feature-settings: {self.features} }}"
        )


FACES = (
    Face("Display", "NotoSerifDisplay-Regular.ttf"),
    Face("Display", "NotoSerifDisplay-Italic.ttf", style="italic"),
    # Without contextual forms: they draw an arrow for what was typed as -->.
    Face("Text", "Inter-Regular.ttf", features='"calt" 0'),
    Face("Strong", "Inter-Latin-SemiBold.ttf", features='"calt" 0'),
    Face("StrongMore", "Inter-LatinExt-SemiBold.ttf", features='"calt" 0'),
    Face("Arabic", "Amiri-Regular.ttf"),
    Face("Hebrew", "NotoSerifHebrew-Regular.ttf"),
    Face("Emoji", "NotoEmoji-Regular.ttf"),
)


@cache
def characters_of(pdf_name: str) -> dict[int, str]:
    """The characters that this face's glyphs draw, by glyph number; nothing for a face that is not ours."""
    face = next((face for face in FACES if face.pdf_name == pdf_name), None)
    if face is None:
        return {}
    font = TTFont(FONTS / face.file, lazy=True)
    characters: dict[int, str] = {}
    for code, glyph in sorted(font.getBestCmap().items(), reverse=True):
        characters[font.getGlyphID(glyph)] = chr(code)
    return characters
