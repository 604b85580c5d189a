"""Every kind of question in every state: unanswered, refused, answered, answered elsewhere, checked, wrong, right and
right in part, and read again with as much as may be told of it.
"""

from playwright.sync_api import Page

from courses.kinds import KINDS as REGISTERED
from tests.journeys.kinds_stage import KINDS, TOLD
from tests.journeys.place import Place, go_on

NAMES = (*REGISTERED, "own_words")
STEPS = f"/courses/{KINDS}/kinds"


def go_on_with_nothing(page: Page) -> None:
    """An order is always an answer, so what would make it one is taken out of the form."""
    page.eval_on_selector_all("main input[name=step]", "fields => fields.forEach(field => field.remove())")
    go_on(page)


def send_what_is_older(page: Page) -> None:
    """As from a window that has not seen the answer which is stored, past the scripts, which would save it first."""
    with page.expect_navigation():
        page.eval_on_selector(
            "form[data-answer]",
            """form => {
              form.elements.revision.value = 0;
              const [marked] = form.querySelectorAll("input:checked");
              if (marked) marked.checked = false;
              for (const other of form.querySelectorAll("input:not(:checked):is([type=radio], [type=checkbox])"))
                if (other !== marked) { other.checked = true; break; }
              for (const list of form.querySelectorAll("select"))
                list.selectedIndex = list.selectedIndex === 1 ? 2 : 1;
              for (const words of form.querySelectorAll("textarea, input[type=text]")) words.value += " and more";
              const [first, second] = form.querySelectorAll("[name=step]");
              if (second) [first.value, second.value] = [second.value, first.value];
              HTMLFormElement.prototype.submit.call(form);
            }""",
        )


def _places_of(name: str) -> tuple[Place, ...]:
    new, old = f"/courses/{{new_{name}}}/", f"/courses/{{old_{name}}}/"
    return (
        Place(f"kind-{name}", "beginner", new, "courses:question"),
        Place(f"kind-{name}-refused", "beginner", new, "courses:question", 422, act=go_on_with_nothing),
        Place(f"kind-{name}-answered", "solver", old, "courses:question"),
        Place(f"kind-{name}-elsewhere", "solver", old, "courses:question", 409, act=send_what_is_older),
    )


KIND_PLACES = (
    *(place for name in NAMES for place in _places_of(name)),
    Place("kinds-check", "solver", f"{STEPS}/check/2/check/", "courses:quiz-check"),
    Place("kinds-wrong", "solver", f"{STEPS}/practice/1/", "courses:quiz-result"),
    Place("kinds-right", "solver", f"{STEPS}/practice/2/", "courses:quiz-result"),
    Place("kinds-in-part", "solver", f"{STEPS}/practice/3/", "courses:quiz-result"),
    Place("kinds-failed", "solver", f"{STEPS}/check/1/", "courses:quiz-result"),
    Place("kinds-told", "solver", f"/courses/{TOLD}/kinds/check/1/", "courses:quiz-result"),
)
