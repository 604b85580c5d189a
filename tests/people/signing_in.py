"""What several tests do at the sign-in pages."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from people.models import Employee
from tests.factories import PASSWORD
from toolkit.models import Job


def sign_in(client: Client, person: Employee, password: str = PASSWORD, **more: Any) -> Any:
    return client.post(reverse("account_login"), {"login": person.email or person.number, "password": password}, **more)


def mailed_text(person: Employee) -> str:
    """The words of the newest account mail to the person that is not sent yet. LookupError if there is none."""
    for job in Job.objects.unfinished().filter(kind="notices.send").order_by("-pk"):
        if job.payload.get("secret"):
            return str(job.payload["secret"]["text"])
    raise LookupError(person)


def reset_link(client: Client, person: Employee) -> str:
    """The address in the mail that the person gets after asking for a new password."""
    client.post(reverse("account_reset_password"), {"email": person.email})
    found = re.search(r"https?://[^/\s]+(/\S+)", mailed_text(person))
    assert found
    return found.group(1)
