"""Checking who somebody is: the password hash and the backend behind allauth's sign-in."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.utils import timezone

from people.models import Employee
from people.roles import Role
from people.selectors import local_day


class Argon2idHasher(Argon2PasswordHasher):
    """Argon2id with the parameters of OWASP ASVS 5.0 Appendix C: 31 ms of one core a sign-in."""

    memory_cost = 19456
    time_cost = 2
    parallelism = 1


class EmployeeBackend(AuthenticationBackend):
    """Sign-in by e-mail or employee number. Somebody who left is nobody, whatever session or link they still hold."""

    def user_can_authenticate(self, user: Employee) -> bool:
        if not user.is_active:
            return False
        # Asked with every request; the day is looked up for the few who have a last one.
        return user.left_on is None or not user.has_left(local_day(user, now=timezone.now()))

    def has_perm(self, user_obj: Employee, perm: str, obj: Any = None) -> bool:
        """The Django admin asks for permissions one by one; being an administrator is all of them."""
        return user_obj.is_active and user_obj.has_role(Role.ADMINISTRATOR)

    def has_module_perms(self, user_obj: Employee, app_label: str) -> bool:
        return user_obj.is_active and user_obj.has_role(Role.ADMINISTRATOR)
