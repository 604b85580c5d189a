"""Addresses of this app."""

from django.urls import path

from reports.views import compliance, corrections, evidence, exports, persons, records, team, tracking
from reports.views.figures import clauses, courses, questions

app_name = "reports"
urlpatterns = [
    path("hr/", tracking.tracking, name="tracking"),
    path("hr/assignments/", tracking.rows, name="rows"),
    path("hr/assignments.csv", tracking.rows_csv, name="rows-csv"),
    path("figures/", courses.figures, name="figures"),
    path("figures/courses/<slug:slug>/", courses.course, name="figures-course"),
    path("figures/courses/<slug:slug>/questions/", questions.questions, name="figures-questions"),
    path(
        "figures/courses/<slug:slug>/questions/<slug:module>/<slug:step>/<slug:key>/",
        questions.question,
        name="figures-question",
    ),
    path("figures/policies/<slug:slug>/", clauses.policy, name="figures-policy"),
    path("figures/policies/<slug:slug>/<slug:key>/", clauses.clause, name="figures-clause"),
    path("team/", team.team, name="team"),
    path("compliance/", compliance.compliance, name="compliance"),
    path("compliance/attestations/", records.attestations, name="attestations"),
    path("compliance/attestations/export/", records.ask, name="attestations-export"),
    path("compliance/exports/", exports.exports, name="exports"),
    path("compliance/evidence/", evidence.evidence, name="evidence"),
    path("compliance/people/<uuid:uuid>/", persons.person_records, name="person-records"),
    path("compliance/corrections/<uuid:uuid>/", corrections.correct, name="correct"),
    path("my-file/", persons.my_file, name="my-file"),
    path("exports/<uuid:uuid>/", exports.export, name="export"),
    path("exports/<uuid:uuid>/file/", exports.file, name="export-file"),
]
