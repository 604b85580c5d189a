"""Forms of the Django admin where a typed value could be none: a site's zone and working days are chosen."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from people.models import Site


class SiteForm(forms.ModelForm):  # type: ignore[type-arg]  # not a generic when it runs
    time_zone = forms.ChoiceField(label=_("Time zone"))
    working_days = forms.TypedMultipleChoiceField(
        label=_("Working days"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose the days of the week on which people work here.")},
    )

    class Meta:
        model = Site
        fields = ["name", "time_zone", "working_days"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(name, name) for name in sorted(available_timezones())]
        self.fields["time_zone"].choices = [("", _("Choose a time zone")), *names]  # type: ignore[attr-defined]
