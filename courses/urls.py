"""Addresses of the learner's pages, and of those on which courses are written."""

from django.urls import path

from courses.views import catalog, files, quiz, saving, signing, sources, steps
from courses.views.authoring import arranging, drafts, exchanging, parts, publishing, questions, trying
from toolkit import converters  # noqa: F401 - names the kinds of parts in addresses

app_name = "courses"

STEP = "courses/<slug:slug>/<slug:module>/<slug:step>/"
ATTEMPT = STEP + "<int:number>/"

DRAFT = "courses/drafts/<uuid:uuid>/"
PART = DRAFT + "parts/<uuid:part>/"

urlpatterns = [
    path("courses/", catalog.catalog, name="catalog"),
    # Before the courses: none of them has this name.
    path("courses/drafts/", drafts.drafts, name="drafts"),
    path("courses/drafts/new/", drafts.new, name="draft-new"),
    path("courses/drafts/start/", drafts.start, name="draft-start"),
    path("courses/drafts/versions/<uuid:uuid>.zip", drafts.export, name="export"),
    path("courses/drafts/compare/<uuid:before>/<uuid:after>/", publishing.compare, name="compare"),
    path(DRAFT, drafts.draft, name="draft"),
    path(f"{DRAFT}discard/", drafts.discard, name="draft-discard"),
    path(f"{DRAFT}publish/", publishing.publish, name="draft-publish"),
    path(f"{DRAFT}modules/new/", arranging.module_new, name="draft-module-new"),
    path(f"{DRAFT}order/", arranging.order, name="draft-order"),
    path(f"{DRAFT}files/", parts.files, name="draft-files"),
    path(f"{DRAFT}files/<filename:name>", parts.file, name="draft-file"),
    path(PART, parts.part, name="draft-part"),
    path(f"{PART}preview/", parts.preview, name="draft-preview"),
    path(f"{PART}steps/new/", arranging.step_new, name="draft-step-new"),
    path(f"{PART}move/", arranging.move, name="draft-move"),
    path(f"{PART}questions/", arranging.questions, name="draft-questions"),
    path(f"{PART}exchange/", exchanging.exchange, name="draft-exchange"),
    path(f"{PART}exchange/gift/", exchanging.gift, name="draft-gift"),
    path(f"{PART}questions/new/", questions.choose, name="draft-question-choose"),
    path(f"{PART}questions/new/<str:kind>/", questions.new, name="draft-question-new"),
    path(f"{PART}questions/<int:number>/", questions.question, name="draft-question"),
    path(f"{PART}duplicate/", arranging.duplicate, name="draft-duplicate"),
    path(f"{PART}remove/", arranging.remove, name="draft-remove"),
    path(f"{PART}try/", trying.start, name="draft-try"),
    path(f"{PART}try/<int:place>/", trying.question, name="draft-try-question"),
    path(f"{PART}try/result/", trying.result, name="draft-try-result"),
    path(f"{PART}remove-file/", parts.file_remove, name="draft-file-remove"),
    path("courses/<slug:slug>/", steps.overview, name="overview"),
    path("courses/<slug:slug>/start/", steps.start, name="start"),
    path("courses/<slug:slug>/done/", steps.done, name="done"),
    path("courses/<slug:slug>/sources/", sources.sources, name="sources"),
    path("courses/<slug:slug>/files/<filename:sha256>/<filename:name>", files.file, name="file"),
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
