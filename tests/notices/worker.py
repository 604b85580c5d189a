"""A worker process of its own, which can be killed.

`python -m tests.notices.worker queue` makes a database and prints the id of a job that sends a mail;
`python -m tests.notices.worker run ID SECONDS` says "ready", waits for a line, and runs the job by a clock that is so
many seconds ahead.
"""

import sys
from datetime import UTC, datetime, timedelta

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from tests.notices.mails import job, queue, register_kinds  # noqa: E402
from toolkit.jobs import running  # noqa: E402


def main(act: str, job_id: str = "", ahead: str = "0") -> None:
    register_kinds()
    if act == "queue":
        call_command("migrate", verbosity=0)
        print(job(queue(now=datetime.now(UTC))).pk)
        return
    print("ready", flush=True)
    sys.stdin.readline()
    print(running.run(int(job_id), clock=lambda: datetime.now(UTC) + timedelta(seconds=float(ahead))).name)


if __name__ == "__main__":
    main(*sys.argv[1:])
