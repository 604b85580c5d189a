"""The job that renders a certificate and stores the file."""

import hashlib
from datetime import datetime, timedelta
from time import monotonic, sleep

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from certificates import rendering, services
from certificates.facts import ISSUED
from certificates.models import Certificate
from certificates.selectors import sheet_of
from ledger.models import Entry
from ledger.selectors import entry_of, is_sealed
from toolkit.jobs.kinds import JobKind, Later, Payload, Record

# Somebody has to install what is missing; every five minutes is soon enough to notice that they did.
TRY_AGAIN = timedelta(minutes=5)
SOONEST = timedelta(seconds=1)
# The next seal is at most a second away. Waiting for it here spares a person the wait for the job's next turn.
PATIENCE = 2.0
LOOK_AGAIN = 0.1
HELD_UP = timedelta(seconds=10)  # for an entry as old as this nobody has to stand by


def render(payload: Payload, now: datetime) -> Record:
    """Render, store, and note the file. Done twice it gives the same bytes under the same name, noted once."""
    certificate = Certificate.objects.get(uuid=payload["certificate"])
    if certificate.is_erased:  # before its turn came: a sheet without a name certifies nothing
        return lambda: None
    _wait_until_sealed(certificate, now)
    try:
        made = rendering.render(sheet_of(certificate))
    except rendering.NotInstalled as problem:
        raise Later(now + TRY_AGAIN, rendering.pdf_problem() or str(problem)) from problem
    sha256 = hashlib.sha256(made).hexdigest()
    name = f"certificates/{certificate.uuid.hex[:2]}/{certificate.uuid}-{sha256[:12]}.pdf"
    # The name holds the digest of the bytes: a file that is there is this file, left by a worker that stopped here.
    if not default_storage.exists(name):
        name = default_storage.save(name, ContentFile(made))

    def record() -> None:
        services.record_file(certificate, name=name, sha256=sha256, size=len(made), now=now)

    return record


def _wait_until_sealed(certificate: Certificate, now: datetime) -> None:
    """Nobody holds a certificate that the log could still lose. Sealing takes a second, unless it is held up."""
    entry = entry_of(ISSUED, certificate.uuid)
    if entry is None or is_sealed(entry):
        return
    waited = now - entry.recorded_at
    if waited < HELD_UP and _is_sealed_soon(entry):
        return
    raise Later(now + min(max(waited / 10, SOONEST), TRY_AGAIN), "The certificate's entry is not sealed yet.")


def _is_sealed_soon(entry: Entry) -> bool:
    end = monotonic() + PATIENCE
    while monotonic() < end:
        sleep(LOOK_AGAIN)
        if is_sealed(entry):
            return True
    return False


RENDERING = JobKind(services.RENDER, render, lease=timedelta(seconds=20))
