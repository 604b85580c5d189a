"""The secret key that a site needs before it can start. Made once by an explicit command, never replaced."""

import secrets
from pathlib import Path

from toolkit.files import write_new


def make_secret_key(target: Path) -> bool:
    """Write a new secret key, readable by its owner alone. False if there is one already: it is left as it is."""
    return write_new(target, (secrets.token_urlsafe(64) + "\n").encode())
