"""A policy from a Word document: what is taken, what is noted, what is refused."""

import io
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.content import ParsedText, parse_text, read_text, render_clause, render_intro
from policies.word import ImportedText, WordFileError, package, read_docx, reading
from policies.word.inline import Span, address, markdown, words
from tests.support.word import docx, h, link, p, parts, picture, t, table, zipped
from toolkit.packfiles.markdown_rules import parser
from toolkit.packfiles.problems import Problems


def taken(*body: str, name: str = "policy.docx") -> tuple[ParsedText, tuple[str, ...]]:
    """The text, which is always one without mistakes, and the notes."""
    found = read_docx(docx(*body), name)
    problems = Problems()
    parsed = read_text(problems, "policy.docx", found.markdown)
    assert problems.found == []
    assert parsed is not None
    return parsed, found.notes


def body_of(*body: str) -> str:
    """The text of the one clause that begins before this body."""
    return taken(h(0, "Title"), h(1, "One"), *body)[0].clauses[0].body


# What is taken


def test_headings_become_clauses_with_keys() -> None:
    parsed, notes = taken(
        h(0, "Social media use"),
        p("What we ask of you."),
        h(1, "Scope"),
        p("Everyone."),
        h(2, "Who"),
        p("All."),
        h(1, "Größe & Länge: more"),
        p("Text."),
        h(1, "Scope"),
        p("Again."),
    )
    assert (parsed.title, parsed.intro) == ("Social media use", "What we ask of you.")
    assert [(clause.key, clause.heading) for clause in parsed.clauses] == [
        ("scope", "Scope"),
        ("groe-lange-more", "Größe & Länge: more"),
        ("scope-2", "Scope"),
    ]
    assert parsed.clauses[0].body == "Everyone.\n\n### Who\n\nAll."
    assert notes == ("Several clauses are called “Scope”. Tell them apart.",)


def test_a_first_heading_above_all_others_is_the_title() -> None:
    parsed, _notes = taken(h(1, "Policy on photos"), p("Intro."), h(2, "Scope"), p("All."), h(2, "Reports"), p("Soon."))
    assert (parsed.title, parsed.intro) == ("Policy on photos", "Intro.")
    assert [clause.key for clause in parsed.clauses] == ["scope", "reports"]


def test_a_first_heading_without_text_before_the_next_is_the_title() -> None:
    parsed, _notes = taken(h(1, "Policy on photos"), h(1, "Scope"), p("All."))
    assert (parsed.title, [clause.key for clause in parsed.clauses]) == ("Policy on photos", ["scope"])


def test_the_name_of_the_file_is_the_last_resort_for_a_title() -> None:
    parsed, notes = taken(h(1, "Scope"), p("All."), h(1, "Reports"), p("Soon."), name="photo_policy 2.docx")
    assert parsed.title == "photo policy 2"
    assert notes == ("The document has no title: it was called “photo policy 2”.",)
    assert taken(h(1, "Scope"), p("All."), name="")[0].title == "Policy"


@pytest.mark.parametrize("title", [(), (h(0, "Title"),), (p(t("Bold", bold=True)),)])
def test_a_document_without_headings_is_refused_with_where_it_looked(title: tuple[str, ...]) -> None:
    with pytest.raises(WordFileError) as refused:
        read_docx(docx(*title, p("One *rule*."), p("Two.")), "policy.docx")
    first = "Bold" if title and "Bold" in title[0] else "One *rule*."
    assert str(refused.value).startswith(f"No heading was found, from “{first}” to the end of the document")
    assert "“Heading 1”" in str(refused.value)


def test_short_bold_lines_stand_for_headings_where_there_are_none() -> None:
    parsed, notes = taken(
        p(t("PHOTO POLICY", bold=True)), p(t("Purpose:", bold=True)), p("Why."), p(t("Scope", bold=True)), p("All.")
    )
    assert (parsed.title, [clause.heading for clause in parsed.clauses]) == ("PHOTO POLICY", ["Purpose", "Scope"])
    assert notes == ("The document has no headings: short bold lines were taken for headings. Please look at them.",)


