"""The design catalog: sample data for every component, so that all of them can be seen and checked on one page."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from reports.figures.bars import Bar, Chart, Scale, chart
from trainingsite.views.design_questions import questions

HERE = "#main"


class AnswerLabel(str):
    """The words of an answer with a second, quieter line."""

    hint: str

    def __new__(cls, words: str, hint: str = "") -> "AnswerLabel":
        label = super().__new__(cls, words)
        label.hint = hint
        return label


class SampleForm(forms.Form):
    full_name = forms.CharField(label="Type your full name", help_text="As it stands on your badge.")
    email = forms.EmailField(label="E-mail", required=False)
    started_on = forms.DateField(label="First day", widget=forms.DateInput(attrs={"type": "date"}))
    site = forms.ChoiceField(label="Site", choices=[("", "Choose one"), ("r", "Riverside Hospital")])
    note = forms.CharField(label="Why", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    kind = forms.ChoiceField(
        label="Who is this person?",
        help_text="It decides which courses they get.",
        widget=forms.RadioSelect,
        choices=[("employee", "Employee"), ("contractor", "Contractor"), ("volunteer", "Volunteer")],
    )
    roles = forms.MultipleChoiceField(
        label="Roles", widget=forms.CheckboxSelectMultiple, choices=[("hr", "HR"), ("author", "Author")], required=False
    )
    file = forms.FileField(label="Roster file", required=False)
    is_agreed = forms.BooleanField(label="I have read it and I will follow it", help_text="You can ask first.")


class SampleQuestion(forms.Form):
    answer = forms.ChoiceField(
        label="What should Jamie do?",
        widget=forms.RadioSelect,
        choices=[
            ("post", AnswerLabel("Post it", "Nobody is named.")),
            ("change", AnswerLabel("Change the text, then post it", "Take out the bed number, keep the photo.")),
            ("not", AnswerLabel("Do not post it", "Text and photo together point to a patient.")),
            ("report", AnswerLabel("Report it", "The privacy office must hear of this first.")),
        ],
    )


@require_safe
def catalog(request: HttpRequest) -> HttpResponse:
    return render(request, "design/catalog.html", _shown())


def _shown() -> dict[str, Any]:
    return _navigation() | _tasks() | _figures() | _forms() | {"questions": questions()}


def _navigation() -> dict[str, Any]:
    as_of = [
        {"label": "Today", "url": HERE, "is_current": True},
        {"label": "End of last month", "url": HERE, "is_current": False},
    ]
    return {
        "crumbs": [{"label": "Campaigns", "url": HERE}, {"label": "Autumn 2026", "url": HERE}],
        "chips": [
            {"label": "Riverside Hospital and below", "remove_url": HERE},
            {"label": "Nursing", "remove_url": HERE},
            {"label": "As of today", "options": as_of},
        ],
        "page": Paginator(range(90), 10).page(4),
    }


def _task(title: str, **more: Any) -> dict[str, Any]:
    return {"title": title, "url": HERE, "hint": "", "badge": "", "badge_text": "", "status": "", "id": ""} | more


def _tasks() -> dict[str, Any]:
    soon = {"badge": "soon", "badge_text": "Due Friday", "id": "course"}
    late = {"badge": "late", "badge_text": "3 days late", "id": "briefing"}
    certificate = format_html('<a href="{}">Certificate RH-7Q4K-29VD</a>, valid until June 2, 2027', HERE)
    return {
        "to_do": [
            _task("Social media at work", hint="Course, 28 minutes. In progress.", **soon),
            _task("Social Media Use: what changed in version 2", hint="Policy, 4 minutes.", **late),
        ],
        "done": [_task("Speaking for the organization", hint=certificate, status="Completed June 2")],
    }


def _row(department: str, people: int, late: int, done: int) -> list[dict[str, Any]]:
    return [
        {"text": department, "url": HERE},
        {"text": f"{people:,}", "is_number": True, "label": "People"},
        {"text": f"{late:,}", "is_number": True, "label": "Late"},
        {"text": f"{done:,} of {people:,}", "value": done, "max": people, "label": "Share done"},
    ]


def _bars() -> dict[str, Chart]:
    minutes = Scale(0, 10, ((0, "0"), (5, "5 min"), (10, "10 min")))
    before, after = Bar(52, "52%", 41, 63, is_before=True), Bar(78, "78%", 71, 84)
    return {
        "ranges": chart([("3. Photos and recordings", [before, after]), ("4. AI tools", [Bar(None, "Not shown")])]),
        "times": chart([("Why it matters", [Bar(7, "7 min", mark=4)]), ("Check", [Bar(3, "3 min")])], minutes),
    }


def _figures() -> dict[str, Any]:
    return {
        "columns": [
            {"label": "Department", "is_number": False},
            {"label": "People", "is_number": True},
            {"label": "Late", "is_number": True},
            {"label": "Share done", "is_number": False},
        ],
        "rows": [_row("Intensive care", 1204, 16, 1118), _row("Emergency", 2310, 207, 1701)],
        "facts": [
            {"key": "Course", "value": "Social media at work", "url": HERE},
            {"key": "Who", "value": "Everyone at Riverside Hospital and below, 41,208 people", "url": HERE},
            {"key": "Due", "value": "November 30, 2026", "url": ""},
        ],
        "bars": _bars(),
        "chart": {
            "width": 640,
            "height": 300,
            "left": 84,
            "right": 632,
            "grid": [{"y": 20 + 64 * step, "label": f"{100 - 25 * step} %"} for step in range(4)],
            "ticks": [
                {"x": 84, "y": 294, "label": "Oct 1"},
                {"x": 360, "y": 294, "label": "Nov 1"},
                {"x": 632, "y": 294, "label": "Nov 30"},
            ],
            "line": "84,268 130,258 190,234 250,206 310,176 370,150 430,126 480,102 520,84 548,75",
            "plan": "84,268 632,32",
            "plan_label": {"x": 570, "y": 104, "label": "plan"},
            "now": {"x": 548, "y": 75, "label": "78.4 % today"},
        },
    }


def _forms() -> dict[str, Any]:
    broken = SampleForm({"email": "ada"}, auto_id="broken_%s")
    for name in ("note", "roles", "file"):
        broken.add_error(name, "Say a little more about this.")
    changed = (
        "<p>Do not take <ins>or share</ins> photos, video or sound of patients<del>, unless they agree</del> "
        "<ins>with a personal device, even when they agree</ins>. Look at what is behind you: boards, screens and "
        "wristbands identify people too.</p>"
    )
    return {
        "form": SampleForm(),
        "broken_form": broken,
        "question": SampleQuestion(initial={"answer": "not"}),
        "clause": SafeString(changed),
    }
