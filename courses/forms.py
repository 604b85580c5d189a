"""What learners' pages post besides answers, which their question kinds clean."""

from django import forms


class StartForm(forms.Form):
    """`after`: the completion that the person has seen, for a course that is taken once more."""

    after = forms.UUIDField(required=False)
