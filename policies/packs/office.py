"""What is wrong with an attached Word or Excel file: looked up in the list of its parts, nothing is unpacked."""

import io
import zipfile
from typing import Literal

OFFICE = ("docx", "xlsx")
Fault = Literal["", "damaged", "macros"]
# Parts that run: macros of today, macro sheets of old, controls. Settings of a printer are `.bin` too and do nothing.
_ACTING = ("vbaproject", "vbadata", "macrosheets/", "activex/", "oleobject")


def office_fault(data: bytes) -> Fault:
    """Why the file is not taken; empty for one that is."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            names = [name.lower() for name in parts.namelist()]
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return "damaged"
    return "macros" if any(sign in name for name in names for sign in _ACTING) else ""
