"""Typesetting: from an HTML page and a stylesheet to a PDF/UA-1 file, the same bytes whenever it is made.

`engine` reaches WeasyPrint, which needs a system library (Pango) without which the rest of the site works;
`typesetting` is all that touches it; `faces` are our fonts; `searchable` makes the text say what the glyphs show.
"""

from toolkit.pdf.engine import NotInstalled, missing, typesetter

__all__ = ["NotInstalled", "missing", "typesetter"]
