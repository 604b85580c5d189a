"""Every kind of question in every state: unanswered, refused, answered, checked, wrong, right and right in part."""

from playwright.sync_api import Page

from tests.journeys.kinds_stage import KINDS
from tests.journeys.place import Place, go_on

NAMES = ("single", "multiple", "true_false", "match", "order", "short", "own_words", "decide", "spot")
STEPS = f"/courses/{KINDS}/kinds"


def go_on_with_nothing(page: Page) -> None:
    """An order is always an answer, so what would make it one is taken out of the form."""
    page.eval_on_selector_all("main input[name=step]", "fields => fields.forEach(field => field.remove())")
    go_on(page)


def _places_of(name: str) -> tuple[Place, ...]:
    new, old = f"/courses/{{new_{name}}}/", f"/courses/{{old_{name}}}/"
    return (
        Place(f"kind-{name}", "beginner", new, "courses:question"),
        Place(f"kind-{name}-refused", "beginner", new, "courses:question", 422, act=go_on_with_nothing),
        Place(f"kind-{name}-answered", "solver", old, "courses:question"),
    )


KIND_PLACES = (
    *(place for name in NAMES for place in _places_of(name)),
    Place("kinds-check", "solver", f"{STEPS}/check/2/check/", "courses:quiz-check"),
    Place("kinds-wrong", "solver", f"{STEPS}/practice/1/", "courses:quiz-result"),
    Place("kinds-right", "solver", f"{STEPS}/practice/2/", "courses:quiz-result"),
    Place("kinds-in-part", "solver", f"{STEPS}/practice/3/", "courses:quiz-result"),
    Place("kinds-failed", "solver", f"{STEPS}/check/1/", "courses:quiz-result"),
)
