"""What forms say of a mistake, in plain words and once for the whole site, instead of what Django says by itself.

A form that knows more of its field says more: its own `error_messages` win over these.
"""

from django import forms
from django.core import validators
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

_FILL_IN = _("Fill this in.")
_CHOOSE = _("Choose one from the list.")
_CHOOSE_SOME = _("Choose at least one.")
_CHOOSE_FILE = _("Choose a file.")
_NUMBER = _("Enter a number, such as 1.5.")
_DATE = _("Enter a date, such as 2026-11-24.")
_TIME = _("Enter a time, such as 14:30.")
_MOMENT = _("Enter a date and a time, such as 2026-11-24 14:30.")

FIELDS = {
    forms.Field: {"required": _FILL_IN},
    forms.IntegerField: {"required": _("Enter a number."), "invalid": _("Enter a whole number, such as 12.")},
    forms.FloatField: {"invalid": _NUMBER},
    forms.DecimalField: {"invalid": _NUMBER},
    forms.DateField: {"required": _("Enter a date."), "invalid": _DATE},
    forms.TimeField: {"invalid": _TIME},
    forms.DateTimeField: {"invalid": _MOMENT},
    forms.SplitDateTimeField: {"invalid_date": _DATE, "invalid_time": _TIME},
    forms.DurationField: {
        "invalid": _("Enter how long, such as 1:30:00 for an hour and a half."),
        "overflow": _("Enter between {min_days} and {max_days} days."),
    },
    forms.EmailField: {"required": _("Enter an e-mail address.")},
    forms.URLField: {"invalid": _("Enter a web address, such as https://example.org.")},
    forms.UUIDField: {"invalid": _("A part of this is missing or mistyped.")},
    forms.JSONField: {"invalid": _("Enter JSON, such as [0, 1].")},
    forms.FileField: {
        "required": _CHOOSE_FILE,
        "invalid": _CHOOSE_FILE,
        "missing": _CHOOSE_FILE,
        "empty": _("The file is empty. Choose another one."),
        "max_length": ngettext_lazy(
            "The name of the file may have at most %(max)d character, and has %(length)d.",
            "The name of the file may have at most %(max)d characters, and has %(length)d.",
            "max",
        ),
        "contradiction": _("Choose a file, or check the box that takes it out, but not both."),
    },
    forms.ImageField: {"invalid_image": _("This is no picture that can be read. Choose another file.")},
    forms.BooleanField: {"required": _("Check the box to go on.")},
    forms.ChoiceField: {"required": _CHOOSE, "invalid_choice": _CHOOSE},
    forms.ModelChoiceField: {"required": _CHOOSE, "invalid_choice": _CHOOSE},
    forms.MultipleChoiceField: {"required": _CHOOSE_SOME, "invalid_choice": _CHOOSE, "invalid_list": _CHOOSE_SOME},
    forms.ModelMultipleChoiceField: {
        "required": _CHOOSE_SOME,
        "invalid_choice": _CHOOSE,
        "invalid_list": _CHOOSE_SOME,
        "invalid_pk_value": _CHOOSE,
    },
    forms.MultiValueField: {"invalid": _FILL_IN, "incomplete": _("A part of this is missing.")},
    models.Field: {
        "null": _FILL_IN,
        "blank": _FILL_IN,
        "invalid_choice": _CHOOSE,
        "unique": _("There is one with this %(field_label)s already."),
    },
}
VALIDATORS = {
    validators.RegexValidator: _("This does not have the form that is asked for."),
    validators.URLValidator: _("Enter a web address, such as https://example.org."),
    validators.DomainNameValidator: _("Enter the name of a domain, such as example.org."),
    validators.EmailValidator: _("Enter an e-mail address, such as ada@example.org."),
    validators.BaseValidator: _("Enter %(limit_value)s."),
    validators.MaxValueValidator: _("Enter %(limit_value)s or less."),
    validators.MinValueValidator: _("Enter %(limit_value)s or more."),
    validators.StepValueValidator: _("Enter a multiple of %(limit_value)s."),
    validators.MaxLengthValidator: ngettext_lazy(
        "Use at most %(limit_value)d character; there are %(show_value)d now.",
        "Use at most %(limit_value)d characters; there are %(show_value)d now.",
        "limit_value",
    ),
    validators.MinLengthValidator: ngettext_lazy(
        "Use at least %(limit_value)d character; there are %(show_value)d now.",
        "Use at least %(limit_value)d characters; there are %(show_value)d now.",
        "limit_value",
    ),
    validators.FileExtensionValidator: _("Choose a file whose name ends in one of these: %(allowed_extensions)s."),
    validators.ProhibitNullCharactersValidator: _(
        "There is an invisible character (U+0000) in this. Delete it, or type the words again."
    ),
}
DECIMALS = {
    "invalid": _NUMBER,
    "max_digits": ngettext_lazy("Use at most %(max)s digit.", "Use at most %(max)s digits.", "max"),
    "max_decimal_places": ngettext_lazy(
        "Use at most %(max)s digit after the point.", "Use at most %(max)s digits after the point.", "max"
    ),
    "max_whole_digits": ngettext_lazy(
        "Use at most %(max)s digit before the point.", "Use at most %(max)s digits before the point.", "max"
    ),
}
INSTANCES = (
    (validators.validate_integer, _("Enter a whole number, such as 12.")),
    (validators.validate_slug, _("Use letters, digits, hyphens and underscores only.")),
    (validators.validate_unicode_slug, _("Use letters, digits, hyphens and underscores only.")),
    (validators.validate_comma_separated_integer_list, _("Enter whole numbers with commas between them.")),
)


def use() -> None:
    """Has to come before any form or model is made: each field takes the words of its class when it is made."""
    for field, words in FIELDS.items():
        # A dictionary of its own: that of a class without one is its parent's.
        setattr(field, "default_error_messages", {**vars(field).get("default_error_messages", {}), **words})  # noqa: B010
    for validator, sentence in VALIDATORS.items():
        setattr(validator, "message", sentence)  # noqa: B010 - not every kind of them is declared to have one
    setattr(validators.DecimalValidator, "messages", DECIMALS)  # noqa: B010 - declared as plain strings
    for one, sentence in INSTANCES:
        setattr(one, "message", sentence)  # noqa: B010
