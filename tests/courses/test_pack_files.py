"""Files beside lessons: what a lesson may name, and every mistake with them, each alone and with its line."""

import os
from pathlib import Path

import pytest

from courses.content import FileContent
from courses.packs import PackProblems, read_pack
from courses.packs import files as limits
from tests.support.courses import SHORT_PACK
from tests.support.media import SVG, Changes, picture, write

LESSON = "courses/short/01-first/01-read.md"
FOLDER = "courses/short/files"
WARD = f"{FOLDER}/ward.svg"
HEAD = "---\nminutes: 2\nsources: [S1]\n---\n"


def lesson(body: str) -> str:
    """The body begins on line 7."""
    return f"{HEAD}# Read this\n\n{body}\n"


def problems_of(path: Path) -> list[str]:
    with pytest.raises(PackProblems) as error:
        read_pack(path)
    return [str(problem) for problem in error.value.problems]


def shown(path: Path) -> tuple[FileContent, ...]:
    return read_pack(path).courses[0].modules[0].steps[0].files


def test_a_picture_is_part_of_the_lesson_that_shows_it(tmp_path: Path) -> None:
    text = lesson('![A ward](files/ward.svg "Our ward")\n\n![](files/line.png "decorative")')
    pack = write(tmp_path, {LESSON: text, WARD: SVG, f"{FOLDER}/line.png": picture()})
    line, ward = shown(pack)
    assert (ward.name, ward.size, ward.width, ward.height) == ("ward.svg", len(SVG), 640, 320)
    assert (line.name, line.width, line.height) == ("line.png", 40, 20)
    assert [len(file.sha256) for file in (line, ward)] == [64, 64]
    assert [(file.path.name, file.sha256) for file in read_pack(pack).files] == [
        ("line.png", line.sha256),
        ("ward.svg", ward.sha256),
    ]
    assert read_pack(pack).courses[0].modules[0].steps[1].files == ()


