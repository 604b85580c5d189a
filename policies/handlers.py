"""The job that makes the printable files of a published version."""

from datetime import datetime, timedelta

from policies.models import PolicyVersion
from policies.services import printing
from toolkit.jobs.kinds import JobKind, Later, Payload, Record
from toolkit.pdf import NotInstalled

TRY_AGAIN = timedelta(minutes=5)  # somebody has to install what is missing


def print_version(payload: Payload, now: datetime) -> Record:
    """Makes what is not there. Nothing is recorded: a file is found by what it is made from."""
    version = PolicyVersion.objects.select_related("policy").get(uuid=payload["version"])
    try:
        for text in version.texts.order_by("language"):
            text.version = version
            printing.print_now(text)
    except NotInstalled as problem:
        raise Later(now + TRY_AGAIN, f"PDF files cannot be made: {problem}") from problem

    return lambda: None


PRINTING = JobKind(printing.PRINT, print_version, lease=timedelta(minutes=3))
