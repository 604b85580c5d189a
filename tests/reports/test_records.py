"""Attestation records: who may look, what each filter narrows, and that every figure opens its rows."""

import re
from datetime import date
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from people.models import Department, Employee, Placement
from people.roles import Role
from policies.models import Attestation, Policy
from reports.selectors import records as selector
from reports.selectors.recordfilter import RecordFilter, UnknownFilter, filter_from, records
from reports.selectors.records import Place, record_page
from tests.factories import LONG_AGO, NOW, TODAY, make_department, make_employee, make_site
from tests.policies.factories import make_attestation, make_paper_signature, make_policy_version
from tests.reports.signatures import FIRST, MOVED_ON, make_signatures

LIST = "/compliance/attestations/"


@pytest.fixture
def compliance(client: Client, cleo: Employee) -> Client:
    client.force_login(cleo)
    return client


@pytest.mark.parametrize("name", ["reports:compliance", "reports:attestations", "reports:exports"])
@pytest.mark.parametrize("who", ["ada", "boris", "hana", "root", "mallory"])
def test_others_do_not_get_in(client: Client, request: pytest.FixtureRequest, name: str, who: str) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse(name)).status_code == 403


@pytest.mark.parametrize("role", [Role.COMPLIANCE, Role.AUDITOR, Role.PRIVACY])
def test_compliance_auditors_and_the_privacy_officer_look(client: Client, hospital: Department, role: Role) -> None:
    client.force_login(make_employee(department=hospital, roles=(role,)))
    for name in ("reports:compliance", "reports:attestations", "reports:exports"):
        assert client.get(reverse(name)).status_code == 200


def test_without_records_the_page_says_when_there_will_be_some(compliance: Client) -> None:
    assert "No records yet" in compliance.get(LIST).content.decode()
    assert "There is no policy yet" in compliance.get("/compliance/").content.decode()


def test_a_record_shows_who_signed_what_when_and_where_they_were(compliance: Client, ada: Employee) -> None:
    make_attestation(ada, make_policy_version(), employee_name="Ada Maiden")
    page = compliance.get(LIST).content.decode()
    for words in (
        "Ada Osei",
        "E-0001",
        "signed as <bdi>Ada Maiden</bdi>",
        "Social media use",
        "7 East",
        "Nov. 24, 2026",
    ):
        assert words in page
    assert "On paper</span>" not in page


def test_a_signature_on_paper_is_marked(compliance: Client, ada: Employee, hana: Employee) -> None:
    version = make_policy_version()
    make_attestation(ada, version, paper=make_paper_signature(ada, version, by=hana), recorded_by=hana)
    assert "On paper</span>" in compliance.get(LIST).content.decode()


def test_the_department_is_where_they_were_on_the_day(compliance: Client, hospital: Department) -> None:
    before, after = make_department("Before", parent=hospital), make_department("After", parent=hospital)
    person, version = make_employee("Mover"), make_policy_version()
    kept = {"employee": person, "site": make_site(), "recorded_at": NOW}
    Placement.objects.create(department=before, from_on=LONG_AGO, until_on=MOVED_ON, **kept)
    Placement.objects.create(department=after, from_on=MOVED_ON, **kept)
    early = make_attestation(person, version, signed_on=date(2026, 5, 31), occasion="a")
    late = make_attestation(person, version, signed_on=MOVED_ON, occasion="b")
    assert list(records(RecordFilter(department=before))) == [early]
    assert list(records(RecordFilter(department=after))) == [late]
    assert set(records(RecordFilter(department=hospital))) == {early, late}
    shown = {row.uuid: row.department for row in record_page(RecordFilter()).rows}
    assert shown == {early.uuid: "Before", late.uuid: "After"}


def is_wanted(record: Attestation, asked: dict[str, str], path: str) -> bool:
    """The same in plain Python, one record at a time."""
    person, day = record.employee, record.signed_on
    there = [
        placement.department.path
        for placement in person.placements.all()
        if placement.from_on <= day and (placement.until_on is None or placement.until_on > day)
    ]
    words, method = asked.get("person", "").casefold(), "paper" if record.paper_id else "site"
    return (
        asked.get("policy", record.policy.slug) == record.policy.slug
        and asked.get("version", str(record.version.number)) == str(record.version.number)
        and asked.get("from", "") <= day.isoformat() <= asked.get("to", "9999")
        and (not path or any(one.startswith(path) for one in there))
        and (words in person.name.casefold() or words in person.number.casefold())
        and asked.get("method", method) == method
    )


