"""The page that says how the ledger is, and who is sent its checkpoints."""

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ledger import services
from ledger.errors import Problem, Refused
from ledger.keyfiles import KeyFiles
from ledger.models import AnchorAddress
from people.models import Department, Employee
from people.roles import Role
from tests.factories import NOW, make_employee
from tests.support.ledger import ORIGIN, enter
from toolkit.jobs import running
from toolkit.models import Job
from trainingsite import anchoring
from trainingsite.ledger_page import fingerprint

pytestmark = pytest.mark.django_db
PAGE = "/compliance/ledger/"
ADD = "/compliance/ledger/addresses/"


@pytest.fixture
def auditor(hospital: Department) -> Employee:
    return make_employee("Axel Auditor", department=hospital, roles=(Role.AUDITOR,))


def text(client: Client, who: Employee) -> str:
    client.force_login(who)
    response = client.get(PAGE)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("who", ["ada", "boris", "hana", "root", "mallory"])
def test_it_is_for_compliance_and_auditors(client: Client, who: str, request: pytest.FixtureRequest) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(PAGE).status_code == 403
    assert client.post(ADD, {"name": "A", "address": "a@example.com"}).status_code == 403
    assert not AnchorAddress.objects.exists()


def test_before_it_has_begun_it_says_so_calmly(client: Client, cleo: Employee, ledger_key: KeyFiles) -> None:
    page = text(client, cleo)
    assert "The ledger has not begun" in page
    assert "Nobody outside keeps a copy yet" in page
    assert "Current checkpoint" not in page


def test_it_says_how_large_and_how_fresh_it_is(client: Client, cleo: Employee, ledger_key: KeyFiles) -> None:
    services.seal(NOW)
    enter()
    page = text(client, cleo)
    assert ORIGIN in page
    assert fingerprint(ledger_key.signer().verifier.vkey) in page
    assert 'href="/ledger/checkpoint"' in page
    assert 'href="/ledger/key"' in page


@pytest.mark.parametrize("problem", list(Problem))
def test_it_says_what_is_wrong_and_what_to_do(
    client: Client, cleo: Employee, ledger_key: KeyFiles, problem: Problem
) -> None:
    services.report(Refused(problem, "Do this and that."), now=NOW)
    page = text(client, cleo)
    assert "Nothing is sealed: " in page
    assert "Do this and that." in page
    assert "Nothing is lost." in page
    services.report(None, now=NOW)
    assert "Nothing is sealed" not in text(client, cleo)


def test_compliance_adds_and_ends_an_address(client: Client, cleo: Employee, ledger_key: KeyFiles) -> None:
    services.seal(NOW)
    client.force_login(cleo)
    assert client.post(ADD, {"name": "Outside Audit LLP", "address": "audit@example.com"})["Location"] == PAGE
    added = AnchorAddress.objects.get()
    assert (added.name, added.address, added.added_by) == ("Outside Audit LLP", "audit@example.com", cleo.uuid)
    assert "None yet; the first goes tonight" in text(client, cleo)
    assert client.post(f"{ADD}{added.uuid}/end/")["Location"] == PAGE
    added.refresh_from_db()
    assert added.ended_by == cleo.uuid
    assert "Outside Audit LLP</bdi></th>" not in text(client, cleo)


@pytest.mark.parametrize(
    ("name", "address", "said"),
    [
        ("", "audit@example.com", "Enter the name"),
        ("Audit", "", "Enter the e-mail address."),
        ("Audit", "not an address", "such as audit@example.com"),
        ("Audit\u202e", "audit@example.com", "line breaks"),
        ("Audit", "taken@example.com", "gets the checkpoint already"),
    ],
)
def test_what_is_no_address_is_refused(
    client: Client, cleo: Employee, ledger_key: KeyFiles, name: str, address: str, said: str
) -> None:
    services.add_anchor_address(address="taken@example.com", name="Taken", by=None, now=NOW)
    client.force_login(cleo)
    response = client.post(ADD, {"name": name, "address": address})
    assert response.status_code == 422
    assert said in response.content.decode()
    assert AnchorAddress.objects.count() == 1


def test_an_auditor_reads_and_changes_nothing(client: Client, auditor: Employee, ledger_key: KeyFiles) -> None:
    added = services.add_anchor_address(address="a@example.com", name="Outside", by=None, now=NOW)
    page = text(client, auditor)
    assert "Outside" in page
    assert '<form method="post" action="/compliance' not in page
    assert client.post(ADD, {"name": "A", "address": "b@example.com"}).status_code == 403
    assert client.post(f"{ADD}{added.uuid}/end/").status_code == 403


def test_it_says_when_and_to_whom_the_last_copy_went(client: Client, cleo: Employee, ledger_key: KeyFiles) -> None:
    services.seal(NOW)
    services.add_anchor_address(address="a@example.com", name="Outside Audit", by=None, now=NOW)
    anchoring.mail_checkpoint({}, NOW)()
    page = text(client, cleo)
    assert "Last copy kept outside</dt><dd>None yet" in page
    assert "Waiting" in page
    running.run(Job.objects.get(kind="notices.send").pk, clock=lambda: NOW)
    assert len(mail.outbox) == 1
    page = text(client, cleo)
    assert "(<bdi>Outside Audit</bdi>)" in page


def test_the_page_takes_as_many_queries_for_ten_addresses_as_for_one(
    client: Client, cleo: Employee, ledger_key: KeyFiles
) -> None:
    services.seal(NOW)
    counts = []
    for round_number in range(2):
        for n in range(1 + 8 * round_number):
            services.add_anchor_address(address=f"{round_number}-{n}@example.com", name="A", by=None, now=NOW)
        anchoring.mail_checkpoint({}, NOW)()
        counts.append(_queries(client, cleo))
    assert counts[0] == counts[1]


def _queries(client: Client, who: Employee) -> int:
    client.force_login(who)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as queries:
        client.get(PAGE)
    return len(queries)
