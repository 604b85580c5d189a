"""Mounts each app under its addresses. Who may use which name stands in access.py."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("trainingsite.pages")),
    path("", include("courses.urls")),
    path("", include("policies.urls")),
    path("", include("certificates.urls")),
    path("", include("people.urls")),
    path("", include("assignments.urls")),
    path("", include("reports.urls")),
    path("", include("notices.urls")),
    path("", include("ledger.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
