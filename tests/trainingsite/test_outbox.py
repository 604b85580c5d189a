"""The outbox: mails that were kept because no SMTP server is set."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client, override_settings

from people.models import Employee
from trainingsite import outbox

HOSTILE = 'Ünïcode <script>alert(1)</script> "quotes" 🦊'


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Iterator[Path]:
    with override_settings(
        OUTBOX_DIR=tmp_path / "outbox", EMAIL_URL="", EMAIL_BACKEND="trainingsite.outbox.FolderBackend"
    ):
        yield tmp_path / "outbox"


def keep(subject: str = "Welcome", text: str = "Hello\n\nhttp://127.0.0.1:8000/invitation/x/\n") -> str:
    mail = EmailMultiAlternatives(subject, text, to=["Ada Osei <ada@example.org>"])
    mail.attach_alternative("<p>Hello</p>", "text/html")
    assert mail.send() == 1
    return outbox.kept_names()[0]


def test_each_mail_is_one_whole_file_and_the_newest_comes_first(folder: Path) -> None:
    names = [keep(subject=f"Mail {n}") for n in range(3)]
    assert outbox.kept_names() == names[::-1]
    assert sorted(path.suffix for path in folder.iterdir()) == [".eml"] * 3
    kept = outbox.kept_mail(names[0])
    assert kept is not None
    assert (kept.subject, kept.to) == ("Mail 0", "Ada Osei <ada@example.org>")


def test_an_administrator_reads_mails_and_their_links_work(client: Client, root: Employee) -> None:
    name = keep()
    client.force_login(root)
    assert "Welcome" in client.get("/outbox/").text
    assert 'href="http://127.0.0.1:8000/invitation/x/"' in client.get(f"/outbox/{name}/").text


def test_what_is_in_a_mail_is_shown_as_text(client: Client, root: Employee) -> None:
    name = keep(subject=HOSTILE, text=HOSTILE)
    client.force_login(root)
    for address in ("/outbox/", f"/outbox/{name}/"):
        page = client.get(address).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page
        assert "🦊" in page


def test_an_empty_outbox_says_so(client: Client, root: Employee) -> None:
    client.force_login(root)
    assert "No mail yet" in client.get("/outbox/").text


@pytest.mark.parametrize("name", ["x", "..", "20261124T100000000000-" + "0" * 32, "20261124T100000000000-" + "z" * 32])
def test_a_name_that_is_none_is_not_found(client: Client, root: Employee, name: str) -> None:
    client.force_login(root)
    assert client.get(f"/outbox/{name}/").status_code == 404


@override_settings(DEMO=False)
def test_outside_the_demo_nobody_else_reads_them(client: Client, ada: Employee, hana: Employee) -> None:
    assert client.get("/outbox/").status_code == 302
    for person in (ada, hana):
        client.force_login(person)
        assert client.get("/outbox/").status_code == 403


@pytest.mark.django_db
@override_settings(DEMO=True)
def test_in_the_demo_an_invited_person_finds_the_invitation_before_signing_in(client: Client) -> None:
    name = keep()
    assert client.get("/outbox/").status_code == 200
    assert client.get(f"/outbox/{name}/").status_code == 200


@override_settings(EMAIL_URL="smtp://mail.example.org")
def test_with_a_mail_server_there_is_no_outbox(client: Client, root: Employee) -> None:
    client.force_login(root)
    assert client.get("/outbox/").status_code == 404


def test_times_are_those_of_the_readers_site_and_say_which(client: Client, ada: Employee, folder: Path) -> None:
    name = keep()
    (folder / f"{name}.eml").rename(folder / f"20261124T202100000000-{'0' * 32}.eml")
    with override_settings(DEMO=True):
        nobody = client.get("/outbox/").text
        client.force_login(ada)
        hers = client.get("/outbox/").text
    assert "Nov. 24, 2026, 8:21 p.m. UTC" in nobody
    assert "Nov. 24, 2026, 2:21 p.m. CST" in hers
