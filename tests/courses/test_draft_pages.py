import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from courses.models import CourseDraft, CourseVersion, DraftFile
from courses.packs.sources import Sources, read_source_files
from courses.services.drafting import discard_draft, start_draft, text_digest
from people.models import Department, Employee
from people.roles import Role
from tests.factories import NOW, make_employee
from tests.support.courses import publish_course, short_course
from tests.support.media import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def ines(hospital: Department) -> Employee:
    """An author."""
    return make_employee("Ines Duarte", number="E-0007", department=hospital, roles=(Role.AUTHOR,))


@pytest.fixture
def author(client: Client, ines: Employee) -> Client:
    client.force_login(ines)
    return client


@pytest.fixture
def draft(ines: Employee) -> CourseDraft:
    return start_draft(publish_course(), by=ines, now=NOW)


def _file(draft: CourseDraft, ending: str) -> DraftFile:
    return draft.files.filter(path__endswith=ending).order_by("path")[0]


def _page(name: str, draft: CourseDraft, file: DraftFile | None = None) -> str:
    return reverse(f"courses:{name}", args=[draft.uuid, *([file.uuid] if file else [])])


def test_nobody_but_authors_comes_here(
    draft: CourseDraft, client: Client, ada: Employee, hana: Employee, cleo: Employee, mallory: Employee
) -> None:
    file = _file(draft, ".md")
    addresses = [reverse("courses:drafts"), _page("draft", draft), _page("draft-part", draft, file)]
    addresses += [_page("draft-publish", draft), reverse("courses:export", args=[CourseVersion.objects.get().uuid])]
    for person in (ada, hana, cleo, mallory):
        client.force_login(person)
        assert {client.get(address).status_code for address in addresses} <= {403, 404}
        assert client.post(_page("draft-publish", draft)).status_code in (403, 404)
        assert b"/courses/drafts/" not in client.get("/courses/").content


def test_the_list_leads_from_the_catalog_to_the_draft(author: Client, draft: CourseDraft) -> None:
    assert b"/courses/drafts/" in author.get("/courses/").content
    assert str(draft.uuid) in author.get("/courses/drafts/").content.decode()


def test_a_version_is_begun_once(author: Client) -> None:
    version = publish_course()
    for _ in range(2):
        answer = author.post("/courses/drafts/start/", {"version": str(version.uuid)})
        assert answer.headers["Location"] == _page("draft", CourseDraft.objects.get())
    assert author.post("/courses/drafts/start/", {"version": "x"}).headers["Location"] == "/courses/drafts/"


def test_a_course_is_begun_and_published(author: Client) -> None:
    assert author.post("/courses/drafts/new/", {"title": "", "language": "?"}).status_code == 422
    assert author.post("/courses/drafts/new/", {"title": "A", "slug": "drafts", "language": "de"}).status_code == 422
    author.post("/courses/drafts/new/", {"title": "Photos at work", "language": "en-US"})
    draft = CourseDraft.objects.get()
    assert draft.slug == "photos-at-work"
    assert "What is new" in author.get(_page("draft-publish", draft)).content.decode()
    answer = author.post(_page("draft-publish", draft), {"revision": draft.revision, "over": ""})
    assert answer.headers["Location"] == "/courses/photos-at-work/"
    assert author.get("/courses/photos-at-work/").status_code == 200


@pytest.mark.parametrize("ending", [".md", "check.quiz.yaml", "module.yaml", "course.yaml", "sources.yaml"])
def test_every_file_has_its_page_and_preview(ending: str, author: Client, draft: CourseDraft) -> None:
    file = _file(draft, ending)
    page = author.get(_page("draft-part", draft, file)).content.decode()
    assert text_digest(file.text) in page
    preview = author.post(_page("draft-preview", draft, file), {"text": "neither: [this"}).content.decode()
    assert "keep" in preview
    assert "preview-mistakes" in preview


def test_a_lesson_is_shown_as_learners_see_it_before_it_is_saved(author: Client, draft: CourseDraft) -> None:
    file = _file(draft, ".md")
    text = "---\nminutes: 2\nwhy: It *matters*.\n---\n# A title\n\n## Part\n\nWords <script>.\n"
    shown = author.post(_page("draft-preview", draft, file), {"text": text}).content.decode()
    assert "<h2>Part</h2>" in shown
    assert "<em>matters</em>" in shown
    assert "<script>" not in shown
    assert draft.files.get(pk=file.pk).text == file.text


def test_hard_words_bring_advice_and_no_problem(author: Client, draft: CourseDraft) -> None:
    file = _file(draft, ".md")
    hard = "Institutional communication necessitates comprehensive organizational accountability considerations. " * 12
    text = f"---\nminutes: 2\n---\n# A title\n\n{hard}\n"
    shown = author.post(_page("draft-preview", draft, file), {"text": text}).content.decode()
    assert "grade 8 is the aim" in shown
    assert "preview-mistakes" not in shown


