"""The printable file of a text: what it says, that it is accessible, and the same every time."""

import hashlib
import io
from datetime import timedelta
from pathlib import Path

import page as pdf_validation
import pytest
from django.conf import settings as site
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from people.models import Employee
from policies.content import text_sha256
from policies.handlers import print_version
from policies.models import PolicyText
from policies.services import printing
from tests.factories import NOW, TODAY
from tests.policies.authors import V1, make_policy, published
from toolkit import pdf
from toolkit.jobs.kinds import Later
from toolkit.models import Job
from toolkit.pdf.typesetting import KnownBytes

LONG = V1 + "".join(f"\n## Clause {n} {{#long-{n}}}\n\n{'Words and words. ' * 100}\n" for n in range(16))


@pytest.fixture
def text(ada: Employee, cleo: Employee) -> PolicyText:
    return (
        published(make_policy(), author=ada, reviewer=cleo, effective_on=TODAY)
        .texts.select_related("version__policy")
        .get()
    )


def _made(text: PolicyText) -> bytes:
    return bytes(default_storage.open(printing.print_now(text).name).read())


def test_it_says_all_that_was_published(text: PolicyText) -> None:
    reader = PdfReader(io.BytesIO(_made(text)))
    words = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for part in (
        "Short policy",
        "version 1",
        "2. Privacy Do not share what identifies a patient.",
        text.statement,
        text.sha256,
        text.version.digest,
    ):
        assert part in words
    assert "{#" not in words
    assert str(reader.root_object["/Lang"]) == "en-US"
    assert reader.metadata is not None
    assert reader.metadata.title == "Short policy, version 1"


def test_a_title_is_set_apart_from_the_words_beside_it(text: PolicyText) -> None:
    assert f"<bdi>{text.title}</bdi>, version 1" in printing._page(text)


def test_it_conforms_to_pdf_ua_1_and_asks_for_nothing(
    text: PolicyText, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    fetch = KnownBytes.fetch

    def listen(self: KnownBytes, url: str, headers: dict[str, str] | None = None) -> object:
        asked.append(url)
        return fetch(self, url, headers)

    monkeypatch.setattr(KnownBytes, "fetch", listen)
    path = tmp_path / "policy.pdf"
    path.write_bytes(_made(text))
    assert [failure.message for failure in pdf_validation.validate_pdf(path, profile="ua1").failures] == []
    assert [url for url in asked if not url.endswith(".ttf")] == []


def test_it_is_made_once_and_always_the_same(text: PolicyText) -> None:
    first = printing.print_now(text)
    assert printing.print_now(text) == first == printing.printed(text)
    assert first.sha256 == printing.printed_sha256(text) == hashlib.sha256(_made(text)).hexdigest()
    default_storage.delete(first.name)
    assert printing.printed(text) is None
    assert printing.print_now(text) == first


def test_a_file_that_was_altered_is_not_handed_out_but_made_anew(
    text: PolicyText, client: Client, ada: Employee
) -> None:
    first = printing.print_now(text)
    path = Path(default_storage.path(first.name))
    whole = path.read_bytes()
    other = path.with_name(f"{'0' * 64}.pdf")
    for altered in (whole.replace(b"%PDF-1.7", b"%PDF-1.6"), b""):
        path.write_bytes(altered)
        assert printing.printed(text) is None
        client.force_login(ada)
        download = client.get(reverse("policies:pdf", args=["short", 1]))
        assert b"".join(download) == whole
    # Nor one whose seal belongs to another file, or was made without the key.
    for seal in (path.with_name(f"{path.name}.seal").read_text().replace(path.stem, other.stem), first.sha256):
        path.with_name(f"{path.name}.seal").write_text(seal)
        assert printing.printed(text) is None
        assert printing.print_now(text) == first


def test_readers_in_other_time_zones_get_the_same_file(text: PolicyText) -> None:
    first = printing.print_now(text)
    with timezone.override("Pacific/Kiritimati"):
        assert printing.print_now(text) == first


def test_the_page_hands_it_out_and_says_its_digest(text: PolicyText, mallory: Employee) -> None:
    client = Client()
    client.force_login(mallory)
    answer = client.get(reverse("policies:pdf", args=["short", 1]))
    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert data.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="short-v1-en-US.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert hashlib.sha256(data).hexdigest() in client.get("/policies/short/").content.decode()


def test_without_pango_the_page_says_what_is_missing(
    text: PolicyText, mallory: Employee, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> pdf.engine.Typesetting:
        raise pdf.NotInstalled("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(pdf, "typesetter", missing)
    client = Client()
    client.force_login(mallory)
    answer = client.get(reverse("policies:pdf", args=["short", 1]))
    assert answer.status_code == 503
    assert "libpango-1.0-0" in answer.content.decode()
    with pytest.raises(Later, match="cannot load library"):
        print_version({"version": str(text.version.uuid)}, NOW)


def test_publishing_has_a_worker_make_it(text: PolicyText) -> None:
    job = Job.objects.get(kind="policies.print")
    print_version(job.payload, NOW)()
    assert printing.printed(text) is not None


def test_a_long_text_is_left_to_a_worker_and_can_be_asked_for_again(
    ada: Employee, cleo: Employee, mallory: Employee
) -> None:
    version = published(make_policy(), author=ada, reviewer=cleo, markdown=LONG)
    client = Client()
    client.force_login(mallory)
    address = reverse("policies:pdf", args=["short", 1])
    answer = client.get(address)
    assert answer.status_code == 202
    assert answer.headers["Retry-After"] == "10"
    assert client.get(reverse("policies:pdf-prepare", args=["short", 1])).status_code == 405
    for _time in range(2):
        assert client.post(reverse("policies:pdf-prepare", args=["short", 1])).headers["Location"] == address
    assert 2 <= Job.objects.filter(kind="policies.print").count() <= 3  # once a minute at most
    print_version({"version": str(version.uuid)}, NOW + timedelta(minutes=1))
    assert client.get(address).status_code == 200


def test_the_text_is_shown_as_typed_and_links_lead_where_they_say(ada: Employee, cleo: Employee) -> None:
    typed = V1.replace("Blocked sites {", "Signs < b & {{ x }} {").replace("names", "[names](https://a.example/x)")
    text = (
        published(make_policy(), author=ada, reviewer=cleo, markdown=typed)
        .texts.select_related("version__policy")
        .get()
    )
    assert text.sha256 == text_sha256(typed)
    reader = PdfReader(io.BytesIO(_made(text)))
    words = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "3. Signs < b & {{ x }}" in words
    links = {
        str(annotation.get_object()["/A"]["/URI"]) for page in reader.pages for annotation in page.get("/Annots", [])
    }
    assert links == {f"{site.SITE_URL}/policies/short/v1/", "https://a.example/x"}
