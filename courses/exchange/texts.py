"""From the texts of other systems, which may be HTML or Markdown, to the plain words that questions hold here.

Formatting goes and its words stay, which is noted. What would say something else as plain words is refused: pictures,
tables, raised or struck-out signs, formulas; and so is whatever could act.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from markdown_it import MarkdownIt

from courses.exchange.items import NotTaken, listed, quoted
from toolkit.markdown import is_link_allowed

FORMATS = ("plain", "html", "markdown", "moodle")

_BLOCKS = {"p", "div", "br", "ul", "ol", "li", "blockquote", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "center"}
_SILENT = {"html", "body", "p", "div", "br", "span", "section", "article", "ul", "ol", "li", "a", "wbr", "nobr"}
_STYLES = {
    gettext_noop("bold"): {"b", "strong"},
    gettext_noop("italics"): {"i", "em", "cite", "var", "dfn"},
    gettext_noop("underlined"): {"u", "ins"},
    gettext_noop("code"): {"code", "tt", "kbd", "samp"},
    gettext_noop("headings"): {"h1", "h2", "h3", "h4", "h5", "h6"},
    gettext_noop("size, color or place"): {"font", "small", "big", "mark", "center", "abbr", "label", "bdi"},
    gettext_noop("quotes"): {"blockquote"},
    gettext_noop("a line across"): {"hr"},
}
_STYLE_OF = {tag: style for style, tags in _STYLES.items() for tag in tags}
_REASONS = {
    gettext_noop("It shows a picture, and questions hold text only."): {"img", "picture", "svg", "canvas", "figure"},
    gettext_noop("It plays or embeds something, and questions hold text only."): (
        {"audio", "video", "source", "track", "embed", "object", "iframe", "frame", "applet", "map"}
    ),
    gettext_noop("It holds a table, and questions hold text only."): {"table", "thead", "tbody", "tr", "td", "th"},
    gettext_noop("It holds raised or lowered signs, which would read as something else in plain text."): {"sub", "sup"},
    gettext_noop("It holds struck-out words, which would count in plain text."): {"s", "strike", "del"},
    gettext_noop("It holds a formula, which plain text cannot show."): {"math"},
    gettext_noop("It holds a block of code, whose spaces plain text does not keep."): {"pre"},
    gettext_noop("It holds a script, a style sheet or a form, which no question may."): (
        {"script", "style", "link", "meta", "base", "form", "input", "button", "select", "option", "textarea"}
        | {"template", "noscript", "title", "head", "xmp", "plaintext", "noembed", "noframes"}
    ),
}
_REASON_OF = {tag: reason for reason, tags in _REASONS.items() for tag in tags}
_MARKUP = re.compile(r"<[a-zA-Z/!?]|&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);")
_UNFINISHED = re.compile(r"<[a-zA-Z/!?]")
_FORMULA = re.compile(r"\$\$.+?\$\$|\\\(.+?\\\)|\\\[.+?\\\]", re.DOTALL)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_markdown = MarkdownIt("commonmark", {"html": True})


@dataclass
class Said:
    """Collects what had to be noted about the texts of one item."""

    notes: list[str] = field(default_factory=list)

    def plain(self, text: str, form: str) -> str:
        """The words. `form` is one of FORMATS. Raises NotTaken for what plain words cannot say."""
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if form == "plain":
            return text.replace("\t", " ").strip()
        if form == "markdown":
            html = _markdown.render(text)
            words = self._from_html(html, keeps_lines=False)
        elif form == "html" or _MARKUP.search(text):
            words = self._from_html(text, keeps_lines=form == "moodle")
        else:
            words = text.replace("\t", " ").strip()
        if _FORMULA.search(words):
            raise NotTaken(_("It holds a formula, which plain text cannot show."))
        return words

    def _from_html(self, html: str, *, keeps_lines: bool) -> str:
        reader = _Words(keeps_lines)
        reader.feed(html)
        if _UNFINISHED.match(reader.rawdata):  # the library would drop it without a word
            raise NotTaken(_("It holds an HTML tag that never ends: %(tag)s.") % {"tag": quoted(reader.rawdata)})
        reader.close()
        if reader.styles:
            names = listed(_(style) for style in reader.styles)
            self.note(_("Formatting was left out, its words were kept: %(names)s.") % {"names": names})
        for note in reader.notes:
            self.note(note)
        return reader.words()

    def note(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)


class _Words(HTMLParser):
    """Collects the words of HTML, a line for each block."""

    def __init__(self, keeps_lines: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._keeps_lines = keeps_lines
        self._parts: list[str] = []
        self._lists: list[int | None] = []  # how many items an ordered list had so far; None: its items have no numbers
        self._links: list[tuple[str, int]] = []
        self.styles: list[str] = []
        self.notes: list[str] = []

    def words(self) -> str:
        lines = (re.sub(r" +", " ", line).strip() for line in "".join(self._parts).split("\n"))
        return "\n".join(line for line in lines if line).strip()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._check(tag, {name: value or "" for name, value in attrs})
        if tag in _BLOCKS:
            self._parts.append("\n")
        if tag in ("ul", "ol"):
            self._lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            self._parts.append(self._bullet())
            self._note(_("A list became lines."))
        elif tag == "a":
            self._links.append((dict(attrs).get("href") or "", len(self._parts)))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS and tag != "br":
            self._parts.append("\n")
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        elif tag == "a" and self._links:
            address, start = self._links.pop()
            self._add_address(address.strip(), "".join(self._parts[start:]).strip())

    def handle_data(self, data: str) -> None:
        kept = " \n" if self._keeps_lines else " "
        self._parts.append(
            re.sub(r"[ \t\r\n\f]+", lambda match: "\n" if "\n" in match[0] and "\n" in kept else " ", data)
        )

    def handle_comment(self, data: str) -> None:
        self._note(_("A hidden comment was left out."))

    def handle_decl(self, decl: str) -> None:
        raise NotTaken(_("It holds a declaration, which no question may."))

    def handle_pi(self, data: str) -> None:
        self.handle_decl(data)

    def unknown_decl(self, data: str) -> None:
        self.handle_decl(data)

    def close(self) -> None:
        super().close()
        while self._links:
            self.handle_endtag("a")

    def _check(self, tag: str, attributes: dict[str, str]) -> None:
        if any(name.startswith("on") for name in attributes):
            raise NotTaken(_(_REASON_OF["script"]))
        if _HIDDEN.search(attributes.get("style", "")) or "hidden" in attributes:
            raise NotTaken(_("It holds hidden words, which would be seen in plain text."))
        if "multilang" in attributes.get("class", "").split():
            raise NotTaken(_("It holds the same text in several languages. Import one file for each of them."))
        if tag in _REASON_OF:
            raise NotTaken(_(_REASON_OF[tag]))
        if tag in _STYLE_OF:
            self.styles.append(_STYLE_OF[tag])
        elif tag not in _SILENT and ":" not in tag:
            raise NotTaken(_("It holds the HTML tag %(tag)s, which is not known here.") % {"tag": quoted(f"<{tag}>")})
        if "style" in attributes or "align" in attributes:
            self.styles.append("size, color or place")

    def _bullet(self) -> str:
        before = self._lists[-1] if self._lists else None
        if before is None:
            return "- "
        self._lists[-1] = before + 1
        return f"{before + 1}. "

    def _add_address(self, address: str, words: str) -> None:
        if not address or address == words or address == f"mailto:{words}":
            return
        if not is_link_allowed(address):
            raise NotTaken(
                _("It links to %(address)s, and only https: and mailto: may be named.") % {"address": quoted(address)}
            )
        self._parts.append(f" ({address})")
        self._note(_("The address of a link stands behind its words."))

    def _note(self, note: str) -> None:
        if note not in self.notes:
            self.notes.append(note)
