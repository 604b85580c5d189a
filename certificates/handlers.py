"""The job that renders a certificate and stores the file."""

import hashlib
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from certificates import rendering, services
from certificates.models import Certificate
from certificates.selectors import sheet_of
from toolkit.jobs.kinds import JobKind, Later, Payload, Record

# Somebody has to install what is missing; every five minutes is soon enough to notice that they did.
TRY_AGAIN = timedelta(minutes=5)


def render(payload: Payload, now: datetime) -> Record:
    """Render, store, and note the file. Done twice it gives the same bytes under the same name, noted once."""
    certificate = Certificate.objects.get(uuid=payload["certificate"])
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


RENDERING = JobKind(services.RENDER, render, lease=timedelta(seconds=20))
