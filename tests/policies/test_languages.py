"""What people call a language."""

import pytest
from django.utils import translation

from policies.languages import language_name

NAMES = {
    "en-US": "English (US)",
    "en-GB": "English (UK)",
    "en": "English",
    "es": "Spanish",
    "es-PR": "Spanish (Puerto Rico)",
    "de": "German",
    "zh-Hant": "Chinese (Traditional)",
    "zh-Hant-TW": "Chinese (Traditional, Taiwan)",
    "ht": "Haitian Creole",
    "de-LI": "German (LI)",
    "xx": "xx",
    "xx-US": "xx-US",
    "": "",
}


@pytest.mark.parametrize("code", NAMES)
def test_a_language_is_called_what_people_call_it_else_by_its_code(code: str) -> None:
    assert language_name(code) == NAMES[code]


def test_it_is_called_so_in_the_language_of_the_page() -> None:
    with translation.override("de"):
        assert language_name("es") == "Spanisch"
