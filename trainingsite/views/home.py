"""The employee's home."""

from django.http import HttpResponse
from django.shortcuts import render

from people.http import StaffRequest


def home(request: StaffRequest) -> HttpResponse:
    return render(request, "home.html")
