"""The texts of a Moodle question, each of which names its own format and may bring files."""

from django.utils.translation import gettext as _

from courses.exchange.items import NotTaken, quoted
from courses.exchange.moodle.tree import Node
from courses.exchange.texts import Said

_FORMATS = {"html": "html", "moodle_auto_format": "moodle", "plain_text": "plain", "markdown": "markdown", "": "html"}


def plain_of(node: Node | None, said: Said, *, is_bare: bool = False) -> str:
    """The words of a text, empty without one. `is_bare`: it is plain whatever it says. Raises NotTaken."""
    if node is None:
        return ""
    form = node.attributes.get("format", "")
    if form not in _FORMATS:
        raise NotTaken(_("The text format %(form)s is not known.") % {"form": quoted(form)})
    for file in node.all("file"):
        name = file.attributes.get("name", "")
        raise NotTaken(_("It brings the file %(name)s, and questions hold text only.") % {"name": quoted(name)})
    inner = node.first("text")
    text = (inner or node).text
    if inner and inner.children:
        raise NotTaken(_("Its HTML stands bare in the XML. Export it again, so that it stands in CDATA."))
    return said.plain(text, "plain" if is_bare else _FORMATS[form])
