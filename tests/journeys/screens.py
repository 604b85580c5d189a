"""bin/screens: a picture of every page on a desk and on a phone, into docs/screens. Names limit it to some pages."""

import json
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, ViewportSize

from tests.journeys.browser import DESK, PHONE, chromium
from tests.journeys.places import PLACES
from tests.journeys.visitors import Visitors
from tests.support.running_site import running_site

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screens"
COLORS = 64
MOST_PIXELS_HIGH = 1600
DOTS_PER_INCH = 80
# Most states differ from their page in a few words: these are the pages, and the states that one should have seen.
STATES = (
    "home-done",
    "forbidden",
    "course-finished",
    "result-failed",
    "result-passed",
    "tracking-department",
    "policy-sign-changes",
)
SHOWN = {place.shows: place.name for place in reversed(PLACES)}.values()
# Shown at night too.
DARK = frozenset({"home", "lesson", "question", "tracking"})


def main() -> None:
    names = sys.argv[1:]
    FOLDER.mkdir(parents=True, exist_ok=True)
    sizes = {"desktop": DESK, "phone": PHONE}
    with ExitStack() as stack:
        browser = stack.enter_context(chromium())
        site = stack.enter_context(running_site(is_demo=True, settings={"EMAIL_URL": ""}))
        stage = "from tests.journeys import stage; stage.set_stage(has_short_course=False)"
        visitors = Visitors(browser, site, json.loads(site.shell(stage)), stack)
        for place in PLACES:
            if place.name not in (names or {*SHOWN, *STATES}):
                continue
            watch = visitors.watch(place.who)
            for size, viewport in sizes.items():
                for scheme in ("light", "dark") if place.name in DARK else ("light",):
                    watch.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                    watch.page.set_viewport_size(viewport)
                    visitors.go(place, watch)
                    _keep(watch.page, viewport, f"{place.name}-{size}{'-dark' if scheme == 'dark' else ''}")
        if not names or "certificate" in names:
            _keep_certificate(visitors.watch("graduate").page)


def _keep(page: Page, viewport: ViewportSize, name: str) -> None:
    page.evaluate("document.fonts.ready")
    height = page.evaluate("document.documentElement.scrollHeight")
    clip = {"x": 0, "y": 0, "width": viewport["width"], "height": min(max(height, 300), MOST_PIXELS_HIGH)}
    path = FOLDER / f"{name}.png"
    page.screenshot(path=path, full_page=True, clip=clip)  # type: ignore[arg-type]
    _make_small(path)


def _keep_certificate(page: Page) -> None:
    """The file itself, as a picture."""
    page.goto("/certificates/")
    link = page.get_by_role("link", name="Download (PDF)").first
    link.wait_for()
    file = page.context.request.get(link.get_attribute("href") or "").body()
    program = shutil.which("pdftoppm")
    if program is None:
        sys.stderr.write(
            "The certificate is left out. As root: apt-get install --no-install-recommends poppler-utils\n"
        )
        return
    path = FOLDER / "certificate-desktop"
    subprocess.run([program, "-png", "-r", str(DOTS_PER_INCH), "-singlefile", "-", path], input=file, check=True)
    _make_small(path.with_suffix(".png"))


def _make_small(path: Path) -> None:
    with Image.open(path) as picture:
        few = picture.convert("RGB").quantize(COLORS, kmeans=1, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
