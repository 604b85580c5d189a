"""Files of lessons on their way: stored once, frozen with the version, and handed to whoever may read the lesson."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from courses.content import canonical_bytes, digest
from courses.errors import FileNotStored
from courses.media import stored_name
from courses.models import Course, CourseVersion, Step
from courses.models.content import content_of
from courses.packs import Pack, read_pack
from courses.services.authoring import load_course, publish_version
from courses.services.learning import start_course
from courses.services.storing import store_files
from people.models import Employee
from tests.courses.test_pack_files import FOLDER, LESSON, WARD, lesson
from tests.factories import NOW
from tests.support.courses import short_course
from tests.support.facts import tampering
from tests.support.media import SVG, picture, write

SHOWN = lesson('Before.\n\n![A ward & a "bed"](files/ward.svg "Our <ward>")\n\n## After\n\nAfter.')


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path, {LESSON: SHOWN, WARD: SVG})


@pytest.fixture(autouse=True)
def _empty_store(db: None) -> None:
    for name in _stored():
        default_storage.delete(name)


def _stored(folder: str = "courses/files") -> list[str]:
    if not default_storage.exists(folder):
        return []
    folders, files = default_storage.listdir(folder)
    below = [name for inner in folders for name in _stored(f"{folder}/{inner}")]
    return below + [f"{folder}/{name}" for name in files]


def published(folder: Path) -> CourseVersion:
    call_command("load_content", str(folder), "--publish", verbosity=0)
    return CourseVersion.objects.get()


def test_a_loaded_file_is_stored_once_under_its_digest(tmp_path: Path) -> None:
    text = lesson("![A](files/ward.svg)\n\n![B](files/same.svg)")
    call_command("load_content", str(write(tmp_path, {LESSON: text, WARD: SVG, f"{FOLDER}/same.svg": SVG})))
    one, two = Step.objects.get(slug="read").files
    assert one["sha256"] == two["sha256"]
    assert _stored() == [stored_name(one["sha256"])]
    with default_storage.open(stored_name(one["sha256"])) as stored:
        assert stored.read() == SVG


def test_the_files_are_part_of_what_is_frozen(folder: Path) -> None:
    pack = read_pack(folder)
    version = published(folder)
    assert content_of(version) == pack.courses[0]
    assert version.digest == digest(pack.courses[0])
    write(folder, {LESSON: SHOWN, WARD: SVG.replace(b"#2a8f8a", b"#123456")})
    assert digest(read_pack(folder).courses[0]) != version.digest


def test_a_lesson_without_files_does_not_mention_them() -> None:
    assert b'"files"' not in canonical_bytes(short_course())


def test_other_bytes_under_the_same_name_make_another_version(folder: Path) -> None:
    first = published(folder)
    write(folder, {LESSON: SHOWN, WARD: SVG.replace(b"#2a8f8a", b"#123456")})
    call_command("load_content", str(folder), "--publish", verbosity=0)
    assert CourseVersion.objects.count() == 2
    assert content_of(first).modules[0].steps[0].files[0].size == len(SVG)
    assert len(_stored()) == 2


def test_content_whose_files_are_not_stored_is_not_loaded(folder: Path) -> None:
    with pytest.raises(FileNotStored, match=r"ward\.svg"):
        load_course(read_pack(folder).courses[0], now=NOW)
    assert not Course.objects.exists()


def test_a_draft_whose_stored_file_was_damaged_is_not_published(folder: Path) -> None:
    pack = read_pack(folder)
    store_files(pack.files)
    version = load_course(pack.courses[0], now=NOW).version
    name = stored_name(pack.files[0].sha256)
    default_storage.delete(name)
    default_storage.save(name, ContentFile(SVG + b"\n"))
    with pytest.raises(FileNotStored, match="damaged"):
        publish_version(version, by=None, now=NOW)


@pytest.mark.parametrize("becomes", ["other", "gone", "a link"])
def test_a_file_that_changes_while_the_pack_is_loaded_refuses_it(
    folder: Path, becomes: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_then_change(path: Path) -> Pack:
        pack = read_pack(path)
        (path / WARD).unlink()
        if becomes == "other":
            (path / WARD).write_bytes(b"other")
        elif becomes == "a link":
            (path / WARD).symlink_to(path / "pack.yaml")
        return pack

    monkeypatch.setattr("courses.management.commands.load_content.read_pack", read_then_change)
    with pytest.raises(CommandError, match=r"ward\.svg changed while the pack was loaded.*Nothing was loaded"):
        call_command("load_content", str(folder))
    assert not Course.objects.exists()
    assert _stored() == []


def test_an_edited_digest_of_a_file_is_found_out(folder: Path) -> None:
    version = published(folder)
    with tampering():
        step = Step.objects.get(slug="read")
        Step.objects.filter(pk=step.pk).update(files=[{**step.files[0], "sha256": "0" * 64}])
        assert digest(content_of(CourseVersion.objects.get())) != version.digest


@pytest.fixture
def address(folder: Path, ada: Employee) -> str:
    version = published(folder)
    start_course(version.course, employee=ada, now=NOW)
    file = read_pack(folder).courses[0].modules[0].steps[0].files[0]
    return reverse("courses:file", args=["short", file.sha256, file.name])


def test_a_lesson_shows_its_picture_with_its_size_and_words(client: Client, ada: Employee, address: str) -> None:
    client.force_login(ada)
    page = client.get(reverse("courses:step", args=["short", "first", "read"])).content.decode()
    assert f'<img src="{address}" alt="A ward &amp; a &quot;bed&quot;" width="640" height="320">' in page
    assert "<figcaption>Our &lt;ward&gt;</figcaption>" in page
    assert page.index("Before.") < page.index("<img") < page.index('<div class="part" id="part-3"><h2>After</h2>')


def test_a_picture_is_served_for_ever_and_without_rights(client: Client, ada: Employee, address: str) -> None:
    client.force_login(ada)
    answer = client.get(address)
    assert b"".join(answer) == SVG
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert client.get(address, HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304


def test_only_who_takes_the_course_gets_its_files(client: Client, mallory: Employee, address: str) -> None:
    assert client.get(address).status_code == 302
    client.force_login(mallory)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "change",
    [("ward.svg", "bed.svg"), ("ward.svg", "..%2Fward.svg"), ("ward.svg", "WARD.svg"), ("/short/", "/long/")],
    ids=str,
)
def test_another_name_or_course_is_a_404(client: Client, ada: Employee, address: str, change: tuple[str, str]) -> None:
    client.force_login(ada)
    assert client.get(address.replace(*change)).status_code == 404


def test_another_digest_is_a_404_even_if_it_is_stored(client: Client, ada: Employee, address: str) -> None:
    client.force_login(ada)
    other = default_storage.save(stored_name("a" * 64), ContentFile(picture()))
    assert client.get(reverse("courses:file", args=["short", "a" * 64, "ward.svg"])).status_code == 404
    default_storage.delete(other)


def test_a_file_that_is_gone_is_a_404(client: Client, ada: Employee, address: str) -> None:
    client.force_login(ada)
    for name in _stored():
        default_storage.delete(name)
    assert client.get(address).status_code == 404


def test_policies_and_introductions_know_no_pictures() -> None:
    course = short_course()
    quiz = replace(course.modules[0].steps[1], text="![A ward](files/ward.svg)")
    version = load_course(replace(course, modules=(replace(course.modules[0], steps=(quiz,)),)), now=NOW).version
    assert Step.objects.get(module__version=version).files == []
