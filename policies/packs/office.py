"""What is wrong with an attached Word or Excel file: looked up in the list of its parts, nothing is unpacked."""

from typing import Literal

from toolkit.archives import acting_part, parts_of

OFFICE = ("docx", "xlsx")
Fault = Literal["", "damaged", "macros"]


def office_fault(data: bytes) -> Fault:
    """Why the file is not taken; empty for one that is."""
    names = parts_of(data)
    if names is None:
        return "damaged"
    return "macros" if acting_part(names) else ""
