"""Text that reaches a service from a file or a command is held to what the forms ask."""

from django.core.exceptions import ValidationError

from people.validators import validate_plain_line
from toolkit.errors import DomainError


def refuse_hidden(text: str) -> None:
    """Raises DomainError for line breaks and characters that hide or turn text around."""
    try:
        validate_plain_line(text)
    except ValidationError as problem:
        raise DomainError(" ".join(problem.messages)) from problem
