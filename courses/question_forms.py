"""The form of a question, made of the parts that its kind lists: one field for each value, rows that can be added."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django import forms
from django.forms import BoundField
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from courses.kinds.parts import Block, Chosen, Flag, Lines, Part, Rows, Sent, Text, Words, row_numbers
from courses.packs.question_rows import AROUND

Options = Mapping[str, Sequence[tuple[str, str]]]


@dataclass
class ShownRow:
    """A row of a list: `place` is what its buttons send, `title` its first words."""

    place: str
    number: str
    title: str
    parts: list["ShownPart"]


@dataclass
class ShownPart:
    """A part on the page: a field, or what is inside of it."""

    name: str
    label: Words
    hint: Words
    one: Words = ""
    bound: BoundField | None = None
    inner: list["ShownPart"] = field(default_factory=list)
    rows: list[ShownRow] | None = None
    can_add: bool = False
    errors: list[str] = field(default_factory=list)


class QuestionForm(forms.Form):
    """Nothing is required and nothing refused: what is wrong, the reader of packs says, and `tell` puts it in place.

    `options` are the choices of each part that has some.
    """

    def __init__(self, parts: Iterable[Part], sent: Sent, options: Options) -> None:
        super().__init__(MultiValueDict(sent))
        self._sent = sent
        self._options = options
        self._by_name: dict[str, ShownPart] = {}
        shown = [self._shown(part, part.name) for part in parts]
        around = {part.name for part in AROUND}
        self.around = [part for part in shown if part.name in around]
        self.parts = [part for part in shown if part.name not in around]

    def tell(self, name: str, what: str, expected: str) -> dict[str, str]:
        """Puts a problem beside the field with this name, or the nearest one around it; what to link to it with."""
        while name and name not in self._by_name:
            name = name.rpartition("-")[0]
        shown = self._by_name.get(name)
        said = re.sub(r'^"[a-z_]+" ', f"“{shown.label}” ", what) if shown else what
        sentence = _("%(what)s Expected: %(expected)s.") % {"what": said, "expected": expected}
        if shown and shown.bound:
            self.add_error(shown.bound.name, sentence)
            first = "_0" if shown.bound.use_fieldset else ""
            return {"text": sentence, "href": f"#{shown.bound.auto_id}{first}"}
        if shown:
            shown.errors.append(sentence)
            return {"text": sentence, "href": f"#part-{name}"}
        self.add_error(None, sentence)
        return {"text": sentence, "href": ""}

    @property
    def has_more(self) -> bool:
        """Whether one of the parts around the kind is filled in or has an error."""
        return any(part.bound and (part.bound.errors or any(self._sent.get(part.name, ()))) for part in self.around)

    def _shown(self, part: Part, name: str) -> ShownPart:
        shown = ShownPart(name, part.label, part.hint)
        self._by_name[name] = shown
        if isinstance(part, Block):
            shown.inner = [self._shown(inner, f"{name}-{inner.name}") for inner in part.parts]
        elif isinstance(part, Rows):
            numbers = row_numbers(self._sent, name)
            free = (str(number) for number in range(1_000) if str(number) not in numbers)
            numbers += [next(free) for _missing in range(part.least - len(numbers))]
            shown.one, shown.can_add = part.one, len(numbers) < part.most
            shown.rows = [self._row(part, name, number) for number in numbers]
        else:
            self.fields[name] = self._field(part)
            shown.bound = self[name]
        return shown

    def _row(self, part: Rows, name: str, number: str) -> ShownRow:
        place = f"{name}-{number}"
        names = [(f"{place}-{inner.name}" if inner.name else place) for inner in part.parts]
        words = " ".join(" ".join(self._sent.get(names[0], ())).split())
        title = f"{words[:40]}…" if len(words) > 40 else words
        parts = [self._shown(inner, name) for inner, name in zip(part.parts, names, strict=True)]
        return ShownRow(place, number, title, parts)

    def _field(self, part: Part) -> forms.Field:
        if isinstance(part, Flag):
            return forms.BooleanField(label=part.label, help_text=part.hint, required=False)
        if isinstance(part, Chosen):
            chosen = self._sent.get(part.name, [])
            offered = dict(self._options.get(part.name, ()))
            # In the order in which they were chosen: what is saved again unchanged stays as it is.
            choices = [(key, offered.get(key, key)) for key in dict.fromkeys([*chosen, *offered])]
            boxes = forms.CheckboxSelectMultiple
            return forms.MultipleChoiceField(label=part.label, choices=choices, widget=boxes, required=False)
        if isinstance(part, Text | Lines) and not (isinstance(part, Text) and part.is_line):
            rows = part.rows if isinstance(part, Text) else 3
            widget = forms.Textarea(attrs={"rows": rows, "class": "grows"})
            return forms.CharField(label=part.label, help_text=part.hint, required=False, strip=False, widget=widget)
        attrs = {} if isinstance(part, Text) else {"inputmode": "numeric", "class": "number"}
        line = forms.TextInput(attrs={"autocomplete": "off", **attrs})
        return forms.CharField(label=part.label, help_text=part.hint, required=False, widget=line)
