"""Addresses of this app."""

from django.urls import path

from reports.views import team, tracking

app_name = "reports"
urlpatterns = [
    path("hr/", tracking.tracking, name="tracking"),
    path("hr/assignments/", tracking.rows, name="rows"),
    path("hr/assignments.csv", tracking.rows_csv, name="rows-csv"),
    path("team/", team.team, name="team"),
]
