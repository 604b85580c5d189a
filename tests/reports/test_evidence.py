"""Evidence packs: what is in them, that anybody can check them, and that damage is named."""

import hashlib
import io
import json
import os
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ledger.keyfiles import KeyFiles
from ledger.models import Checkpoint, Disclosure, Entry
from ledger.services import note_anchor, record_fact, seal
from ledger.verifier import verify
from people.models import Department, Employee
from people.roles import Role
from policies.models import Attestation, PolicyEvent, PolicyVersion
from reports.models import Export, ExportFile
from reports.selectors.evidence import evidence_filter_from, heads, packing, write_pack
from tests.factories import NOW, make_employee
from tests.policies.factories import make_attestation, make_policy_version
from tests.reports.test_exports import download, make
from tests.support.auditor import Auditor
from tests.support.facts import set_triggers_aside
from toolkit.jobs.pulse import Unheard

MEMBERS = {"checkpoint", "vkey.txt", "entries.jsonl", "leaf_hashes.bin", "records.jsonl", "README.txt", "verify.py"}


@pytest.fixture
def log(db: None, ledger_key: KeyFiles, ada: Employee, boris: Employee) -> dict[str, PolicyVersion]:
    """Two policies, three versions, each signed by Ada and one by Boris; all of it sealed."""
    versions = {
        "photos 1": entered(make_policy_version("photos", markdown="# Photos\n\nOld.\n")),
        "photos 2": entered(make_policy_version("photos", markdown="# Photos\n\nNew.\n")),
        "speech 1": entered(make_policy_version("speech", markdown="# Speech\n\nÜber alles: “kindly”.\n")),
    }
    for version in versions.values():
        signed(ada, version)
    signed(boris, versions["photos 2"])
    seal(NOW)
    return versions


def entered(version: PolicyVersion) -> PolicyVersion:
    record_fact("policy.published", PolicyEvent.objects.get(version=version), now=NOW)
    return version


def signed(person: Employee, version: PolicyVersion) -> Attestation:
    attestation = make_attestation(person, version)
    record_fact("policy.attested", attestation, now=NOW)
    return attestation


def pack(**asked: str) -> bytes:
    file = io.BytesIO()
    write_pack(file, evidence_filter_from(asked), heads(), Unheard())
    return file.getvalue()


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def lines(data: bytes, name: str) -> list[Any]:
    return [json.loads(line) for line in members(data)[name].splitlines()]


def disclosed(data: bytes) -> list[tuple[str, str, str]]:
    """Kind, object and version of the entries that are disclosed."""
    entries = lines(data, "entries.jsonl")
    found = [entries[record["index"]] for record in lines(data, "records.jsonl")]
    return sorted((entry["kind"], entry["object"], entry["version"]) for entry in found)


def verdict(path: Path, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    """What verify_evidence prints, and that its status fits."""
    capsys.readouterr()
    status = 0
    try:
        call_command("verify_evidence", str(path), *more)
    except SystemExit as end:
        status = cast(int, end.code)
    text = capsys.readouterr().out
    assert status == (0 if text.startswith("OK") else 1)
    return text


def export(target: Path, *more: str) -> str:
    out = io.StringIO()
    call_command("export_evidence", "--out", str(target), *more, stdout=out)
    return out.getvalue()


def test_a_pack_of_everything_holds_what_it_should_and_is_verified(
    log: dict[str, PolicyVersion], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "evidence.zip"
    told = export(target)
    found = members(target.read_bytes())
    size = Checkpoint.objects.latest("pk").size
    assert set(found) >= MEMBERS
    assert len([name for name in found if name.startswith("proofs/")]) == size
    assert {name for name in found if name.startswith("policies/")} == {
        f"policies/{version.texts.get().sha256}.md" for version in log.values()
    }
    assert found["verify.py"] == Path(verify.__file__).read_bytes()
    assert f"{size} entries, {size} records, {size} receipts" in told
    assert hashlib.sha256(target.read_bytes()).hexdigest() in told
    text = verdict(target, capsys)
    assert f"OK: {size} entries" in text
    assert f"{size} records fit their entries" in text
    assert "3 policy texts" in text


def test_line_i_is_the_exact_leaf_i(log: dict[str, PolicyVersion]) -> None:
    bodies = [bytes(body) for body in Entry.objects.order_by("sealed__index").values_list("body", flat=True)]
    assert members(pack())["entries.jsonl"] == b"".join(body + b"\n" for body in bodies)


def test_nobodys_name_or_number_can_be_read_from_the_entries(log: dict[str, PolicyVersion], ada: Employee) -> None:
    everything = members(pack())
    for word in ("Ada", "E-0001", str(ada.uuid), "2001:db8"):
        assert word.encode() not in everything["entries.jsonl"]
        assert word.encode() in everything["records.jsonl"]


ADA = "E-0001"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"policy": "speech"}, [("policy.attested", "policy:speech", "1"), ("policy.published", "policy:speech", "1")]),
        (
            {"person": ADA},
            [
                ("policy.attested", "policy:photos", "1"),
                ("policy.attested", "policy:photos", "2"),
                ("policy.attested", "policy:speech", "1"),
            ],
        ),
        (
            {"person": "e-0001", "policy": "photos"},
            [
                ("policy.attested", "policy:photos", "1"),
                ("policy.attested", "policy:photos", "2"),
                ("policy.published", "policy:photos", "1"),
                ("policy.published", "policy:photos", "2"),
            ],
        ),
    ],
)
def test_a_filter_chooses_what_is_disclosed_and_the_log_stays_whole(
    log: dict[str, PolicyVersion], asked: dict[str, str], expected: list[tuple[str, str, str]]
) -> None:
    data = pack(**asked)
    assert disclosed(data) == expected
    assert members(data)["entries.jsonl"] == members(pack())["entries.jsonl"]
    assert len([name for name in members(data) if name.startswith("proofs/")]) == len(expected)


