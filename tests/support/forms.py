"""What a browser would send of a form on a page, without scripts."""

from html.parser import HTMLParser


class _Reader(HTMLParser):
    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id = form_id
        self.sent: dict[str, list[str]] = {}
        self.is_inside = False
        self.area = ""
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "form":
            self.is_inside = found.get("id") == self.form_id
        name = found.get("name")
        if not self.is_inside or not name:
            return
        if tag == "textarea":
            self.area, self.text = name, []
        elif tag == "input" and (found.get("type") not in ("checkbox", "radio", "submit") or "checked" in found):
            self.sent.setdefault(name, []).append(found.get("value") or ("on" if "checked" in found else ""))

    def handle_data(self, data: str) -> None:
        if self.area:
            self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area:
            # A line break right after the tag is none; line breaks are sent as two signs.
            text = "".join(self.text).removeprefix("\r").removeprefix("\n")
            self.sent.setdefault(self.area, []).append(text.replace("\r\n", "\n").replace("\n", "\r\n"))
            self.area = ""


def sent_by(page: str, form_id: str) -> dict[str, list[str]]:
    """The values of each field of the form with this id, in the order of the page."""
    reader = _Reader(form_id)
    reader.feed(page)
    return reader.sent
