"""What a picture or drawing may be: everything else is refused with a reason, whatever its name says."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFile

from courses.media import KINDS, Flaw, kind_of, look_at
from courses.media.kinds import Use
from tests.support.media import SVG, drawing, picture


def flaw_of(data: bytes, ending: str = "svg") -> tuple[str, int]:
    with pytest.raises(Flaw) as flaw:
        look_at(data, KINDS[ending])
    return flaw.value.what, flaw.value.line


@pytest.mark.parametrize(("ending", "name"), [("png", "PNG"), ("jpg", "JPEG"), ("webp", "WEBP")])
def test_a_picture_tells_its_size(ending: str, name: str) -> None:
    assert look_at(picture(name, (40, 20)), KINDS[ending]) == (40, 20)


def test_a_photo_that_the_browser_turns_tells_the_size_as_shown() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert look_at(picture("JPEG", (40, 20), exif=exif), KINDS["jpg"]) == (20, 40)


@pytest.mark.parametrize("ending", ["png", "jpg", "webp"])
@pytest.mark.parametrize("data", [b"", b"GIF89a", SVG, b"%PDF-1.7", b"<html>", b"\x00" * 100, picture("GIF")], ids=repr)
def test_what_is_no_such_picture_is_refused_by_its_bytes(data: bytes, ending: str) -> None:
    assert flaw_of(data, ending) == ("The file is not what its ending says.", 1)


def test_one_kind_of_picture_under_the_ending_of_another_is_refused() -> None:
    assert flaw_of(picture("JPEG"), "png")[0] == "The file is not what its ending says."


@pytest.mark.parametrize("is_lenient", [False, True], ids=["alone", "beside-weasyprint"])
def test_a_damaged_picture_is_refused(monkeypatch: pytest.MonkeyPatch, is_lenient: bool) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", is_lenient)
    whole = picture("PNG", (400, 400))
    assert flaw_of(whole[: len(whole) // 2], "png")[0] == "The file is damaged."


@pytest.mark.parametrize("size", [(15, 100), (100, 15), (4_097, 100), (4_000, 4_000)])
def test_a_picture_with_too_few_or_too_many_pixels_is_refused(size: tuple[int, int]) -> None:
    assert flaw_of(picture("PNG", size), "png")[0] == f"The picture has {size[0]:,} × {size[1]:,} pixels."


def test_a_picture_that_would_fill_the_memory_is_refused_unread() -> None:
    """A header that claims 65,535 × 65,535 pixels."""
    data = picture("PNG")
    assert flaw_of(data[:16] + b"\x00\x00\xff\xff\x00\x00\xff\xff" + data[24:], "png")[0].startswith("The ")


def test_a_picture_that_moves_is_refused() -> None:
    file = BytesIO()
    frames = [Image.new("RGB", (40, 20), color) for color in ("red", "blue")]
    frames[0].save(file, "WEBP", save_all=True, append_images=frames[1:])
    assert flaw_of(file.getvalue(), "webp")[0] == "The picture moves."


def test_a_picture_that_says_where_it_was_taken_is_refused() -> None:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[2] = (40.0, 26.0, 46.0)
    assert flaw_of(picture("JPEG", exif=exif), "jpg")[0] == "The picture says where it was taken."


def test_a_drawing_tells_the_size_of_its_box() -> None:
    assert look_at(SVG, KINDS["svg"]) == (640, 320)
    inner = '<defs><linearGradient id="a"><stop offset="1" stop-color="#123456"/></linearGradient></defs>'
    inner += '<g transform="scale(2)"><use href="#a"/><rect width="9" height="9" fill="url(#a)"/><text>Post</text></g>'
    assert look_at(drawing(inner), KINDS["svg"]) == (640, 320)


XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
HOSTILE = {
    "a script": ("<script>alert(1)</script>", "The drawing holds <script>."),
    "a script in capitals": ("<SCRIPT/>", "The drawing holds <SCRIPT>."),
    "foreign content": ("<foreignObject><p/></foreignObject>", "The drawing holds <foreignObject>."),
    "HTML": ('<p xmlns="http://www.w3.org/1999/xhtml"/>', "The drawing holds <p>."),
    "a style sheet": ("<style>*{fill:url(//evil.example)}</style>", "The drawing holds <style>."),
    "a picture from elsewhere": ('<image href="https://evil.example/x.png"/>', "The drawing holds <image>."),
    "a link": ('<a href="https://evil.example"/>', "The drawing holds <a>."),
    "motion": ('<animate attributeName="x"/>', "The drawing holds <animate>."),
    "setting": ('<set attributeName="href" to="javascript:x"/>', "The drawing holds <set>."),
    "an effect": ('<filter id="a"/>', "The drawing holds <filter>."),
    "an event": ('<g onclick="alert(1)"/>', '<g> has the attribute "onclick".'),
    "a style": ('<g style="fill:url(//evil.example)"/>', '<g> has the attribute "style".'),
    "a base": ('<g xml:base="https://evil.example/"/>', '<g> has the attribute "base".'),
    "a part of another drawing": ('<use href="https://evil.example/x.svg#a"/>', "The drawing leads elsewhere."),
    "the old way of leading": (f'<use {XLINK} xlink:href="x.svg#a"/>', "The drawing leads elsewhere."),
    "a script as address": ('<use href="javascript:alert(1)"/>', "The drawing leads elsewhere."),
    "data as address": ('<use href="data:image/svg+xml,x"/>', "The drawing leads elsewhere."),
    "a color from elsewhere": ('<g fill="url(https://evil.example/#a)"/>', "The drawing leads elsewhere."),
    "a color in disguise": ('<g fill="\\75rl(//evil.example)"/>', "The drawing leads elsewhere."),
    "a mask from elsewhere": ('<g mask="URL( //evil.example )"/>', "The drawing leads elsewhere."),
    "an instruction": ('<?xml-stylesheet href="x.css"?>', "The drawing holds <?xml-stylesheet?>."),
    "an open element": ("<g>", "The drawing is not valid XML: mismatched tag."),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_drawing_that_does_more_than_draw_is_refused_with_the_line(name: str) -> None:
    inner, what = HOSTILE[name]
    assert flaw_of(drawing(inner)) == (what, 3 if name == "an open element" else 2)


BOMB = "<!DOCTYPE svg [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]>\n"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (drawing("&b;", before=BOMB), "The drawing holds a document type."),
        (drawing(before='<!DOCTYPE svg SYSTEM "file:///etc/passwd">\n'), "The drawing holds a document type."),
        (drawing("<g>" * 40 + "</g>" * 40), "The drawing holds too many elements."),
        (drawing("<g/>" * 6_000), "The drawing holds too many elements."),
        (drawing(attributes='width="9" height="9"'), "The drawing has no box."),
        (drawing(attributes='viewBox="0 0 0 9"'), "The box of the drawing is 0 × 9."),
        (drawing(attributes='viewBox="0 0 9 99999"'), "The box of the drawing is 9 × 99,999."),
        (drawing(attributes=f'viewBox="0 0 9 {"9" * 500}"'), "The drawing has no box."),
        (b'<svg viewBox="0 0 9 9"/>', "The file is not what its ending says."),
        (b'<html xmlns="http://www.w3.org/1999/xhtml"/>', "The file is not what its ending says."),
        (picture("PNG"), "The drawing is not valid XML: not well-formed (invalid token)."),
        (b"", "The drawing is not valid XML: no element found."),
        (b'<?xml version="1.0" encoding="no-such"?><svg/>', "The drawing is not valid XML: unknown encoding."),
    ],
    ids=range(13),
)
def test_a_drawing_that_is_none_is_refused(data: bytes, what: str) -> None:
    assert flaw_of(data)[0] == what


@given(st.binary(max_size=200) | st.text(max_size=80).map(lambda text: drawing(text.replace("\x00", ""))))
def test_whatever_the_bytes_are_the_answer_is_a_size_or_a_reason(data: bytes) -> None:
    for kind in KINDS.values():
        try:
            width, height = look_at(data, kind)
        except Flaw as flaw:
            found = flaw.what.endswith("."), flaw.line >= 1
        else:
            is_picture = kind.use is Use.PICTURE
            found = (width > 0) is is_picture, (height > 0) is is_picture
        assert found == (True, True)


def test_only_known_endings_have_a_kind() -> None:
    assert kind_of("ward.svg") is KINDS["svg"]
    assert kind_of("ward.exe") is kind_of("svg.") is kind_of("") is None
