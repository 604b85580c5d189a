"""Addresses of the learner's pages."""

from django.urls import path

from courses.views import catalog, files, quiz, saving, signing, sources, steps

app_name = "courses"

STEP = "courses/<slug:slug>/<slug:module>/<slug:step>/"
ATTEMPT = STEP + "<int:number>/"

urlpatterns = [
    path("courses/", catalog.catalog, name="catalog"),
    path("courses/<slug:slug>/", steps.overview, name="overview"),
    path("courses/<slug:slug>/start/", steps.start, name="start"),
    path("courses/<slug:slug>/done/", steps.done, name="done"),
    path("courses/<slug:slug>/sources/", sources.sources, name="sources"),
    path("courses/<slug:slug>/files/<str:sha256>/<str:name>", files.file, name="file"),
    path("courses/attempts/<uuid:attempt>/<int:place>/save/", saving.save, name="save"),
    path(STEP, steps.step, name="step"),
    path(STEP + "finish/", steps.finish, name="finish"),
    path(STEP + "place/", steps.place, name="place"),
    path(STEP + "sign/", signing.sign_check, name="sign-check"),
    path(STEP + "start/", quiz.quiz_start, name="quiz-start"),
    path(ATTEMPT, quiz.quiz_result, name="quiz-result"),
    path(ATTEMPT + "check/", quiz.quiz_check, name="quiz-check"),
    path(ATTEMPT + "submit/", quiz.quiz_submit, name="quiz-submit"),
    path(ATTEMPT + "<int:place>/", quiz.answer, name="question"),
]
