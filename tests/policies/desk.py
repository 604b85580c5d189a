"""The pages of one version at the desk, as somebody uses them."""

from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse

from people.models import Employee
from policies.models import PolicyVersion
from tests.support.policies import STATEMENT, V1


def signed_in(person: Employee) -> Client:
    client = Client()
    client.force_login(person)
    return client


@dataclass
class Desk:
    """A person before the pages of one version."""

    client: Client
    version: PolicyVersion

    @classmethod
    def of(cls, person: Employee, version: PolicyVersion) -> "Desk":
        return cls(signed_in(person), version)

    def url(self, name: str, *more: str) -> str:
        return reverse(f"policies:{name}", args=[self.version.policy.slug, self.version.number, *more])

    def get(self, name: str, *more: str, **data: Any) -> Any:
        return self.client.get(self.url(name, *more), data)

    def post(self, name: str, *more: str, **data: Any) -> Any:
        return self.client.post(self.url(name, *more), data)

    def text(self, *, markdown: str = V1, language: str = "en-US", **data: Any) -> Any:
        """Saves the page of a text, opened just now unless `over` says otherwise."""
        if "over" not in data:
            data["over"] = self.opened(language)
        return self.post(
            "draft-text", language, **{"markdown": markdown, "statement": STATEMENT, "summary": "", **data}
        )

    def opened(self, language: str = "en-US") -> str:
        """The digest that the page holds when it is opened."""
        return str(self.get("draft-text", language).context["form"]["over"].value())

    def seen(self, name: str = "draft-review") -> str:
        return str(self.get(name).context["form"]["seen"].value())

    def state(self) -> str:
        self.version.refresh_from_db()
        return self.version.state


def words(answer: Any) -> str:
    return str(answer.content.decode())
