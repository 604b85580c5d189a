"""Files to download: what is taken, what is refused, and how they are handed out."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from courses.media import KINDS, Flaw, look_at
from courses.models import CourseVersion
from courses.packs import read_pack
from courses.services.learning import start_course
from people.models import Employee
from tests.courses.test_pack_files import FOLDER, LESSON, WARD, lesson, problems_of
from tests.factories import NOW
from tests.support.media import SVG, picture, write
from toolkit.packfiles import folders as limits

PDF = b"%PDF-1.7\n" + b"x" * 2_000
CARD = f"{FOLDER}/card.pdf"


def archive(*names: str) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as opened:
        for name in names:
            opened.writestr(name, "x")
    return file.getvalue()


def office(folder: str, *more: str) -> bytes:
    return archive("[Content_Types].xml", f"{folder}/x.xml", *more)


GOOD = {
    "pdf": PDF,
    "docx": office("word"),
    "xlsx": office("xl"),
    "pptx": office("ppt"),
    "zip": archive("a/b.txt"),
    "txt": "Größe\n".encode(),
    "csv": b"a,b\n",
}


@pytest.mark.parametrize("ending", GOOD)
def test_a_document_is_taken_under_its_own_ending_only(ending: str) -> None:
    assert look_at(GOOD[ending], KINDS[ending]) == (0, 0)
    for other, data in {
        **GOOD,
        "png": picture(),
        "empty": b"",
        "exe": b"MZ\x00\x00",
        "old": b"\xd0\xcf\x11\xe0",
    }.items():
        are_text = ending in ("txt", "csv") and other in ("txt", "csv", "pdf")  # all of it can be read
        is_zip = ending == "zip" and other in ("docx", "xlsx", "pptx")
        if other != ending and not are_text and not is_zip:
            with pytest.raises(Flaw, match="not what its ending says"):
                look_at(data, KINDS[ending])


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "a/../../x", "C:x", "a\\..\\b"])
def test_an_archive_that_would_unpack_elsewhere_is_refused(name: str) -> None:
    data = archive("a/xxxxxxxxxxxx").replace(b"a/xxxxxxxxxxxx", name.encode().ljust(14, b"y"))
    with pytest.raises(Flaw, match="leads out of it"):
        look_at(data, KINDS["zip"])


@pytest.mark.parametrize("part", ["vbaProject.bin", "activeX/activeX1.bin", "macrosheets/sheet1.xml"])
def test_macros_are_refused(part: str) -> None:
    with pytest.raises(Flaw, match="macros"):
        look_at(office("word", f"word/{part}"), KINDS["docx"])


def test_an_archive_of_too_many_files_is_refused() -> None:
    with pytest.raises(Flaw, match="holds 10,001 files"):
        look_at(archive(*(str(number) for number in range(10_001))), KINDS["zip"])


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            "[Card](files/cart.pdf)",
            f'{LESSON}:9: There is no file "files/cart.pdf". Expected a file in the folder files of the course.',
        ),
        (
            "[Ward](files/ward.svg)",
            f'{LESSON}:9: "files/ward.svg" is not for download. '
            "Expected a file that ends with one of pdf, docx, xlsx, pptx, zip, txt, csv.",
        ),
        (
            "[](files/card.pdf)",
            f'{LESSON}:9: The download "files/card.pdf" has no words. '
            "Expected what it is: [words] and then (files/card.pdf).",
        ),
        (
            "![A card](files/card.pdf)",
            f'{LESSON}:9: "files/card.pdf" is not a picture. '
            "Expected a file that ends with one of svg, png, jpg, webp, mp4, webm.",
        ),
        (
            "[Out](files/../../secret.pdf)",
            f'{LESSON}:9: The download is "files/../../secret.pdf". '
            "Expected files/ and the name of a file in that folder.",
        ),
    ],
    ids=range(5),
)
def test_a_mistake_is_named_with_its_line(body: str, message: str, tmp_path: Path) -> None:
    text = lesson(f"![A](files/ward.svg) \n\n{body}\n\n[Card](files/card.pdf)")
    assert problems_of(write(tmp_path, {LESSON: text, WARD: SVG, CARD: PDF})) == [message]


def test_files_have_limits_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = write(tmp_path, {LESSON: lesson("[Card](files/card.pdf)"), CARD: PDF})
    monkeypatch.setattr(limits, "LARGEST_PACK", 1_500)
    assert read_pack(pack).files[0].size == len(PDF)
    monkeypatch.setattr(limits, "LARGEST_MEDIA", 1_000)
    assert problems_of(pack) == [
        f"{CARD}:1: The files of lessons are too large. Expected at most 1,000 bytes in all files."
    ]


def test_a_download_says_what_it_is_and_is_saved(tmp_path: Path, client: Client, ada: Employee) -> None:
    text = lesson("Take the [*pocket* card](files/card.pdf) with you.")
    call_command("load_content", str(write(tmp_path, {LESSON: text, CARD: PDF})), "--publish", verbosity=0)
    start_course(CourseVersion.objects.get().course, employee=ada, now=NOW)
    client.force_login(ada)
    page = client.get(reverse("courses:step", args=["short", "first", "read"])).content.decode()
    address = reverse("courses:file", args=["short", read_pack(tmp_path).files[0].sha256, "card.pdf"])
    assert f'<a href="{address}" rel="noopener noreferrer"><em>pocket</em> card (PDF, 2.0&nbsp;KB)</a>' in page
    answer = client.get(address)
    assert answer["Content-Disposition"] == 'attachment; filename="card.pdf"'
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer) == PDF
