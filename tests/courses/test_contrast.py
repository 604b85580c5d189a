"""Words in drawings: whether they can be read on light paper and on dark, whatever lies between."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.media.contrast import PAPERS, contrast, over, pale_words
from courses.packs import PackProblems, read_pack
from tests.support.courses import write_pack

WARD = '<text x="20" y="50">Ward</text>'
WHITE = '<rect width="640" height="320" fill="#fff"/>'
CONTENT = Path(__file__).resolve().parents[2] / "content"
CHANNEL = st.integers(0, 255)
COLORS = st.tuples(CHANNEL, CHANNEL, CHANNEL, st.just(1.0))


def drawn(inner: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 320">\n{inner}\n</svg>'.encode()


def pale(inner: str) -> list[str]:
    return [flaw.what for flaw in pale_words(drawn(inner))]


def test_the_ratio_is_that_of_the_standard() -> None:
    black, white, gray = (0, 0, 0, 1.0), (255, 255, 255, 1.0), (118, 118, 118, 1.0)
    assert contrast(black, white) == pytest.approx(21)
    assert contrast(gray, white) == pytest.approx(4.54, abs=0.01)
    assert over((0, 0, 0, 0.5), white)[:3] == (127.5, 127.5, 127.5)


@given(COLORS)
def test_no_color_can_be_read_small_on_both_papers(color: tuple[int, int, int, float]) -> None:
    assert min(contrast(color, paper) for paper in PAPERS) < 4.5


READABLE = {
    "on a shape": f'{WHITE}<text x="20" y="50">Ward</text>',
    "on an open path": '<path d="M0 0H300V100H0" fill="white"/><text x="20" y="50">Ward</text>',
    "on a circle": '<circle cx="60" cy="50" r="60" fill="#0a5f63"/><text x="40" y="55" fill="white">Ward</text>',
    "on a polygon": '<polygon points="0,0 300,0 300,100 0,100" fill="#fff"/><text x="20" y="50">Ward</text>',
    "large and gray": '<text x="20" y="50" font-size="30" fill="#808080">Ward</text>',
    "bold and rather large": '<text x="20" y="50" font-size="19" font-weight="700" fill="#808080">Ward</text>',
    "made large": '<g transform="scale(2)"><text x="20" y="50" font-size="14" fill="gray">Ward</text></g>',
    "moved with its shape": f'<g transform="translate(100 100)">{WHITE}<text x="20" y="50">Ward</text></g>',
    "used": f'<defs><g id="a">{WHITE}<text x="9" y="50">Ward</text></g></defs><use href="#a" x="50"/>',
    "never shown": '<defs><text id="t" x="20" y="50">Ward</text></defs><text display="none" x="9" y="9">Ward</text>',
    "in the middle": '<rect x="200" width="240" height="90" fill="#fff"/>'
    '<text x="320" y="50" text-anchor="middle">Ward 7 East</text>',
    "no words": '<text x="20" y="50"> </text><circle cx="9" cy="9" r="4" fill="#999"/>',
}


@pytest.mark.parametrize("inner", READABLE.values(), ids=list(READABLE))
def test_what_can_be_read_is_no_problem(inner: str) -> None:
    assert pale(inner) == []


PALE = {
    "straight on the paper": ('<text x="20" y="50">Ward</text>', "1.1"),
    "pale on white": (f'{WHITE}<text x="20" y="50" fill="#999">Ward</text>', "2.8"),
    "large and paler": (f'{WHITE}<text x="20" y="50" font-size="30" fill="#aaa">Ward</text>', "2.3"),
    "bold and too small": (
        f'{WHITE}<text x="9" y="50" font-size="18" font-weight="700" fill="#888">Ward</text>',
        "3.5",
    ),
    "seen through": (f'{WHITE}<text x="20" y="50" fill-opacity="0.4">Ward</text>', "2.8"),
    "in a pale group": (f'{WHITE}<g opacity=".4"><text x="20" y="50">Ward</text></g>', "2.8"),
    "longer than its shape": (
        '<rect width="80" height="90" fill="#fff"/><text x="20" y="50">Ward 7 East</text>',
        "1.1",
    ),
    "painted before its shape": (f'<text x="20" y="50">Ward</text>{WHITE}', "1.1"),
    "on a shape that is seen through": (
        '<rect width="640" height="320" fill="#fff" fill-opacity=".2"/><text x="20" y="50">Ward</text>',
        "2.2",
    ),
    "on a gradient": (
        '<linearGradient id="g"><stop stop-color="#fff"/><stop offset="1" stop-color="#555"/></linearGradient>'
        '<rect width="640" height="320" fill="url(#g)"/><text x="20" y="50">Ward</text>',
        "2.8",
    ),
    "in a part of its own": (f'{WHITE}<text x="20" y="50">Ward <tspan fill="#ccc">East</tspan></text>', "1.6"),
    "beside its shape": (
        '<g transform="translate(100)"><rect width="9" height="9"/></g><text y="50">Ward</text>',
        "1.1",
    ),
    "in the hole of a shape": (
        '<path fill="#fff" fill-rule="evenodd" d="M0 0h640v320H0zM5 20h200v80H5z"/><text x="20" y="60">Ward</text>',
        "1.1",
    ),
}


@pytest.mark.parametrize(("inner", "ratio"), PALE.values(), ids=list(PALE))
def test_what_is_too_pale_is_named_with_its_ratio(inner: str, ratio: str) -> None:
    (what,) = pale(inner)
    assert f"have a contrast of {ratio} to 1" in what


def test_the_line_is_that_of_the_words() -> None:
    assert [flaw.line for flaw in pale_words(drawn('\n\n<text x="20" y="50">Ward</text>'))] == [4]


@given(
    st.lists(st.sampled_from(['<g transform="', "matrix(1 2)", '">', "</g>", "<text", ' x="9em"', "Ward", "</text>"]))
)
def test_nothing_makes_it_raise(parts: list[str]) -> None:
    list(pale_words(drawn("".join(parts))))


@pytest.mark.parametrize(
    "inner",
    [
        "".join(f'<g id="a{n}"><use href="#a{n + 1}"/><use href="#a{n + 1}"/></g>' for n in range(40))
        + '<g id="a40"/>',
        f'<path d="M0 0{"l1 1" * 30_000}" fill="#fff"/>' + '<text x="9" y="9">Ward</text>' * 900,
        f"{WHITE * 2_000}{'<text>Ward</text>' * 2_000}",
    ],
    ids=["what is used by itself again and again", "a long outline", "many of both"],
)
def test_a_drawing_that_would_take_for_ever_is_named(inner: str) -> None:
    began = time.monotonic()
    assert "The drawing is too large to look at its words." in pale(inner)
    assert time.monotonic() - began < 20


def test_it_is_a_mistake_of_the_pack(tmp_path: Path) -> None:
    lesson = "---\nminutes: 2\n---\n# Read this\n\n![A ward](files/ward.svg)\n"
    files: dict[str, str | bytes | None] = {"courses/short/files/ward.svg": drawn(WARD)}
    with pytest.raises(PackProblems) as found:
        read_pack(write_pack(tmp_path, **{"courses/short/01-first/01-read.md": lesson}, **files))
    assert [(problem.file, problem.line) for problem in found.value.problems] == [("courses/short/files/ward.svg", 2)]
    (tmp_path / "courses/short/files/ward.svg").write_bytes(drawn(WHITE + WARD))
    read_pack(tmp_path)


def test_the_drawings_of_the_starter_courses_can_be_read() -> None:
    drawings = sorted(CONTENT.rglob("*.svg"))
    assert len(drawings) >= 10
    assert [flaw.what for drawing in drawings for flaw in pale_words(drawing.read_bytes())] == []