def test_levels_that_are_left_out_are_closed_up() -> None:
    parsed, _notes = taken(h(0, "T"), h(2, "A"), p("Text."), h(5, "Deep"), p("Text."), h(6, "Deeper"), h(3, "Up"))
    assert parsed.clauses[0].body == "Text.\n\n### Deep\n\nText.\n\n#### Deeper\n\n### Up"


def test_numbers_written_by_hand_give_way_to_those_of_clauses() -> None:
    parsed, _notes = taken(h(0, "T"), h(1, "1. Scope"), p("All."), h(1, "2. Reports"), p("Soon."))
    assert [clause.heading for clause in parsed.clauses] == ["Scope", "Reports"]
    parsed, _notes = taken(h(0, "T"), h(1, "Scope"), p("All."), h(1, "30 days"), p("Soon."))
    assert [clause.heading for clause in parsed.clauses] == ["Scope", "30 days"]


def test_a_heading_without_text_gets_some_and_is_noted() -> None:
    parsed, notes = taken(h(0, "T"), h(1, "Empty"), h(1, "Full"), p("Text."))
    assert parsed.clauses[0].body == "There was no text here in the Word document."
    assert notes == ("“Empty” had no text. Write some, or take the clause out.",)


def test_a_heading_of_many_words_is_cut_and_kept_whole_below() -> None:
    parsed, _notes = taken(h(0, "T"), h(1, "word " * 60), h(1, "Short"), p("Text."))
    assert len(parsed.clauses[0].heading) <= 200
    assert parsed.clauses[0].body == ("word " * 60).strip()
    assert len(parsed.clauses[0].key) <= 60


def test_lists_are_kept_with_their_levels() -> None:
    body = body_of(
        p("one", item=(1, 0)),
        p("two", item=(1, 1)),
        p("three", item=(1, 0)),
        p("first", item=(2, 0)),
        p("second", item=(2, 0)),
    )
    assert body == "- one\n  - two\n- three\n\n1. first\n2. second"


def test_bold_italic_and_links_are_kept() -> None:
    body = body_of(
        p("Do ", t("not ", bold=True), "share, ", t("ever", italic=True), ". See ", link("this", "rHttps"), ".")
    )
    assert body == "Do **not** share, *ever*. See [this](https://example.org/a%20b)."
    assert body_of(p(link("Write", "rMail"))) == "[Write](mailto:privacy@example.org)"


def test_a_table_becomes_a_list() -> None:
    parsed, notes = taken(
        h(0, "T"), h(1, "Who"), table(("Role", "Task"), ("Owner", "Reads"), ("Steward", "Posts"), head=True)
    )
    assert parsed.clauses[0].body == "- Role: Owner; Task: Reads\n- Role: Steward; Task: Posts"
    assert notes == ("In “Who”: a table became a list; please look at it",)
    assert body_of(table(("Number", "HR-1"), ("Date", "2024"))) == "- Number: HR-1\n- Date: 2024"
    parsed, notes = taken(h(0, "T"), h(1, "Who"), table((p("In a frame."),)))
    assert parsed.clauses[0].body == "In a frame."
    assert notes == ("In “Who”: a table of one cell became plain text; please look at it",)


def test_pictures_and_other_links_are_left_out_with_their_place() -> None:
    parsed, notes = taken(p("Before", picture()), h(0, "T"), h(1, "Scope"), p(link("this", "rHttp"), picture("A ward")))
    assert parsed.clauses[0].body == "this"
    assert notes == (
        "At the beginning: a picture was left out",
        "In “Scope”: the link to http://example.org was left out, its words were kept",
        "In “Scope”: a picture was left out (“A ward”)",
    )


