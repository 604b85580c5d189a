"""One question of each kind for the design catalog: as it is asked, with an answer, and as it is explained."""

from typing import Any

from courses.kinds import kind_of

Sample = tuple[str, str, dict[str, Any], dict[str, Any], Any]


def _rows(*texts: str) -> list[dict[str, str]]:
    return [{"key": key, "text": text} for key, text in zip("abcdef", texts, strict=False)]


_POST = {
    "name": "Jamie T.",
    "initials": "JT",
    "when": "Public post, just now",
    "text": "Our little fighter in 12 finally got to go home after 61 days.",
    "picture": "Three colleagues in front of a board with bed numbers.",
    "comments": [{"name": "Mo", "text": "So happy for you all!"}],
}
_WHY = {
    "post": "Bed and 61 days name one child.",
    "change_first": "Without bed and days it can go out, but little is left.",
    "do_not_post": "Right. Tell the team in person.",
    "report_it": "Nothing is public yet, so there is nothing to report.",
}
_SHORT = {
    **{key: [] for key in ("accepted", "accept_any", "require_any", "reject_any")},
    **dict.fromkeys(("match_case", "match_punctuation", "ignore_accents"), False),
    "min_hits": 1,
    "model": "Other details can together show who the person is.",
    "feedback": "",
}

# Kind, prompt, body, key and an answer.
SAMPLES: tuple[Sample, ...] = (
    (
        "multiple",
        "What can point to a patient?",
        {"choices": _rows("A date", "A rare disease", "A total for the whole year")},
        {"correct": ["a", "b"], "feedback": {"c": "A total points to no one."}},
        ["a", "c"],
    ),
    (
        "match",
        "Match each situation with the first contact.",
        {
            "left": _rows("Patient information on a public page", "Your work account sends strange messages"),
            "right": _rows("IT security", "Privacy office", "Your own followers"),
        },
        {"pairs": {"a": "b", "b": "a"}, "feedback": {"b": "They can lock it at once."}},
        {"a": "b", "b": "c"},
    ),
    (
        "order",
        "Your photo shows a patient list. Put the steps in the right order.",
        {"steps": _rows("Call the privacy office.", "Hide the photo.", "Note the address and the time.")},
        {"order": ["c", "b", "a"], "feedback": "After removal the facts are harder to find."},
        ["a", "c", "b"],
    ),
    (
        "short",
        "If I leave out the name, what is the problem?",
        {"limit": 600, "is_line": False},
        {**_SHORT, "accept_any": ["together"]},
        "Nobody will know.",
    ),
    (
        "decide",
        "A colleague from your ward is about to post this.",
        {"post": _POST},
        {
            "best": "do_not_post",
            "points": {"change_first": 50},
            "feedback": _WHY,
            "then": {"change_first": ["Jamie thanks the night team.", "Everybody has cake."]},
        },
        "change_first",
    ),
    (
        "spot",
        "Mark every word that helps to identify the patient.",
        {"lines": [["Rough", "one", "today", "at", "Cedar", "Point.", "Fourth", "double", "shift."]]},
        {
            "targets": [
                {"first": 2, "last": 2, "feedback": "A date."},
                {"first": 4, "last": 5, "feedback": "A place smaller than a state."},
            ],
            "decoys": [{"first": 6, "last": 8, "feedback": "Working conditions; fine to share."}],
            "feedback": "",
        },
        [2, 6],
    ),
)


def questions() -> list[dict[str, Any]]:
    """What the catalog shows of each, as the pages of a quiz would."""
    return [
        {
            "id": f"sample-{name}",
            "question": {"prompt": prompt, "picture": None},
            "template": f"courses/questions/{name}.html",
            "result_template": f"courses/questions/{name}_result.html",
            "asked": kind_of(name).render(body, given),
            "shown": kind_of(name).feedback(given, body, key_body, shows_all=True),
        }
        for name, prompt, body, key_body, given in SAMPLES
    ]
