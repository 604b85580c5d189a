"""A text and its languages, marks of changes, files."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policies.content import Mark
from policies.selectors.changes import Changes
from policies.selectors.editing import Written
from toolkit.packfiles.folders import is_language


class LanguageForm(forms.Form):
    """In which other language the version is to be written."""

    language = forms.CharField(
        label=gettext_lazy("Add a language"),
        max_length=12,
        help_text=gettext_lazy("Its short name, such as es, de or zh-Hant."),
        error_messages={"required": gettext_lazy("Enter the short name of a language.")},
    )

    def clean_language(self) -> str:
        language: str = self.cleaned_data["language"]
        if not is_language(language):
            raise forms.ValidationError(_("Enter the short name of a language, such as es, de or zh-Hant."))
        return language


class _AnyText(forms.CharField):
    """Takes every character: the reader of policies names the line of one that no text may hold."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators = []


class TextForm(forms.Form):
    """What an author writes. Nothing is required here: the reader of policies says what is missing, and where."""

    markdown = _AnyText(
        label=gettext_lazy("Text"),
        required=False,
        strip=False,
        help_text=gettext_lazy("“# Title” first, then clauses that begin with “## Heading {#key}”."),
        widget=forms.Textarea(attrs={"rows": 26, "spellcheck": "true", "class": "editor-text"}),
    )
    statement = _AnyText(
        label=gettext_lazy("Statement to sign"),
        required=False,
        help_text=gettext_lazy("The sentence that people sign, beginning with I."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    summary = forms.CharField(
        label=gettext_lazy("What changed, and why"),
        required=False,
        help_text=gettext_lazy("A few sentences for readers, the same in all languages."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    over = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def page(self) -> Written:
        """What was typed, as it would be stored."""
        data = self.cleaned_data
        return Written.of(data.get("markdown", ""), data.get("statement", ""), data.get("summary", ""))


class MarksForm(forms.Form):
    """How much each changed clause matters. A field for each, named after its key."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, changes: Changes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in changes.of_kind("changed"):
            self.fields[f"mark-{row.key}"] = forms.ChoiceField(
                label=row.heading,
                required=False,
                initial=row.mark or "",
                choices=[("editorial", _("Editorial")), ("material", _("Material"))],
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": _("Choose editorial or material.")},
            )

    @property
    def marks(self) -> dict[str, Mark | None]:
        named = {name: value for name, value in self.cleaned_data.items() if name.startswith("mark-")}
        return {name.removeprefix("mark-"): value or None for name, value in named.items()}


class AttachForm(forms.Form):
    """A file for the version."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        max_length=200,
        help_text=gettext_lazy("PDF, DOCX, XLSX, PNG or JPEG, at most 5 MB."),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty."),
            "max_length": gettext_lazy("The name of the file is too long."),
        },
    )
