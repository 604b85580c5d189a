"""The one kind of error that a service raises for a reason that a person can understand."""


class DomainError(Exception):
    """A rule said no. `str(error)` is a sentence that may be shown to the person who tried."""
