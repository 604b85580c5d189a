"""Addresses of this app."""

from django.urls import path

from ledger import views

app_name = "ledger"
urlpatterns = [
    path("ledger/checkpoint", views.checkpoint, name="checkpoint"),
    path("ledger/key", views.key, name="key"),
    path("ledger/keys.json", views.keys, name="keys"),
]
