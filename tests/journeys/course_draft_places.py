"""The pages on which courses are written, with what `course_draft_stage` put there."""

from pathlib import Path

from playwright.sync_api import Page

from tests.journeys.place import Place, go_on, open_all, submit, submit_empty
from tests.support.all_kinds import QUESTIONS

DRAFTS = "/courses/drafts/"
DRAFT = f"{DRAFTS}{{course_draft}}/"
NEW = f"{DRAFTS}{{draft_new}}/"
QUIZ = f"{DRAFT}parts/{{draft_quiz}}/"
TRIED = f"{DRAFT}parts/{{draft_tried}}/"
LESSON = f"{DRAFT}parts/{{draft_lesson}}/"
MODULE = f"{DRAFT}parts/{{draft_module}}/"
QUESTION = f"{DRAFTS}{{draft_kinds}}/questions/"


def save_an_old_text(page: Page) -> None:
    """As if somebody else had saved since the page was opened."""
    page.eval_on_selector("#id_over", "field => { field.value = '0'.repeat(64) }")
    page.get_by_label("Text", exact=True).fill("Not what is stored.\n")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_load_state()


def write_for_nobody(page: Page) -> None:
    """As if the part had been taken out since the page was opened."""
    page.eval_on_selector(
        "#edit-form",
        "form => { form.action = form.ownerDocument.URL.replace(/parts.{37}/, `parts/${crypto.randomUUID()}`) }",
    )
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_load_state()


def save_with_mistakes(page: Page) -> None:
    page.get_by_label("Question", exact=True).fill("")
    page.get_by_label("Words of the choice").first.fill("")
    open_all(page)
    page.get_by_label("Asked from version").fill("soon")
    page.get_by_role("button", name="Preview", exact=True).click()
    page.wait_for_load_state()


def save_an_old_question(page: Page) -> None:
    page.eval_on_selector("[name=over]", "field => { field.value = '0'.repeat(64) }")
    page.get_by_label("Question", exact=True).fill("Not what is stored.")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_load_state()


def look_at_a_file(page: Page) -> None:
    sample = Path(__file__).parents[1] / "courses" / "samples" / "gift" / "kinds.gift"
    page.get_by_label("GIFT", exact=True).check()
    page.get_by_label("File with questions").set_input_files(sample)
    page.get_by_role("button", name="See what it holds").click()
    page.locator("#checked-heading").wait_for()
    open_all(page)


def publish_what_changed(page: Page) -> None:
    page.eval_on_selector("input[name=revision]", "field => { field.value = '0' }")
    submit(page)


def try_it(page: Page) -> None:
    page.get_by_role("button", name="Try it as a learner").click()
    page.wait_for_url("**/try/1/")


def try_with_nothing(page: Page) -> None:
    try_it(page)
    go_on(page)


def see_the_result(page: Page) -> None:
    """Straight to the end: what was not answered is not right."""
    try_it(page)
    page.goto(page.url.replace("/try/1/", "/try/result/"))


COURSE_DRAFTS = (
    Place("course-drafts", "author", DRAFTS, "courses:drafts"),
    Place("course-new", "author", f"{DRAFTS}new/", "courses:draft-new"),
    Place("course-new-refused", "author", f"{DRAFTS}new/", "courses:draft-new", 422, act=submit_empty),
    Place("course-draft", "author", DRAFT, "courses:draft"),
    Place("course-draft-lesson", "author", LESSON, "courses:draft-part"),
    Place("course-draft-quiz", "author", QUIZ, "courses:draft-part"),
    Place("course-try", "author", TRIED, "courses:draft-try-question", act=try_it),
    Place("course-try-refused", "author", TRIED, "courses:draft-try-question", 422, act=try_with_nothing),
    Place("course-try-result", "author", TRIED, "courses:draft-try-result", act=see_the_result),
    Place("course-draft-module", "author", MODULE, "courses:draft-part"),
    Place("course-draft-meanwhile", "author", QUIZ, "courses:draft-part", 422, act=save_an_old_text),
    Place("course-question", "author", f"{QUESTION}1/", "courses:draft-question", act=open_all),
    *(
        Place(f"course-question-{kind}", "author", f"{QUESTION}{number}/", "courses:draft-question")
        for number, kind in enumerate(QUESTIONS, start=1)
    ),
    Place("course-question-new", "author", f"{QUESTION}new/match/", "courses:draft-question-new"),
    Place("course-question-mistakes", "author", f"{QUESTION}1/", "courses:draft-question", act=save_with_mistakes),
    Place("course-question-meanwhile", "author", f"{QUESTION}1/", "courses:draft-question", 422, save_an_old_question),
    Place("course-exchange", "author", f"{DRAFTS}{{draft_kinds}}/exchange/", "courses:draft-exchange"),
    Place("course-exchange-checked", "author", f"{QUIZ}exchange/", "courses:draft-exchange", act=look_at_a_file),
    Place("course-exchange-refused", "author", f"{QUIZ}exchange/", "courses:draft-exchange", 422, act=submit_empty),
    Place("course-draft-gone", "author", QUIZ, "courses:draft-part", 422, act=write_for_nobody),
    Place("course-draft-files", "author", f"{DRAFT}files/", "courses:draft-files"),
    Place("course-draft-files-refused", "author", f"{NEW}files/", "courses:draft-files", 422, act=submit_empty),
    Place("course-module-new", "author", f"{DRAFT}modules/new/", "courses:draft-module-new"),
    Place("course-module-refused", "author", f"{DRAFT}modules/new/", "courses:draft-module-new", 422, act=submit_empty),
    Place("course-step-new", "author", f"{MODULE}steps/new/", "courses:draft-step-new"),
    Place("course-step-refused", "author", f"{MODULE}steps/new/", "courses:draft-step-new", 422, act=submit_empty),
    Place("course-draft-remove", "author", f"{LESSON}remove/", "courses:draft-remove"),
    Place("course-draft-discard", "author", f"{DRAFT}discard/", "courses:draft-discard"),
    Place("course-publish", "author", f"{NEW}publish/", "courses:draft-publish", act=open_all),
    Place("course-publish-problems", "author", f"{DRAFT}publish/", "courses:draft-publish"),
    Place("course-publish-refused", "author", f"{NEW}publish/", "courses:draft-publish", 422, publish_what_changed),
    Place("course-compare", "author", f"{DRAFTS}compare/{{draft_version}}/{{draft_version}}/", "courses:compare"),
)

NO_PAGE_OF_COURSE_DRAFTS = {
    "courses:draft-start": "takes POST only",
    "courses:export": "a file",
    "courses:draft-gift": "a file",
    "courses:draft-file": "a file, seen on course-draft-lesson",
    "courses:draft-preview": "takes POST only, and is a part of course-draft-lesson",
    "courses:draft-try": "takes POST only",
    "courses:draft-move": "takes POST only",
    "courses:draft-order": "takes POST only",
    "courses:draft-questions": "takes POST only",
    "courses:draft-question-choose": "leads to courses:draft-question-new",
    "courses:draft-duplicate": "takes POST only",
    "courses:draft-file-remove": "takes POST only",
}
