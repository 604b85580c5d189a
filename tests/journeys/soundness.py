"""What every page is asked: that axe finds nothing, and that nothing has to be scrolled sideways."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
OPTIONS = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"], "preload": False}
AXE = Axe()
NARROW, WIDE = 320, 1280
LOOKS = tuple((scheme, width) for width in (NARROW, WIDE) for scheme in ("light", "dark"))


def put_on(page: Page, look: tuple[str, int]) -> None:
    scheme, width = look
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]


def unsound(page: Page, look: tuple[str, int]) -> list[str]:
    """What axe has against the page as it looks now, and how far it is too wide."""
    scheme, width = look
    report = AXE.run(page, options=OPTIONS)
    found = [
        f"{scheme} {width}: {rule['id']}: {node['target']} {node['html'][:160]} {node.get('failureSummary', '')[:300]}"
        for rule in report.response["violations"]
        for node in rule["nodes"]
    ]
    beyond = page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth")
    return found + ([f"{scheme} {width}: {beyond} px too wide"] if beyond > 0 else [])
