"""`decide`: a post as one meets it in a feed, and what should happen to it."""

from django.utils.translation import gettext, gettext_lazy

from courses.kinds.interface import Fields, Given, Json, Kind, Posted, Refused
from courses.kinds.parts import Block, Flag, Lines, Rows, Text, Whole

ANSWERS = {
    "post": gettext_lazy("Post it"),
    "change_first": gettext_lazy("Change it first"),
    "do_not_post": gettext_lazy("Do not post it"),
    "report_it": gettext_lazy("Report it"),
}
HINTS = {
    "post": gettext_lazy("It is fine as it is."),
    "change_first": gettext_lazy("It can go out after an edit."),
    "do_not_post": gettext_lazy("An edit does not help."),
    "report_it": gettext_lazy("Somebody has to act on it now."),
}
POST = ("name", "initials", "when", "text", "picture", "comments")
MOST_COMMENTS = 5
MOST_LINES = 5
_NAME = Text("name", gettext_lazy("Name"), is_line=True)
_POST = Block(
    "post",
    gettext_lazy("The post"),
    parts=(
        _NAME,
        Text(
            "initials",
            gettext_lazy("Initials"),
            gettext_lazy("Left empty, they come from the name."),
            is_line=True,
            is_required=False,
        ),
        Text(
            "when",
            gettext_lazy("When and where it stands"),
            gettext_lazy("Such as: Public post, just now"),
            is_line=True,
            is_required=False,
        ),
        Text("text", gettext_lazy("Words of the post"), rows=5),
        Text("picture", gettext_lazy("What its picture shows, in words"), is_required=False),
        Rows(
            "comments",
            gettext_lazy("Comments"),
            one=gettext_lazy("Comment"),
            parts=(_NAME, Text("text", gettext_lazy("Words of the comment"))),
            most=MOST_COMMENTS,
            is_required=False,
        ),
    ),
)
_ANSWER = (
    Flag("correct", gettext_lazy("This is the best answer"), is_required=False),
    Whole(
        "points",
        gettext_lazy("Percent, for an answer that can be defended too"),
        gettext_lazy("Left empty, none. The best answer earns 100."),
    ),
    Text("feedback", gettext_lazy("Why")),
    Lines("then", gettext_lazy("What happens then"), gettext_lazy("Played back after the answer. One on each line.")),
)


class Decide(Kind):
    """100 percent for the best answer, what the author says for one that can be defended, otherwise 0.

    The four answers stand in one order always: who has to decide every day should find them where they were.
    """

    name = "decide"
    title = gettext_lazy("Decide about a post")
    parts = (
        _POST,
        Block(
            "answers",
            gettext_lazy("The four answers"),
            parts=tuple(Block(name, label, parts=_ANSWER) for name, label in ANSWERS.items()),
        ),
    )

    def parse(self, fields: Fields) -> tuple[Json, Json]:
        post = fields.mapping("post")
        body = {"post": _parse_post(post) if post else {}}
        answers = fields.mapping("answers")
        key_body: Json = {"best": "", "points": {}, "feedback": {}, "then": {}}
        if answers is None:
            return body, key_body
        best = []
        for name in ANSWERS:
            row = answers.mapping(name)
            if row is None:
                continue
            if row.flag("correct", default=False):
                best.append(name)
            if points := row.whole("points", 1, 99, is_required=False):
                key_body["points"][name] = points
            key_body["feedback"][name] = row.text("feedback", limit=1000)
            if then := row.texts("then", is_required=False):
                key_body["then"][name] = list(then)
            if len(then) > MOST_LINES:
                row.report(f'"then" has {len(then)} lines.', f"at most {MOST_LINES}", key="then")
            if row.has("points") and name in best:
                row.report("The best answer has points.", "no points: it earns 100", key="points")
        if len(best) != 1:
            answers.report(f"{len(best)} answers are correct.", "exactly one answer with correct: true")
        return body, {**key_body, "best": best[0] if best else ""}

    def export(self, body: Json, key_body: Json) -> Json:
        answers: Json = {}
        for name in ANSWERS:
            row: Json = {"correct": True} if name == key_body["best"] else {}
            for key in ("points", "feedback", "then"):
                if name in key_body[key]:
                    row[key] = key_body[key][name]
            answers[name] = row
        post = {key: body["post"][key] for key in POST if body["post"].get(key)}
        return {"post": post, "answers": answers}

    def render(self, body: Json, given: Given) -> Json:
        answers = [
            {"key": key, "text": text, "hint": HINTS[key], "is_chosen": key == given} for key, text in ANSWERS.items()
        ]
        return {"post": body["post"], "choices": answers}

    def clean(self, posted: Posted, body: Json) -> Given:
        values = posted.get("answer", ())
        if any(value not in ANSWERS for value in values):
            raise Refused(gettext("This answer is not one of the choices. Please choose again."))
        if len(values) != 1:
            raise Refused(gettext("Choose one answer only.") if values else gettext("Choose an answer."))
        return values[0]

    def told(self, given: Given, body: Json) -> list[str]:
        return [str(ANSWERS[given])] if _is_answer(given) else []

    def grade(self, given: Given, key_body: Json) -> int:
        if not _is_answer(given):
            return 0
        return 100 if given == key_body["best"] else int(key_body["points"].get(given, 0))

    def feedback(self, given: Given, body: Json, key_body: Json, *, shows_all: bool) -> Json:
        answers = [
            {
                "key": key,
                "text": text,
                "is_given": key == given,
                "is_correct": key == key_body["best"],
                "is_possible": key in key_body["points"],
                "feedback": key_body["feedback"].get(key, ""),
                "then": key_body["then"].get(key, []),
            }
            for key, text in ANSWERS.items()
            if shows_all or key == given
        ]
        return {
            "post": body["post"],
            "chosen": next((answer for answer in answers if answer["is_given"]), None),
            "others": [answer for answer in answers if not answer["is_given"]],
        }


def _parse_post(fields: Fields) -> Json:
    name = fields.text("name", limit=80)
    post: Json = {
        "name": name,
        "initials": fields.text("initials", limit=3, is_required=False) or _initials(name),
        "when": fields.text("when", limit=80, is_required=False),
        "text": fields.text("text", limit=2_000),
        "picture": fields.text("picture", limit=500, is_required=False),
        "comments": [],
    }
    if fields.has("comments"):
        rows = fields.mappings("comments")
        post["comments"] = [{"name": row.text("name", limit=80), "text": row.text("text", limit=500)} for row in rows]
        if len(rows) > MOST_COMMENTS:
            fields.report(f"The post has {len(rows)} comments.", f"at most {MOST_COMMENTS}", key="comments")
    return post


def _initials(name: str) -> str:
    words = name.split()
    return "".join(word[0] for word in [*words[:1], *words[1:][-1:]]).upper()


def _is_answer(given: Given) -> bool:
    return isinstance(given, str) and given in ANSWERS