def test_tracked_changes_comments_and_footnotes_are_noted() -> None:
    changed = (
        '<w:p><w:ins w:id="1" w:author="x"><w:r><w:t>new</w:t></w:r></w:ins>'
        '<w:del w:id="2" w:author="x"><w:r><w:delText>old</w:delText></w:r></w:del>'
        '<w:r><w:commentReference w:id="1"/></w:r></w:p>'
    )
    parsed, notes = taken(h(0, "T"), h(1, "A"), changed, p("law", '<w:r><w:footnoteReference w:id="1"/></w:r>'))
    assert parsed.clauses[0].body == "new\n\nlaw[1]\n\n1. See the law."
    assert notes == (
        "The document holds 2 tracked changes: they were taken as accepted.",
        "1 comment was left out.",
        "Footnotes stand as a list at the end of the text.",
    )


def test_a_table_of_contents_is_left_out() -> None:
    parsed, _notes = taken(p("Scope 1", style="TOC1"), h(0, "T"), h(1, "Scope"), p("All."))
    assert parsed.intro == ""


def test_tabs_line_ends_and_invisible_signs() -> None:
    assert body_of(p("a", "<w:r><w:tab/></w:r>", "b", "<w:r><w:br/></w:r>", "c\u200b\u202ed\u00a0")) == "a b\\\ncd"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Plain words, 3 < 4 and a_b.", "Plain words, 3 < 4 and a_b."),
        ("- no list", "\\- no list"),
        ("1. no number", "1\\. no number"),
        ("# no heading", "\\# no heading"),
        ("> no quote", "\\> no quote"),
        ("a *b* c", "a \\*b\\* c"),
        ("<script>alert(1)</script>", "\\<script>alert(1)\\</script>"),
        ("&amp; AT&T", "\\&amp; AT\\&T"),
        ("[x]: https://example.org", "\\[x]: https://example.org"),
        ("![x](https://example.org)", "!\\[x](https://example.org)"),
        ("    four spaces", "four spaces"),
        ("\\", "\\"),
    ],
)
def test_signs_stay_signs(text: str, expected: str) -> None:
    assert markdown([Span(text)]) == expected


def said(text: str) -> str:
    """What a reader sees."""
    found = []
    for token in parser.parse(text):
        for child in token.children or ():
            assert child.type not in ("html_inline", "image", "code_inline")
            found.append("\n" if child.type in ("softbreak", "hardbreak") else child.content)
        assert token.type not in ("html_block", "code_block", "fence")
    return " ".join("".join(found).split())


SIGNS = st.lists(
    st.sampled_from([*"ab1.)-+*_`#>~|=!&<[](){}\\:;é ", "\n", "&amp;", "<b>", "](x)", "---", "```", "🩺", "\t"]),
    max_size=14,
).map("".join)
SPANS = st.builds(Span, SIGNS, st.booleans(), st.booleans(), st.sampled_from(["", "", "https://example.org/x"]))


@given(st.lists(SPANS, max_size=5))
def test_a_paragraph_says_its_words_and_nothing_else(spans: list[Span]) -> None:
    assert said(markdown(spans)) == words(spans)


