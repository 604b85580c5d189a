"""Addresses of this app."""

from django.urls import path

from policies.views import changes, files, library, text

app_name = "policies"

POLICY = "policies/<slug:slug>/"
VERSION = POLICY + "v<int:number>"

urlpatterns = [
    path("policies/", library.library, name="library"),
    path(POLICY, text.policy, name="policy"),
    path(POLICY + "versions/", text.versions, name="versions"),
    path(POLICY + "changes/<int:before>/<int:after>/", changes.changes, name="changes"),
    path(VERSION + "/", text.version, name="version"),
    path(VERSION + "/files/<str:name>", files.attachment, name="attachment"),
]