def test_a_policy_whose_name_another_one_begins_with_is_not_mixed_up(
    log: dict[str, PolicyVersion], ada: Employee
) -> None:
    signed(ada, entered(make_policy_version("photos-of-staff", markdown="# Other\n")))
    seal(NOW)
    assert {found[1] for found in disclosed(pack(policy="photos"))} == {"policy:photos"}


def test_the_same_checkpoint_and_filter_make_the_same_bytes(log: dict[str, PolicyVersion], tmp_path: Path) -> None:
    first = pack(policy="photos")
    size = heads().checkpoint.size
    export(tmp_path / "one.zip", "--policy", "photos")
    seal(NOW + timedelta(minutes=1))
    assert heads().checkpoint.size > size  # the export's own entry is in the log by now
    export(tmp_path / "two.zip", "--policy", "photos", "--size", str(size))
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes() == first


def test_a_pack_that_was_made_later_changes_no_pack_of_before(
    log: dict[str, PolicyVersion], ada: Employee, tmp_path: Path
) -> None:
    older = heads().checkpoint.size
    signed(ada, entered(make_policy_version("new", markdown="# New\n")))
    seal(NOW + timedelta(minutes=1))
    newer = heads().checkpoint.size
    export(tmp_path / "first.zip")
    export(tmp_path / "older.zip", "--size", str(older))  # left the house only after the newer one was signed
    seal(NOW + timedelta(minutes=2))
    export(tmp_path / "again.zip", "--size", str(newer))
    assert (tmp_path / "again.zip").read_bytes() == (tmp_path / "first.zip").read_bytes()


def test_the_exports_own_entry_is_written_afterwards(
    log: dict[str, PolicyVersion], ada: Employee, tmp_path: Path
) -> None:
    export(tmp_path / "evidence.zip", "--person", ADA)
    entry = Entry.objects.get(kind="export.made")
    assert not hasattr(entry, "sealed")
    detail = json.loads(bytes(entry.disclosure.detail))
    assert detail["filters"] == {"persons": str(ada.uuid)}
    assert detail["sha256"] == hashlib.sha256((tmp_path / "evidence.zip").read_bytes()).hexdigest()
    assert detail["tree_size"] == heads().checkpoint.size
    assert "export.made" not in {
        found["kind"] for found in lines((tmp_path / "evidence.zip").read_bytes(), "entries.jsonl")
    }


