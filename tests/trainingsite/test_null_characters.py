"""A character that PostgreSQL stores nowhere, wherever it is put: the page says so, or there is no such thing."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from courses.models import CourseDraft
from courses.services.drafting import begin_course
from people.models import Employee
from people.roles import GRANTED
from policies.models import PolicyVersion
from tests.factories import NOW, make_employee
from tests.policies.authors import make_policy, write_draft
from tests.policies.factories import SLUG, make_policy_version
from tests.support.policies import STATEMENT, V1

ADDRESSES = (
    "/policies/?q=%00",
    f"/policies/{SLUG}/?language=%00",
    f"/policies/{SLUG}/v1/?language=%00",
    f"/policies/{SLUG}/v1/files/%00",
    f"/policies/{SLUG}/sign/?language=%00",
    f"/policies/{SLUG}/sign/check/?shown=%00",
    f"/policies/{SLUG}/ask/?kind=%00&clause=%00",
    f"/policies/{SLUG}/changes/1/1/?language=%00",
    "/policies/enquiries/?state=%00&kind=%00&policy=%00",
    "/policies/drafts/short/1/attachments/%00",
    "/policies/drafts/short/1/text/%00/",
    "/hr/paper/new/?number=%00",
    "/hr/?course=%00&department=%00",
    "/hr/assignments/?course=%00&department=%00&state=%00&q=%00",
    "/compliance/attestations/?policy=%00&person=%00&department=%00",
    "/hr/people/?q=%00&department=%00",
    "/outbox/?q=%00&kind=%00&state=%00",
    "/verify/?number=%00",
    "/verify/%00/",
    f"/courses/no-such/files/{'0' * 64}/%00",
    "/accounts/invitation/%00/",
)


@pytest.fixture
def everyone(db: None) -> Client:
    """Somebody with every role that is granted."""
    client = Client()
    client.force_login(make_employee("Eve Rolls", number="E-0099", roles=GRANTED))
    return client


@pytest.fixture
def draft(ada: Employee) -> PolicyVersion:
    return write_draft(make_policy(), author=ada)


@pytest.fixture
def course(ada: Employee) -> CourseDraft:
    return begin_course(slug="photos", title="Photos", language="en-US", by=ada, now=NOW)


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_address_with_it_fails(address: str, everyone: Client, draft: PolicyVersion) -> None:
    make_policy_version()
    answer = everyone.get(address)
    assert answer.status_code in (200, 302, 404, 410, 422), answer.status_code


def _page(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def _posted(client: Client, draft: PolicyVersion, name: str, **data: str) -> Any:
    address = reverse(f"policies:{name}", args=[draft.policy.slug, draft.number, "en-US"])
    return client.post(address, {"markdown": V1, "statement": STATEMENT, "summary": "", **data})


@pytest.mark.parametrize("name", ["draft-preview", "draft-text"])
@pytest.mark.parametrize(
    ("data", "place"),
    [({"markdown": f"{V1}\nHere\0.\n"}, "Text, line "), ({"statement": "I will\0."}, "Statement, line 1")],
)
def test_the_preview_of_a_policy_names_the_line(
    everyone: Client, draft: PolicyVersion, name: str, data: dict[str, str], place: str
) -> None:
    page = _page(_posted(everyone, draft, name, preview="1", **data))
    assert place in page
    assert "The line holds the character U+0000." in page
    assert "AI tools" in page or "Privacy" in page  # what else is written is shown all the same


def test_a_policy_with_it_is_not_saved(everyone: Client, draft: PolicyVersion) -> None:
    for data in ({"markdown": f"{V1}\nHere\0.\n"}, {"statement": "I will\0."}, {"summary": "More\0."}):
        answer = _posted(everyone, draft, "draft-text", **data)
        assert answer.status_code == 422
        assert "U+0000" in _page(answer)
        assert draft.texts.get().markdown == V1


def test_the_preview_of_a_summary_says_it_too(everyone: Client, draft: PolicyVersion) -> None:
    assert "invisible character (U+0000)" in _page(_posted(everyone, draft, "draft-text", preview="1", summary="\0"))


def test_the_preview_of_a_lesson_names_it(everyone: Client, course: CourseDraft) -> None:
    lesson = course.files.get(path__endswith="first-lesson.md")
    data = {"text": f"{lesson.text}\nHere\0.\n", "over": ""}
    page = _page(everyone.post(reverse("courses:draft-preview", args=[course.uuid, lesson.uuid]), data))
    assert "U+0000" in page


def test_no_act_with_it_fails(everyone: Client, draft: PolicyVersion, course: CourseDraft) -> None:
    of_version = [draft.policy.slug, draft.number]
    for name, args, data in (
        ("policies:draft-attachment-remove", of_version, {"name": "\0"}),
        ("policies:draft-start", [], {"policy": "\0"}),
        ("policies:draft-language", of_version, {"language": "\0"}),
        ("policies:draft-new", [], {"title": "\0", "slug": "\0", "owner": "\0", "owner_title": "\0"}),
        ("policies:house", [draft.policy.slug], {"owner": "\0", "owner_title": "\0", "seen": "\0"}),
        ("policies:draft-publish", of_version, {"seen": "\0", "comment": "\0"}),
        ("policies:draft-review", of_version, {"act": "\0", "comment": "\0", "seen": "\0"}),
        ("policies:paper-new", [], {"number": "\0", "version": "\0", "language": "\0", "reason": "\0"}),
        ("reports:attestations-export", [], {"form": "\0"}),
        ("reports:evidence", [], {"policy": "\0", "person": "\0"}),
        ("courses:draft-new", [], {"title": "\0", "slug": "\0", "language": "\0"}),
    ):
        answer = everyone.post(reverse(name, args=args), data)
        assert answer.status_code in (200, 302, 404, 422), (name, answer.status_code)