def address(asked: dict[str, str]) -> str:
    return filter_from(asked).query()


@st.composite
def filters(draw: st.DrawFn) -> dict[str, str]:
    """Any combination of parts; departments are put in by the test, as their number in the tree."""
    days = st.dates(FIRST, date(2026, 12, 1))
    first, last = sorted([draw(days), draw(days)])
    parts = {
        "policy": "photos-1"
        if (has_version := draw(st.booleans()))
        else draw(st.sampled_from(["photos-1", "speech-1"])),
        "version": draw(st.sampled_from(["1", "2"])),
        "from": first.isoformat(),
        "to": last.isoformat(),
        "department": draw(st.sampled_from(["House 1", "Floor", "Ward", "Garden"])),
        "person": draw(st.sampled_from(["T-", "person", "=1", "married", "🦊", "nobody"])),
        "method": draw(st.sampled_from(["paper", "site"])),
    }
    kept = {name: value for name, value in parts.items() if draw(st.booleans())}
    if "version" in kept and not (has_version and "policy" in kept):
        del kept["version"]
    return kept


@pytest.mark.django_db
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=filters())
def test_any_combination_of_filters_gives_the_records_that_it_says(
    signed: list[Attestation], asked: dict[str, str]
) -> None:
    path = Department.objects.get(name=asked["department"]).path if "department" in asked else ""
    wanted = filter_from(in_tree(asked))
    found = set(records(wanted).values_list("pk", flat=True))
    assert found == {record.pk for record in signed if is_wanted(record, asked, path)}
    asked = in_tree(asked)
    assert filter_from({name: value[0] for name, value in parse_qs(address(asked)).items()}) == filter_from(asked)


def in_tree(asked: dict[str, str]) -> dict[str, str]:
    if "department" not in asked:
        return asked
    return asked | {"department": str(Department.objects.get(name=asked["department"]).uuid)}


@pytest.fixture
def signed(db: None) -> list[Attestation]:
    make_signatures(1)
    rows = Attestation.objects.select_related("employee", "policy", "version")
    return list(rows.prefetch_related("employee__placements__department"))


def test_the_pages_hold_every_record_once_forwards_and_backwards(
    signed: list[Attestation], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selector, "PER_PAGE", 7)
    order = list(records(RecordFilter()).order_by("-signed_on", "-pk").values_list("pk", flat=True))
    page = record_page(RecordFilter())
    assert page.newer is None
    forwards = [page]
    while page.older:
        page = record_page(RecordFilter(), before=page.older)
        forwards.append(page)
    assert [row.pk for page in forwards for row in page.rows] == order
    assert len(forwards) == 6
    backwards = [page]
    while page.newer:
        page = record_page(RecordFilter(), after=page.newer)
        backwards.append(page)
    assert [row.pk for page in backwards[::-1] for row in page.rows] == order
    assert page.newer is None


def test_links_between_pages_keep_the_filter(
    compliance: Client, signed: list[Attestation], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selector, "PER_PAGE", 3)
    page = compliance.get(LIST + "?policy=photos-1&method=site")
    older = page.context["older_url"]
    assert parse_qs(urlsplit(older).query).keys() == {"policy", "method", "before"}
    back = compliance.get(older).context["newer_url"]
    assert [row.pk for row in compliance.get(back).context["rows"]] == [row.pk for row in page.context["rows"]]


