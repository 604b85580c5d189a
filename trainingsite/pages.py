"""Addresses of the composition package's own pages."""

from django.urls import path

from trainingsite.views import home

urlpatterns = [
    path("", home.home, name="home"),
]