def test_an_earlier_checkpoint_that_left_the_house_is_proved_to_be_continued(
    log: dict[str, PolicyVersion], ada: Employee, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "previous_checkpoint" not in members(pack())
    old = heads().checkpoint
    export(tmp_path / "first.zip")
    seal(timezone.now())
    signed(ada, entered(make_policy_version("new", markdown="# New\n")))
    seal(timezone.now())
    export(tmp_path / "second.zip")
    found = members((tmp_path / "second.zip").read_bytes())
    assert found["previous_checkpoint"] == old.note.encode()
    assert found["consistency.txt"]
    assert f"previous_checkpoint ({old.size} entries) is a beginning of this log" in verdict(
        tmp_path / "second.zip", capsys
    )
    (tmp_path / "kept").write_bytes(members((tmp_path / "first.zip").read_bytes())["checkpoint"])
    kept = verdict(tmp_path / "second.zip", capsys, "--checkpoint", str(tmp_path / "kept"))
    assert f"the checkpoint that you kept ({old.size} entries) is a beginning of this log" in kept


def test_a_checkpoint_that_was_sent_out_counts_as_well(log: dict[str, PolicyVersion]) -> None:
    old = heads().checkpoint
    note_anchor(old, file="a.txt", now=NOW)
    entered(make_policy_version("new", markdown="# New\n"))
    seal(NOW + timedelta(minutes=1))
    assert heads().previous == old


def test_with_more_records_than_receipts_the_whole_log_proves_itself(
    log: dict[str, PolicyVersion], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(packing, "MOST_PROOFS", 3)
    monkeypatch.setattr(packing, "BATCH", 2)
    (tmp_path / "all.zip").write_bytes(pack())
    assert not [name for name in members(pack()) if name.startswith("proofs/")]
    assert "0 receipts" in verdict(tmp_path / "all.zip", capsys)
    assert len([name for name in members(pack(person=ADA)) if name.startswith("proofs/")]) == 3


def test_what_was_erased_is_an_entry_without_a_record(log: dict[str, PolicyVersion], ada: Employee) -> None:
    attestation = Attestation.objects.filter(employee=ada, policy__slug="speech").get()
    set_triggers_aside()
    Disclosure.objects.filter(entry__fact=attestation.uuid).delete()
    (erased,) = [record for record in lines(pack(policy="speech"), "records.jsonl") if record["detail"] is None]
    assert erased["person"] is None


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--policy", "nothing"), "There is no policy “nothing”."),
        (("--person", "X-1"), "Nobody has the employee number “X-1”."),
        (("--person", "\x00"), "Nobody has the employee number"),
        (("--size", "999"), "No checkpoint was signed at 999 entries."),
    ],
)
def test_what_there_is_not_is_refused_and_nothing_is_left(
    log: dict[str, PolicyVersion], tmp_path: Path, more: tuple[str, str], words: str
) -> None:
    with pytest.raises(CommandError, match=words[:30]):
        export(tmp_path / "evidence.zip", *more)
    assert list(tmp_path.glob("*evidence*")) == []
    assert not Export.objects.exists()


