"""Videos in lessons: captions and transcript are required, and players may ask for parts."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from courses.content import VideoContent
from courses.media import KINDS, Flaw, look_at
from courses.models import CourseVersion
from courses.models.content import content_of
from courses.packs import read_pack
from courses.services.learning import start_course
from people.models import Employee
from tests.courses.test_pack_files import FOLDER, LESSON, lesson, problems_of
from tests.factories import NOW
from tests.support.media import MP4, VTT, Changes, picture, write

TALK = f"{FOLDER}/talk"
TEXT = lesson("![How to <report>](files/talk.mp4)")
WHOLE: Changes = {LESSON: TEXT, f"{TALK}.mp4": MP4, f"{TALK}.vtt": VTT, f"{TALK}.md": "**Ana:** Wait!\n"}


def test_a_video_brings_its_captions_transcript_and_poster(tmp_path: Path) -> None:
    step = read_pack(write(tmp_path, {**WHOLE, f"{TALK}.jpg": picture("JPEG")})).courses[0].modules[0].steps[0]
    assert step.videos == (VideoContent("talk.mp4", "talk.vtt", "**Ana:** Wait!", "talk.jpg"),)
    assert [file.name for file in step.files] == ["talk.jpg", "talk.mp4", "talk.vtt"]
    assert step.files[1].size == len(MP4)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {f"{TALK}.vtt": None},
            f'{LESSON}:7: The video "files/talk.mp4" has no captions. Expected a file files/talk.vtt.',
        ),
        (
            {f"{TALK}.md": None},
            f'{LESSON}:7: The video "files/talk.mp4" has no transcript. Expected a file files/talk.md.',
        ),
        (
            {LESSON: TEXT.replace("How to <report>", "")},
            f'{LESSON}:7: The video "files/talk.mp4" has no title. Expected words in the brackets.',
        ),
        (
            {f"{TALK}.mp4": picture()},
            f"{TALK}.mp4:1: The file is not what its ending says. Expected a video of the kind MP4.",
        ),
        (
            {f"{TALK}.vtt": VTT.replace(b"00:00.000", b"0:00.000")},
            f"{TALK}.vtt:3: The captions hold a wrong time. Expected two times like 00:01.000 --> 00:04.500.",
        ),
        (
            {f"{TALK}.md": " \n"},
            f"{TALK}.md:1: The transcript is empty. Expected what is said and what is to be seen.",
        ),
        (
            {f"{TALK}.md": "Ana\n\n<script>x</script>\n"},
            f"{TALK}.md:3: The text holds HTML. Expected Markdown only; write < as \\<.",
        ),
        (
            {f"{FOLDER}/other.md": "Ana\n"},
            f"{FOLDER}/other.md:1: No lesson or question names this file. "
            "Expected one that shows files/other.md, or no file.",
        ),
        (
            {f"{FOLDER}/other.vtt": VTT},
            f"{FOLDER}/other.vtt:1: No lesson or question names this file. "
            "Expected one that shows files/other.vtt, or no file.",
        ),
    ],
    ids=range(9),
)
def test_a_mistake_is_named_with_its_line(changes: Changes, message: str, tmp_path: Path) -> None:
    assert problems_of(write(tmp_path, {**WHOLE, **changes})) == [message]


WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm"


def test_the_first_bytes_tell_a_video() -> None:
    assert look_at(MP4[:64], KINDS["mp4"]) == look_at(WEBM, KINDS["webm"]) == (0, 0)
    for data, ending in (
        (WEBM, "mp4"),
        (MP4, "webm"),
        (b"", "mp4"),
        (b"", "webm"),
        (b"\x1a\x45\xdf\xa3matroska", "webm"),
    ):
        with pytest.raises(Flaw, match="not what its ending says"):
            look_at(data, KINDS[ending])


@pytest.mark.parametrize(
    ("data", "what", "line"),
    [
        (b"", "The file is not what its ending says.", 1),
        (b"1\n00:00:00,000 --> 00:00:04,500\nHi\n", "The file is not what its ending says.", 1),
        (b"WEBVTTX\n", "The file is not what its ending says.", 1),
        (b"WEBVTT\n\nHi\n", "The captions hold no words.", 1),
        (b"WEBVTT\n\nSTYLE\n::cue { background: url(//evil.example) }\n", "The captions hold a style sheet.", 3),
        (b"WEBVTT\n\n00:00.000 --> 4\nHi\n", "The captions hold a wrong time.", 3),
        (b"WEBVTT\n\n\xff\n", "The text is not UTF-8.", 3),
    ],
)
def test_captions_that_no_player_could_show_are_refused(data: bytes, what: str, line: int) -> None:
    with pytest.raises(Flaw) as flaw:
        look_at(data, KINDS["vtt"])
    assert (flaw.value.what, flaw.value.line) == (what, line)


def test_captions_may_be_placed_and_have_hours() -> None:
    data = b"\xef\xbb\xbfWEBVTT - talk\r\n\r\nNOTE x\r\n\r\n01:00:00.000 --> 01:00:04.500 line:0 align:start\r\nHi\r\n"
    assert look_at(data, KINDS["vtt"]) == (0, 0)


@pytest.fixture
def page(tmp_path: Path, client: Client, ada: Employee) -> str:
    call_command("load_content", str(write(tmp_path, WHOLE)), "--publish", verbosity=0)
    version = CourseVersion.objects.get()
    assert content_of(version) == read_pack(tmp_path).courses[0]
    start_course(version.course, employee=ada, now=NOW)
    client.force_login(ada)
    return client.get(reverse("courses:step", args=["short", "first", "read"])).content.decode()


def test_the_player_waits_and_the_transcript_stands_below(page: str) -> None:
    assert 'aria-label="How to &lt;report&gt;"' in page
    assert "autoplay" not in page
    assert 'kind="captions"' in page
    assert 'srclang="en-US"' in page
    assert page.index("<video") < page.index("Transcript") < page.index("<p><strong>Ana:</strong> Wait!</p>")


def test_a_player_gets_the_part_that_it_asks_for(page: str, client: Client, tmp_path: Path) -> None:
    files = {file.path.name: file for file in read_pack(tmp_path).files}
    address = reverse("courses:file", args=["short", files["talk.mp4"].sha256, "talk.mp4"])
    assert f'src="{address}" type="video/mp4"' in page
    answer = client.get(address, HTTP_RANGE="bytes=100-199")
    assert (answer.status_code, b"".join(answer)) == (206, MP4[100:200])
    assert "Content-Disposition" not in answer
    assert client.get(address, HTTP_RANGE="bytes=99999-").status_code == 416
    captions = client.get(reverse("courses:file", args=["short", files["talk.vtt"].sha256, "talk.vtt"]))
    assert captions["Content-Type"] == "text/vtt; charset=utf-8"
    assert "talk.md" not in files
