"""A review, a publication, a withdrawal."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.validators import validate_day
from toolkit.unseen import validate_seen


class DecisionForm(forms.Form):
    """An approver's word."""

    comment = forms.CharField(
        label=gettext_lazy("Comment"),
        required=False,
        validators=[validate_seen],
        help_text=gettext_lazy("When you send it back, say what has to change."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)


class DatesForm(forms.Form):
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


class PublishForm(forms.Form):
    """The word with which a version is published."""

    comment = forms.CharField(
        label=gettext_lazy("Comment for the record"),
        required=False,
        validators=[validate_seen],
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class WithdrawForm(forms.Form):
    """Why a published version ends."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is withdrawn"),
        max_length=2_000,
        validators=[validate_seen],
        help_text=gettext_lazy("Everybody who opens this version reads this."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy("Say why this version is withdrawn."),
            "max_length": gettext_lazy("Write at most 2,000 characters."),
        },
    )
