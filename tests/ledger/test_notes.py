"""Signed notes: others' keys and notes work here, ours are the same bytes, and what was altered is refused."""

import base64
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.notes import LARGEST_NOTE, MOST_SIGNATURES, NoteError, Signer, Verifier, open_note, sign
from tests.ledger.published import vectors

NOTES = vectors("notes")
GO = NOTES["go"]
TEXT: str = GO["text"]
PETER_LINE: str = GO["peter"]["line"]
ENOCH_LINE: str = GO["enoch"]["line"]
peter = Verifier.from_vkey(GO["peter"]["vkey"])
enoch = Verifier.from_vkey(GO["enoch"]["vkey"])
peters = Signer.from_private_form(GO["peter"]["private"])

LOG = Signer("log.example/a", bytes(range(32)))


def note(*lines: str, text: str = TEXT) -> bytes:
    return (text + "\n" + "".join(lines)).encode()


def test_the_published_keys_are_read_and_written_back() -> None:
    assert (peter.name, peter.key_id.hex()) == ("PeterNeumann", "c74f20a3")
    assert peter.vkey == GO["peter"]["vkey"]
    assert peters.private_form == GO["peter"]["private"]
    assert peters.verifier == peter
    c2sp = Verifier.from_vkey(NOTES["c2sp"]["vkey"])
    assert c2sp.public_key.hex() == NOTES["c2sp"]["public_key"]
    assert c2sp.vkey == NOTES["c2sp"]["vkey"]


def test_the_published_note_is_signed_to_the_same_bytes() -> None:
    assert sign(TEXT, peters) == note(PETER_LINE)


def test_the_published_notes_open() -> None:
    assert open_note(note(PETER_LINE), [peter]) == (TEXT, ("PeterNeumann",))
    c2sp = Verifier.from_vkey(NOTES["c2sp"]["vkey"])
    opened = open_note(NOTES["c2sp"]["note"].encode(), [c2sp])
    assert opened.text == "This is an example message.\n"
    assert opened.names == ("example.com/foo",)


def test_lines_of_unknown_keys_are_ignored_and_known_ones_named_in_order() -> None:
    both = note(PETER_LINE, ENOCH_LINE)
    assert open_note(both, [peter]).names == ("PeterNeumann",)
    assert open_note(both, [enoch]).names == ("EnochRoot",)
    assert open_note(both, [enoch, peter]).names == ("PeterNeumann", "EnochRoot")
    assert open_note(note(PETER_LINE, PETER_LINE, ENOCH_LINE), [peter]).names == ("PeterNeumann",)


def test_a_key_that_shares_only_the_name_or_only_the_id_is_unknown() -> None:
    namesake = Signer("PeterNeumann", bytes(32))
    assert open_note(note(PETER_LINE), [namesake.verifier, peter]).names == ("PeterNeumann",)
    with pytest.raises(NoteError, match="not signed by a known key"):
        open_note(note(PETER_LINE), [namesake.verifier])
    with pytest.raises(NoteError, match="not signed by a known key"):
        open_note(note(PETER_LINE.replace("PeterNeumann", "CarmenSandiego")), [peter])
    with pytest.raises(NoteError, match="not signed by a known key"):
        open_note(note(PETER_LINE.replace("x08g", "xxxx")), [peter])


def test_a_note_that_nobody_known_signed_is_refused() -> None:
    with pytest.raises(NoteError, match="not signed by a known key"):
        open_note(note(PETER_LINE, ENOCH_LINE), [])
    with pytest.raises(NoteError, match="not signed by a known key"):
        open_note(NOTES["c2sp_poem"].encode(), [peter])


def test_a_known_keys_line_that_does_not_fit_fails_the_note_whatever_else_signed_it() -> None:
    altered = PETER_LINE[:60] + "ABCD" + PETER_LINE[60:]
    other = sign("another text\n", peters).decode().splitlines()[-1] + "\n"
    for line in (altered, other):
        with pytest.raises(NoteError, match=r"PeterNeumann\+c74f20a3 does not fit"):
            open_note(note(line, ENOCH_LINE), [peter, enoch])
        with pytest.raises(NoteError, match="does not fit"):
            open_note(note(PETER_LINE, line), [peter])
        assert open_note(note(line, ENOCH_LINE), [enoch]).names == ("EnochRoot",)


