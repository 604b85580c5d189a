"""From the tree of a document to its blocks: headings, and everything else as Markdown; with notes about the rest."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from policies.word.inline import Span, address, clean, heading, markdown, words
from policies.word.tree import Node

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
LONGEST_BOLD_HEADING = 100
_PLAIN = Span("")


@dataclass(frozen=True)
class Block:
    """A heading (level 1 to 6; 0 is the title), or a text (level None) whose Markdown is already written.

    `looks_like_heading`: a short paragraph that is bold throughout, as many documents have instead of headings.
    """

    spans: tuple[Span, ...]
    level: int | None = None
    text: str = ""
    looks_like_heading: bool = False

    @property
    def words(self) -> str:
        return words(self.spans)


@dataclass
class Reader:
    """Walks through a document. `notes` collects what could not be taken, with the place."""

    notes: list[str] = field(default_factory=list)
    place: str = ""

    def blocks(self, root: Node) -> list[Block]:
        return [block for child in root.children for block in self._of(child)]

    def note(self, text: str) -> None:
        where = _("in “%(heading)s”") % {"heading": self.place} if self.place else _("at the beginning")
        self.notes.append(f"{where}: {text}")

    def _of(self, child: Node | str) -> Iterator[Block]:
        if isinstance(child, str):
            yield from self._text((Span(clean(child)),))
        elif child.tag in _HEADINGS or child.attributes.get("class") == "title":
            spans = tuple(self._spans(child.children))
            if heading(spans):
                self.place = words(spans)[:80]
                yield Block(spans, level=_HEADINGS.get(child.tag, 0))
            else:  # nothing or signs only
                yield from self._text(spans)
        elif child.tag in ("ul", "ol"):
            lines = self._list(child, "")
            if lines:
                yield Block((), text="\n".join(lines))
        elif child.tag == "table":
            yield from self._table(child)
        elif child.tag == "p":
            yield from self._text(tuple(self._spans(child.children)))
        else:
            yield from self.blocks(child)

    def _text(self, spans: tuple[Span, ...]) -> Iterator[Block]:
        text = markdown(spans)
        if text:
            said = words(spans)
            is_bold = all(span.is_strong or not span.text.strip() for span in spans)
            looks = (
                is_bold
                and bool(heading(spans))
                and len(said) <= LONGEST_BOLD_HEADING
                and said[-1] not in ".;,!?"
                and "\n" not in text
            )
            yield Block(spans, text=text, looks_like_heading=looks)

    def _spans(self, children: "Iterable[Node | str]", style: Span = _PLAIN) -> Iterator[Span]:
        for child in children:
            if isinstance(child, str):
                yield replace(style, text=clean(child).replace("\n", " "))
            elif child.tag == "br":
                yield replace(style, text="\n")
            elif child.tag == "a" and child.children == ["↑"]:
                continue  # from a footnote back to its number
            elif child.tag == "img":
                self._picture(child)
            elif child.tag == "input":
                yield Span("☑ " if "checked" in child.attributes else "☐ ")
            elif child.tag in ("p", "li", "td", "th", "ul", "ol", "table", "tr"):
                # A block where only words can stand: its words, on a line of their own.
                yield Span("\n")
                yield from self._spans(child.children, style)
            else:
                yield from self._spans(child.children, self._style(child, style))

    def _style(self, node: Node, style: Span) -> Span:
        if node.tag == "strong":
            return replace(style, is_strong=True)
        if node.tag == "em":
            return replace(style, is_emphasized=True)
        given = node.attributes.get("href", "")
        if node.tag == "a" and given and not given.startswith("#"):
            found = address(given)
            if not found:
                self.note(_("the link to %(address)s was left out, its words were kept") % {"address": given[:80]})
            return replace(style, address=found)
        return style

    def _picture(self, node: Node) -> None:
        about = clean(node.attributes.get("alt", ""))[:80]
        if about:
            self.note(_("a picture was left out (“%(about)s”)") % {"about": about})
        else:
            self.note(_("a picture was left out"))

    def _list(self, node: Node, indent: str) -> list[str]:
        lines: list[str] = []
        for number, item in enumerate(node.elements("li"), start=1):
            marker = f"{number}. " if node.tag == "ol" else "- "
            inner = indent + " " * len(marker)
            inline = [child for child in item.children if isinstance(child, str) or child.tag not in ("ul", "ol")]
            text = markdown(self._spans(inline))
            if text:
                lines.append(f"{indent}{marker}" + text.replace("\n", f"\n{inner}"))
            for child in item.elements("ul", "ol"):
                lines += self._list(child, inner if text else indent)
        return lines

    def _table(self, node: Node) -> Iterator[Block]:
        """Each row as an item of a list, each cell behind the head of its column."""
        parts = [node, *node.elements("thead", "tbody")]
        rows = [tuple(row.elements("td", "th")) for part in parts for row in part.elements("tr")]
        if len(rows) == 1 and len(rows[0]) == 1:
            self.note(_("a table of one cell became plain text; please look at it"))
            yield from self.blocks(rows[0][0])  # a frame around text
            return
        cells = [[tuple(self._spans(cell.children)) for cell in row] for row in rows]
        heads = [words(cell) for cell in cells[0]] if len(rows) > 1 and _is_head(rows[0], cells[0]) else []
        lines = [markdown(_row(row, heads)) for row in cells[bool(heads) :]]
        text = "\n".join(f"- {line}" for line in lines if line)
        if text:
            self.note(_("a table became a list; please look at it"))
            yield Block((), text=text)


def _is_head(row: tuple[Node, ...], cells: list[tuple[Span, ...]]) -> bool:
    """The document says so, or all of it is bold."""
    is_bold = all(span.is_strong for cell in cells for span in cell if span.text.strip())
    return all(cell.tag == "th" for cell in row) or (is_bold and any(words(cell) for cell in cells))


def _row(cells: list[tuple[Span, ...]], heads: list[str]) -> Iterator[Span]:
    is_pair = not heads and len(cells) == 2 and all(words(cell) for cell in cells)
    is_first = True
    for at, cell in enumerate(cells):
        if not words(cell):
            continue
        if not is_first:
            yield Span(": " if is_pair and not words(cells[0]).endswith(":") else " " if is_pair else "; ")
        if at < len(heads) and heads[at]:
            yield Span(f"{heads[at].rstrip(':')}: ")
        for span in cell:
            yield replace(span, text=span.text.replace("\n", " "))
        is_first = False
