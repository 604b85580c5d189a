"""The keys that a site needs before it can start. Made once by an explicit command, never replaced."""

import os
import secrets
from pathlib import Path


def make_secret_key(target: Path) -> bool:
    """Write a new secret key, readable by its owner alone. False if there is one already: it is left as it is."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = target.with_name(f".{target.name}-{os.getpid()}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(secrets.token_urlsafe(64) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        os.link(part, target)  # refuses if somebody else was quicker, and never shows a half-written key
    except FileExistsError:
        return False
    finally:
        part.unlink(missing_ok=True)
    return True
