"""From the facts of a certificate to its PDF: one A4 sheet, PDF/UA-1, the same bytes whenever it is made.

`sheet` holds the facts and what follows from them, `qr` draws the code, `engine` puts the page together and has it set.
"""

from certificates.rendering.engine import pdf_problem, render
from certificates.rendering.sheet import Sheet
from toolkit.pdf import NotInstalled

__all__ = ["NotInstalled", "Sheet", "pdf_problem", "render"]
