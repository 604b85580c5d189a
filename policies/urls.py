"""Addresses of this app. Fixed words stand before names of policies."""

from django.urls import path

from policies.views import changes, enquiries, files, library, paper, signed, signing, text

app_name = "policies"

POLICY = "policies/<slug:slug>/"
VERSION = POLICY + "v<int:number>"

urlpatterns = [
    path("policies/", library.library, name="library"),
    path("policies/signed/", signed.mine, name="signed"),
    path("policies/signed/<uuid:uuid>/", signed.signature, name="signature"),
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
    path(VERSION + "/files/<str:name>", files.attachment, name="attachment"),
    path("hr/paper/", paper.listed, name="paper"),
    path("hr/paper/new/", paper.new, name="paper-new"),
    path("hr/paper/<uuid:uuid>/", paper.one, name="paper-one"),
    path("hr/paper/<uuid:uuid>/scan", paper.scan, name="paper-scan"),
]
