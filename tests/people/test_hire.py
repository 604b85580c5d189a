"""people.services.hire: a row, a placement and an address, or nothing."""

from datetime import date
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from notices.models import Notice
from people import services
from people.models import Department, Employee
from people.signals import workforce_changed
from tests.factories import NOW, make_site
from toolkit.errors import DomainError


def hire(department: Department, **more: Any) -> Employee:
    facts = {"number": "E-0100", "name": "Sam Doe", "email": "Sam.Doe@Example.org", "from_on": date(2026, 12, 1)}
    return services.hire(**{**facts, "department": department, "site": make_site(), "now": NOW, **more})


def test_a_new_person_is_placed_and_can_be_written_to(ward: Department, boris: Employee) -> None:
    sam = hire(ward, manager=boris, job_title="Porter")
    placement = sam.placements.get()
    assert (placement.department, placement.manager, placement.job_title) == (ward, boris, "Porter")
    assert (sam.joined_on, sam.email, sam.is_active) == (date(2026, 12, 1), "sam.doe@example.org", True)
    assert not sam.has_usable_password()
    address = EmailAddress.objects.get(user=sam)
    assert (address.email, address.verified, address.primary) == ("sam.doe@example.org", True, True)


def test_somebody_without_an_address_signs_in_by_number(ward: Department) -> None:
    hire(ward, email="")
    hire(ward, number="E-0101", email="")
    assert not EmailAddress.objects.exists()


@pytest.mark.parametrize(
    ("twin", "sentence"),
    [
        ({"number": "e-0100", "email": "other@example.org"}, "employee number"),
        ({"number": "E-0999", "email": "SAM.DOE@example.org"}, "e-mail address"),
        ({"number": "  ", "email": ""}, "Fill this in."),
        ({"number": "sam.doe@example.org", "email": ""}, "cannot contain"),
        ({"number": "E-\u202e0999", "email": ""}, "line breaks"),
        ({"number": "E-0999", "email": "", "name": "Ada\u2066Osei"}, "line breaks"),
        ({"number": "E-0999", "email": "", "name": "Ada\nOsei"}, "line breaks"),
        ({"number": "E-0999", "email": "", "called": "A\tda"}, "line breaks"),
        ({"number": "E-0999", "email": "", "job_title": "Por\u202bter"}, "line breaks"),
        ({"number": "E-0999", "email": "no address"}, "valid e-mail address"),
    ],
)
def test_a_number_or_address_that_is_taken_or_none_hires_nobody(
    ward: Department, twin: dict[str, str], sentence: str
) -> None:
    hire(ward)
    with pytest.raises(DomainError, match=sentence):
        hire(ward, **twin)
    assert Employee.objects.count() == 1


def test_an_address_that_somebody_confirmed_for_themselves_is_taken_too(ward: Department, ada: Employee) -> None:
    EmailAddress.objects.create(user=ada, email="sam.doe@example.org", verified=True)
    with pytest.raises(DomainError, match="e-mail address"):
        hire(ward)


def test_the_floors_above_hear_of_it_once(ward: Department) -> None:
    heard: list[Employee] = []

    def receiver(**said: Any) -> None:
        heard.append(said["employee"])

    workforce_changed.connect(receiver)
    try:
        sam = hire(ward)
    finally:
        workforce_changed.disconnect(receiver)
    assert heard == [sam]


def test_an_invitation_goes_along_when_asked_for(ward: Department) -> None:
    sam = hire(ward, is_invited=True)
    notice = Notice.objects.get()
    assert (notice.kind, notice.recipient_uuid, notice.address) == ("people.invitation", sam.uuid, sam.email)


def test_joiners_that_a_script_needs_stay(ward: Department) -> None:
    name = "می\u200cخواهم क\u200dष"
    assert hire(ward, name=name).name == name


def test_the_database_takes_no_number_that_reads_as_an_address(ada: Employee) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Employee.objects.filter(pk=ada.pk).update(number="e-0002@example.org")


def test_a_name_keeps_its_letters_and_loses_stray_spaces(ward: Department) -> None:
    assert hire(ward, name="  Zoë   O’Brien-Łukasiewicz ").name == "Zoë O’Brien-Łukasiewicz"
