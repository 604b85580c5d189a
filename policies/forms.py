"""What people type into the pages of policies."""

from django import forms
from django.utils.translation import gettext_lazy


class SearchForm(forms.Form):
    """The search of the library, in the address."""

    q = forms.CharField(
        label=gettext_lazy("Search titles and clauses"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
