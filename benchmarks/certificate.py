"""How long a certificate takes, warm and as PDF/UA-1, against ReportLab drawing the same sheet without tags.

Both draw the same strings in the same faces and sizes, the same QR code, seal, rules and page, one after the other in
turns, so that whatever else the machine does meets both. A broken page looks fast: every line of text has to be found
in what was rendered, on one page, or the run fails whatever its time.
"""

import argparse
import io
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import django
from pypdf import PdfReader
from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from certificates.rendering import Sheet, qr, render

BAR = 4.5
FONTS = Path(__file__).parent.parent / "certificates" / "fonts"
INK, SOFT, TEAL, BRASS = HexColor("#1d2226"), HexColor("#5a6167"), HexColor("#0a5f63"), HexColor("#c5a568")
NUMBER = "7Q4K29VDXW3T8ABCM"
SHEET = Sheet(
    number=NUMBER,
    shown_number="7Q4K-29VD-XW3T-8ABC-M",
    holder_name="Sørensen Adébáyò",
    course_title="Social media at work",
    course_version=3,
    minutes=60,
    completed_on=date(2026, 11, 24),
    issued_at=datetime(2026, 11, 24, 15, 0, tzinfo=UTC),
    expires_on=date(2027, 11, 24),
    organization="Riverside Health",
    signer_name="Miriam Castellanos",
    signer_title="Chief Compliance Officer",
    verify_url=f"https://training.riverside.example/verify/{NUMBER}/",
)
# Text, face, size, color, alignment, and where it stands: x and the baseline's y, from the lower left corner.
LINES = (
    ("Riverside Health", "Display", 15, TEAL, "center", 148.5 * mm, 176 * mm),
    ("Certificate of completion", "Italic", 15, SOFT, "center", 148.5 * mm, 160 * mm),
    ("Sørensen Adébáyò", "Display", 46, INK, "center", 148.5 * mm, 138 * mm),
    ("completed on November 24, 2026 the course", "Italic", 13, SOFT, "center", 148.5 * mm, 117 * mm),
    ("Social media at work", "Display", 24, INK, "center", 148.5 * mm, 105 * mm),
    ("Version 3 · 60 minutes · Valid until November 24, 2027", "Text", 9, SOFT, "center", 148.5 * mm, 95 * mm),
    ("Miriam Castellanos", "Italic", 18, INK, "left", 28 * mm, 37 * mm),
    ("Chief Compliance Officer", "Text", 9, SOFT, "left", 28 * mm, 29 * mm),
    ("Certificate number", "Text", 9, SOFT, "right", 241 * mm, 39 * mm),
    ("7Q4K-29VD-XW3T-8ABC-M", "Text", 9, INK, "right", 241 * mm, 34 * mm),
    ("Check it at training.riverside.example/verify", "Text", 9, SOFT, "right", 241 * mm, 29 * mm),
)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=60, help="sheets of each kind (default 60)")
    rounds = options.parse_args().rounds
    register_fonts()
    ours, theirs = in_turns(rounds, ours=lambda: render(SHEET), theirs=draw_with_reportlab)
    result = {
        "benchmark": "certificate",
        "ratio": round(statistics.median(ours) / statistics.median(theirs), 2),
        "bar": BAR,
        "ours_ms": round(statistics.median(ours), 2),
        "reportlab_ms": round(statistics.median(theirs), 2),
        "rounds": rounds,
        **what_was_rendered(render(SHEET)),
        "reportlab": what_was_rendered(draw_with_reportlab()),
    }
    result["passed"] = result["ratio"] <= BAR and result["lines"] == len(LINES) and result["pages"] == 1
    print(json.dumps(result))
    return 0 if result["passed"] else 1