def test_a_place_that_cannot_be_written_is_refused(log: dict[str, PolicyVersion], tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is a folder"):
        export(tmp_path)
    with pytest.raises(CommandError, match="No such file or directory"):
        export(tmp_path / "nowhere" / "evidence.zip")
    assert not Export.objects.exists()


def test_a_failure_half_way_leaves_neither_file_nor_note(
    log: dict[str, PolicyVersion], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise OSError(28, "No space left on device")

    before = set(tmp_path.iterdir())
    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(CommandError, match="No space left on device"):
        export(tmp_path / "evidence.zip")
    assert set(tmp_path.iterdir()) == before
    assert not ExportFile.objects.exists()
    assert not Entry.objects.filter(kind="export.made").exists()


def test_what_waits_is_sealed_first(log: dict[str, PolicyVersion], ada: Employee, tmp_path: Path) -> None:
    attestation = signed(ada, entered(make_policy_version("fresh", markdown="# Fresh\n")))
    export(tmp_path / "evidence.zip")
    facts = {found["fact"] for found in lines((tmp_path / "evidence.zip").read_bytes(), "entries.jsonl")}
    assert str(attestation.uuid) in facts


def test_without_a_key_the_command_says_what_to_do(
    log: dict[str, PolicyVersion], ledger_key: KeyFiles, tmp_path: Path
) -> None:
    ledger_key.path.unlink()
    with pytest.raises(CommandError, match="There is no key at"):
        export(tmp_path / "evidence.zip")


def change(path: Path, name: str, make_other: Callable[[bytes], bytes | None]) -> None:
    """The pack with one member made another, or left out."""
    found = members(path.read_bytes())
    other = make_other(found.pop(name))
    with zipfile.ZipFile(path, "w") as archive:
        for kept, data in found.items():
            archive.writestr(kept, data)
        if other is not None:
            archive.writestr(name, other)


def at_line(number: int, old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def other(data: bytes) -> bytes:
        found = data.split(b"\n")
        assert old in found[number]
        found[number] = found[number].replace(old, new, 1)
        return b"\n".join(found)

    return other


def swapped(first: int, second: int) -> Callable[[bytes], bytes]:
    def other(data: bytes) -> bytes:
        found = data.split(b"\n")
        found[first], found[second] = found[second], found[first]
        return b"\n".join(found)

    return other


@pytest.mark.parametrize(
    ("name", "make_other", "words"),
    [
        ("entries.jsonl", at_line(3, b"2026", b"2025"), "entry 3 was altered"),
        ("entries.jsonl", swapped(4, 6), "entry 4 was altered"),
        ("entries.jsonl", lambda data: data[: data.rfind(b"\n", 0, -1) + 1], "was altered, added or removed"),
        ("records.jsonl", at_line(2, b'"salt":"', b'"salt":"0'), "the record of entry 2"),
        ("records.jsonl", at_line(5, b'"value":{', b'"value":{"a":1,'), "the record of entry 5: detail"),
        ("records.jsonl", swapped(1, 2), "the record of entry 1"),
        ("checkpoint", lambda data: data.replace(b"\n", b"\n1", 1), "checkpoint"),
        ("proofs/3.tlog-proof", lambda data: data.replace(b"index 3", b"index 2"), "proofs/3.tlog-proof"),
        ("vkey.txt", lambda data: None, "vkey.txt is missing"),
        ("verify.py", lambda data: None, "OK"),
    ],
)
def test_damage_is_named_with_the_first_bad_entry_or_record(
    log: dict[str, PolicyVersion],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    make_other: Callable[[bytes], bytes | None],
    words: str,
) -> None:
    target = tmp_path / "evidence.zip"
    export(target)
    change(target, name, make_other)
    assert words in verdict(target, capsys)


def test_an_altered_policy_text_is_named(
    log: dict[str, PolicyVersion], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "evidence.zip"
    export(target)
    name = f"policies/{log['photos 1'].texts.get().sha256}.md"
    change(target, name, lambda data: data + b"x")
    assert f"{name} was altered" in verdict(target, capsys)
    change(target, name, lambda data: None)
    assert f"{name} is missing" in verdict(target, capsys)


@pytest.mark.parametrize("data", [b"", b"not a zip file at all", b"PK\x03\x04" + b"0" * 200])
def test_what_is_no_pack_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(data)
    assert verdict(tmp_path / "x.zip", capsys).startswith("NOT VERIFIED")
    assert verdict(tmp_path / "missing.zip", capsys).startswith("NOT VERIFIED")


def test_the_program_in_the_pack_needs_python_and_cryptography_alone(
    log: dict[str, PolicyVersion], auditor: Auditor, tmp_path: Path
) -> None:
    target = tmp_path / "evidence.zip"
    export(target)
    with zipfile.ZipFile(target) as archive:
        archive.extract("verify.py", tmp_path)
    assert not auditor.imports("ledger")
    done = auditor.check(tmp_path / "verify.py", target)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("OK")


# --- the page ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["ada", "boris", "hana", "root", "mallory"])
def test_others_do_not_see_packs(client: Client, request: pytest.FixtureRequest, who: str) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("reports:evidence")).status_code == 403
    assert client.post(reverse("reports:evidence")).status_code == 403


def test_compliance_makes_a_pack_and_an_auditor_downloads_it(
    client: Client,
    cleo: Employee,
    ada: Employee,
    log: dict[str, PolicyVersion],
    hospital: Department,
    mallory: Employee,
) -> None:
    client.force_login(cleo)
    assert "None yet." in client.get(reverse("reports:evidence")).content.decode()
    answer = client.post(reverse("reports:evidence"), {"policy": "photos", "person": "e-0001"})
    made = Export.objects.get()
    assert answer["Location"] == reverse("reports:export", args=[made.uuid])
    assert made.filters == {"policy": "photos", "persons": str(ada.uuid)}
    assert "Ada Osei" in client.get(answer["Location"]).content.decode()
    file = make(made)
    assert (file.row_count, file.tree_size) == (4, heads().checkpoint.size)
    client.force_login(make_employee("Otto", roles=(Role.AUDITOR,)))
    page = client.get(reverse("reports:evidence")).content.decode()
    assert "Make the pack" not in page
    assert reverse("reports:export-file", args=[made.uuid]) in page
    assert b"".join(download(client, made)) == pack(policy="photos", person=ADA)
    assert client.post(reverse("reports:evidence")).status_code == 403
    client.force_login(mallory)
    assert download(client, made).status_code == 404
    cleo.groups.clear()
    client.force_login(cleo)
    assert download(client, made).status_code == 404, "she made it, but has the role no longer"


@pytest.mark.parametrize(
    ("asked", "words"),
    [({"policy": "nothing"}, "There is no such policy."), ({"person": "X-1"}, "Nobody has the employee number “X-1”.")],
)
def test_the_page_says_what_it_does_not_know(
    client: Client, cleo: Employee, log: dict[str, PolicyVersion], asked: dict[str, str], words: str
) -> None:
    client.force_login(cleo)
    answer = client.post(reverse("reports:evidence"), asked)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Export.objects.exists()


def test_a_pack_from_the_command_line_is_listed_and_lies_elsewhere(
    client: Client, cleo: Employee, log: dict[str, PolicyVersion], tmp_path: Path
) -> None:
    export(tmp_path / "evidence.zip")
    client.force_login(cleo)
    page = client.get(reverse("reports:evidence")).content.decode()
    assert "A command on the server" in page
    assert "Written on the server" in page
    found = Export.objects.get()
    assert "written on the server" in client.get(reverse("reports:export", args=[found.uuid])).content.decode()
    assert download(client, found).status_code == 410
