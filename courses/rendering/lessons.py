"""A lesson's Markdown as the parts that its page shows one below the other: words, and the pictures and
videos between them.

A word of the glossary is a link to its meaning at the foot of the page, a download says what it is and how large.

Words are HTML through both walls of `toolkit.markdown`. A picture or video never is: the page's template writes it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from markdown_it.token import Token

from courses.content import FileContent, TermContent, VideoContent
from courses.media import kind_of
from courses.rendering.pictures import FOLDER, Address, Picture
from toolkit.markdown import clean, is_link_allowed, make_parser, render
from toolkit.packfiles.markdown_rules import is_own_paragraph, plain_words, words_of_link

DECORATIVE = "decorative"
TERM = "term:"


@dataclass(frozen=True)
class Video:
    """`transcript` is HTML, `poster` may be empty."""

    address: str
    content_type: str
    title: str
    caption: str
    captions: str
    poster: str
    transcript: str


@dataclass(frozen=True)
class Part:
    """Words, one picture or one video."""

    html: str = ""
    picture: Picture | None = None
    video: Video | None = None


def _may_lead_to(address: str) -> bool:
    return is_link_allowed(address) or address == TERM or address.startswith(FOLDER)


_parser = make_parser(_may_lead_to).enable("image")


@dataclass(frozen=True)
class Around:
    """What the text refers to: the files by name, where they are handed out, and the place of each form of a term."""

    files: Mapping[str, FileContent]
    videos: Mapping[str, VideoContent]
    address_of: Address
    terms: Mapping[str, int]


def parts_of(
    text: str,
    files: Sequence[FileContent],
    address_of: Address,
    terms: Sequence[TermContent] = (),
    videos: Sequence[VideoContent] = (),
) -> tuple[Part, ...]:
    """The parts of a lesson. Each heading begins one, so that a reader can be led back to it.

    Marked words lead to `#term-1` and so on, in the order of `terms`.
    """
    forms = {form.casefold(): place for place, term in enumerate(terms, start=1) for form in (term.term, *term.aliases)}
    by_name = {file.name: file for file in files}
    around = Around(by_name, {video.name: video for video in videos}, address_of, forms)
    return tuple(_parts(_parser.parse(text), around))


def _parts(tokens: list[Token], around: Around) -> Iterator[Part]:
    words: list[Token] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        image = _image_at(tokens, place)
        file = around.files.get(str(image.attrs["src"]).removeprefix(FOLDER)) if image else None
        if image and file:
            yield from _words(words, around)
            yield _shown(image, file, around)
            words = []
            place += 3
            continue
        if token.type == "heading_open" and token.level == 0:
            yield from _words(words, around)
            words = []
        words.append(token)
        place += 1
    yield from _words(words, around)


def _words(tokens: list[Token], around: Around) -> Iterator[Part]:
    if tokens:
        for token in tokens:
            _take_out_images(token)
            _lead_links(token, around)
        yield Part(html=clean(_parser.renderer.render(tokens, _parser.options, {}), has_own_links=True))


def _lead_links(token: Token, around: Around) -> None:
    """Every link that is not one to https or mail is written anew or loses its address."""
    for link in list(token.children or ()):
        address = str(link.attrs.get("href", ""))
        if link.type != "link_open" or is_link_allowed(address):
            continue
        file = around.files.get(address.removeprefix(FOLDER))
        if file and address.startswith(FOLDER):
            _lead_to_file(token, link, file, around.address_of(file))
            continue
        place = around.terms.get(words_of_link((token, token), link).casefold()) if address == TERM else None
        if place:
            link.attrs["href"] = f"#term-{place}"
        else:
            del link.attrs["href"]


def _lead_to_file(around: Token, link: Token, file: FileContent, address: str) -> None:
    """Says behind the words, and still in the link, of which kind and size the file is."""
    link.attrs["href"] = address
    children = around.children or []
    end = next(place for place in range(children.index(link), len(children)) if children[place].type == "link_close")
    kind = kind_of(file.name)
    children.insert(end, Token("text", "", 0, content=f" ({kind.name if kind else ''}, {filesizeformat(file.size)})"))


def _take_out_images(token: Token) -> None:
    """A picture that stands where none may is told by its words."""
    for place, child in enumerate(token.children or ()):
        if child.type == "image":
            assert token.children is not None
            token.children[place] = Token("text", "", 0, content=plain_words(child.children or ()))


def _image_at(tokens: list[Token], place: int) -> Token | None:
    """The image that is all of the paragraph which begins here, if one does."""
    if place + 1 >= len(tokens) or not is_own_paragraph(tokens[place], tokens[place + 1]):
        return None
    child = (tokens[place + 1].children or [])[0]
    return child if child.type == "image" else None


def _shown(image: Token, file: FileContent, around: Around) -> Part:
    video = around.videos.get(file.name)
    if video is None:
        return Part(picture=_picture(image, file, around.address_of(file)))
    captions, poster = around.files.get(video.captions), around.files.get(video.poster)
    kind = kind_of(file.name)
    return Part(
        video=Video(
            address=around.address_of(file),
            content_type=kind.content_type if kind else "",
            title=plain_words(image.children or ()),
            caption=str(image.attrs.get("title", "")),
            captions=around.address_of(captions) if captions else "",
            poster=around.address_of(poster) if poster else "",
            transcript=render(video.transcript),
        )
    )


def _picture(image: Token, file: FileContent, address: str) -> Picture:
    title = str(image.attrs.get("title", ""))
    alt = plain_words(image.children or ())
    return Picture(address, alt, "" if title == DECORATIVE else title, file.width, file.height)
