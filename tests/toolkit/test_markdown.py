from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.markdown import render

ALLOWED = {
    *("p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "strong", "em", "ul", "ol", "li", "blockquote", "code", "pre", "a")
}
LESSONS = sorted(Path("content").rglob("*.md"))


class Auditor(HTMLParser):
    """Notes every tag and attribute that a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, "", ""))
        self.found += [(tag, name, value or "") for name, value in attrs]


def assert_harmless(html: str) -> None:
    auditor = Auditor()
    auditor.feed(html)
    for tag, name, value in auditor.found:
        assert tag in ALLOWED
        assert (tag, name) in {(tag, ""), ("a", "href"), ("a", "rel"), ("ol", "start")}
        if name == "href":
            assert value.startswith(("https:", "mailto:"))
        if name == "rel":
            assert value == "noopener noreferrer"


ATTACKS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<form action=/accounts/logout/ method=post><button>Press</button></form>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<body onload=alert(1)>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>*{background:url(//evil.example)}</style>",
    "<div hx-get='/hr/people/' hx-trigger=load>x</div>",
    "<p data-hx-post='/certificates/' data-hx-trigger='load'>x</p>",
    "<p data-confirm='x' id=content class=hidden style='position:fixed'>x</p>",
    "<a href=javascript:alert(1)>x</a>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?php echo 1 ?>",
    "<template><script>alert(1)</script></template>",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "<xmp><p title='</xmp><svg/onload=alert(1)>'>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](\\javascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](file:///etc/passwd)",
    "[x](//evil.example)",
    "[x](/accounts/logout/)",
    "[x](#content)",
    "[x](http://evil.example)",
    "[x](https://e.example 'title\" onmouseover=\"alert(1)')",
    '[x](https://e.example/"onmouseover="alert(1))',
    "[x][r]\n\n[r]: javascript:alert(1)",
    "[x][r]\n\n[r]: https://e.example '\"><script>alert(1)</script>'",
    "<javascript:alert(1)>",
    "<data:text/html,x>",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/pixel.png)",
    '![x" onerror="alert(1)](https://evil.example/pixel.png)',
    '```html" onmouseover="alert(1)\n<script>alert(1)</script>\n```',
    "`<script>alert(1)</script>`",
    "# <img src=x onerror=alert(1)>",
    "> <script>alert(1)</script>\n> - [x](javascript:alert(1))",
    "1. <svg/onload=alert(1)>\n   - `</code><script>alert(1)</script>`",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "**<b onclick=alert(1)>**",
    "\x00<script>alert(1)</script>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_text_reaches_the_browser_as_more_than_text(attack: str) -> None:
    assert_harmless(render(attack))
    assert_harmless(render(f"Text before {attack} and after.\n\n- {attack}\n\n> {attack}"))


@given(st.text("<>&\"'`*_[]()!#:/\\=- \nabjxhrefsciptdon01", max_size=80) | st.text(max_size=40))
def test_nothing_that_can_be_typed_is_harmful(text: str) -> None:
    assert_harmless(render(text))


def test_the_auditor_sees_what_is_harmful() -> None:
    for html in ("<img>", '<p hx-get="/">', '<a href="javascript:x">', '<p class="x">', '<a target="_blank">'):
        with pytest.raises(AssertionError):
            assert_harmless(html)


def test_text_is_shown_as_written() -> None:
    html = render(
        "## Why\n\nOne *two* **three** `<b>` & more.\n\n3. a\n4. b\n\n> said\n\n- x\n\n```\n<pre>\n```\n\n---"
    )
    assert html == (
        "<h2>Why</h2>\n<p>One <em>two</em> <strong>three</strong> <code>&lt;b&gt;</code> &amp; more.</p>\n"
        '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>\n<blockquote>\n<p>said</p>\n</blockquote>\n'
        "<ul>\n<li>x</li>\n</ul>\n<pre><code>&lt;pre&gt;\n</code></pre>\n<hr>\n"
    )


def test_links_to_https_and_mail_are_kept() -> None:
    assert render("[a](https://example.org/x?y=1&z=2) and <privacy@example.org>") == (
        '<p><a href="https://example.org/x?y=1&amp;z=2" rel="noopener noreferrer">a</a> and '
        '<a href="mailto:privacy@example.org" rel="noopener noreferrer">privacy@example.org</a></p>\n'
    )


def test_headings_start_below_that_of_the_page() -> None:
    assert render("# One\n\n## Two") == "<h2>One</h2>\n<h2>Two</h2>\n"


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_every_lesson_that_we_ship_is_harmless(lesson: Path) -> None:
    assert_harmless(render(lesson.read_text(encoding="utf-8")))


def test_html_is_shown_as_the_text_that_it_is() -> None:
    assert render("<b>x</b> <!-- y -->") == "<p>&lt;b&gt;x&lt;/b&gt; &lt;!-- y --&gt;</p>\n"
