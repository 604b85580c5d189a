"""Why a start is refused."""


class CannotStart(Exception):
    """`str()` is the one line that the person at the terminal sees."""
