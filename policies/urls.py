"""Addresses of this app. Fixed words stand before names of policies."""

from django.urls import path

from policies.views import (
    attaching,
    changes,
    deciding,
    drafts,
    editing,
    enquiries,
    files,
    house,
    importing,
    library,
    marking,
    paper,
    signed,
    signing,
    text,
)
from toolkit import converters  # noqa: F401 - names the kinds of parts in addresses

app_name = "policies"

POLICY = "policies/<slug:slug>/"
VERSION = POLICY + "v<int:number>"
DRAFT = "policies/drafts/<slug:slug>/<int:number>/"

urlpatterns = [
    path("policies/", library.library, name="library"),
    # Before the policies: none of them has this name.
    path("policies/drafts/", drafts.drafts, name="drafts"),
    path("policies/drafts/new/", drafts.new, name="draft-new"),
    path("policies/drafts/start/", drafts.start, name="draft-start"),
    path("policies/drafts/import/", importing.upload, name="draft-import"),
    path("policies/drafts/<slug:slug>/owner-and-review/", house.house, name="house"),
    path(DRAFT, drafts.draft, name="draft"),
    path(f"{DRAFT}imported/", importing.imported, name="draft-imported"),
    path(f"{DRAFT}discard/", drafts.discard, name="draft-discard"),
    path(f"{DRAFT}language/", editing.add_language, name="draft-language"),
    path(f"{DRAFT}text/<str:language>/", editing.text, name="draft-text"),
    path(f"{DRAFT}text/<str:language>/preview/", editing.preview, name="draft-preview"),
    path(f"{DRAFT}text/<str:language>/remove/", editing.remove_language, name="draft-text-remove"),
    path(f"{DRAFT}changes/", marking.changes, name="draft-changes"),
    path(f"{DRAFT}attachments/", attaching.attachments, name="draft-attachments"),
    path(f"{DRAFT}attachments/remove/", attaching.remove, name="draft-attachment-remove"),
    path(f"{DRAFT}attachments/<filename:name>", attaching.file, name="draft-attachment"),
    path(f"{DRAFT}submit/", deciding.submit, name="draft-submit"),
    path(f"{DRAFT}review/", deciding.review, name="draft-review"),
    path(f"{DRAFT}publish/", deciding.publish, name="draft-publish"),
    path(f"{DRAFT}withdraw/", deciding.withdraw, name="draft-withdraw"),
    path("policies/signed/", signed.mine, name="signed"),
    path("policies/signed/<uuid:uuid>/", signed.signature, name="signature"),
    path("policies/signed/<uuid:uuid>/scan", signed.scan, name="signature-scan"),
    path("policies/signed/<uuid:uuid>.tlog-proof", signed.receipt, name="receipt"),
    path("policies/enquiries/", enquiries.listed, name="enquiries"),
    path("policies/enquiries/<uuid:uuid>/", enquiries.enquiry, name="enquiry"),
    path(POLICY, text.policy, name="policy"),
    path(POLICY + "versions/", text.versions, name="versions"),
    path(POLICY + "changes/<int:before>/<int:after>/", changes.changes, name="changes"),
    path(POLICY + "sign/", signing.sign, name="sign"),
    path(POLICY + "sign/check/", signing.sign_check, name="sign-check"),
    path(POLICY + "ask/", enquiries.ask, name="ask"),
    path(VERSION + "/", text.version, name="version"),
    path(VERSION + ".pdf", files.printable, name="pdf"),
    path(VERSION + "/pdf/", files.prepare, name="pdf-prepare"),
    path(VERSION + "/files/<filename:name>", files.attachment, name="attachment"),
    path("hr/paper/", paper.listed, name="paper"),
    path("hr/paper/new/", paper.new, name="paper-new"),
    path("hr/paper/<uuid:uuid>/", paper.one, name="paper-one"),
    path("hr/paper/<uuid:uuid>/scan", paper.scan, name="paper-scan"),
]