MISTAKES: dict[str, tuple[str, str]] = {
    "no alternative text": (
        "![](files/ward.svg)",
        f'{LESSON}:7: The picture "files/ward.svg" has no alternative text. '
        'Expected words in the brackets, or "decorative" in quotes after the name.',
    ),
    "blank alternative text": (
        "![ &nbsp; ](files/ward.svg 'Our ward')",
        f'{LESSON}:7: The picture "files/ward.svg" has no alternative text. '
        'Expected words in the brackets, or "decorative" in quotes after the name.',
    ),
    "decorative with alternative text": (
        '![A ward](files/ward.svg "decorative")',
        f'{LESSON}:7: The picture "files/ward.svg" is decorative and has alternative text. Expected one of them.',
    ),
    "long alternative text": (
        f"![{'a' * 301}](files/ward.svg)",
        f"{LESSON}:7: The alternative text is too long: 301 characters. Expected at most 300 characters.",
    ),
    "a long caption": (
        f'![A](files/ward.svg "{"a" * 301}")',
        f"{LESSON}:7: The caption is too long: 301 characters. Expected at most 300 characters.",
    ),
    "among words": (
        "![A](files/ward.svg)\n\nLook:\n![A](files/ward.svg) here.",
        f'{LESSON}:10: The picture "files/ward.svg" stands among words. '
        "Expected a paragraph of its own, outside of lists and quotes.",
    ),
    "in a list": (
        "- ![A](files/ward.svg)",
        f'{LESSON}:7: The picture "files/ward.svg" stands among words. '
        "Expected a paragraph of its own, outside of lists and quotes.",
    ),
    "in a heading": (
        "## ![A](files/ward.svg)",
        f'{LESSON}:7: The picture "files/ward.svg" stands among words. '
        "Expected a paragraph of its own, outside of lists and quotes.",
    ),
    "a missing file": (
        "![A](files/ward.svg)\n\n![B](files/bed.svg)",
        f'{LESSON}:9: There is no file "files/bed.svg". Expected a file in the folder files of the course.',
    ),
    **{
        f"a picture at {address}": (
            f"![A](files/ward.svg)\n\n![B](<{address}>)",
            f'{LESSON}:9: The picture is "{told or address}". Expected files/ and the name of a file in that folder.',
        )
        for address, told in (
            ("https://example.org/x.png", ""),
            ("ward.svg", ""),
            ("/files/ward.svg", ""),
            ("files/../pack.yaml", ""),
            ("../../../../etc/passwd", ""),
            ("files/ward.svg?x", ""),
            ("data:image/png;base64,AA==", ""),
            ("javascript:alert(1)", ""),
            ("files\\ward.svg", "files%5Cward.svg"),
        )
    },
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_in_a_lesson_is_named_with_its_line(name: str, tmp_path: Path) -> None:
    body, message = MISTAKES[name]
    assert problems_of(write(tmp_path, {LESSON: lesson(body), WARD: SVG})) == [message]


FILES: dict[str, tuple[str, bytes, str]] = {
    "text that calls itself a picture": (
        "ward.png",
        b"just text",
        "The file is not what its ending says. Expected a picture of the kind PNG.",
    ),
    "a picture under another ending": (
        "ward.png",
        picture("JPEG"),
        "The file is not what its ending says. Expected a picture of the kind PNG.",
    ),
    "an empty file": (
        "ward.webp",
        b"",
        "The file is not what its ending says. Expected a picture of the kind WEBP.",
    ),
    "too large": (
        "ward.svg",
        SVG + b" " * 200_000,
        f"The file is too large: {200_000 + len(SVG):,} bytes. Expected at most 200,000 bytes.",
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_bad_file_is_named_once_though_a_lesson_shows_it(name: str, tmp_path: Path) -> None:
    file, data, message = FILES[name]
    changes: Changes = {LESSON: lesson(f"![A](files/{file})"), f"{FOLDER}/{file}": data}
    assert problems_of(write(tmp_path, changes)) == [f"{FOLDER}/{file}:1: {message}"]


def test_a_script_in_a_drawing_is_refused_with_its_line(tmp_path: Path) -> None:
    bad = SVG.replace(b"<circle", b"<script>x</script><circle")
    (message,) = problems_of(write(tmp_path, {LESSON: lesson("![A](files/ward.svg)"), WARD: bad}))
    assert message.startswith(f"{WARD}:3: The drawing holds <script>. Expected only circle, ")


def test_a_file_that_nobody_names_is_refused(tmp_path: Path) -> None:
    assert problems_of(write(tmp_path, {WARD: SVG})) == [
        f"{WARD}:1: No lesson or question names this file. Expected one that shows files/ward.svg, or no file."
    ]


@pytest.mark.parametrize("name", ["Ward.svg", "ward .svg", "ward.exe", "ward", "wärd.svg", "ward.SVG", "a--b.svg"])
def test_a_name_of_another_form_is_refused_so_none_differ_in_capitals_alone(name: str, tmp_path: Path) -> None:
    changes: Changes = {
        LESSON: lesson("![A](files/ward.svg)"),
        WARD: SVG,
        f"{FOLDER}/{name}": SVG,
    }
    (message,) = problems_of(write(tmp_path, changes))
    assert message.startswith(f"{FOLDER}/{name}:1: The name has a wrong form. Expected small letters, digits")


def test_a_link_or_folder_among_the_files_is_refused(tmp_path: Path) -> None:
    pack = write(tmp_path, {LESSON: lesson("![A](files/ward.svg)")})
    (pack / FOLDER / "inner").mkdir(parents=True)
    (pack / WARD).symlink_to(pack / "pack.yaml")
    assert problems_of(pack) == [
        f'{LESSON}:7: There is no file "files/ward.svg". Expected a file in the folder files of the course.',
        f"{FOLDER}/inner:1: A folder cannot stand here. Expected files that lessons name.",
        f"{WARD}:1: This is a link to another place. Expected a file or folder of its own.",
    ]


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    pack = write(tmp_path, {LESSON: lesson("![A](files/ward.svg)"), WARD: b""})
    os.truncate(pack / WARD, 50_000_000)
    assert problems_of(pack) == [f"{WARD}:1: The file is too large: 50,000,000 bytes. Expected at most 200,000 bytes."]


def test_too_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_FILES", 1)
    changes: Changes = {
        LESSON: lesson("![A](files/ward.svg)"),
        WARD: SVG,
        f"{FOLDER}/bed.svg": SVG,
    }
    assert problems_of(write(tmp_path, changes)) == [f"{FOLDER}:1: The course has 2 files. Expected at most 1."]


def test_a_file_of_another_course_is_not_known(tmp_path: Path) -> None:
    other: Changes = {name.replace("short", "other"): text for name, text in SHORT_PACK.items() if "short" in name}
    other["courses/other/01-first/01-read.md"] = lesson("![A](files/ward.svg)")
    changes: Changes = {**other, LESSON: lesson("![A](files/ward.svg)"), WARD: SVG}
    assert problems_of(write(tmp_path, changes)) == [
        'courses/other/01-first/01-read.md:7: There is no file "files/ward.svg". '
        "Expected a file in the folder files of the course."
    ]