TEXT = SIGNS.map(lambda text: text.replace("\n", " "))
ELEMENTS = st.one_of(
    TEXT.map(p),
    st.builds(lambda one, two: p(t(one), t(two, bold=True), "<w:r><w:br/></w:r>", t(one, italic=True)), TEXT, TEXT),
    st.builds(h, st.integers(0, 9), TEXT),
    st.builds(lambda text, kind, level: p(t(text), item=(kind, level)), TEXT, st.integers(1, 2), st.integers(0, 3)),
    st.builds(
        lambda one, two, head: table((p(t(one)), p(t(two))), (p(t(two)), p(t(one))), head=head),
        TEXT,
        TEXT,
        st.booleans(),
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(ELEMENTS, max_size=8), TEXT)
def test_whatever_a_document_holds_its_text_has_no_mistakes(body: list[str], name: str) -> None:
    try:
        found = read_docx(docx(*body), name)
    except WordFileError as error:
        if not str(error).startswith(("The document holds no text.", "No heading was found, from “")):
            raise
        return
    problems = Problems()
    assert read_text(problems, "x", found.markdown) is not None, [found.markdown, *problems.found]
    parsed = parse_text(found.markdown)
    shown = str(render_intro(parsed)) + "".join(render_clause(clause) for clause in parsed.clauses)
    assert "<h2>" not in shown
    assert "<code>" not in shown


# What is refused


def bomb() -> bytes:
    return zipped({**parts(p("x")), "word/media/zeros.png": b"\0" * (package.LARGEST_UNPACKED + 1)})


def large_text() -> bytes:
    files = parts(p("x"))
    return zipped({**files, "word/document.xml": str(files["word/document.xml"]) + " " * package.LARGEST_TEXT})


def lying() -> bytes:
    """The directory says that the text is short."""
    data = docx(p("x" * 5_000))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo("word/document.xml").file_size
    return data.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))


def with_document(change: Callable[[str], str]) -> bytes:
    files = parts(p("x"))
    return zipped({**files, "word/document.xml": change(str(files["word/document.xml"]))})


def encrypted_member() -> bytes:
    data = bytearray(docx(p("x")))
    at = data.index(b"PK\x01\x02")  # the first entry of the directory
    data[at + 8] |= 1
    return bytes(data)


ENTITY = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
TYPES = str(parts()["[Content_Types].xml"])
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "The file is empty."),
    "too large": (lambda: b"PK" + b"\0" * package.LARGEST_FILE, "The file has 21 MB and 20 MB is the most."),
    "an old document": (lambda: OLD, "This is an old Word document (.doc)."),
    "a password": (lambda: OLD + "EncryptedPackage".encode("utf-16-le"), "The document is protected by a password."),
    "an encrypted part": (encrypted_member, "The document is protected by a password."),
    "a PDF": (lambda: b"%PDF-1.7", "This is a PDF."),
    "text": (lambda: b"Hello", "This is not a Word document."),
    "half an archive": (
        lambda: docx(p("x" * 999))[:300],
        "The document is damaged: the list of its parts cannot be read.",
    ),
    "any archive": (lambda: zipped({"readme.txt": "x"}), "This is not a Word document."),
    "a spreadsheet": (
        lambda: zipped({"[Content_Types].xml": TYPES.replace("wordprocessingml", "spreadsheetml")}),
        "This is not a Word document.",
    ),
    "no document inside": (
        lambda: zipped({"[Content_Types].xml": TYPES}),
        "The document is damaged: its parts do not fit together.",
    ),
    "a bomb": (bomb, "The file unpacks to more than 100 MB."),
    "a long text": (large_text, "The document is too long to be taken over (in word/document.xml)."),
    "a size that is not true": (lying, "The document is damaged: its part word/document.xml cannot be read."),
    "many parts": (
        lambda: zipped({**parts(p("x")), **{f"x/{number}": "" for number in range(2_000)}}),
        "The file holds 2007 parts, far more than a Word document.",
    ),
    "macros": (
        lambda: zipped({**parts(p("x")), "word/vbaProject.bin": b"x"}),
        "The document holds macros (in word/vbaProject.bin).",
    ),
    "macros by type": (
        lambda: zipped({**parts(p("x")), "[Content_Types].xml": TYPES.replace("document.main", "macroEnabled.main")}),
        "The document holds macros (in [Content_Types].xml).",
    ),
    "entities": (lambda: with_document(lambda text: ENTITY + text), "The document holds an XML document type"),
    "a document type without entities": (
        lambda: with_document(lambda text: '<!DOCTYPE d SYSTEM "https://example.org/d.dtd">' + text),
        "The document holds an XML document type",
    ),
    "entities in UTF-16": (
        lambda: zipped({**parts(), "word/document.xml": ("\ufeff" + ENTITY + "<d/>").encode("utf-16-le")}),
        "The document holds an XML document type",
    ),
    "broken XML": (
        lambda: with_document(lambda text: text[:-9]),
        "The document is damaged: its part word/document.xml cannot",
    ),
    "a deep text": (
        lambda: docx("<w:sdt>" * 200 + "</w:sdt>" * 200),
        "Tables or text boxes stand inside one another too deeply to be taken over (in word/document.xml).",
    ),
    "tables in tables": (
        lambda: docx("<w:tbl><w:tr><w:tc>" * 3_000 + "</w:tc></w:tr></w:tbl>" * 3_000),
        "Tables or text boxes stand inside one another too deeply",
    ),
    "many elements": (
        lambda: docx("<w:p/>" * package.MOST_ELEMENTS),
        "The document is too long to be taken over (in word/",
    ),
    "what mammoth stumbles over": (
        lambda: docx('<w:p><w:r><w:footnoteReference w:id="99"/></w:r></w:p>'),
        "The document is damaged: its parts do not fit together.",
    ),
    "no words": (lambda: docx(p(""), p(" ", picture())), "The document holds no text."),
    "many headings": (lambda: docx(*[h(1, f"A{n}") + p("x") for n in range(502)]), "The document is too long"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_harmless_document_is_refused_with_the_reason_and_what_to_do(name: str) -> None:
    make, reason = REFUSED[name]
    data = make()
    began = time.process_time()
    with pytest.raises(WordFileError) as refused:
        read_docx(data)
    assert str(refused.value).startswith(reason)
    assert len(str(refused.value).split(". ")) >= 2 or "Open it" in str(refused.value)
    assert time.process_time() - began < 20


def test_a_packing_that_word_does_not_use_is_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_LZMA) as archive:
        for name, data in parts(p("x")).items():
            archive.writestr(name, data)
    with pytest.raises(WordFileError, match=r"its part \[Content_Types\].xml cannot be read"):
        read_docx(target.getvalue())