def test_saving_tells_of_problems_and_keeps_what_somebody_else_saved(author: Client, draft: CourseDraft) -> None:
    file, page = _file(draft, "check.quiz.yaml"), ""
    page = _page("draft-part", draft, file)
    over = text_digest(file.text)
    wrong = file.text.replace("correct: true", "correct: false")
    assert author.post(page, {"text": wrong.replace("\n", "\r\n"), "over": over}).status_code == 302
    assert draft.files.get(pk=file.pk).text == wrong
    assert "No choice is correct." in author.get(_page("draft", draft)).content.decode()
    answer = author.post(page, {"text": "mine\n", "over": over})
    assert answer.status_code == 422
    assert "mine" in answer.content.decode()
    assert "Somebody saved this text" in answer.content.decode()
    assert draft.files.get(pk=file.pk).text == wrong
    assert "problems keep" in author.get(_page("draft-publish", draft)).content.decode()
    publishing = author.post(_page("draft-publish", draft), {"revision": "9" * 30, "over": "x"})
    assert publishing.status_code == 422


def test_words_for_what_is_gone_are_given_back(author: Client, draft: CourseDraft) -> None:
    page = _page("draft-part", draft, _file(draft, ".md"))
    discard_draft(draft)
    answer = author.post(page, {"text": "my words"})
    assert answer.status_code == 422
    assert "my words" in answer.content.decode()
    assert author.get(page).status_code == 404


def test_a_character_that_no_database_takes_is_refused_with_a_sentence(author: Client, draft: CourseDraft) -> None:
    file = _file(draft, ".md")
    answer = author.post(_page("draft-part", draft, file), {"text": "a\x00b", "over": text_digest(file.text)})
    assert answer.status_code == 422
    assert draft.files.get(pk=file.pk).text == file.text


def test_parts_are_moved_copied_added_and_taken_out(author: Client, draft: CourseDraft) -> None:
    step, module = _file(draft, "check.quiz.yaml"), _file(draft, "module.yaml")
    author.post(_page("draft-move", draft, step), {"move": "up"})
    author.post(_page("draft-move", draft, step), {"move": "sideways"})
    author.post(_page("draft-duplicate", draft, step))
    count = draft.files.count()
    assert author.get(_page("draft-remove", draft, step)).status_code == 200
    author.post(_page("draft-remove", draft, step))
    assert draft.files.count() == count - 1
    assert author.get(_page("draft-module-new", draft)).status_code == 200
    author.post(_page("draft-module-new", draft), {"title": "Another module"})
    assert author.post(_page("draft-step-new", draft, module), {"title": "x"}).status_code == 422
    assert author.post(_page("draft-step-new", draft, module), {"title": "x", "kind": "attest"}).status_code == 422
    answer = author.post(_page("draft-step-new", draft, module), {"title": "A lesson: new", "kind": "lesson"})
    assert answer.status_code == 302
    assert "A lesson: new" in author.get(_page("draft", draft)).content.decode()


def test_what_was_dragged_is_stored_unless_it_is_old(author: Client, draft: CourseDraft) -> None:
    def parts(ending: str) -> list[DraftFile]:
        return list(draft.files.filter(path__endswith=ending).order_by("path"))

    modules = parts("module.yaml")
    steps = [row for row in parts("") if "/01-first/" in row.path and row not in modules]
    address = _page("draft-order", draft)
    for name, rows in (("module", modules), ("step", steps)):
        ids = [str(row.uuid) for row in rows]
        author.post(address, {name: ids[::-1]})
        found = draft.files.filter(uuid__in=ids).order_by("path")
        assert [str(row.uuid) for row in found] == ids[::-1]
        author.post(address, {name: ids[1:]})
        assert [str(row.uuid) for row in draft.files.filter(uuid__in=ids).order_by("path")] == ids[::-1]
        assert author.post(address, {name: "x"}).status_code == 404


def test_a_picture_is_added_shown_and_taken_out(author: Client, draft: CourseDraft) -> None:
    assert author.post(_page("draft-files", draft)).status_code == 422
    author.post(_page("draft-files", draft), {"file": SimpleUploadedFile("Desk.png", picture())})
    shown = author.get(reverse("courses:draft-file", args=[draft.uuid, "desk.png"]))
    assert b"".join(shown) == picture()
    assert shown.headers["Content-Type"] == "image/png"
    author.post(_page("draft-file-remove", draft, _file(draft, "desk.png")))
    assert author.get(reverse("courses:draft-file", args=[draft.uuid, "desk.png"])).status_code == 404


def test_a_version_comes_as_a_zip_that_reads_as_it(author: Client) -> None:
    version = publish_course()
    answer = author.get(reverse("courses:export", args=[version.uuid]))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="short-course-v1.zip"'
    with zipfile.ZipFile(BytesIO(b"".join(answer))) as archive:
        texts = {name.partition("/")[2]: archive.read(name).decode() for name in archive.namelist()}
    assert [course.title for course in read_source_files(Sources(texts)).courses] == [version.title]


def test_versions_are_compared_line_by_line(author: Client) -> None:
    first = publish_course()
    second = publish_course(short_course(summary="Other words."))
    page = author.get(reverse("courses:compare", args=[first.uuid, second.uuid])).content.decode()
    assert "Other words." in page
    assert "<ins>" in page
    assert "<del>" in page
    same = author.get(reverse("courses:compare", args=[first.uuid, first.uuid])).content.decode()
    assert "<ins>" not in same
    assert (
        reverse("courses:compare", args=[second.uuid, second.uuid]) in author.get("/courses/drafts/").content.decode()
    )


def test_a_draft_is_thrown_away_after_a_question(author: Client, draft: CourseDraft) -> None:
    assert author.get(_page("draft-discard", draft)).status_code == 200
    assert CourseDraft.objects.exists()
    author.post(_page("draft-discard", draft))
    assert not CourseDraft.objects.exists()
    assert author.get(_page("draft", draft)).status_code == 404
