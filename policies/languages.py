"""What people call the language of a text: "English (US)" for en-US. No database.

Addresses, packs and records keep the code; it is also what is said of a language that is not known here.
"""

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

# What the framework, whose catalogs translate all of its own names, does not name.
_MORE = {
    "am": gettext_noop("Amharic"),
    "fil": gettext_noop("Filipino"),
    "gu": gettext_noop("Gujarati"),
    "hmn": gettext_noop("Hmong"),
    "ht": gettext_noop("Haitian Creole"),
    "so": gettext_noop("Somali"),
    "tl": gettext_noop("Tagalog"),
    "zh": gettext_noop("Chinese"),
}
# Regions and scripts that are known by another word than their code; other regions are said as they are.
_KINDS = {
    "GB": gettext_noop("UK"),
    "Arab": gettext_noop("Arabic script"),
    "Cyrl": gettext_noop("Cyrillic"),
    "Hans": gettext_noop("Simplified"),
    "Hant": gettext_noop("Traditional"),
    "Latn": gettext_noop("Latin script"),
    "BR": gettext_noop("Brazil"),
    "CA": gettext_noop("Canada"),
    "CN": gettext_noop("China"),
    "ES": gettext_noop("Spain"),
    "FR": gettext_noop("France"),
    "HK": gettext_noop("Hong Kong"),
    "MX": gettext_noop("Mexico"),
    "PR": gettext_noop("Puerto Rico"),
    "PT": gettext_noop("Portugal"),
    "TW": gettext_noop("Taiwan"),
}


def language_name(code: str) -> str:
    """The name of a language, such as en-US, zh-Hant or de, in the language of the page; else its code."""
    language, *kinds = code.split("-")
    known = LANG_INFO.get(language, {}).get("name") or _MORE.get(language)
    if not known:
        return code
    if not kinds:
        return _(known)
    words = ", ".join(_(_KINDS[kind]) if kind in _KINDS else kind for kind in kinds)
    return _("%(language)s (%(kind)s)") % {"language": _(known), "kind": words}
