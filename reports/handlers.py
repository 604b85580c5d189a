"""The jobs of this app: making a file that was asked for, and removing files whose time is over."""

import hashlib
import tempfile
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import IO, BinaryIO, TypeVar, cast

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.utils import translation
from django.utils.translation import gettext as _

from ledger.services import seal
from reports import services
from reports.models import Export
from reports.rendering import person
from reports.rendering.writing import WRITE
from reports.selectors.evidence import evidence_filter_from, heads, write_pack, write_person_zip
from reports.selectors.exports import MAKE
from reports.selectors.persons import person_file
from reports.selectors.recordfilter import UnknownFilter, filter_from, records
from reports.selectors.records import records_table
from toolkit import pdf
from toolkit.errors import DomainError
from toolkit.jobs.kinds import GiveUp, JobKind, Later, LongWork, Payload, Record
from toolkit.jobs.pulse import Progress

REMOVE = "reports.remove_expired"
BLOCK = 1 << 20
# Somebody has to install what is missing; every five minutes is soon enough to notice that they did.
TRY_AGAIN = timedelta(minutes=5)

Filled = tuple[int, int | None]
"""How many rows were written, and of an evidence pack the size of its tree."""
Fill = Callable[[BinaryIO, Export, datetime, Progress], Filled]


def make(payload: Payload, now: datetime, progress: Progress) -> Record:
    """Writes the file to a temporary one, stores it, and notes it with its entry in the ledger once the job is done."""
    export = Export.objects.select_related("about", "asked_by").get(uuid=payload["export"])
    # A worker has no reader whose language it could take: the site's own.
    with translation.override(settings.LANGUAGE_CODE), tempfile.TemporaryFile() as file:
        rows, tree_size = FILL[export.kind](cast(BinaryIO, file), export, now, progress)
        sha256, size = digest_of(file)
        name = f"{services.FOLDER}/{export.uuid}-{sha256[:12]}.{export.form}"
        file.seek(0)
        # The name holds the digest of the bytes: a file that is there is this file, left by a worker that stopped here.
        if not default_storage.exists(name):
            name = default_storage.save(name, File(file))
    made = services.Made(name, sha256, size, rows, tree_size)

    def record() -> None:
        services.record_made(export, made, now=now)

    return record


def _fill_attestations(file: BinaryIO, export: Export, now: datetime, progress: Progress) -> Filled:
    wanted = _filter(filter_from, export)
    progress.at(0, of=records(wanted).count())
    return WRITE[export.form](file, records_table(wanted), progress), None


def _fill_evidence(file: BinaryIO, export: Export, now: datetime, progress: Progress) -> Filled:
    wanted = _filter(evidence_filter_from, export)
    try:
        seal(now)  # so that the pack holds what happened up to this moment
        under = heads()
    except DomainError as refusal:
        raise GiveUp(str(refusal)) from refusal
    packed = write_pack(file, wanted, under, progress)
    return packed.records, packed.entries


def _fill_person(file: BinaryIO, export: Export, now: datetime, progress: Progress) -> Filled:
    assert export.about is not None
    try:
        seal(now)
        under = heads()
    except DomainError as refusal:
        raise GiveUp(str(refusal)) from refusal
    found = person_file(export.about)
    try:
        if export.form == Export.Form.PDF:
            file.write(person.render(found, asked_at=export.asked_at, checkpoint=under.checkpoint))
        else:
            write_person_zip(file, found, under, asked_at=export.asked_at)
    except pdf.NotInstalled as problem:
        raise Later(now + TRY_AGAIN, pdf.missing() or str(problem)) from problem
    return len(found.everything), None


Filter = TypeVar("Filter")


def _filter(read: Callable[[Mapping[str, str]], Filter], export: Export) -> Filter:
    """The filter of the export. Gives up if it names what has gone since: trying again brings nothing back."""
    try:
        return read(export.filters)
    except UnknownFilter as problem:
        raise GiveUp(
            _("The filter names something that is not there any more. %(what)s") % {"what": problem}
        ) from problem


FILL: dict[str, Fill] = {
    Export.Kind.ATTESTATIONS: _fill_attestations,
    Export.Kind.EVIDENCE: _fill_evidence,
    Export.Kind.PERSON: _fill_person,
}


def digest_of(file: IO[bytes]) -> tuple[str, int]:
    """The SHA-256 and the size of an open file, read from its beginning."""
    file.seek(0)
    digest, size = hashlib.sha256(), 0
    while block := file.read(BLOCK):
        digest.update(block)
        size += len(block)
    return digest.hexdigest(), size


def remove(payload: Payload, now: datetime) -> Record:
    services.remove_expired(now=now)
    return lambda: None


MAKING = JobKind(MAKE, LongWork(make), lease=timedelta(seconds=60), max_attempts=4)
REMOVING = JobKind(REMOVE, remove, lease=timedelta(minutes=4))
