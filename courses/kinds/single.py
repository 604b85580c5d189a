"""`single`: one of several choices is right."""

from django.utils.translation import gettext_lazy

from courses.kinds.choices import OneCorrectKind


class Single(OneCorrectKind):
    """100 percent for the correct choice, otherwise 0."""

    name = "single"
    title = gettext_lazy("One right answer")
