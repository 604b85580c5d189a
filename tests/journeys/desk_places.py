"""The pages of authors and approvers, with what `desk_stage` put there."""

from time import time_ns

from playwright.sync_api import FilePayload, Page

from tests.journeys.place import Place, open_all, submit, submit_empty
from tests.support.word import docx, h, p, picture

DRAFT = "/policies/drafts/social-media-use/3/"
TEXT = f"{DRAFT}text/en-US/"
IN_REVIEW = "/policies/drafts/messages-to-patients/1/"
APPROVED = "/policies/drafts/guest-network/2/"
IN_FORCE = "/policies/drafts/guest-network/1/"
HOUSE = "/policies/drafts/guest-network/owner-and-review/"
MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def save_mistakes(page: Page) -> None:
    page.get_by_label("Text", exact=True).fill("# Title\n\n## A {#a}\n\n<b>x</b>\n\n## B {#a}\n\ny\n")
    submit(page)


def save_an_old_page(page: Page) -> None:
    """As if somebody else had saved since the page was opened."""
    page.eval_on_selector("#id_over", "field => { field.value = '0'.repeat(64) }")
    page.get_by_label("What changed, and why").fill("Not what is stored.")
    submit(page)


def preview_unsaved(page: Page) -> None:
    page.get_by_label("What changed, and why").fill("Not saved.")
    page.get_by_role("button", name="Preview").click()
    page.wait_for_load_state()


def send_back_without_a_word(page: Page) -> None:
    page.get_by_role("button", name="Send back").click()
    page.wait_for_load_state()


def take_over(page: Page) -> None:
    """A document under a name of its own, since a look at this page takes it over each time."""
    data = docx(p("Rules", style="Title"), h(1, "Scope"), p("Everyone."), p(picture("A camera")))
    file: FilePayload = {"name": "Rules.docx", "mimeType": MIME, "buffer": data}
    page.get_by_label("Word document").set_input_files(file)
    page.get_by_label("Name in the address").fill(f"rules-{time_ns()}")
    page.get_by_label("Office that answers for it").fill("Compliance")
    submit(page)


def save_nobody(page: Page) -> None:
    page.get_by_label("Owner").fill("E-0000")
    page.get_by_label("Months until it is reviewed").fill("0")
    submit(page)


DESK = (
    Place("drafts", "author", "/policies/drafts/", "policies:drafts"),
    Place("drafts-to-decide", "compliance", "/policies/drafts/", "policies:drafts"),
    Place("policy-new", "author", "/policies/drafts/new/", "policies:draft-new"),
    Place("policy-new-refused", "author", "/policies/drafts/new/", "policies:draft-new", 422, act=submit_empty),
    Place("policy-import", "author", "/policies/drafts/import/", "policies:draft-import"),
    Place(
        "policy-import-refused", "author", "/policies/drafts/import/", "policies:draft-import", 422, act=submit_empty
    ),
    Place("policy-imported", "author", "/policies/drafts/import/", "policies:draft-imported", act=take_over),
    Place("draft", "author", DRAFT, "policies:draft"),
    Place("draft-approved", "compliance", APPROVED, "policies:draft"),
    Place("draft-published", "compliance", IN_FORCE, "policies:draft"),
    Place("policy-house", "compliance", HOUSE, "policies:house"),
    Place("policy-house-refused", "compliance", HOUSE, "policies:house", 422, act=save_nobody),
    Place("draft-text", "author", TEXT, "policies:draft-text"),
    Place("draft-text-mistakes", "author", TEXT, "policies:draft-text", 422, act=save_mistakes),
    Place("draft-text-meanwhile", "author", TEXT, "policies:draft-text", 422, act=save_an_old_page),
    Place("draft-text-unsaved", "author", TEXT, "policies:draft-text", act=preview_unsaved),
    Place("draft-text-remove", "author", f"{TEXT}remove/", "policies:draft-text-remove"),
    Place("draft-discard", "author", f"{DRAFT}discard/", "policies:draft-discard"),
    Place("draft-changes", "author", f"{DRAFT}changes/", "policies:draft-changes"),
    Place("draft-changes-none", "compliance", f"{IN_REVIEW}changes/", "policies:draft-changes"),
    Place("draft-attachments", "author", f"{DRAFT}attachments/", "policies:draft-attachments"),
    Place("draft-attachments-none", "compliance", f"{IN_REVIEW}attachments/", "policies:draft-attachments"),
    Place("draft-review", "compliance", f"{IN_REVIEW}review/", "policies:draft-review", act=open_all),
    Place(
        "draft-review-refused",
        "compliance",
        f"{IN_REVIEW}review/",
        "policies:draft-review",
        422,
        act=send_back_without_a_word,
    ),
    Place("draft-publish", "compliance", f"{APPROVED}publish/", "policies:draft-publish"),
    Place("draft-publish-check", "compliance", f"{APPROVED}publish/", "policies:draft-publish", act=submit),
    Place("draft-withdraw", "compliance", f"{IN_FORCE}withdraw/", "policies:draft-withdraw"),
    Place(
        "draft-withdraw-refused",
        "compliance",
        f"{IN_FORCE}withdraw/",
        "policies:draft-withdraw",
        422,
        act=submit_empty,
    ),
)

NO_PAGE_AT_DESK = {
    "policies:draft-start": "takes POST only",
    "policies:draft-language": "takes POST only",
    "policies:draft-preview": "takes POST only, and is a part of draft-text",
    "policies:draft-attachment-remove": "takes POST only",
    "policies:draft-attachment": "a file",
    "policies:draft-submit": "takes POST only",
}
