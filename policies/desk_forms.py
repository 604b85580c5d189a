"""What authors and approvers type: a new policy, a text, marks of changes, files, decisions, dates."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.forms import ManagerField
from people.validators import validate_day, validate_plain_line
from policies.content import LONGEST_HEADING, Mark
from policies.selectors.changes import Changes
from policies.selectors.desk import Beginning
from policies.selectors.editing import Written
from policies.word import LARGEST_FILE as LARGEST_WORD_FILE
from toolkit.errors import DomainError
from toolkit.packfiles.folders import LONGEST_SLUG, is_language, is_slug

# Addresses below /policies/ that are pages of their own.
RESERVED = frozenset({"drafts", "enquiries", "signed"})


class HouseForm(forms.Form):
    """How a policy is called in addresses, who answers for it, and how often it is reviewed."""

    slug = forms.CharField(
        label=gettext_lazy("Name in the address"),
        required=False,
        max_length=LONGEST_SLUG,
        help_text=gettext_lazy("Small letters, digits and hyphens. Left empty, it is made from the title."),
    )
    owner = ManagerField(label=gettext_lazy("Owner"))
    owner_title = forms.CharField(
        label=gettext_lazy("Office that answers for it"),
        required=False,
        max_length=200,
        validators=[validate_plain_line],
        help_text=gettext_lazy("Such as Compliance. Needed when no person is named."),
    )
    review_months = forms.IntegerField(
        label=gettext_lazy("Months until it is reviewed"),
        min_value=1,
        max_value=60,
        initial=12,
        error_messages={
            "required": gettext_lazy("Enter after how many months it is reviewed."),
            "invalid": gettext_lazy("Enter the months as a whole number."),
            "min_value": gettext_lazy("Enter at least 1 month."),
            "max_value": gettext_lazy("Enter at most 60 months."),
        },
    )

    def check_house(self, data: dict[str, Any]) -> None:
        """Somebody has to answer for a policy."""
        if not {"owner", "owner_title"} & set(self.errors) and not data["owner"] and not data["owner_title"]:
            self.add_error("owner", _("Say who answers for the policy: a person here, or an office below."))

    def slug_for(self, title: str) -> str:
        """The name that was typed, else one made from the title. Raises DomainError for one that will not do."""
        slug: str = self.cleaned_data.get("slug") or slugify(title)[:LONGEST_SLUG].strip("-_").replace("_", "-")
        if not is_slug(slug) or slug in RESERVED:
            raise DomainError(_("Choose another name: small letters, digits and single hyphens."))
        return slug


class PolicyForm(HouseForm):
    """A new policy."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=LONGEST_HEADING,
        validators=[validate_plain_line],
        error_messages={"required": gettext_lazy("Enter the title.")},
    )
    field_order = ["title", "slug", "owner", "owner_title", "review_months"]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        self.check_house(data)
        if "slug" in data and data.get("title"):
            try:
                data["slug"] = self.slug_for(data["title"])
            except DomainError as refusal:
                self.add_error("slug", str(refusal))
        return data


class ImportForm(HouseForm):
    """A Word document, and the policy that it is to be."""

    file = forms.FileField(
        label=gettext_lazy("Word document"),
        max_length=200,
        help_text=gettext_lazy("A DOCX file without macros, at most 20 MB. Its headings become clauses."),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty."),
            "max_length": gettext_lazy("The name of the file is too long."),
        },
    )
    policy = forms.ChoiceField(
        label=gettext_lazy("It becomes"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose a policy of which no version is being written.")},
    )
    language = forms.CharField(
        label=gettext_lazy("Its language"),
        max_length=12,
        initial="en-US",
        help_text=gettext_lazy("Its short name, such as en-US, es or de."),
        error_messages={"required": gettext_lazy("Enter the short name of a language.")},
    )
    field_order = ["file", "policy", "language", "slug", "owner", "owner_title", "review_months"]

    def __init__(self, *args: Any, beginnings: Iterable[Beginning], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        next_versions = [
            (row.policy.slug, _("The next version of %(title)s") % {"title": row.title}) for row in beginnings
        ]
        policy = self.fields["policy"]
        assert isinstance(policy, forms.ChoiceField)
        policy.choices = [("", _("A new policy")), *next_versions]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_WORD_FILE:
            raise forms.ValidationError(
                _("The file is too large: it may have at most %(most)d MB.") % {"most": LARGEST_WORD_FILE // 1_000_000}
            )
        return file

    def clean_language(self) -> str:
        language: str = self.cleaned_data["language"]
        if not is_language(language):
            raise forms.ValidationError(_("Enter the short name of a language, such as en-US, es or de."))
        return language

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("policy") == "":
            self.check_house(data)
        return data


class StartForm(forms.Form):
    """Of which policy the next version is begun."""

    policy = forms.CharField(max_length=LONGEST_SLUG)


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


class TextForm(forms.Form):
    """What an author writes. Nothing is required here: the reader of policies says what is missing, and where."""

    markdown = forms.CharField(
        label=gettext_lazy("Text"),
        required=False,
        strip=False,
        help_text=gettext_lazy("“# Title” first, then clauses that begin with “## Heading {#key}”."),
        widget=forms.Textarea(attrs={"rows": 26, "spellcheck": "true", "class": "editor-text"}),
    )
    statement = forms.CharField(
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


class DecisionForm(forms.Form):
    """An approver's word."""

    comment = forms.CharField(
        label=gettext_lazy("Comment"),
        required=False,
        help_text=gettext_lazy("When you send it back, say what has to change."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class PublishForm(forms.Form):
    """From when on a version counts, and when it is looked at again."""

    effective_on = forms.DateField(
        label=gettext_lazy("In force from"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={
            "required": gettext_lazy("Enter the first day."),
            "invalid": gettext_lazy("Enter the first day as a date."),
        },
    )
    review_on = forms.DateField(
        label=gettext_lazy("Review on"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={
            "required": gettext_lazy("Enter the day of the review."),
            "invalid": gettext_lazy("Enter the day of the review as a date."),
        },
    )
    comment = forms.CharField(
        label=gettext_lazy("Comment for the record"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, today: date, earliest: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.earliest = max(today, earliest) if earliest else today
        self.fields["effective_on"].widget.attrs["min"] = self.earliest.isoformat()

    def clean_effective_on(self) -> date:
        day: date = self.cleaned_data["effective_on"]
        validate_day(day, today=self.today)
        if day < self.today:
            raise forms.ValidationError(_("The first day lies in the past. Choose today or a later day."))
        if day < self.earliest:
            raise forms.ValidationError(_("The version before begins later than that. Choose its first day or later."))
        return day

    def clean_review_on(self) -> date:
        day: date = self.cleaned_data["review_on"]
        validate_day(day, today=self.today)
        begins = self.cleaned_data.get("effective_on")
        if begins and day <= begins:
            raise forms.ValidationError(_("The review has to come after the first day."))
        return day


class WithdrawForm(forms.Form):
    """Why a published version ends."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is withdrawn"),
        max_length=2_000,
        help_text=gettext_lazy("Everybody who opens this version reads this."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy("Say why this version is withdrawn."),
            "max_length": gettext_lazy("Write at most 2,000 characters."),
        },
    )
