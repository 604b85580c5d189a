"""Content packs: a folder of text becomes CourseContent, or a list of every mistake in it. Nothing here writes.

`files` walks the folder and reads text safely, `yamlfile` reads YAML with line numbers, `lessons` and `quizzes` read
one step each, `reading` puts the pack together. The format is described in docs/guides/author.md.
The messages are for people who edit text files, stand beside a file name and a line, and are in English only.
"""

from courses.packs.problems import PackProblems, Problem
from courses.packs.reading import Pack, read_pack

__all__ = ["Pack", "PackProblems", "Problem", "read_pack"]
