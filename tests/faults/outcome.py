"""What has to be true when the work is done, whatever happened in between."""

import hashlib
import sys
import time
from collections import Counter
from collections.abc import Sequence

from tests.faults.scene import TITLE
from tests.faults.visitor import Visitor
from tests.support.running_site import RunningSite

CERTIFICATE, REMINDER = f"Your certificate: {TITLE}", f"Please finish: {TITLE}"
SOON = 60.0
UNFINISHED = "SELECT kind, attempts, last_error FROM toolkit_job WHERE done_at IS NULL"


def await_all(site: RunningSite, *, within: float = SOON) -> float:
    """Wait until no job is left; returns after how many seconds."""
    started = time.monotonic()
    while left := site.rows(UNFINISHED):
        assert time.monotonic() - started < within, f"After {within:g} s there is still work: {left}"
        time.sleep(0.2)
    return time.monotonic() - started


def assert_each_once(site: RunningSite, *, late: Sequence[str] = (), done: Sequence[str] = ()) -> None:
    """One reminder each for the late, one certificate file and mail each for those who are done, and nothing else."""
    expected = Counter({(address, REMINDER): 1 for address in late} | {(address, CERTIFICATE): 1 for address in done})
    assert (
        Counter((mail["To"].addresses[0].addr_spec, str(mail["Subject"])) for mail in site.mails.messages) == expected
    )
    files = site.rows("SELECT certificate_id, file, sha256 FROM certificates_certificatefile")
    assert len(files) == len({certificate for certificate, _, _ in files}) == len(done)
    for _, name, sha256 in files:
        made = (site.data / "files" / name).read_bytes()
        assert made.startswith(b"%PDF-")
        assert hashlib.sha256(made).hexdigest() == sha256
    for (number,) in site.rows("SELECT number FROM certificates_certificate LIMIT 1"):
        page = Visitor(site.url).get(f"/verify/{number}/")
        assert page.status == 200
        assert "Done Osei" in page.text or "Ada Osei" in page.text
        assert TITLE in page.text


def figure(fault: str, seconds: float, *more: object) -> None:
    """Shown by pytest -s or -rP."""
    sys.stdout.write(f"{fault}: done after {seconds:.1f} s {' '.join(map(str, more))}\n")