def test_two_keys_under_one_name_and_id_are_refused() -> None:
    class Collision(Verifier):
        @property
        def key_id(self) -> bytes:
            return peter.key_id

    with pytest.raises(NoteError, match=r"two different keys are both known as PeterNeumann\+c74f20a3"):
        open_note(note(PETER_LINE), [peter, Collision("PeterNeumann", bytes(32))])
    assert open_note(note(PETER_LINE), [peter, peter]).names == ("PeterNeumann",), "the same key twice is one key"


def test_the_last_empty_line_separates() -> None:
    text = "a\n\n— not a signature\n\n\nb\n\n"
    assert open_note(sign(text, LOG), [LOG.verifier]).text == text
    assert open_note(NOTES["c2sp_poem"].encode() + LOG_LINE_OF_POEM.encode(), [LOG.verifier]).text == POEM


POEM = NOTES["c2sp_poem"].rpartition("\n\n")[0] + "\n"
LOG_LINE_OF_POEM = sign(POEM, LOG).decode().rpartition("\n\n")[2]


@pytest.mark.parametrize("malformed", GO["malformed_latin1"], ids=range(len(GO["malformed_latin1"])))
def test_the_published_malformed_notes_are_refused(malformed: str) -> None:
    with pytest.raises(NoteError):
        open_note(malformed.encode("latin-1"), [peter])


PAYLOAD = PETER_LINE.split()[2]


@pytest.mark.parametrize(
    ("malformed", "message"),
    [
        (b"", "needs a text"),
        (b"\n", "needs a text"),
        (PETER_LINE.encode(), "needs a text"),
        (note(PETER_LINE).replace(b"\n\n", b"\n"), "needs a text"),
        (note(PETER_LINE) + b"\n", "needs a text"),
        (note(PETER_LINE).replace(b"\n", b"\r\n"), "needs a text"),
        (note(PETER_LINE, text=TEXT.replace("you", "\tyou")), r"control character '\\t'"),
        (note(PETER_LINE, text="\x00" + TEXT), r"control character '\\x00' at position 0"),
        (note(PETER_LINE, text="\x1f" + TEXT), "control character"),
        (note(PETER_LINE).replace(b"answer", b"\xc0\xaf"), "not UTF-8 at byte"),
        (note("-" + PETER_LINE[1:]), "not a signature line"),
        (note("—" + PETER_LINE[2:]), "not a signature line"),
        (note("—  " + PETER_LINE[2:]), "not a signature line"),
        (note(PETER_LINE[:-1] + " \n"), "not a signature line"),
        (note(PETER_LINE[:-1] + "\r\n"), "not a signature line"),
        (note("— PeterNeumann \n"), "not a signature line"),
        (note("— PeterNeumann\n"), "not a signature line"),
        (note("— Peter Neumann " + PAYLOAD + "\n"), "not a signature line"),
        (note("— Peter+Neumann " + PAYLOAD + "\n"), "cannot name a key"),
        (note("— Peter\u00a0Neumann " + PAYLOAD + "\n"), "cannot name a key"),
        (note("— Peter\u2003Neumann " + PAYLOAD + "\n"), "cannot name a key"),
        (note("— Peter\x85Neumann " + PAYLOAD + "\n"), "cannot name a key"),
        (note("— Peter\tNeumann " + PAYLOAD + "\n"), "cannot name a key"),
        (note("— PeterNeumann " + PAYLOAD.rstrip("=") + "\n"), "in base64"),
        (note("— PeterNeumann " + PAYLOAD.replace("/", "_") + "\n"), "not a signature line"),
        (note("— PeterNeumann " + PAYLOAD[:-2] + "N=\n"), "in base64"),
        (note("— PeterNeumann x08goA==\n"), "in base64"),
        (note(PETER_LINE, "\u2014 Anybody !!!\n"), "not a signature line"),
        (note(PETER_LINE * (MOST_SIGNATURES + 1)), "101 signatures"),
        (note(PETER_LINE, text="x" * LARGEST_NOTE + "\n"), "bytes, 1000000 are allowed"),
    ],
)
def test_malformed_notes_are_refused_with_the_reason(malformed: bytes, message: str) -> None:
    with pytest.raises(NoteError, match=message):
        open_note(malformed, [peter])


def test_sixteen_signatures_and_more_are_read() -> None:
    signers = [Signer(f"witness.example/{number}", bytes([number]) * 32) for number in range(16)]
    signed = sign(TEXT, *signers)
    assert open_note(signed, [signers[15].verifier]).names == ("witness.example/15",)
    assert len(open_note(signed, [signer.verifier for signer in signers]).names) == 16
    assert open_note(note(*[PETER_LINE] * MOST_SIGNATURES), [peter]).names == ("PeterNeumann",)


