"""The way of a signature: what the reader is shown, the page to check, and the receipt of it."""

from playwright.sync_api import Locator, expect

from tests.journeys.changing import SLUG, TITLE
from tests.journeys.sides import Side
from tests.support.running_site import eventually

# A keeper seals every second; a machine that also runs a browser may keep it waiting.
SECONDS_TO_SEAL = 20


def sign_whole(reader: Side, name: str) -> None:
    """The policy as it is in force, read in full: the reader has signed no version of it."""
    _open(reader)
    reader.says("You have not signed this policy.")
    reader.hand.press("Sign this policy", kind="link")
    assert _clauses_in_sight(reader).count() > 1
    expect(reader.watch.page.locator("main ins, main del")).to_have_count(0)
    reader.look()
    _sign(reader, name, "the whole text")


def sign_change(reader: Side, name: str, *, number: int, sentence: str) -> None:
    """The reader, who signed the version before this one, is shown what changed and nothing else, and signs."""
    _open(reader)
    reader.says(f"You signed version {number - 1} on")
    reader.look()
    reader.hand.press("Sign this policy", kind="link")
    reader.says(f"You signed version {number - 1} on")
    reader.says("1 clause is not the same.")
    changed = _clauses_in_sight(reader)
    expect(changed).to_have_count(1)
    expect(changed.locator("ins")).to_have_text(f"[added: {sentence} end of addition]")
    expect(reader.watch.page.locator("main article ins")).to_have_count(1)
    expect(reader.watch.page.locator("main article del")).to_have_count(0)
    reader.look()
    _sign(reader, name, f"what changed since version {number - 1}")


def fetch_receipt(reader: Side) -> bytes:
    """From the page of the signature, as soon as the log has sealed it."""
    page = reader.watch.page
    address = page.get_by_role("link", name="Download the receipt").get_attribute("href") or ""
    eventually(lambda: page.context.request.get(address).status == 200, within=SECONDS_TO_SEAL)
    name, receipt = reader.hand.download("Download the receipt")
    assert name.startswith(SLUG)
    assert name.endswith(".tlog-proof")
    return receipt


def _open(reader: Side) -> None:
    reader.goes_to("/policies/")
    reader.hand.press(TITLE, kind="link")


def _sign(reader: Side, name: str, what_was_read: str) -> None:
    reader.hand.press("Continue to sign")
    reader.says("Nothing is signed yet.")
    reader.says(what_was_read)
    reader.look()
    reader.hand.fill("Type your full name", name)
    reader.hand.press("Sign")
    reader.says("This is your record.")
    reader.look()


def _clauses_in_sight(reader: Side) -> Locator:
    """What is the same is folded away."""
    return reader.watch.page.locator("main .clause:visible")