def in_turns(rounds: int, *, ours: Callable[[], bytes], theirs: Callable[[], bytes]) -> tuple[list[float], list[float]]:
    """Milliseconds of processor time of each round, after a few that nobody counts. Neither waits for anything."""
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(rounds + 5):
        for work, taken in zip((ours, theirs), times, strict=True):
            start = time.process_time()
            work()
            if turn >= 5:
                taken.append((time.process_time() - start) * 1000)
    return times


def what_was_rendered(made: bytes) -> dict[str, int | bool]:
    """How many of the text lines stand in the file, on how many pages, whether tagged, in how many bytes."""
    reader = PdfReader(io.BytesIO(made))
    words = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    return {
        "lines": sum(text in words for text, *_ in LINES),
        "pages": len(reader.pages),
        "tagged": "/StructTreeRoot" in reader.root_object,
        "bytes": len(made),
    }


def register_fonts() -> None:
    files = {
        "Display": "NotoSerifDisplay-Regular.ttf",
        "Italic": "NotoSerifDisplay-Italic.ttf",
        "Text": "Inter-Regular.ttf",
    }
    for name, file in files.items():
        pdfmetrics.registerFont(TTFont(name, FONTS / file))


def draw_with_reportlab() -> bytes:
    """The same sheet as a person who knows ReportLab would draw it: straight to the canvas."""
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(297 * mm, 210 * mm))
    canvas.setTitle("Certificate: Social media at work, Sørensen Adébáyò")
    canvas.setAuthor("Riverside Health")
    canvas.setFillColor(HexColor("#fffefa"))
    canvas.rect(0, 0, 297 * mm, 210 * mm, stroke=0, fill=1)
    canvas.setLineWidth(0.6)
    for inset, color in ((10, TEAL), (12, BRASS)):
        canvas.setStrokeColor(color)
        canvas.rect(inset * mm, inset * mm, (297 - 2 * inset) * mm, (210 - 2 * inset) * mm)
    canvas.line(117.5 * mm, 127 * mm, 179.5 * mm, 127 * mm)
    canvas.line(28 * mm, 34 * mm, 104 * mm, 34 * mm)
    draw = {"center": canvas.drawCentredString, "left": canvas.drawString, "right": canvas.drawRightString}
    for text, face, size, color, alignment, x, y in LINES:
        canvas.setFont(face, size)
        canvas.setFillColor(color)
        draw[alignment](x, y, text)
    draw_seal(canvas)
    draw_code(canvas)
    canvas.save()
    return made.getvalue()


def draw_seal(canvas: Canvas) -> None:
    x, y, unit = 148.5 * mm, 38 * mm, 0.26 * mm
    canvas.setStrokeColor(BRASS)
    canvas.circle(x, y, 49 * unit)
    canvas.setFillColor(TEAL)
    canvas.circle(x, y, 45 * unit, stroke=0, fill=1)
    canvas.circle(x, y, 40.5 * unit)
    check = canvas.beginPath()
    check.moveTo(x - 19 * unit, y - 1.5 * unit)
    check.lineTo(x - 5.5 * unit, y - 15.5 * unit)
    check.lineTo(x + 20 * unit, y + 14.5 * unit)
    canvas.setStrokeColor(HexColor("#fffef9"))
    canvas.setLineWidth(7 * unit)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    canvas.drawPath(check)


def draw_code(canvas: Canvas) -> None:
    rows = qr.modules(SHEET.verify_url)
    unit = 23 * mm / len(rows)
    left, top = 246 * mm, 50 * mm
    canvas.setStrokeColor(INK)
    canvas.setLineWidth(qr.THICKNESS * unit)
    canvas.setLineCap(0)
    canvas.lines(
        [(left + x * unit, top - y * unit, left + x2 * unit, top - y2 * unit) for x, y, x2, y2 in qr.strokes(rows)]
    )


if __name__ == "__main__":
    os.environ.update(SECRET_KEY="only-for-benchmarks-" * 3, LOG_LEVEL="ERROR")
    os.environ["DJANGO_SETTINGS_MODULE"] = "trainingsite.settings.production"
    django.setup()
    sys.exit(main())
