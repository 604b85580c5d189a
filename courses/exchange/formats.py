"""Reads a question file of any format that we know."""

from collections.abc import Callable, Iterable

from courses.exchange.gift import read_gift
from courses.exchange.items import Contents, Refusal, refuse_large
from courses.exchange.moodle import read_moodle
from courses.exchange.taking import Imported, Taken, take

FORMATS: dict[str, Callable[[bytes], Contents]] = {"gift": read_gift, "moodle-xml": read_moodle}


def read_questions(data: bytes, form: str, *, used_keys: Iterable[str] = ()) -> Imported:
    """Every item of the file. `form` is one of FORMATS; `used_keys` are those of other questions of the course.

    Raises QuestionFileError when the file as a whole cannot be read.
    """
    refuse_large(len(data))
    contents = FORMATS[form](data)
    used = set(used_keys)
    found = [take(item, used) for item in contents.items]
    return Imported(
        questions=tuple(one for one in found if isinstance(one, Taken)),
        refused=tuple(one for one in found if isinstance(one, Refusal)),
        categories=tuple(dict.fromkeys(contents.categories)),
        notes=tuple(contents.notes),
    )
