"""A draft of the starter course with a mistake, one with all kinds, a new course. Runs inside the site's own code."""

from datetime import datetime

from courses.models import CourseVersion
from courses.services.drafting import begin_course, save_part, start_draft, text_digest
from people.models import Employee
from tests.journeys.kinds_stage import KINDS

STARTER = "social-media-at-work"


def set_course_drafts(*, author: Employee, now: datetime) -> dict[str, str]:
    """Where the draft, a lesson, a quiz with a mistake, a module and the new course are found."""
    version = CourseVersion.objects.published().filter(course__slug=STARTER).order_by("-number")[0]
    draft = start_draft(version, by=author, now=now)
    paths = {row.path.rpartition("/")[2]: row for row in draft.files.all()}
    quiz = draft.files.get(path__endswith="02-what-identifies-a-patient/04-practice.quiz.yaml")
    wrong = quiz.text.replace("correct: true", "correct: false")
    save_part(draft, quiz, wrong, over=text_digest(quiz.text), by=author, now=now)
    module = draft.files.get(path__endswith="01-why-this-matters/module.yaml")
    new = begin_course(slug="new-course", title="A new course", language="en-US", by=author, now=now)
    kinds = start_draft(CourseVersion.objects.get(course__slug=KINDS), by=author, now=now)
    return {
        "course_draft": str(draft.uuid),
        "draft_lesson": str(paths["01-where-patients-are.md"].uuid),
        "draft_quiz": str(quiz.uuid),
        "draft_tried": str(draft.files.get(path__endswith="08-final-check/01-final-check.quiz.yaml").uuid),
        "draft_module": str(module.uuid),
        "draft_new": str(new.uuid),
        "draft_kinds": f"{kinds.uuid}/parts/{kinds.files.get(path__endswith='practice.quiz.yaml').uuid}",
        "draft_version": str(version.uuid),
    }
