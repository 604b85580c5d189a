"""ZIP files and folders that are made to do harm, or are damaged, are refused before they can."""

import struct
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from ledger.verifier import verify
from tests.ledger.packs import ORIGIN, Log, lines, pack_of, run_verifier, verified, write_folder, write_zip

GOOD = pack_of(Log(20), range(0, 20, 3), previous=13)
PACKED = pack_of(Log(20), range(0, 20, 3), previous=13, hashes=True)

LineChange = Callable[[list[bytes], int], list[bytes]]
LINE_CHANGES: dict[str, LineChange] = {
    "removed": lambda whole, place: [*whole[:place], *whole[place + 1 :]],
    "doubled": lambda whole, place: [*whole[:place], whole[place], *whole[place:]],
    "swapped": lambda whole, place: [*whole[:place], *whole[place : place + 2][::-1], *whole[place + 2 :]],
    "blank before it": lambda whole, place: [*whole[:place], b"", *whole[place:]],
    "space after it": lambda whole, place: [*whole[:place], whole[place] + b" ", *whole[place + 1 :]],
    "CR after it": lambda whole, place: [*whole[:place], whole[place] + b"\r", *whole[place + 1 :]],
    "not UTF-8": lambda whole, place: [*whole[:place], whole[place] + b"\xff", *whole[place + 1 :]],
}


def refused(path: Path, *arguments: str) -> str:
    status, printed = run_verifier(path, *arguments)
    assert status == 1
    assert printed.startswith("NOT VERIFIED: ")
    return printed


def with_member(tmp_path: Path, info: zipfile.ZipInfo, data: bytes = b"x") -> Path:
    path = write_zip(GOOD, tmp_path / "evidence.zip")
    with warnings.catch_warnings(), zipfile.ZipFile(path, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(info, data)
    return path


@pytest.mark.parametrize("missing", ["checkpoint", "vkey.txt", "entries.jsonl", "records.jsonl"])
def test_a_missing_member_is_named(tmp_path: Path, missing: str) -> None:
    pack = {name: data for name, data in GOOD.items() if name != missing}
    assert verified(pack, tmp_path) == (1, f"NOT VERIFIED: {missing} is missing from the pack\n")


@pytest.mark.parametrize("missing", ["previous_checkpoint", "consistency.txt"])
def test_half_of_a_consistency_proof_is_refused(tmp_path: Path, missing: str) -> None:
    pack = {name: data for name, data in GOOD.items() if name != missing}
    assert "belong together; one of them is missing from the pack" in verified(pack, tmp_path)[1]


@pytest.mark.parametrize(
    "name",
    [
        "../outside",
        "proofs/../../outside",
        "/etc/passwd",
        "C:/outside",
        "..\\outside",
        "proofs\\1.tlog-proof",
        "proofs//1.tlog-proof",
        "./checkpoint",
        "a/./b",
        "entries.jsonl\x00.txt",
        "a b",
        "a\nb",
        "\u202egnp.exe",
        "",
    ],
)
def test_an_unsafe_name_is_refused(tmp_path: Path, name: str) -> None:
    info = zipfile.ZipInfo("placeholder")
    info.filename = name
    assert "a member with the unsafe name" in refused(with_member(tmp_path, info))
    assert not (tmp_path / "outside").exists()


@pytest.mark.parametrize("name", ["checkpoint", "entries.jsonl", "CHECKPOINT", "proofs/3.tlog-proof", "vkey.txt/"])
def test_a_member_that_stands_twice_is_refused(tmp_path: Path, name: str) -> None:
    assert f"the ZIP file has {name} twice" in refused(with_member(tmp_path, zipfile.ZipInfo(name)))


@pytest.mark.parametrize("mode", [0o120777, 0o020666, 0o010666])
def test_links_and_devices_are_refused(tmp_path: Path, mode: int) -> None:
    info = zipfile.ZipInfo("policies/link.md")
    info.external_attr = mode << 16
    assert "policies/link.md in the ZIP file is a link or a device" in refused(with_member(tmp_path, info))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_unusual_packing_is_refused(tmp_path: Path, method: int) -> None:
    info = zipfile.ZipInfo("more.txt")
    info.compress_type = method
    assert "more.txt in the ZIP file is encrypted or packed in an unusual" in refused(with_member(tmp_path, info))


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    path = write_zip(GOOD, tmp_path / "evidence.zip")
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert "is encrypted or packed in an unusual way" in refused(path)


def test_a_bomb_is_refused_by_what_it_unpacks_to(tmp_path: Path) -> None:
    bomb = GOOD | {"policies/zeros.md": bytes(50_000_000)}
    path = write_zip(bomb, tmp_path / "evidence.zip")
    assert path.stat().st_size < 200_000
    assert "more than 10000000 (--max-bytes)" in refused(path, "--max-bytes", "10000000")


def test_a_member_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    path = write_zip(GOOD | {"entries.jsonl": bytes(5_000_000)}, tmp_path / "evidence.zip")
    data = path.read_bytes()
    told = struct.pack("<L", 5_000_000)
    assert data.count(told) == 2
    path.write_bytes(data.replace(told, struct.pack("<L", 100)))
    assert "entries.jsonl is damaged: Bad CRC-32" in refused(path, "--max-bytes", "1000000")


def test_a_directory_too_large_for_memory_is_refused_unread(tmp_path: Path) -> None:
    path = write_zip(GOOD, tmp_path / "evidence.zip")
    data = bytearray(path.read_bytes())
    data[-10:-6] = struct.pack("<L", 500_000_000)
    path.write_bytes(data)
    assert "the directory of the ZIP file has 500000000 bytes" in refused(path)
    large = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, 10**12, 0)
    path.write_bytes(data[:-22] + large + struct.pack("<4sLQL", b"PK\x06\x07", 0, 0, 1) + data[-22:])
    assert "the directory of the ZIP file has 1000000000000 bytes" in refused(path)


