"""What learners' pages post besides answers, which their question kinds clean."""

from django import forms


class StartForm(forms.Form):
    """`after`: the completion that the person has seen, for a course that is taken once more."""

    after = forms.UUIDField(required=False)


class FinishForm(forms.Form):
    """`shown`: the signed moment at which the page was shown. A page without it finishes the lesson all the same."""

    shown = forms.CharField(required=False, max_length=300)


class SaveForm(forms.Form):
    """What goes along with an answer. `revision`: the one that the page was made from, 0 for no answer."""

    revision = forms.IntegerField(min_value=0, max_value=2**31 - 2, required=False)


MORE_TIME = "more_time"


class MoreTimeForm(forms.Form):
    """The button that asks for more time says how often that was done when its page was made."""

    more_time = forms.IntegerField(min_value=0, max_value=32_767)

    @property
    def seen(self) -> int:
        """-1 for what no page of ours sends."""
        return self.cleaned_data[MORE_TIME] if self.is_valid() else -1


class PlaceForm(forms.Form):
    """`part`: the part of a lesson that is on screen."""

    part = forms.IntegerField(min_value=1, max_value=10_000)
