"""Addresses of this app. Fixed words stand before names of policies."""

from django.urls import path

from policies.views import enquiries, paper, signed, signing

app_name = "policies"

urlpatterns = [
    path("policies/signed/", signed.mine, name="signed"),
    path("policies/signed/<uuid:uuid>/", signed.signature, name="signature"),
    path("policies/signed/<uuid:uuid>.tlog-proof", signed.receipt, name="receipt"),
    path("policies/enquiries/", enquiries.listed, name="enquiries"),
    path("policies/enquiries/<uuid:uuid>/", enquiries.enquiry, name="enquiry"),
    path("policies/<slug:slug>/sign/", signing.sign, name="sign"),
    path("policies/<slug:slug>/sign/check/", signing.sign_check, name="sign-check"),
    path("policies/<slug:slug>/ask/", enquiries.ask, name="ask"),
    path("hr/paper/", paper.listed, name="paper"),
    path("hr/paper/new/", paper.new, name="paper-new"),
    path("hr/paper/<uuid:uuid>/", paper.one, name="paper-one"),
    path("hr/paper/<uuid:uuid>/scan", paper.scan, name="paper-scan"),
]
