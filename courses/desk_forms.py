"""What authors' pages post."""

from collections.abc import Iterable

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.models import Step
from people.validators import validate_plain_line
from toolkit.packfiles.folders import LONGEST_SLUG, is_language, is_slug

RESERVED = frozenset({"drafts"})  # addresses below /courses/ that are pages of their own


def slug_of(title: str) -> str:
    """A name for addresses and files that is made of a title."""
    return slugify(title)[:60].strip("-").replace("_", "-") or "untitled"


class TitleForm(forms.Form):
    """A title, of which the name in the address is made."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=200,
        validators=[validate_plain_line],
        error_messages={"required": gettext_lazy("Enter a title.")},
    )


class CourseForm(TitleForm):
    """A new course."""

    slug = forms.CharField(
        label=gettext_lazy("Name in the address"),
        required=False,
        max_length=LONGEST_SLUG,
        help_text=gettext_lazy("Small letters, digits and hyphens. Left empty, it is made from the title."),
    )
    language = forms.CharField(
        label=gettext_lazy("Language"),
        initial="en-US",
        max_length=12,
        help_text=gettext_lazy("Its short name, such as en-US, es or de."),
        error_messages={"required": gettext_lazy("Enter the short name of a language.")},
    )

    def clean_language(self) -> str:
        language: str = self.cleaned_data["language"]
        if not is_language(language):
            raise forms.ValidationError(_("Enter the short name of a language, such as en-US, es or de."))
        return language

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"] or slug_of(self.cleaned_data.get("title", ""))
        if not is_slug(slug) or slug in RESERVED:
            raise forms.ValidationError(_("Use small letters, digits and single hyphens, such as photos-at-work."))
        return slug


class StepForm(TitleForm):
    """A new step of a module."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of step"), choices=Step.Kind.choices, widget=forms.RadioSelect)
    policy = forms.ChoiceField(
        label=gettext_lazy("Policy to sign"), required=False, help_text=gettext_lazy("For a signature only.")
    )

    def __init__(self, *args: object, policies: Iterable[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["policy"].choices = [("", "–"), *policies]  # type: ignore[attr-defined]
        self.order_fields(["kind", "title", "policy"])

    def clean(self) -> None:
        if self.cleaned_data.get("kind") == Step.Kind.ATTEST and not self.cleaned_data.get("policy"):
            self.add_error("policy", _("Choose the policy that is to be signed."))


class PartForm(forms.Form):
    """The text of one file. Nothing is required: the reader of packs says what is missing, and where."""

    text = forms.CharField(
        label=gettext_lazy("Text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "true", "class": "editor-text"}),
    )
    over = forms.CharField(required=False, widget=forms.HiddenInput)


class QuestionFileForm(forms.Form):
    """A file with questions of another system."""

    form = forms.ChoiceField(
        label=gettext_lazy("Format"),
        choices=[("gift", "GIFT"), ("moodle-xml", "Moodle XML")],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the format of the file.")},
    )
    file = forms.FileField(
        label=gettext_lazy("File with questions"),
        help_text=gettext_lazy("Up to 20 MB and 2,000 questions. First you see what becomes of each of them."),
        error_messages={
            "required": gettext_lazy("Choose a file first."),
            "empty": gettext_lazy("The file is empty. Choose another one."),
        },
    )


class FileForm(forms.Form):
    """A picture, video or download."""

    file = forms.FileField(
        label=gettext_lazy("Add a file"),
        help_text=gettext_lazy(
            "A picture, a video with its captions, or a download. A file of the same name is replaced."
        ),
        error_messages={"required": gettext_lazy("Choose a file first.")},
    )
