"""Operators look at policies and cannot change them."""

from django.test import Client
from django.urls import reverse

from people.models import Employee
from policies.models import PolicyVersion
from tests.policies.authors import make_policy, published


def test_operators_see_versions_and_change_nothing(root: Employee, ada: Employee, cleo: Employee) -> None:
    version = published(make_policy(), author=ada, reviewer=cleo)
    client = Client()
    client.force_login(root)
    for name in ("policy", "policyversion"):
        listed = client.get(reverse(f"admin:policies_{name}_changelist") + "?q=short")
        assert listed.status_code == 200
        assert "short" in listed.content.decode()
    for name, pk in (("policy", version.policy_id), ("policyversion", version.pk)):
        address = reverse(f"admin:policies_{name}_change", args=[pk])
        assert version.digest in client.get(address).content.decode()
        assert client.post(address, {"state": "draft"}).status_code == 403
        assert client.post(reverse(f"admin:policies_{name}_delete", args=[pk]), {"post": "yes"}).status_code == 403
        assert client.get(reverse(f"admin:policies_{name}_add")).status_code == 403
    assert PolicyVersion.objects.get() == version
