"""No sentence that Django has for a mistake reaches the screen: every field of every form of the site is asked."""

import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import django
import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import Client
from django.urls import get_resolver, reverse

from people.models import Employee

CATALOG = Path(django.__file__).parent / "conf/locale/en/LC_MESSAGES/django.po"
PLAIN = {"Enter a number."}  # Django's too, and nothing is wrong with it
WRONG = ["", " ", "x" * 50_000, "a\0b", "no such", "-5", "9" * 40, "0206-01-01", "2026-99-99"]
WRONG_LISTS = [[], ["no such"], ["a\0b"], "no list"]
WRONG_FILES = [None, SimpleUploadedFile("empty.png", b""), SimpleUploadedFile("x" * 5_000, b"x")]
OF_EACH_KIND: dict[str, forms.Field] = {
    name: kind()
    for name, kind in vars(forms).items()
    if isinstance(kind, type) and issubclass(kind, forms.Field) and "__init__" not in vars(kind)
}


def _sentences() -> Iterator[str]:
    """What Django says of forms, of models and by validators, as its list of sentences to translate has it."""
    for block in CATALOG.read_text("utf-8").split("\n\n"):
        if re.search(r"^#: .*\b(?:forms|validators|models)\b", block, re.MULTILINE):
            for one in re.findall(r'^msgid(?:_plural)? ((?:".*"\n?)+)', block, re.MULTILINE):
                yield "".join(re.findall(r'"(.*)"', one))


DEFAULTS = [
    re.compile(re.sub(r"%\\\(\w+\\\)[srd]|\\\{\w+\\\}", ".*", re.escape(sentence)), re.DOTALL)
    for sentence in sorted(set(_sentences()) - PLAIN)
    if sentence.endswith(".")
]


def _forms(of: Any = forms.BaseForm) -> Iterator[Any]:
    for one in of.__subclasses__():
        yield one
        yield from _forms(one)


def _said(field: forms.Field) -> Iterator[str]:
    is_list = isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
    for value in WRONG_FILES if isinstance(field, forms.FileField) else WRONG_LISTS if is_list else WRONG:
        try:
            deepcopy(field).clean(value)
        except ValidationError as refusal:
            yield from refusal.messages


def _defaults_of(fields: dict[str, forms.Field]) -> set[tuple[str, str]]:
    return {
        (name, sentence)
        for name, field in fields.items()
        for sentence in _said(field)
        if any(default.fullmatch(sentence) for default in DEFAULTS)
    }


@pytest.mark.django_db
def test_no_field_of_any_form_says_what_django_would() -> None:
    assert len(DEFAULTS) > 60
    assert get_resolver().url_patterns  # every view is loaded, and with it every form
    ours = [one for one in _forms() if not one.__module__.startswith("django.")]
    assert len(ours) > 40
    found = {
        (f"{one.__module__}.{one.__qualname__}", *default) for one in ours for default in _defaults_of(one.base_fields)
    }
    assert not found


@pytest.mark.django_db
def test_fields_that_no_form_has_yet_say_it_plainly_too() -> None:
    of_lists = {
        "choice": forms.ChoiceField(choices=[("a", "A")]),
        "choices": forms.MultipleChoiceField(choices=[("a", "A")]),
        "one": forms.ModelChoiceField(Employee.objects.all()),
        "some": forms.ModelMultipleChoiceField(Employee.objects.all()),
        "short": forms.CharField(max_length=3, min_length=2),
        "between": forms.IntegerField(min_value=5, max_value=6),
        "steps": forms.IntegerField(step_size=5),
        "decimal": forms.DecimalField(max_digits=4, decimal_places=1),
        "file": forms.FileField(max_length=4),
    }
    assert len(OF_EACH_KIND) >= 10
    assert not _defaults_of(OF_EACH_KIND | of_lists)


def test_a_row_of_the_database_says_it_plainly_too() -> None:
    field = models.CharField("name", max_length=3, choices=[("a", "A")])
    for value in (None, "", "b", "b" * 5):
        with pytest.raises(ValidationError) as refusal:
            field.clean(value, None)
        assert not [words for words in refusal.value.messages if any(one.fullmatch(words) for one in DEFAULTS)]


def test_a_page_shows_the_plain_words(hana: Employee) -> None:
    client = Client()
    client.force_login(hana)
    page = client.post(reverse("policies:paper-new"), {"reason": "x" * 301, "number": ""}).content.decode()
    assert "Use at most 300 characters; there are 301 now." in page
