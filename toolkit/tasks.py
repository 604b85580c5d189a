"""The Celery tasks: do the job with this id, and show that a worker is alive. Each may come late or twice."""

from celery import shared_task

from toolkit import heartbeats
from toolkit.clock import database_now
from toolkit.jobs import running


@shared_task(name="toolkit.run_job")
def run_job(job_id: int) -> None:
    running.run(job_id, clock=database_now)


@shared_task(name="toolkit.beat")
def beat() -> None:
    """Sent by the keeper through the broker, so that it proves the whole way and not only that a process exists."""
    heartbeats.beat(heartbeats.WORKER, now=database_now())
