"""The composition package's own jobs and mail: the nightly clean-up, and the checkpoint that goes out (anchoring)."""

from datetime import datetime, timedelta
from functools import partial

from django.contrib.sessions.models import Session

from notices import kinds as notice_kinds
from toolkit.jobs import kinds, running
from toolkit.jobs.kinds import JobKind, Payload, Record
from toolkit.models import Job
from trainingsite import anchoring, checking

KEEP_DONE_JOBS = timedelta(days=90)
KEEP_SECRETS_OF_DEAD_JOBS = timedelta(days=1)
BATCH = 5000


def clean_up(payload: Payload, now: datetime) -> Record:
    return partial(_clean_up, now)


def _clean_up(now: datetime) -> None:
    """Remove what nobody needs any more: ended sessions, old finished jobs, secrets of jobs given up."""
    Session.objects.filter(expire_date__lt=now).delete()
    old = Job.objects.filter(done_at__lt=now - KEEP_DONE_JOBS).order_by("pk").values("pk")[:BATCH]
    Job.objects.filter(pk__in=old).delete()
    running.forget_secrets(died_before=now - KEEP_SECRETS_OF_DEAD_JOBS)


def register() -> None:
    kinds.register(JobKind("trainingsite.clean_up", clean_up, lease=timedelta(minutes=4)))
    for job in anchoring.JOBS:
        kinds.register(job)
    kinds.register(checking.JOB)
    notice_kinds.register(anchoring.CHECKPOINT_MAIL)
    notice_kinds.register(checking.ALERT)
