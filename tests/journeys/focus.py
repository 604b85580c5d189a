"""Where the keyboard is on a page, and whether somebody who looks can tell."""

from typing import Any

from playwright.sync_api import Page

Focus = dict[str, Any]

# What has the focus: which kind of thing, by which name, and whether one can see that it has it. An answer's card, and
# a word to mark, shows the focus for what is inside it.
FOCUSED = """
() => {
  const it = document.activeElement;
  const label = it.labels && it.labels[0];
  const shown = it.closest("label.choice, label.spot-word") || it;
  const style = getComputedStyle(shown);
  const box = shown.getBoundingClientRect();
  return {
    tag: it.tagName.toLowerCase(),
    type: it.type || "",
    name: (label ? label.innerText : it.innerText || it.getAttribute("aria-label") || "").trim(),
    group: it.name || "",
    isChecked: Boolean(it.checked),
    hasOutline: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    isInView: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
  };
}
"""


def focus_of(page: Page) -> Focus:
    """What has the focus. Fails when that does not show."""
    at: Focus = page.evaluate(FOCUSED)
    if at["tag"] != "body":  # between the end of the page and its beginning
        assert at["hasOutline"], f"Nothing shows that {at} has the focus on {page.url}"
        assert at["isInView"], f"{at} has the focus out of sight on {page.url}"
    return at
