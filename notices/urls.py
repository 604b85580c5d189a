"""Addresses of this app."""

from django.urls import path

from notices import views

app_name = "notices"
urlpatterns = [
    path("hr/mail/", views.mail, name="mail"),
    path("hr/mail/<uuid:uuid>/again/", views.send_again, name="send-again"),
]
