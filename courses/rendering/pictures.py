"""Pictures of a course as its pages show them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from courses.content import FileContent

Address = Callable[[FileContent], str]
FOLDER = "files/"


@dataclass(frozen=True)
class Picture:
    """`alt` is empty for a decorative one."""

    address: str
    alt: str
    caption: str
    width: int
    height: int


def picture_of(shown: tuple[str, str] | None, files: Sequence[FileContent], address_of: Address) -> Picture | None:
    """The picture that a question shows, as its kind says it. None for none, and for a file that is not there."""
    name, words = shown or ("", "")
    file = next((file for file in files if FOLDER + file.name == name), None)
    return Picture(address_of(file), words, "", file.width, file.height) if file else None
