"""The one Celery task: do the job with this id. A duplicate or late message finds the job done and returns."""

from celery import shared_task

from toolkit.clock import database_now
from toolkit.jobs import running


@shared_task(name="toolkit.run_job")
def run_job(job_id: int) -> None:
    running.run(job_id, clock=database_now)
