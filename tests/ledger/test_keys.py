"""Keys: the first, and another one in its place. What the old one signed stays valid."""

import stat
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings

from ledger import receipts, selectors, services
from ledger.errors import Refused
from ledger.keyfiles import KeyFiles
from ledger.models import Entry, LedgerKey
from ledger.notes import Signer, open_note
from ledger.services import keys as keys_service
from tests.factories import NOW
from tests.support.ledger import ORIGIN, check_all, enter, own_key

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_first_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    with own_key(tmp_path, is_made=False) as files:
        assert services.make_key()
        made = files.signer()
        assert made.name == ORIGIN
        assert stat.S_IMODE(files.path.stat().st_mode) == 0o600
        assert files.path.read_text().startswith("PRIVATE+KEY+")
        assert not services.make_key()
        assert files.signer() == made


def test_a_rotation_is_signed_by_both_and_then_by_the_new_key_alone(keys: KeyFiles) -> None:
    entry = enter()
    services.seal(NOW)
    old = keys.signer()
    old_receipt = selectors.receipt(entry)
    assert old_receipt is not None
    services.rotate_key(now=NOW)
    new = keys.signer()
    assert (new.name, new == old) == (ORIGIN, False)
    head = selectors.head()
    assert head is not None
    for key in (old, new):
        open_note(head.note.encode(), [key.verifier])
    enter()
    services.seal(NOW)
    head = selectors.head()
    assert head is not None
    assert len(head.note.strip().splitlines()) == 5  # three lines, an empty one, one signature
    open_note(head.note.encode(), [new.verifier])
    assert receipts.verify(old_receipt, bytes(entry.body), [old.verifier], ORIGIN).size == 2
    found = [(key.vkey, key.from_size, key.to_size) for key in selectors.signing_keys()]
    assert found == [(new.verifier.vkey, 3, 4), (old.verifier.vkey, 2, 3)]
    assert selectors.published_vkeys() == [new.verifier.vkey, old.verifier.vkey]
    check_all()


@pytest.mark.parametrize("step", ["_announce", "seal"])
def test_a_rotation_that_was_cut_off_is_finished_by_the_next_one(
    keys: KeyFiles, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    services.seal(NOW)
    old = keys.signer()
    calls = iter([services.seal] if step == "seal" else [])

    def cut_off(*args: object, **options: object) -> object:
        act = next(calls, None)
        if act is None:
            raise KeyboardInterrupt
        return act(*args, **options)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(keys_service, step, cut_off)
        with pytest.raises(KeyboardInterrupt):
            services.rotate_key(now=NOW)
    waiting = keys.next_signer()
    assert waiting is not None
    enter()
    services.seal(NOW)  # the keeper goes on meanwhile
    services.rotate_key(now=NOW)
    services.seal(NOW)
    if step == "_announce":
        assert keys.signer() == waiting
    assert keys.signer() != old
    assert Entry.objects.filter(kind="key.rotated").count() == LedgerKey.objects.count() - 1
    check_all()


def test_the_command_says_how_the_log_is(keys: KeyFiles, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("ledger", "status")
    assert "The log has not begun." in capsys.readouterr().out
    call_command("ledger", "seal")
    call_command("ledger", "rotate_key")
    call_command("ledger", "rebuild_tiles")
    call_command("ledger", "status")
    said = capsys.readouterr().out
    assert "Sealed 1 entries; the log has 1." in said
    assert "Hashed 2 entries again." in said
    assert f"{ORIGIN}: 2 entries" in said
    assert all(vkey in said for vkey in selectors.published_vkeys())


def test_a_setting_that_changes_later_does_not_rename_a_log_that_has_begun(keys: KeyFiles) -> None:
    services.seal(NOW)
    with override_settings(LEDGER_ORIGIN="elsewhere.example.org/log"):
        enter()
        services.seal(NOW)
    head = selectors.head()
    assert head is not None
    assert head.origin == ORIGIN


def test_a_private_key_is_not_shown_by_what_goes_wrong(keys: KeyFiles) -> None:
    damaged = Signer.new(ORIGIN).private_form[:-6]
    keys.path.write_text(damaged)
    with pytest.raises(Refused) as refusal:
        services.seal(NOW)
    assert damaged.split("+", 4)[4] not in str(refusal.value)
