"""The list of parts of a zip archive, as Office files are, and which of them run. Nothing is unpacked."""

import zipfile
from collections.abc import Iterable
from io import BytesIO

# Parts that run: macros of today, macro sheets of old, controls. Settings of a printer are `.bin` too and do nothing.
_ACTING = ("vbaproject", "vbadata", "macrosheets/", "activex/", "oleobject")


def parts_of(data: bytes) -> list[str] | None:
    """The names of all parts; None for what is no archive, or a damaged one."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError):
        return None


def acting_part(names: Iterable[str]) -> str | None:
    """The first part of an Office file that runs or may run; None for one that holds nothing of the kind."""
    return next((name for name in names if any(sign in name.lower() for sign in _ACTING)), None)