def test_only_parts_that_were_looked_at_reach_the_parser() -> None:
    files = {**parts(p("x")), "customXml/item1.xml": ENTITY, "word/embeddings/other.bin": b"x"}
    with zipfile.ZipFile(io.BytesIO(package.open_package(zipped(files)).data)) as copy:
        names = set(copy.namelist())
    assert names == {name for name in parts() if name.endswith((".xml", ".rels"))}


@given(st.binary(max_size=60), st.integers(0, 3_000), st.sampled_from([b"PK\x03\x04", b""]))
@settings(max_examples=60, deadline=None)
def test_damage_anywhere_ends_in_a_refusal_or_in_a_text(damage: bytes, at: int, start: bytes) -> None:
    whole = docx(h(1, "Scope"), p("All."))
    data = whole[:at] + damage + whole[at + len(damage) :] if not start else start + damage
    with suppress(WordFileError):
        assert isinstance(read_docx(data), ImportedText)


def test_notes_end_somewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_NOTES", 2)
    _parsed, notes = taken(h(0, "T"), h(1, "A"), *[p(f"x{n}", picture(f"Picture {n}")) for n in range(5)])
    assert notes[1:] == ("In “A”: a picture was left out (“Picture 1”)", "3 more notes.")


@pytest.mark.parametrize(
    ("given_address", "expected"),
    [
        ("https://example.org/a b(c)", "https://example.org/a%20b%28c%29"),
        ("javascript:alert(1)", ""),
        ("http://example.org", ""),
        ("file:///etc/passwd", ""),
        (" https://example.org/\t", "https://example.org/"),
    ],
)
def test_addresses(given_address: str, expected: str) -> None:
    assert address(given_address) == expected
