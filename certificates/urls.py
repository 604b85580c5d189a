"""Addresses of this app."""

from django.urls import path

from certificates.views import mine, verify

app_name = "certificates"
urlpatterns = [
    path("certificates/", mine.certificates, name="mine"),
    path("certificates/<uuid:uuid>.pdf", mine.file, name="file"),
    path("certificates/<uuid:uuid>.tlog-proof", mine.receipt, name="receipt"),
    path("verify/", verify.form, name="verify"),
    path("verify/<str:number>/", verify.result, name="verify-number"),
]
