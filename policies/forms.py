"""What pages of this app take: a search, a signature, an enquiry, a reply, a signature on paper, the word on it."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Count, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import Employee
from people.validators import validate_day
from policies.languages import language_name
from policies.models import Clause, Enquiry, PolicyText, PolicyVersion
from policies.selectors.signing import text_of
from policies.services.paper import text_on_paper
from toolkit.errors import DomainError
from toolkit.unseen import validate_seen

LONGEST_TEXT = 4_000
LONGEST_NAME = 200


class SearchForm(forms.Form):
    """The search of the library, in the address."""

    q = forms.CharField(
        label=gettext_lazy("Search titles and clauses"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )


class SignForm(forms.Form):
    """The typed name, and what the page before showed. Whether the name is right, the service says."""

    shown = forms.CharField(widget=forms.HiddenInput, required=False)
    typed_name = forms.CharField(
        label=gettext_lazy("Type your full name"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Type your full name to sign.")},
    )

    def __init__(self, data: QueryDict | None = None, *args: Any, name: str, **kwargs: Any) -> None:
        typed = data.get("typed_name", "") if data else ""
        if data and len(typed) > LONGEST_NAME:  # one letter too many is enough to say so, and the page says it back
            data = data.copy()
            data["typed_name"] = typed[: LONGEST_NAME + 1]
        super().__init__(data, *args, **kwargs)
        hint = _("As we know it: %(name)s. Capital letters, accents, spaces and punctuation do not matter.")
        self.fields["typed_name"].help_text = hint % {"name": name}


class EnquiryForm(forms.Form):
    """A question or a refusal, about a clause if one is chosen."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=[
            (Enquiry.Kind.QUESTION.value, gettext_lazy("I have a question")),
            (Enquiry.Kind.REFUSAL.value, gettext_lazy("I cannot sign this")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whether you have a question or cannot sign.")},
    )
    clause = forms.ChoiceField(label=gettext_lazy("Which part is it about?"), required=False)
    text = forms.CharField(
        label=gettext_lazy("Your words"),
        help_text=gettext_lazy("Write nothing about patients. Nothing here counts as a signature."),
        max_length=LONGEST_TEXT,
        validators=[validate_seen],
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Write what you want to know, or why you cannot sign.")},
    )

    def __init__(self, *args: Any, text: PolicyText, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clauses = Clause.objects.filter(text=text)
        parts = [(clause.key, f"{clause.number}. {clause.heading}") for clause in clauses]
        self.fields["clause"].choices = [("", _("The whole policy")), *parts]  # type: ignore[attr-defined]


class ReplyForm(forms.Form):
    """A reply. Which button was pressed says whether it is the answer."""

    text = forms.CharField(
        label=gettext_lazy("Your reply"),
        max_length=LONGEST_TEXT,
        validators=[validate_seen],
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Write your reply.")},
    )


class EnquiryFilterForm(forms.Form):
    """Which enquiries are listed; all of it stands in the address. What is not understood is left out."""

    state = forms.ChoiceField(choices=[("open", ""), ("answered", "")], required=False)
    kind = forms.ChoiceField(choices=Enquiry.Kind.choices, required=False)
    policy = forms.SlugField(required=False)


class VersionChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Published versions by title, number and first day."""

    def label_from_instance(self, obj: Any) -> str:
        words = _("%(title)s, version %(number)d, from %(day)s")
        return words % {"title": text_of(obj).title, "number": obj.number, "day": obj.effective_on}


def _languages_to_choose(versions: "QuerySet[PolicyVersion]") -> list[str]:
    """The languages of those versions that have several."""
    many = versions.order_by().annotate(texts_count=Count("texts")).filter(texts_count__gt=1)
    return sorted(set(PolicyText.objects.filter(version__in=many).values_list("language", flat=True)))


class PaperForm(forms.Form):
    """A signature on paper. What fits together, such as version and day, the service checks."""

    number = forms.CharField(
        label=gettext_lazy("Employee number"),
        help_text=gettext_lazy("Of the person who signed."),
        max_length=40,
        error_messages={"required": gettext_lazy("Enter the number of the person who signed.")},
    )
    version = VersionChoice(
        label=gettext_lazy("Policy and version"),
        queryset=PolicyVersion.objects.none(),
        empty_label=gettext_lazy("Choose a version"),
        error_messages={"required": gettext_lazy("Choose what was signed.")},
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the paper"),
        help_text=gettext_lazy("Needed where a version has more than one."),
        required=False,
    )
    signed_on = forms.DateField(
        label=gettext_lazy("Date on the paper"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Enter the date that stands on the paper.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why on paper?"),
        max_length=300,
        validators=[validate_seen],
        error_messages={"required": gettext_lazy("Say why it was signed on paper.")},
    )
    scan = forms.FileField(
        label=gettext_lazy("Scan of the paper"),
        help_text=gettext_lazy("A PDF, JPEG or PNG file of at most 10 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        error_messages={
            "required": gettext_lazy("Add the scan of the signed paper."),
            "empty": gettext_lazy("The file is empty. Scan the paper again."),
        },
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        versions = PolicyVersion.objects.published().select_related("policy").order_by("policy__slug", "-number")
        self.fields["version"].queryset = versions  # type: ignore[attr-defined]
        languages = _languages_to_choose(versions)
        if languages:
            choices = [("", _("Choose one")), *((code, language_name(code)) for code in languages)]
            self.fields["language"].choices = choices  # type: ignore[attr-defined]
        else:
            self.fields["language"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "version" in cleaned and "language" in cleaned:
            try:
                text_on_paper(cleaned["version"], cleaned["language"])
            except DomainError as refusal:
                self.add_error("language", str(refusal))
        return cleaned

    def clean_number(self) -> Employee:
        number = self.cleaned_data["number"].strip()
        person = Employee.objects.filter(number__iexact=number).first()
        if person is None:
            words = _("Nobody has the number %(number)s. Look it up under People.")
            raise forms.ValidationError(words, code="unknown", params={"number": number})
        return person

    def clean_signed_on(self) -> date:
        day: date = self.cleaned_data["signed_on"]
        validate_day(day, today=self.today)
        return day


class DecideForm(forms.Form):
    """The second person's word: which button was pressed, and why when it is a refusal."""

    comment = forms.CharField(
        label=gettext_lazy("Comment"),
        help_text=gettext_lazy("Needed when you refuse: say what is wrong."),
        max_length=300,
        validators=[validate_seen],
        required=False,
    )
    act = forms.ChoiceField(
        choices=[("approve", ""), ("refuse", "")],
        widget=forms.HiddenInput,
        error_messages={"required": gettext_lazy("Press Approve or Refuse.")},
    )

    @property
    def is_approved(self) -> bool:
        return bool(self.cleaned_data["act"] == "approve")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("act") == "refuse" and not cleaned.get("comment", "").strip():
            self.add_error("comment", _("Say why you refuse it."))
        return cleaned
