"""A pack with one lesson that holds everything that a lesson can hold."""

from pathlib import Path

from tests.support.media import SVG, VTT, Changes, picture, write

LESSON = "/courses/everything/first/read/"
_HOME = "courses/everything"
_FILES: Changes = {
    "glossary.yaml": (
        "- term: HIPAA\n  meaning: The federal privacy rules for health information.\n"
        "- term: account steward\n  meaning: One of the people who run our official pages.\n  aliases: [stewards]\n"
    ),
    f"{_HOME}/course.yaml": "title: Everything\nsummary: All of it.\nminutes: 5\npass_mark: 80\n",
    f"{_HOME}/01-first/module.yaml": "title: First\nminutes: 5\nobjectives:\n- read it.\n",
    f"{_HOME}/01-first/02-more.md": "---\nminutes: 1\n---\n# More\n\nText.\n",
    f"{_HOME}/files/ward.svg": SVG,
    f"{_HOME}/files/desk.png": picture(size=(800, 400)),
    f"{_HOME}/files/line.webp": picture("WEBP", (400, 40)),
    f"{_HOME}/files/card.pdf": b"%PDF-1.7\n" + b"x" * 2_000,
    f"{_HOME}/files/talk.vtt": VTT,
    f"{_HOME}/files/talk.md": "**Ana:** Wait, there is a board behind you.\n\n*Both laugh.*\n",
}
_FRONT = """---
minutes: 4
sources: [S1]
why: People trust us with what they tell nobody else. *Kind* posts can tell secrets too.
check_yourself:
- kind: single
  prompt: Which one leads to nobody?
  choices:
  - {text: A total for the whole year, correct: true, feedback: Nobody stands out.}
  - {text: A name, correct: false, feedback: A name is enough.}
- kind: multiple
  prompt: Which lead to somebody?
  choices:
  - {text: A date, correct: true}
  - {text: A total, correct: false}
---
# Read this

The rules are called [HIPAA](term:), and our [stewards](term:) know them.

![A ward with one bed](files/ward.svg "A bed, and nobody in it")
"""
_END = f"""
## Before you post

{"Look at each detail once more, and then at all of them together. " * 12}

![A desk with a board behind it](files/desk.png)

### Then ask

{"Somebody in the privacy office is glad about your question. " * 12}

![](files/line.webp "decorative")

Take the [pocket card](files/card.pdf) with you.

![Two colleagues and a camera](files/talk.webm)

## Afterwards

[HIPAA](term:) again. {"Most of what you do is fine, and your team knows it. " * 12}
"""


def write_lesson_pack(folder: Path, *, video: bytes) -> Path:
    """Writes the pack with this video, a WebM file."""
    return write(
        folder,
        {**_FILES, f"{_HOME}/files/talk.webm": video, f"{_HOME}/01-first/01-read.md": _FRONT + _END},
    )
