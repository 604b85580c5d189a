"""A new policy, the next version of one, a Word document that is taken over."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.forms import ManagerField
from people.validators import validate_plain_line
from policies.content import LONGEST_HEADING
from policies.selectors.desk import Beginning
from policies.services.owning import LONGEST_REVIEW
from policies.word import LARGEST_FILE as LARGEST_WORD_FILE
from toolkit.errors import DomainError
from toolkit.packfiles.folders import LONGEST_SLUG, is_language, is_slug

# Addresses below /policies/ that are pages of their own.
RESERVED = frozenset({"drafts", "enquiries", "signed"})


class CareForm(forms.Form):
    """Who answers for a policy, and how often it is reviewed."""

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
        max_value=LONGEST_REVIEW,
        initial=12,
        error_messages={
            "required": gettext_lazy("Enter after how many months it is reviewed."),
            "invalid": gettext_lazy("Enter the months as a whole number."),
            "min_value": gettext_lazy("Enter at least 1 month."),
            "max_value": gettext_lazy("Enter at most 120 months."),
        },
    )

    def check_house(self, data: dict[str, Any]) -> None:
        """Somebody has to answer for a policy."""
        if not {"owner", "owner_title"} & set(self.errors) and not data["owner"] and not data["owner_title"]:
            self.add_error("owner", _("Say who answers for the policy: a person here, or an office below."))


class HouseForm(CareForm):
    """The same, and how the policy is called in addresses."""

    slug = forms.CharField(
        label=gettext_lazy("Name in the address"),
        required=False,
        max_length=LONGEST_SLUG,
        help_text=gettext_lazy("Small letters, digits and hyphens. Left empty, it is made from the title."),
    )

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


class ChangeHouseForm(CareForm):
    """The same of a policy that is there already. `seen` is the digest of what the page showed."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        self.check_house(self.cleaned_data)
        return self.cleaned_data


class StartForm(forms.Form):
    """Of which policy the next version is begun."""

    policy = forms.CharField(max_length=LONGEST_SLUG)


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
