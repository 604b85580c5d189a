"""Nobody approves what they wrote, whoever tries and whatever with."""

import pytest
from django.db import IntegrityError, transaction

from people.models import Employee
from policies.models import PolicyEvent, PolicyVersion
from policies.services.drafting import save_text
from policies.services.reviewing import approve, send_back, submit
from tests.factories import NOW
from tests.policies.authors import V2, make_policy, write_draft
from tests.support.policies import STATEMENT

Act = PolicyEvent.Act


@pytest.fixture
def draft(ada: Employee) -> PolicyVersion:
    return write_draft(make_policy(), author=ada)


def _refused(version: PolicyVersion, by: Employee) -> None:
    with pytest.raises(IntegrityError, match="does not approve it"), transaction.atomic():
        PolicyEvent.objects.create(version=version, act=Act.APPROVED, by=by, at=NOW)


def test_the_database_refuses_an_approval_by_who_wrote_or_sent_it(
    draft: PolicyVersion, ada: Employee, boris: Employee, hana: Employee, cleo: Employee
) -> None:
    save_text(draft, language="en-US", markdown=V2, statement=STATEMENT, by=boris, now=NOW)
    submit(draft, by=hana, now=NOW)
    for person in (ada, boris, hana):
        _refused(draft, person)
    PolicyEvent.objects.create(version=draft, act=Act.APPROVED, by=cleo, at=NOW)
    PolicyEvent.objects.create(version=draft, act=Act.APPROVED, at=NOW)  # an operator's command


def test_who_approved_before_may_write_in_it_afterwards(draft: PolicyVersion, ada: Employee, cleo: Employee) -> None:
    """Only then somebody else has to approve it."""
    submit(draft, by=ada, now=NOW)
    approve(draft, by=cleo, now=NOW)
    send_back(draft, by=cleo, comment="Clearer, please.", now=NOW)
    save_text(draft, language="en-US", markdown=V2, statement=STATEMENT, by=cleo, now=NOW)
    _refused(draft, cleo)
