"""What the records of a pack name by its digest lies in it: the statement, the text compared with, the difference."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from ledger.canonical import canonical_bytes, parse_canonical
from ledger.keyfiles import KeyFiles
from ledger.models import Disclosure
from ledger.services import erase, record_fact, seal
from people.models import Employee
from policies.facts import ATTESTED
from policies.models import Attestation, ChangeMark, PolicyText
from policies.selectors import redlines
from reports.selectors.evidence import heads, write_person_zip
from reports.selectors.persons import person_file
from tests.factories import NOW
from tests.ledger.packs import run_verifier
from tests.policies.factories import STATEMENT, make_attestation, make_policy_version
from tests.reports.test_evidence import entered, members, pack
from tests.support.facts import set_triggers_aside
from tests.support.signing import sign

OLD, NEW = (f"# Photos\n\nBe kind.\n\n## Wards {{#wards}}\n\nAsk the {whom} first.\n" for whom in ("nurse", "patient"))


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def joined(runs: list[dict[str, str]], but: str) -> str:
    return "".join(run["text"] for run in runs if run["kind"] != but)


@pytest.fixture
def attestation(db: None, ledger_key: KeyFiles, ada: Employee, boris: Employee) -> Attestation:
    """Ada signed the first version and then, having been shown what changed, the second, which Boris signed whole."""
    first = entered(make_policy_version("photos", markdown=OLD))
    record_fact(ATTESTED, make_attestation(ada, first, signed_at=NOW - timedelta(days=1)), now=NOW)
    second = entered(make_policy_version("photos", markdown=NEW))
    row = sign(ada, second.policy)
    sign(boris, second.policy)
    seal(NOW)
    assert row.difference_sha256
    return row


def refused(data: bytes, tmp_path: Path) -> str:
    (tmp_path / "evidence.zip").write_bytes(data)
    status, printed = run_verifier(tmp_path / "evidence.zip")
    assert status == 1
    return printed


def test_statement_and_difference_lie_in_the_pack_under_their_digests(attestation: Attestation, tmp_path: Path) -> None:
    found = members(pack())
    assert found[f"statements/{attestation.statement_sha256}.txt"] == STATEMENT.encode()
    assert digest_of(found[f"differences/{attestation.difference_sha256}.json"]) == attestation.difference_sha256
    assert [name for name in found if name.startswith("differences/")] == [
        f"differences/{attestation.difference_sha256}.json"
    ]
    assert "LEFT OUT" not in found["README.txt"].decode()
    (tmp_path / "evidence.zip").write_bytes(pack())
    status, printed = run_verifier(tmp_path / "evidence.zip")
    assert status == 0, printed
    assert "2 policy texts, 1 statements and 1 differences fit their names" in printed


def test_the_difference_is_what_the_page_of_the_ledger_says(attestation: Attestation) -> None:
    """Joined without what was added its runs are the text before, without what was removed the one after."""
    data = members(pack())[f"differences/{attestation.difference_sha256}.json"]
    said: Any = parse_canonical(data)
    old, new = attestation.policy.versions.order_by("number")
    assert (said["format"], said["policy"], said["language"]) == ("redline/1", "photos", "en-US")
    assert said["before"] == {"number": 1, "sha256": digest_of(OLD.encode())}
    assert said["after"] == {"number": 2, "sha256": digest_of(NEW.encode())}
    (clause,) = [one for one in said["clauses"] if one["kind"] != "same"]
    assert (clause["key"], clause["mark"]) == ("wards", "material")
    for version, but in ((old, "added"), (new, "removed")):
        body = "".join(joined(block["runs"], but) for block in clause["blocks"])
        assert body.strip() in version.texts.get().markdown
        assert joined(clause["heading"], but).strip() == "Wards"


def test_the_detail_says_which_text_was_compared_and_the_pack_of_that_person_holds_it(
    attestation: Attestation, ada: Employee
) -> None:
    detail = json.loads(bytes(Disclosure.objects.get(entry__fact=attestation.uuid).detail))
    assert detail["from_text_sha256"] == digest_of(OLD.encode())
    # Once what she signed first is erased, nothing but the second record names the earlier text.
    erase(ATTESTED, Attestation.objects.get(employee=ada, version__number=1), reason="Asked for.", by=None, now=NOW)
    found = members(pack(person=ada.number))
    assert found[f"policies/{detail['from_text_sha256']}.md"] == OLD.encode()


def test_who_was_shown_the_whole_text_compared_nothing(attestation: Attestation, boris: Employee) -> None:
    whole = Attestation.objects.get(employee=boris)
    detail = json.loads(bytes(Disclosure.objects.get(entry__fact=whole.uuid).detail))
    assert (detail["from_text_sha256"], detail["difference_sha256"]) == (None, "")
    found = members(pack(person=boris.number))
    assert not [name for name in found if name.startswith("differences/")]
    assert f"policies/{digest_of(OLD.encode())}.md" not in found


def test_a_difference_is_made_once_however_many_saw_it(
    attestation: Attestation, boris: Employee, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = make_attestation(
        boris,
        attestation.version,
        occasion="again",
        from_version=attestation.from_version,
        difference_sha256=attestation.difference_sha256,
    )
    record_fact(ATTESTED, row, now=NOW)
    seal(NOW)
    made: list[redlines.Redline] = []
    again = redlines.bytes_shown

    def counted(since: redlines.Redline) -> bytes:
        made.append(since)
        return again(since)

    monkeypatch.setattr(redlines, "bytes_shown", counted)
    assert f"differences/{attestation.difference_sha256}.json" in members(pack())
    assert len(made) == 1


def test_a_persons_own_zip_holds_them_too(attestation: Attestation, ada: Employee) -> None:
    file = io.BytesIO()
    write_person_zip(file, person_file(ada), heads(), asked_at=NOW)
    found = members(file.getvalue())
    assert found[f"statements/{attestation.statement_sha256}.txt"] == STATEMENT.encode()
    assert digest_of(found[f"differences/{attestation.difference_sha256}.json"]) == attestation.difference_sha256
    assert f"policies/{digest_of(OLD.encode())}.md" in found
    assert "LEFT OUT" not in found["README.txt"].decode()


def test_of_an_erased_record_nothing_is_asked(attestation: Attestation, boris: Employee, tmp_path: Path) -> None:
    erase(ATTESTED, attestation, reason="Asked for.", by=None, now=NOW)
    seal(NOW)
    (tmp_path / "evidence.zip").write_bytes(pack())
    status, printed = run_verifier(tmp_path / "evidence.zip")
    assert status == 0, printed
    assert "0 differences" in printed


# --- Where the database holds something else by now


LEFT_OUT: dict[str, tuple[Callable[[Attestation], object], str, str]] = {
    "another mark": (
        lambda row: ChangeMark.objects.create(version=row.version, clause_key="wards", kind="editorial"),
        "difference_sha256",
        "differences/{}.json",
    ),
    "no earlier text in that language": (
        lambda row: PolicyText.objects.filter(version=row.from_version).update(language="es"),
        "difference_sha256",
        "differences/{}.json",
    ),
    "another statement": (
        lambda row: PolicyText.objects.update(statement="I have read nothing."),
        "statement_sha256",
        "statements/{}.txt",
    ),
    "another text": (
        lambda row: PolicyText.objects.filter(pk=row.text_id).update(markdown="# Photos\n\nAs you like.\n"),
        "text_sha256",
        "policies/{}.md",
    ),
}


@pytest.mark.parametrize("case", LEFT_OUT)
def test_what_cannot_be_made_any_more_is_left_out_and_said_to_be(
    attestation: Attestation, ada: Employee, tmp_path: Path, capsys: pytest.CaptureFixture[str], case: str
) -> None:
    change, column, name = LEFT_OUT[case]
    member = name.format(getattr(attestation, column))
    assert member in members(pack())
    redlines._remembered.clear()
    set_triggers_aside()
    change(attestation)
    data = pack()
    found = members(data)
    assert member not in found
    readme = found["README.txt"].decode()
    assert "LEFT OUT" in readme
    assert f"\n{member}\n" in readme
    assert f"but {member} is missing from the pack" in refused(data, tmp_path)
    capsys.readouterr()
    call_command("export_evidence", "--out", str(tmp_path / "again.zip"))
    assert member in capsys.readouterr().err
    file = io.BytesIO()
    write_person_zip(file, person_file(ada), heads(), asked_at=NOW)
    assert f"\n{member}\n" in members(file.getvalue())["README.txt"].decode()


@pytest.mark.parametrize(
    "change",
    [
        {"from_version": "x"},
        {"from_version": None},
        {"version": None},
        {"from_version": "00000000-0000-0000-0000-000000000000"},
        {"language": None},
        {"language": []},
    ],
)
def test_a_disclosure_that_somebody_wrote_over_stops_no_pack(
    attestation: Attestation, tmp_path: Path, change: dict[str, object]
) -> None:
    disclosure = Disclosure.objects.get(entry__fact=attestation.uuid)
    detail = canonical_bytes(json.loads(bytes(disclosure.detail)) | change)
    set_triggers_aside()
    Disclosure.objects.filter(pk=disclosure.pk).update(detail=detail)
    assert "detail is not the one that the entry is bound to" in refused(pack(), tmp_path)


@pytest.mark.parametrize("kind", ["statements/", "differences/"])
def test_one_that_is_altered_or_taken_out_of_a_pack_is_named(
    attestation: Attestation, tmp_path: Path, kind: str
) -> None:
    found = members(pack())
    (name,) = [one for one in found if one.startswith(kind)]
    assert f"{name} was altered" in refused(zipped(found | {name: found[name].replace(b"a", b"e", 1)}), tmp_path)
    del found[name]
    assert f"{name} is missing from the pack" in refused(zipped(found), tmp_path)


def zipped(found: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in found.items():
            archive.writestr(name, data)
    return file.getvalue()
