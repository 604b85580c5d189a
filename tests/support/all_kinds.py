"""A course with one question of each kind, as authors write them, and answers to each as a form sends them."""

import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from courses.content import CourseContent, FileContent, ModuleContent, QuestionContent, StepContent
from courses.kinds import KINDS, kind_of
from courses.media import stored_name
from toolkit.packfiles.problems import Problems
from toolkit.packfiles.yamlfile import read_mapping

# MARK stands wherever an author writes what a learner may not see before it is due.
QUESTIONS = {
    "single": """
prompt: A whiteboard with first names is in your picture. What do you do?
choices:
- {text: "Post it: first names are not enough to find anybody.", correct: false, feedback: Ward and day do it.MARK}
- {text: Take another picture without the board., correct: true, feedback: Right. It costs you ten seconds.MARK}
- {text: Cover the board with a sticker on the phone., correct: false, feedback: The first picture is still there.MARK}
feedback: Look at the whole picture before you post it.MARK
""",
    "multiple": """
prompt: What can point to a patient?
choices:
- {text: A date, correct: true, feedback: Dates are on the list.MARK}
- {text: A rare disease, correct: true}
- {text: A total for the whole year, correct: false, feedback: A total points to no one.MARK}
- {text: A tattoo, correct: true}
""",
    "true_false": """
prompt: "True or false: cropping a face out always makes a picture safe."
choices:
- {text: "True", correct: false, feedback: What stands around the face points to people too.MARK}
- {text: "False", correct: true, feedback: Right.MARK}
""",
    "match": """
prompt: Match each situation with the first contact.
pairs:
- {left: Patient information on a public page, right: Privacy office or hotline, feedback: They assess it.MARK}
- {left: Your work account sends strange messages, right: IT security, feedback: They can lock it at once.MARK}
- {left: A comment threatens violence at the clinic today, right: Security or 911, feedback: Safety first.MARK}
- {left: A reporter wants an official statement, right: Communications, feedback: They speak for us.MARK}
others: [Your own followers]
feedback: Whoever you reach first passes it on.MARK
""",
    "order": """
prompt: Your photo from lunch shows a patient list on the table. Put the steps in the right order.
steps:
- Note the address, the time, what can be seen and who could see it.
- Hide or remove the photo.
- Call the privacy office or the hotline, before the shift ends.
- Answer their questions fully and follow their advice.
feedback: Note first, because after removal the facts are harder to find.MARK
""",
    "short": """
prompt: Which office do you call first when patient information is public?
accepted: [Privacy office, The privacy officeMARK, hotline]
feedback: They assess it and inform those affected.MARK
""",
    "decide": """
prompt: A colleague from your ward is about to post this on a personal account.
post:
  name: Jamie T.
  when: Public post, just now
  text: >-
    End of a brutal night on 7 East. Our little fighter in 12 finally got to go home after 61 days. Proud of this
    team 💙
  picture: Three colleagues in front of a board with first names and bed numbers.
  comments:
  - {name: Mo, text: "So happy for you all! Is that the little one from Elm Falls?"}
  - {name: Kim, text: Get some sleep!}
answers:
  post:
    feedback: Ward, bed and 61 days name one child.MARK
    then: [The post is shared 40 times.MARK, An aunt asks how you know her.MARK, The family calls.MARK]
  change_first:
    points: 50
    feedback: Without bed, days and picture it can go out, but little is left.MARK
    then: [Jamie posts a thank-you to the night team.MARK]
  do_not_post:
    correct: true
    feedback: Right. Text and picture together point to a patient.MARK
    then: [Jamie tells the team in person.MARK, Everybody has cake.MARK]
  report_it: {feedback: "Nothing is public yet, so there is nothing to report.MARK"}
""",
    "spot": """
prompt: Mark every word or phrase that helps to identify the patient.
text: >-
  Rough one [[today]] at [[Cedar Point]]. A [[93-year-old]] [[retired fire chief]] came in after [[the crash on
  Route 9]]. He kept showing us his [[anchor tattoo]]. {{Fourth double shift}} for me {{this
  month}}, and {{we still have no relief pool}}.
marks:
- {words: today, feedback: A date directly about the patient.MARK}
- {words: Cedar Point, feedback: A place smaller than a state.MARK}
- {words: retired fire chief, feedback: In a small place this is nearly a name.MARK}
decoys:
- {words: Fourth double shift, feedback: Working conditions; fine to share.MARK}
- {words: we still have no relief pool, feedback: Staffing; protected.MARK}
feedback: Details add up.MARK
""",
}
COLLEAGUES = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 320" fill="none" stroke-width="4">
<g stroke="#2a8f8a">
<circle cx="110" cy="120" r="34"/><circle cx="206" cy="104" r="34"/><circle cx="302" cy="124" r="34"/>
<path d="M56 300c0-90 20-130 54-130s54 40 54 130M154 300c0-104 18-146 52-146s52 42 52 146"/>
<path d="M250 300c0-88 18-126 52-126s52 38 52 126"/>
</g>
<g stroke="#b8791a">
<rect x="400" y="40" width="200" height="140" rx="6"/>
<path d="M424 76h60M520 76h40M424 108h90M536 108h30M424 140h70M520 140h40"/>
</g>
</svg>
"""
OWN_WORDS = """
prompt: 'A new volunteer asks: "If I leave out the name, what is the problem?" Answer in one or two sentences.'
accept_any: [combine, together, add up, detailMARK, identif]
model: Other details such as place, date or job can together show who the person is.MARK
feedback: A good answer says that other details, taken together, can point to one person.MARK
"""


def question_of(kind: str, *, mark: str = "", key: str = "", text: str = "") -> QuestionContent:
    """The question of this kind, with the mark in all that is secret."""
    problems = Problems()
    fields = read_mapping(problems, "quiz.yaml", (text or QUESTIONS[kind]).replace("MARK", mark))
    assert fields is not None
    prompt = fields.text("prompt")
    body, key_body = kind_of(kind).parse(fields)
    fields.close()
    problems.raise_if_any()
    return QuestionContent(key or f"the-{kind.replace('_', '-')}", kind, prompt, body, key_body)


def store_colleagues() -> FileContent:
    """The picture that is told in the words of the post, as a file that is stored."""
    sha256 = hashlib.sha256(COLLEAGUES).hexdigest()
    if not default_storage.exists(stored_name(sha256)):
        default_storage.save(stored_name(sha256), ContentFile(COLLEAGUES))
    return FileContent("colleagues.svg", sha256, len(COLLEAGUES), 640, 320)


def course_of_kinds(
    slug: str = "all-kinds", *, mark: str = "", graded: bool = True, picture: FileContent | None = None
) -> CourseContent:
    """A practice and a graded check, each with one question of every kind and one in one's own words.

    The picture, if any, is the one of the post.
    """
    steps = []
    for name, is_graded in (("practice", False), ("check", graded)):
        questions = [
            question_of(kind, mark=mark, key=f"{name}-{kind.replace('_', '-')}", text=_shown(kind, picture))
            for kind in QUESTIONS
        ]
        questions.append(question_of("short", mark=mark, key=f"{name}-own-words", text=OWN_WORDS))
        marks: dict[str, Any] = {"is_graded": True, "pass_mark": 80} if is_graded else {}
        marks["files"] = (picture,) if picture else ()
        steps.append(StepContent(name, "quiz", name.capitalize(), 0, "", questions=tuple(questions), **marks))
    module = ModuleContent("kinds", "Kinds", 5, ("answer each of them.",), tuple(steps))
    return CourseContent(
        slug=slug,
        language="en-US",
        title="All kinds of question",
        summary="One question of each kind.",
        minutes=10,
        pass_mark=80,
        validity_months=None,
        sources=(),
        modules=(module,),
    )


def _shown(kind: str, picture: FileContent | None) -> str:
    """What the author writes, with the picture."""
    text = QUESTIONS[kind]
    return text.replace("  comments:", f"  image: files/{picture.name}\n  comments:") if picture else text


def right_answer(kind: str, body: dict[str, Any], key_body: dict[str, Any]) -> dict[str, list[str]]:
    """What a form sends for the answer that earns everything."""
    if kind == "match":
        return {f"match-{left}": [right] for left, right in key_body["pairs"].items()}
    if kind == "order":
        return {"step": key_body["order"]}
    if kind == "short":
        own = [*key_body["accept_any"], *key_body["require_any"]]
        return {"answer": [key_body["accepted"][0] if key_body["accepted"] else ", ".join(own)]}
    if kind == "decide":
        return {"answer": [key_body["best"]]}
    if kind == "spot":
        spans = key_body["targets"]
        return {"word": [str(number) for span in spans for number in range(span["first"], span["last"] + 1)]}
    return {"answer": key_body["correct"]}


def wrong_answer(kind: str, body: dict[str, Any], key_body: dict[str, Any]) -> dict[str, list[str]]:
    """What a form sends for an answer that earns nothing."""
    if kind == "match":
        keys = [right["key"] for right in body["right"]]
        return {f"match-{left}": [next(k for k in keys if k != right)] for left, right in key_body["pairs"].items()}
    if kind == "order":
        return {"step": key_body["order"][::-1]}
    if kind == "short":
        return {"answer": ["~ no idea"]}
    if kind == "decide":
        return {
            "answer": [next(k for k in key_body["feedback"] if k != key_body["best"] and k not in key_body["points"])]
        }
    if kind == "spot":
        inside = {n for s in key_body["targets"] for n in range(s["first"], s["last"] + 1)}
        count = sum(len(line) for line in body["lines"])
        return {"word": [str(number) for number in range(count) if number not in inside][:1]}
    return {"answer": [next(c["key"] for c in body["choices"] if c["key"] not in key_body["correct"])]}


def partial_answer(kind: str, body: dict[str, Any], key_body: dict[str, Any]) -> dict[str, list[str]]:
    """What a form sends for an answer that earns a part, where there is such a thing."""
    right, wrong = right_answer(kind, body, key_body), wrong_answer(kind, body, key_body)
    if kind == "multiple":
        return {"answer": right["answer"][:2]}
    if kind == "match":
        return right | dict(list(wrong.items())[:2])
    if kind == "order":
        return {"step": [*right["step"][1:], right["step"][0]]}
    if kind == "decide" and key_body["points"]:
        return {"answer": list(key_body["points"])[:1]}
    if kind == "spot":
        decoys = [str(span["first"]) for span in key_body["decoys"]]
        return {"word": [*right["word"][:6], *decoys[:1], *wrong["word"]]}
    return right


assert set(QUESTIONS) == set(KINDS)
