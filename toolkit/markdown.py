"""Markdown to HTML that is safe to show. What is stored and hashed is the Markdown; HTML is made anew for each page.

Two walls: the parser knows no HTML, no images and only the links that we allow; then an allow-list drops everything
else, with every attribute but `href`, so that no text of an author can reach a script, htmx or our own `data-` hooks.
"""

import re
from collections.abc import Callable

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

LINK_SCHEMES = ("https:", "mailto:")

_TAGS = {
    "p",
    "br",
    "hr",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "strong",
    "em",
    "ul",
    "ol",
    "li",
    "blockquote",
    "code",
    "pre",
    "a",
}
_HEADING_1 = re.compile(r"<(/?)h1>")


def is_link_allowed(address: str) -> bool:
    """Links lead to a full https address or to a mail program, nowhere else."""
    return address.strip().lower().startswith(LINK_SCHEMES)


def make_parser(may_lead_to: Callable[[str], bool] = is_link_allowed) -> MarkdownIt:
    """The first wall. A link to another address stays the text that it is."""
    parser = MarkdownIt("commonmark", {"html": False})
    parser.disable("image")
    parser.validateLink = may_lead_to  # type: ignore[assignment,method-assign]
    return parser


def clean(html: str, *, has_own_links: bool = False) -> SafeString:
    """The second wall. `has_own_links`: links within the site are kept, for whoever writes all of them anew."""
    html = _HEADING_1.sub(r"<\1h2>", html).encode(errors="replace").decode()  # no half characters
    cleaned = nh3.clean(
        html,
        tags=_TAGS,
        attributes={"*": set(), "a": {"href"}, "ol": {"start"}},  # "*" is not empty unless told so
        url_schemes={"https", "mailto"},
        url_relative="pass_through" if has_own_links else "deny",
        link_rel="noopener noreferrer",
    )
    return mark_safe(cleaned)  # noqa: S308  (cleaned by the allow-list above)


_parser = make_parser()


def render(text: str) -> SafeString:
    """The HTML of a text or an introduction. The page's own heading is its h1, so headings here start at h2."""
    return clean(_parser.render(text))
