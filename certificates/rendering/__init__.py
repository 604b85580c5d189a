"""From the facts of a certificate to its PDF: one A4 sheet, PDF/UA-1, the same bytes whenever it is made.

`sheet` holds the facts and what follows from them, `qr` draws the code, `typesetting` is all that touches WeasyPrint,
and `engine` reaches it, since WeasyPrint needs a system library (Pango) without which the rest of the site works.
"""

from certificates.rendering.engine import NotInstalled, pdf_problem, render
from certificates.rendering.sheet import Sheet

__all__ = ["NotInstalled", "Sheet", "pdf_problem", "render"]
