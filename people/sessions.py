"""Sessions as Django keeps them in the database, each read together with whose it is."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.utils import timezone

from people.models import Employee
from people.selectors.signed_in import signed_in


class SessionStore(DatabaseSessions):
    """`person` is who was found with the session when it was read. What is done with that: people.middleware."""

    person: Employee | None = None

    def load(self) -> dict[str, Any]:
        # A key that none of ours looks like is not asked for: PostgreSQL raises for some characters.
        key = self.session_key or ""
        found = signed_in(key, now=timezone.now()) if key.isascii() and key.isalnum() else None
        if found is None:
            self._session_key = None
            return {}
        self.person = found.person
        return self.decode(found.session_data)
