"""The way of a policy's next version: an author writes it, and somebody else approves and publishes it."""

from playwright.sync_api import expect

from tests.journeys.sides import Side

SLUG, TITLE = "official-accounts", "Official accounts"


def write(author: Side, sentence: str) -> int:
    """The next version with one more sentence in its last clause, in review. Returns its number."""
    author.goes_to("/policies/")
    author.hand.press("Drafts", kind="link")
    author.look()
    author.hand.press("Begin the version")
    text = author.watch.page.locator("main a[href$='/text/en-US/']").inner_text()
    author.hand.press(text, kind="link")
    author.hand.add("Text", f"\n{sentence}\n")
    expect(author.watch.page.locator("#preview")).to_contain_text(sentence)  # while it is written
    author.hand.add("What changed, and why", "One more sentence.")
    author.look()
    author.hand.press("Save")
    author.says("Saved.")
    author.hand.press("Back to the version", kind="link")
    number = int(author.watch.page.url.strip("/").rsplit("/", 1)[-1])
    author.hand.press("What changed", kind="link")
    author.says("1 change has no mark yet")
    author.look()
    author.hand.choose(["Material"])
    author.hand.press("Save the marks")
    author.says("Every change has its mark.")
    author.hand.press("Back to the version", kind="link")
    author.hand.press("Send to review")
    author.says("The version is in review.")
    author.look()
    return number


def decide(approver: Side, number: int, sentence: str) -> None:
    """Reads the version, approves it and publishes it."""
    approver.goes_to("/policies/drafts/")
    approver.hand.press(f"{TITLE}, version {number}", kind="link")
    approver.hand.press("Read and decide", kind="link")
    approver.says(sentence)
    approver.look()
    approver.hand.press("Approve")
    approver.says("The version is approved.")
    approver.hand.press("Publish…", kind="link")
    approver.look()
    approver.hand.press("See what it does…")
    approver.says("1 clause is new or changes what people have to do:")
    approver.look()
    approver.hand.press(f"Publish version {number}")
    approver.says(f"Version {number} is published.")
    approver.look()
