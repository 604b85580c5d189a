"""The HTML of a text's parts. The keys of clauses are for anchors and links and never stand in what is shown."""

from django.utils.safestring import SafeString

from policies.content.clauses import ClauseContent, ParsedText
from toolkit import markdown


def render_intro(text: ParsedText) -> SafeString:
    """The HTML of the introduction; empty when there is none."""
    return markdown.render(text.intro)


def render_clause(clause: ClauseContent) -> SafeString:
    """The HTML of a clause below its heading, which the page shows itself: number, heading, an anchor with the key."""
    return markdown.render(clause.body)
