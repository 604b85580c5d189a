"""Addresses of this app."""

from django.urls import path

from assignments.views import accommodations, attempts, campaigns

app_name = "assignments"
urlpatterns = [
    path("hr/campaigns/", campaigns.campaigns, name="campaigns"),
    path("hr/campaigns/new/", campaigns.new, name="new"),
    path("hr/campaigns/preview/", campaigns.preview, name="preview"),
    path("hr/campaigns/<uuid:uuid>/", campaigns.campaign, name="campaign"),
    path("hr/people/<uuid:uuid>/time/", accommodations.accommodation, name="accommodation"),
    path("team/attempts/<uuid:enrollment>/<slug:module>/<slug:step>/", attempts.grant_attempt, name="grant-attempt"),
]
