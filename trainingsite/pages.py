"""Addresses of the composition package's own pages."""

from django.urls import path

from trainingsite.views import design, health, home, ledger, outbox

urlpatterns = [
    path("", home.home, name="home"),
    path("health/", health.page, name="health"),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("health/jobs/<int:pk>/retry/", health.retry_job, name="job-retry"),
    path("compliance/ledger/", ledger.page, name="compliance-ledger"),
    path("compliance/ledger/addresses/", ledger.add_address, name="compliance-ledger-add"),
    path("compliance/ledger/addresses/<uuid:uuid>/end/", ledger.end_address, name="compliance-ledger-end"),
    path("design/", design.catalog, name="design-catalog"),
    path("outbox/", outbox.mails, name="outbox"),
    path("outbox/<slug:name>/", outbox.mail, name="outbox-mail"),
]
