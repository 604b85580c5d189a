"""What this app does when others say something."""

from typing import Any

from django.contrib.auth.models import Group

from people.roles import GRANTED


def make_role_groups(using: str, **_: Any) -> None:
    """After every migration: the groups that stand for the granted roles exist, those of a new role too."""
    for role in GRANTED:
        Group.objects.using(using).get_or_create(name=role.value)