def test_too_many_members_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "MOST_MEMBERS", 10)
    assert "the pack has 16 members; at most 10 are read" in refused(write_zip(GOOD, tmp_path / "evidence.zip"))


def test_a_file_whose_end_hides_behind_a_comment_is_refused(tmp_path: Path) -> None:
    path = write_zip(GOOD, tmp_path / "evidence.zip")
    with zipfile.ZipFile(path, "a") as archive:
        archive.comment = bytes(200)
    assert "neither a folder nor a whole ZIP file without a comment" in refused(path)


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "one byte": lambda data: b"P",
    "text": lambda data: b"hello, this is not a ZIP file at all; it is a text of some length" * 9,
    "cut off": lambda data: data[:-30],
    "cut in half": lambda data: data[: len(data) // 2],
    "the first half is missing": lambda data: data[len(data) // 2 :],
    "only an end": lambda data: data[-22:],
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_is_refused(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    path = write_zip(GOOD, tmp_path / "evidence.zip")
    path.write_bytes(damage(path.read_bytes()))
    refused(path)


def test_no_single_damaged_byte_ends_in_a_crash(tmp_path: Path) -> None:
    path = write_zip(pack_of(Log(3), [1]), tmp_path / "evidence.zip")
    good = path.read_bytes()
    for place in range(0, len(good), 7):
        path.write_bytes(good[:place] + bytes([good[place] ^ 0xFF]) + good[place + 1 :])
        status, printed = run_verifier(path)
        # Not all bytes are read: times, the first copy of names and sizes, the text for the reader.
        assert printed.startswith((f"OK: 3 entries of the log {ORIGIN}", "NOT VERIFIED: ")[status]), place


def _flip(data: bytearray, place: int, random: Random) -> None:
    data[place] ^= 1 << random.randrange(8)


def _cut(data: bytearray, place: int, random: Random) -> None:
    del data[place : place + random.choice((1, 2, 40, 400))]


def _end(data: bytearray, place: int, random: Random) -> None:
    del data[place:]


def _insert(data: bytearray, place: int, random: Random) -> None:
    data[place:place] = random.randbytes(random.choice((1, 4, 40)))


def _overwrite(data: bytearray, place: int, random: Random) -> None:
    data[place : place + 4] = random.choice((b"\xff" * 4, bytes(4), b"PK\x01\x02", b"PK\x03\x04"))


def _copy(data: bytearray, place: int, random: Random) -> None:
    length, other = random.choice((1, 10, 60)), random.randrange(len(data))
    data[other : other + length] = data[place : place + length]


HARM = (_flip, _cut, _end, _insert, _overwrite, _copy)


def directory_at(data: bytes) -> int:
    """Where the directory of a whole ZIP file begins."""
    return int.from_bytes(data[-6:-2], "little")


@pytest.mark.parametrize("seed", range(6))
def test_a_damaged_file_is_either_refused_or_holds_all_that_was_vouched_for(tmp_path: Path, seed: int) -> None:
    """Half of the damage hits the directory, whose bytes decide how all the others are read."""
    random = Random(seed)
    good = write_zip(PACKED, tmp_path / "good.zip").read_bytes()
    path = tmp_path / "evidence.zip"
    verdicts = {0: 0, 1: 0}
    for _ in range(150):
        data = bytearray(good)
        for _ in range(random.choice((1, 1, 1, 3))):
            least = random.choice((0, min(directory_at(good), len(data) - 1)))
            random.choice(HARM)(data, random.randrange(least, len(data)), random)
            if not data:
                break
        path.write_bytes(data)
        status, printed = run_verifier(path)
        assert printed.startswith((f"OK: 20 entries of the log {ORIGIN}", "NOT VERIFIED: ")[status])
        assert "cannot be read" not in printed
        verdicts[status] += 1
        if status == 0:
            with zipfile.ZipFile(path) as archive:
                for name in (info.filename for info in archive.infolist() if info.filename in PACKED):
                    assert archive.read(name) == PACKED[name], (seed, name)
    assert verdicts[1] > 100, "most damage is anything but immaterial"


STUMBLES: dict[str, tuple[Callable[[bytes], int], int, int]] = {
    "for a reader of the future": (directory_at, 6, 99),
    "a name that is not UTF-8": (directory_at, 46, 0xE7),
    "a first copy of the name that is not": (lambda data: 0, 30, 0xE7),
}


@pytest.mark.parametrize(("where", "place", "value"), STUMBLES.values(), ids=STUMBLES)
def test_what_python_itself_stumbles_over_is_damage(
    tmp_path: Path, where: Callable[[bytes], int], place: int, value: int
) -> None:
    path = write_zip(GOOD, tmp_path / "evidence.zip")
    data = bytearray(path.read_bytes())
    start = where(bytes(data))
    data[start + place] = value
    data[start + (9 if start else 7)] |= 8  # the name says that it is UTF-8
    path.write_bytes(data)
    assert "is damaged" in refused(path)


@pytest.mark.parametrize("change", LINE_CHANGES.values(), ids=LINE_CHANGES)
@pytest.mark.parametrize(
    "name", ["checkpoint", "entries.jsonl", "records.jsonl", "consistency.txt", "proofs/6.tlog-proof"]
)
def test_no_line_can_be_removed_doubled_swapped_or_spaced(tmp_path: Path, name: str, change: LineChange) -> None:
    whole = GOOD[name].split(b"\n")[:-1]
    for place in range(len(whole)):
        changed = lines(change(list(whole), place))
        if changed != GOOD[name]:
            status, printed = verified(GOOD | {name: changed}, tmp_path)
            assert (status, printed[:14]) == (1, "NOT VERIFIED: "), (place, printed)


def test_damage_is_named_even_in_what_nothing_vouches_for(tmp_path: Path) -> None:
    path = write_zip(GOOD | {"README.txt": bytes(1000)}, tmp_path / "evidence.zip")
    data = bytearray(path.read_bytes())
    data[data.index(b"README.txt") + 12] ^= 0xFF
    path.write_bytes(data)
    assert "README.txt is damaged" in refused(path)


def test_links_in_a_folder_are_refused(tmp_path: Path) -> None:
    folder = write_folder(GOOD, tmp_path / "evidence")
    (folder / "policies" / "link.md").symlink_to("/etc/passwd")
    assert "policies/link.md is a link or a device" in refused(folder)
    (folder / "policies" / "link.md").unlink()
    (folder / "more").symlink_to(tmp_path)
    assert "more is a link or a device" in refused(folder)


def test_folders_inside_a_zip_file_are_read_over(tmp_path: Path) -> None:
    status, printed = run_verifier(with_member(tmp_path, zipfile.ZipInfo("policies/"), b""))
    assert status == 0, printed


def test_what_is_not_part_of_a_pack_is_named_as_not_checked(tmp_path: Path) -> None:
    status, printed = verified(GOOD | {"people.csv": b"x", "proofs/03.tlog-proof": b"x"}, tmp_path)
    assert status == 0
    assert (
        "nothing vouches for these, so they were not checked: README.txt, people.csv, proofs/03.tlog-proof" in printed
    )


def test_what_a_pack_says_cannot_command_the_terminal(tmp_path: Path) -> None:
    note = GOOD["checkpoint"] + "— \x9b2Jhello\n".encode()
    assert "no signature: \u2014 \\x9b2Jhello" in verified(GOOD | {"checkpoint": note}, tmp_path)[1]
    folder = write_folder(GOOD, tmp_path / "evidence")
    (folder / "\x1b[2Jhello").write_bytes(b"")
    status, printed = run_verifier(folder)
    assert status == 0
    assert "\\x1b[2Jhello" in printed
    assert "\x1b" not in printed
