"""Content packs: a folder of text becomes CourseContent, or a list of every mistake in it. Nothing here writes.

`lessons` and `quizzes` read one step each, `known` what files refer to across files, `reading` puts the pack together.
The format is described in docs/guides/author.md; what any pack file is read with lives in `toolkit.packfiles`.
"""

from courses.packs.reading import Pack, read_pack
from toolkit.packfiles.problems import PackProblems, Problem

__all__ = ["Pack", "PackProblems", "Problem", "read_pack"]
