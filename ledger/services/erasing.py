"""Erasure: what an entry commits to, the personal columns of its row, and its files, are removed for a reason.

The leaf stays, so the log stays provable; only nobody can say any more what the leaf was about. The erasure is a fact
with an entry of its own, which also commits to what the row says from then on: the rest of it stays protected.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from ledger.facts import detail_sha256, kind_of, registered
from ledger.models import Disclosure, Entry, Erasure
from ledger.selectors.own_facts import ERASED
from ledger.services.recording import record_fact
from toolkit.errors import DomainError


@dataclass(frozen=True)
class Erasable:
    """A row that an erasure would reach, which of its columns it would empty, and those of rows that go along with it.

    `files` are the names of the stored files that it would remove.
    """

    kind: str
    row: Any
    columns: tuple[str, ...]
    along: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


def erasable(person: str) -> Iterator[Erasable]:
    """Every row whose entry concerns this person, by the reference that is hashed, and that was not erased yet.

    What an erasure would reach: shown beforehand, and then handed to `erase` one by one.
    """
    own = {ERASED}
    for kind in registered():
        if kind.kind in own:
            continue
        disclosed = Disclosure.objects.filter(person=person, entry__kind=kind.kind)
        facts = disclosed.order_by("entry_id").values_list("entry__fact", flat=True)
        for row in kind.rows().filter(uuid__in=list(facts)).order_by("pk"):
            along = [f"{one._meta.model_name}.{name}" for one, names in kind.along(row) for name in names]
            yield Erasable(kind.kind, row, kind.personal, tuple(along), tuple(kind.files(row)))


@transaction.atomic
def erase(kind: str, row: Any, *, reason: str, by: UUID | None, now: datetime) -> Erasure:
    """Empties the personal columns of this row and removes the disclosure of its entry. A second time changes nothing.

    Its files are removed once that is committed: a file cannot be brought back, and a transaction can.
    `by` is the uuid of who erased; empty for the end of retention. Raises DomainError without a reason, or for a row
    that has no entry.
    """
    if not reason.strip():
        raise DomainError(_("Say why this is erased."))
    entry = Entry.objects.select_for_update().filter(kind=kind, fact=row.uuid).first()
    if entry is None:
        raise DomainError(_("The ledger has no entry for this record, so there is nothing to erase."))
    earlier = Erasure.objects.filter(entry=entry).first()
    if earlier is not None:
        return earlier
    known = kind_of(kind)
    fresh = known.rows().get(pk=row.pk)
    emptied = [(one, _emptied(one, names)) for one, names in ((fresh, known.personal), *known.along(fresh))]
    for one, values in emptied:
        for column, value in values.items():
            setattr(one, column, value)
    erasure = Erasure.objects.create(
        entry=entry,
        table=fresh._meta.label_lower,
        reason=reason.strip(),
        by=by,
        at=now,
        left_sha256=detail_sha256(known.statement(fresh)),
    )
    for one, values in emptied:
        if values:
            type(one)._base_manager.filter(pk=one.pk).update(**values)
    remove_files(known.files(fresh))
    Disclosure.objects.filter(entry=entry).delete()
    record_fact(ERASED, erasure, now=now)
    return erasure


def remove_files(names: Iterable[str]) -> None:
    """Removes these stored files after commit. One that cannot be removed is logged, and the others still go."""
    for name in list(names):

        def remove(name: str = name) -> None:
            default_storage.delete(name)

        transaction.on_commit(remove, robust=True)


def _emptied(row: Any, columns: Sequence[str]) -> dict[str, Any]:
    """What each column becomes: null where that is allowed, else empty text."""
    return {name: None if row._meta.get_field(name).null else "" for name in columns}