@pytest.mark.parametrize("text", ["", "x", "2026-11-24", "2026-11-24.x", "2026-13-01.5", "2026-11-24.²", "." * 99])
def test_a_place_that_is_none_is_the_first_page(compliance: Client, signed: list[Attestation], text: str) -> None:
    assert Place.parse(text) is None
    first = [row.pk for row in record_page(RecordFilter()).rows]
    answer = compliance.get(LIST, {"before": text, "after": text})
    assert [row.pk for row in answer.context["rows"]] == first


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"policy": "nothing"}, "There is no policy “nothing”."),
        ({"version": "1"}, "choose the policy too"),
        ({"policy": "photos-1", "version": "9"}, "This policy has no version “9”."),
        ({"policy": "photos-1", "version": "9" * 50}, "This policy has no version"),
        ({"policy": "photos-1", "version": "-1"}, "This policy has no version"),
        ({"from": "yesterday"}, "“yesterday” is not a day. Write it like 2026-11-24."),
        ({"to": "2026-02-30"}, "“2026-02-30” is not a day."),
        ({"from": "2026-05-02", "to": "2026-05-01"}, "The last day lies before the first one."),
        ({"department": "x"}, "There is no such department."),
        ({"department": "00000000-0000-0000-0000-000000000000"}, "There is no such department."),
        ({"method": "telepathy"}, "There is no such way of signing."),
    ],
)
def test_what_names_nothing_is_said_with_the_field(
    compliance: Client, signed: list[Attestation], asked: dict[str, str], words: str
) -> None:
    answer = compliance.get(LIST, asked)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not answer.context["rows"]
    (problem,) = answer.context["problems"]
    assert f'id="{problem.href[1:]}"' in answer.content.decode()
    with pytest.raises(UnknownFilter):
        filter_from(asked)


@pytest.mark.parametrize("query", ["person=" + "x" * 500, "unknown=1", "policy=", "page=x"])
def test_odd_words_break_nothing(compliance: Client, signed: list[Attestation], query: str) -> None:
    assert compliance.get(f"{LIST}?{query}").status_code == 200


@pytest.mark.parametrize("query", ["person=%00", "policy=%00", "person=Ada%00"])
def test_a_filter_with_a_zero_byte_is_refused_and_not_dropped(
    compliance: Client, signed: list[Attestation], query: str
) -> None:
    answer = compliance.get(f"{LIST}?{query}")
    assert (answer.status_code, answer.context["rows"]) == (422, [])


def test_every_figure_of_the_first_page_opens_as_many_records(compliance: Client, signed: list[Attestation]) -> None:
    Policy.objects.create(slug="draft-only", created_at=NOW)
    page = compliance.get("/compliance/").content.decode()
    figures = re.findall(r'href="(/compliance/attestations/[^"]*)"[^>]*>(?:<span class="stat-value">)?([\d,]+)<', page)
    assert len(figures) == 5
    for url, number in figures:
        assert compliance.get(unescape(url)).context["total"] == int(number.replace(",", "")), url
    assert int(figures[0][1]) == len(signed)


def test_each_filter_is_a_chip_that_takes_itself_off(compliance: Client, signed: list[Attestation]) -> None:
    asked = in_tree({"policy": "photos-1", "version": "2", "from": "2026-01-01", "to": "2026-12-01"})
    asked |= in_tree({"department": "Floor", "person": "T-", "method": "paper"})
    answer = compliance.get(LIST, asked)
    chips = answer.context["chips"]
    assert [chip.label for chip in chips] == [
        "Social media use",
        "Version 2",
        "From Jan. 1, 2026",
        "Until Dec. 1, 2026",
        "Floor and below",
        "“T-”",
        "On paper",
    ]
    for chip, gone in zip(chips, ("policy", "version", "from", "to", "department", "person", "method"), strict=True):
        assert gone not in parse_qs(urlsplit(chip.remove_url).query)
        assert compliance.get(chip.remove_url).context["total"] >= answer.context["total"]


def test_the_form_shows_what_was_asked_for(compliance: Client, signed: list[Attestation]) -> None:
    page = compliance.get(LIST + "?policy=photos-1&from=2026-01-01&to=2026-12-31&person=T-").content.decode()
    assert '<option value="photos-1" selected>' in page
    assert 'name="from" value="2026-01-01"' in page
    assert 'name="to" value="2026-12-31"' in page


def test_a_hostile_name_is_text(compliance: Client, ada: Employee) -> None:
    ada.name = "<script>alert(1)</script>"
    ada.save()
    make_attestation(ada, make_policy_version(), employee_name="<script>alert(2)</script>")
    assert "<script>alert" not in compliance.get(LIST).content.decode()


def test_the_queries_do_not_grow_with_the_records(
    compliance: Client, signed: list[Attestation], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    # session, person, roles; the page, the count; policies, departments
    with django_assert_num_queries(7):
        compliance.get(LIST)
    assert TODAY > FIRST
