"""A course that somebody has to take asks for the signature: the policy's own page leads there."""

from datetime import timedelta

import pytest
from django.test import Client

from courses.models import Course
from people.models import Employee
from policies.models import Policy
from policies.obligations import obligation_of
from tests.assignments.campaign import launch, named
from tests.courses.signing import make_signing_course, sign_in_course, up_to_signature
from tests.factories import NOW, TODAY, make_course
from tests.policies.factories import make_policy_version


@pytest.fixture
def policy(db: None) -> Policy:
    return make_policy_version().policy


def asked_to_take(course: Course, *people: Employee, by: Employee, days: int = 7) -> None:
    launch(course, named(*people), by=by, due_on=TODAY + timedelta(days=days))


def where(person: Employee, policy: Policy) -> str | None:
    found = obligation_of(person, policy, now=NOW)
    return found.url if found else None


def test_a_course_that_is_to_be_begun_is_where_it_is_signed(
    client: Client, policy: Policy, ada: Employee, boris: Employee, hana: Employee
) -> None:
    asked_to_take(make_signing_course().course, ada, by=hana)
    assert where(ada, policy) == "/courses/signing/"
    assert where(boris, policy) is None
    client.force_login(ada)
    assert client.get("/policies/social-media-use/sign/")["Location"] == "/courses/signing/"


def test_the_most_urgent_course_comes_first(policy: Policy, ada: Employee, hana: Employee) -> None:
    asked_to_take(make_signing_course("later").course, ada, by=hana, days=9)
    asked_to_take(make_signing_course("sooner").course, ada, by=hana, days=3)
    assert where(ada, policy) == "/courses/sooner/"


def test_what_was_begun_leads_to_its_step_and_what_was_signed_nowhere(
    policy: Policy, ada: Employee, hana: Employee
) -> None:
    version = make_signing_course()
    asked_to_take(version.course, ada, by=hana)
    enrollment = up_to_signature(version, ada)
    assert where(ada, policy) == "/courses/signing/only/sign/"
    sign_in_course(enrollment)
    assert where(ada, policy) is None


def test_the_page_of_the_policy_says_beforehand_that_its_button_opens_the_course(
    client: Client, policy: Policy, ada: Employee, boris: Employee, hana: Employee
) -> None:
    version = make_signing_course()
    asked_to_take(version.course, ada, by=hana)
    for person, is_told in ((ada, True), (boris, False)):
        client.force_login(person)
        page = client.get(f"/policies/{policy.slug}/").content.decode()
        assert (f"You sign it as part of the course {version.title}, which the button opens." in page) == is_told


def test_courses_without_the_signature_lead_nowhere(policy: Policy, ada: Employee, hana: Employee) -> None:
    asked_to_take(make_course().course, ada, by=hana)
    assert where(ada, policy) is None
    assert where(ada, make_policy_version(slug="photography").policy) is None
