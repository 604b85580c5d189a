"""What was signed once is never contradicted: restored databases, lost and exchanged files, crashes at every step."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from ledger import checkpoints, merkle, receipts, selectors, services
from ledger.errors import Problem, Refused
from ledger.keyfiles import KeyFiles
from ledger.models import Checkpoint, Disclosure, Entry, LedgerKey, SealedEntry
from ledger.notes import Signer, Verifier
from ledger.selectors.verification import Flaw
from ledger.services import placing, signing
from tests.factories import NOW
from tests.support.emptying import guards_down
from tests.support.ledger import ORIGIN, bodies, check_all, enter
from toolkit.errors import DomainError

pytestmark = pytest.mark.django_db(transaction=True)


def restore_to(size: int) -> None:
    """As if an older backup had been put back: only what was there when the log had `size` entries."""
    with guards_down():
        kept = list(SealedEntry.objects.filter(index__lt=size).values_list("entry_id", flat=True))
        Checkpoint.objects.filter(size__gt=size).delete()
        LedgerKey.objects.exclude(entry__in=kept).delete()
        SealedEntry.objects.filter(index__gte=size).delete()
        Disclosure.objects.exclude(entry__in=kept).delete()
        Entry.objects.exclude(pk__in=kept).delete()
    services.rebuild_tiles()


def problem_of_sealing() -> Problem:
    before = Checkpoint.objects.count()
    with pytest.raises(Refused) as refusal:
        services.seal(NOW)
    assert Checkpoint.objects.count() == before
    assert str(refusal.value)
    return refusal.value.problem


def test_a_restored_database_does_not_seal(keys: KeyFiles) -> None:
    services.seal(NOW)
    enter()
    services.seal(NOW)
    restore_to(1)
    copy = keys.copy.read_bytes()
    assert problem_of_sealing() is Problem.BEHIND
    enter()
    assert problem_of_sealing() is Problem.BEHIND
    assert keys.copy.read_bytes() == copy
    assert SealedEntry.objects.count() == 1


def test_a_restored_database_that_grew_as_long_again_is_still_found_out(keys: KeyFiles) -> None:
    services.seal(NOW)
    enter()
    services.seal(NOW)
    restore_to(1)
    SealedEntry.objects.create(index=1, entry=enter())  # what a sealer without this copy would have done
    services.rebuild_tiles()
    enter()
    assert problem_of_sealing() is Problem.FORK


def test_it_goes_on_under_a_new_name_and_says_what_was_signed_last(keys: KeyFiles) -> None:
    services.seal(NOW)
    receipt_of = enter()
    services.seal(NOW)
    old_head = selectors.head()
    old_receipt = selectors.receipt(receipt_of)
    old_body = bytes(receipt_of.body)
    assert old_head is not None
    assert old_receipt is not None
    restore_to(1)
    call_command("ledger", "continue_after_restore", reason="The disk broke.")
    enter()
    services.seal(NOW)
    head = selectors.head()
    assert head is not None
    assert head.origin == f"{ORIGIN}/2"
    said = Disclosure.objects.get(entry__kind="log.continued")
    assert bytes(said.detail).decode().count(old_head.note.splitlines()[2]) == 1
    assert b"The disk broke." in bytes(said.detail)
    assert keys.signer().name == f"{ORIGIN}/2"
    check_all()
    # What was handed out before the loss keeps its worth.
    known = [Verifier.from_vkey(vkey) for vkey in selectors.published_vkeys()]
    assert receipts.verify(old_receipt, old_body, known, ORIGIN).size == 2


def test_a_key_that_came_after_the_backup_stays_known(keys: KeyFiles) -> None:
    services.seal(NOW)
    enter()
    services.seal(NOW)
    services.rotate_key(now=NOW)
    services.seal(NOW)
    lost = keys.signer().verifier.vkey
    signed = selectors.head()
    assert signed is not None
    restore_to(2)
    assert lost not in selectors.published_vkeys()
    services.continue_after_restore(reason="The disk broke.", now=NOW)
    services.seal(NOW)
    assert lost in selectors.published_vkeys()
    check_all()
    known = [Verifier.from_vkey(vkey) for vkey in selectors.published_vkeys()]
    assert checkpoints.open_checkpoint(signed.note.encode(), known, ORIGIN).size == signed.size
    assert set(services.verify(now=NOW).found) == {Flaw.UNKNOWN_KIND}  # the kind that `enter` made up


def test_a_second_restore_gets_a_third_name(keys: KeyFiles) -> None:
    services.seal(NOW)
    for number in (2, 3):
        enter()
        services.seal(NOW)
        restore_to(1)
        services.continue_after_restore(reason="Again.", now=NOW)
        assert keys.signer().name == f"{ORIGIN}/{number}"
    check_all()


def test_there_is_nothing_to_continue_where_nothing_was_lost(keys: KeyFiles) -> None:
    services.seal(NOW)
    with pytest.raises(DomainError, match="nothing to continue"):
        services.continue_after_restore(reason="Why not.", now=NOW)
    with pytest.raises(CommandError, match="Say why"):
        call_command("ledger", "continue_after_restore", reason=" ")
    assert keys.signer().name == ORIGIN


def test_an_emptied_database_with_the_old_key_does_not_begin_anew(keys: KeyFiles) -> None:
    services.seal(NOW)
    restore_to(0)
    assert problem_of_sealing() is Problem.BEHIND
    assert not Entry.objects.exists()
    services.continue_after_restore(reason="The database is gone.", now=NOW)
    assert Entry.objects.get(sealed__index=0).kind == "log.begun"
    check_all()


@pytest.mark.parametrize(
    ("harm", "problem"),
    [
        (lambda keys: keys.path.unlink(), Problem.NO_KEY),
        (lambda keys: keys.path.write_text("no key"), Problem.BAD_KEY),
        (lambda keys: keys.path.write_bytes(b"\xff\xfe"), Problem.BAD_KEY),
        (lambda keys: keys.path.write_text(Signer.new(ORIGIN).private_form), Problem.UNKNOWN_KEY),
        (lambda keys: keys.copy.unlink(), Problem.NO_COPY),
        (lambda keys: keys.copy.write_text("torn"), Problem.BAD_COPY),
        (lambda keys: keys.copy.write_bytes(b"\xff" * 9), Problem.BAD_COPY),
    ],
)
def test_without_the_right_files_nothing_is_signed(
    keys: KeyFiles, harm: Callable[[KeyFiles], Any], problem: Problem
) -> None:
    services.seal(NOW)
    enter()
    harm(keys)
    assert problem_of_sealing() is problem


def test_nothing_is_signed_that_cannot_be_kept_beside_the_key(keys: KeyFiles) -> None:
    services.seal(NOW)
    enter()
    copy = keys.copy.read_bytes()
    keys.copy.unlink()
    keys.copy.mkdir()
    assert problem_of_sealing() is Problem.BAD_COPY
    keys.copy.rmdir()
    keys.copy.write_bytes(copy)
    assert services.seal(NOW).size == 2
    check_all()


def test_an_older_copy_is_brought_up_to_date(keys: KeyFiles) -> None:
    services.seal(NOW)
    older = keys.copy.read_bytes()
    enter()
    services.seal(NOW)
    newest = keys.copy.read_bytes()
    keys.copy.write_bytes(older)
    services.seal(NOW)
    assert keys.copy.read_bytes() == newest


class Crash(BaseException):
    """Nothing that any handler of ours catches."""


STEPS = (
    (placing, "take_over"),
    (placing, "_place_next"),
    (placing, "_grow_tree"),
    (signing, "take_over"),
    (signing, "check_extends"),
    (KeyFiles, "write_copy"),
    (Checkpoint.objects, "create"),
)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: f"{getattr(step[0], '__name__', 'rows')}.{step[1]}")
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_crash_at_any_step_neither_forks_nor_blocks_the_log(
    keys: KeyFiles, monkeypatch: pytest.MonkeyPatch, step: tuple[Any, str], when: str
) -> None:
    services.seal(NOW)
    signed = [keys.copy.read_bytes()]
    made = [enter().pk for _ in range(3)]
    owner, name = step
    real = getattr(owner, name)

    def crash(*args: Any, **options: Any) -> Any:
        if when == "after":
            real(*args, **options)
        raise Crash

    with monkeypatch.context() as patch:
        patch.setattr(owner, name, crash)
        with pytest.raises(Crash):
            services.seal(NOW)
    signed.append(keys.copy.read_bytes())
    made += [enter().pk for _ in range(3)]
    services.seal(NOW)
    assert list(SealedEntry.objects.order_by("index").values_list("entry_id", flat=True))[1:] == made
    check_all()
    _check_agrees_with(signed)


def _check_agrees_with(signed: list[bytes]) -> None:
    """Whatever lay beside the key at any time is a head of the log as it is now."""
    hashes = [merkle.leaf_hash(body) for body in bodies()]
    known = [Verifier.from_vkey(vkey) for vkey in selectors.published_vkeys()]
    for note in signed:
        said = checkpoints.open_checkpoint(note, known)
        assert said.root == merkle.root(hashes[: said.size])


def test_a_crash_while_beginning_begins_later(keys: KeyFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*args: Any, **options: Any) -> Any:
        raise Crash

    for owner, name in STEPS[2:]:
        with monkeypatch.context() as patch:
            patch.setattr(owner, name, crash)
            with pytest.raises(Crash):
                services.seal(NOW)
    services.seal(NOW)
    assert Entry.objects.filter(kind="log.begun").count() == 1
    check_all()
