"""Who sends a request: the session, whose it is, and what they may do. Every page asks, so one statement answers."""

from datetime import datetime
from typing import NamedTuple

from people.models import Employee
from people.models.employee import GROUPS_OF, LEADS_SOMEBODY, roles_from
from toolkit.prepared import Prepared, columns_of, made_of

_SIGNED_IN = Prepared(
    "people_signed_in",
    f"""
    SELECT django_session.session_data, auth_group.name, {LEADS_SOMEBODY}, {columns_of(Employee)}
    FROM django_session
    LEFT JOIN usersessions_usersession ON usersessions_usersession.session_key = django_session.session_key
    LEFT JOIN people_employee ON people_employee.id = usersessions_usersession.user_id
    {GROUPS_OF}
    WHERE django_session.session_key = %s AND django_session.expire_date > %s
    """,  # noqa: S608 - columns, which the model names
)


class SignedIn(NamedTuple):
    """A session that has not ended, encoded, and who signed in with it; None if nobody did, or it is not noted."""

    session_data: str
    person: Employee | None


def signed_in(session_key: str, *, now: datetime) -> SignedIn | None:
    """The session with this key. The person is as they are stored now: who has left or signed out is not let in."""
    rows = _SIGNED_IN.rows(now.date(), now.date(), session_key, now)
    if not rows:
        return None
    session_data, _group, _leads, *values = rows[0]
    if all(value is None for value in values):
        return SignedIn(session_data, None)
    person = made_of(Employee, values)
    person.roles = roles_from(row[1:3] for row in rows)
    return SignedIn(session_data, person)
