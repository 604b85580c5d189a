"""Takes over a policy from a Word document: text with clauses, and notes about what could not be taken.

`package` opens the file and refuses what is dangerous, mammoth turns it into HTML, `tree` and `inline` turn that into
Markdown, `structure` finds title and clauses. What comes out is a draft that its author reads through: the Word file
stays the record of how it was.
"""

from policies.word.package import LARGEST_FILE, WordFileError
from policies.word.reading import ImportedText, read_docx

__all__ = ["LARGEST_FILE", "ImportedText", "WordFileError", "read_docx"]
