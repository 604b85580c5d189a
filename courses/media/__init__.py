"""Files that a lesson may show: which kinds, how large, and what is looked for in their bytes. No Django, no database.

`kinds` lists them, `pictures` looks into pictures made of pixels, `drawings` into SVG (`painting` says what it
paints and `contrast` whether its words can be read), `documents` into
what is downloaded.
"""

from courses.media.contrast import pale_words
from courses.media.kinds import KINDS, FileKind, kind_of, stored_name
from courses.media.look import Flaw, look_at

__all__ = ["KINDS", "FileKind", "Flaw", "kind_of", "look_at", "pale_words", "stored_name"]