def test_an_unknown_key_may_bring_a_signature_of_any_length_and_type() -> None:
    post_quantum = base64.b64encode(b"\x01\x02\x03\x04" + bytes(4627)).decode()
    short = base64.b64encode(b"\x01\x02\x03\x04\x05").decode()
    lines = (f"— Someone {post_quantum}\n", f"— Someone {short}\n", PETER_LINE)
    assert open_note(note(*lines), [peter]).names == ("PeterNeumann",)


@given(st.data())
def test_one_bit_changed_anywhere_is_noticed(data: st.DataObject) -> None:
    signed = sign("log.example/a\n10\nroot\n", LOG)
    place = data.draw(st.integers(0, len(signed) - 1))
    changed = bytearray(signed)
    changed[place] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(NoteError):
        open_note(bytes(changed), [LOG.verifier])


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.just("\n")).map(lambda text: text + "\n"))
def test_what_is_signed_is_read_back(text: str) -> None:
    assert open_note(sign(text, LOG, peters), [peter]) == (text, ("PeterNeumann",))


@pytest.mark.parametrize("text", ["", "no newline", "a\tb\n", "a\rb\n", "\x00\n", "half \ud800\n"])
def test_a_text_that_cannot_be_a_note_is_not_signed(text: str) -> None:
    with pytest.raises(NoteError):
        sign(text, LOG)


def test_a_note_needs_a_signer() -> None:
    with pytest.raises(NoteError, match="needs a signer"):
        sign(TEXT)


@pytest.mark.parametrize("name", ["", " ", "a b", "a+b", "a\u2028b", "a\nb", "a\x01b", "a\ud800b", "\u3000"])
def test_what_cannot_name_a_key(name: str) -> None:
    with pytest.raises(NoteError):
        Signer(name, bytes(32))
    with pytest.raises(NoteError):
        Verifier(name, bytes(32))


def test_any_part_of_a_written_key_and_any_changed_character_is_refused() -> None:
    for written, read in (
        (GO["peter"]["vkey"], Verifier.from_vkey),
        (GO["peter"]["private"], Signer.from_private_form),
    ):
        length = len(written)
        parts = {written[i:j] for i in range(length + 1) for j in range(i, length + 1)} - {written}
        raised = {written[:i] + chr(ord(written[i]) + 1) + written[i + 1 :] for i in range(length)}
        for damaged in parts | raised | {written + "\n", " " + written, written.upper(), ""}:
            with pytest.raises(NoteError):
                read(damaged)


@pytest.mark.parametrize("vkey", GO["bad_vkeys"])
def test_the_published_bad_keys_are_refused(vkey: str) -> None:
    with pytest.raises(NoteError):
        Verifier.from_vkey(vkey)


def test_a_key_of_another_type_is_refused_by_type() -> None:
    key = b"\x04" + bytes(32)
    key_id = sha256(b"a\n" + key).digest()[:4].hex()
    with pytest.raises(NoteError, match="is of type 4"):
        Verifier.from_vkey(f"a+{key_id}+{base64.b64encode(key).decode()}")


def test_keys_have_32_bytes() -> None:
    with pytest.raises(NoteError, match="31 bytes"):
        Signer("a", bytes(31))
    with pytest.raises(NoteError, match="33 bytes"):
        Verifier("a", bytes(33))


def test_neither_the_representation_nor_an_error_shows_the_seed() -> None:
    signer = Signer.new("log.example/new")
    secret = signer.private_form.split("+", 4)[4]  # base64 may hold a plus
    assert signer.seed.hex() not in repr(signer)
    assert secret not in repr(signer)
    damaged = signer.private_form.replace(signer.verifier.key_id.hex(), "00000000")
    with pytest.raises(NoteError) as refused:
        Signer.from_private_form(damaged)
    assert secret not in str(refused.value)


def test_a_fresh_key_signs_what_it_verifies_and_nothing_else_does() -> None:
    first, second = Signer.new("log.example/new"), Signer.new("log.example/new")
    assert Signer.from_private_form(first.private_form) == first != second
    assert Verifier.from_vkey(first.verifier.vkey) == first.verifier
    signed = sign(TEXT, first)
    assert open_note(signed, [first.verifier]).text == TEXT
    with pytest.raises(NoteError):
        open_note(signed, [second.verifier])
