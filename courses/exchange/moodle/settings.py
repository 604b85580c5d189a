"""What a Moodle question sets that has no counterpart here: each is noted with what it was."""

from django.utils.translation import gettext as _

from courses.exchange.items import listed, quoted
from courses.exchange.moodle.tree import Node
from courses.exchange.texts import Said

_READ = {
    *("name", "questiontext", "generalfeedback", "answer", "subquestion", "single", "shuffleanswers", "usecase"),
    *("hidden", "idnumber", "tags", "selecttype", "gradingtype"),
}
_WITHOUT_EFFECT: dict[str, tuple[str, ...] | None] = {  # with these values it is as here
    "defaultgrade": ("1", "1.0", "1.0000000"),
    "penalty": ("", "0", "0.0", "0.0000000"),
    "answernumbering": ("", "abc", "none", "ABCD", "123", "iii", "IIII", "ABC"),
    "numberingstyle": ("", "abc", "none", "ABCD", "123", "iii", "IIII", "ABC"),
    "showstandardinstruction": ("", "0", "1"),
    "layouttype": ("", "0", "VERTICAL"),
    "selectcount": None,  # says nothing where all steps are asked for
    "showgrading": ("", "0", "1", "SHOW", "HIDE"),
    "shownumcorrect": ("",),
}


def note_settings(node: Node, said: Said) -> None:
    """Notes what else the question says."""
    left_out = []
    for child in node.children:
        inner = child.first("text")
        value = (inner or child).text.strip()
        if child.tag in _READ or (not value and not child.children):
            continue
        usual = _WITHOUT_EFFECT.get(child.tag, ())
        if usual is not None and value not in usual:
            left_out.append(f"{child.tag} {quoted(value)}" if value else child.tag)
    if left_out:
        said.note(_("Left out, since questions here do not have it: %(names)s.") % {"names": listed(left_out)})
