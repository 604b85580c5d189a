"""Job: one background effect that has to happen once. The database is the truth; a broker message only wakes.

Heartbeat: whether those who do the jobs are at work.
"""

from django.db import models


class JobQuerySet(models.QuerySet["Job"]):
    def unfinished(self) -> "JobQuerySet":
        return self.filter(done_at=None, dead_at=None)

    def dead(self) -> "JobQuerySet":
        return self.exclude(dead_at=None).filter(done_at=None)


class Job(models.Model):
    """One background effect, inserted in the transaction that caused it and worked on until it is done or dead.

    What changes while it is worked on (lease, attempts) lives here, so that the facts it leads to never change.
    """

    kind = models.CharField(max_length=60)
    dedup_key = models.CharField(max_length=200)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    woken_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True)
    progress = models.PositiveBigIntegerField(default=0, db_default=0)
    progress_of = models.PositiveBigIntegerField(default=0, db_default=0)
    last_error = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    dead_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            # The same effect asked for twice (a retried request, two keepers, two slots) would happen twice.
            models.UniqueConstraint(fields=["kind", "dedup_key"], name="toolkit_job_once"),
        ]
        indexes = [
            # The sweep looks at unfinished jobs every few seconds; finished ones must cost it nothing.
            models.Index(
                fields=["not_before", "id"],
                condition=models.Q(done_at=None, dead_at=None),
                name="toolkit_job_unfinished",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.dedup_key}"

    @property
    def state(self) -> str:
        if self.done_at:
            return "done"
        if self.dead_at:
            return "dead"
        return "running" if self.lease_token else "waiting"


class Heartbeat(models.Model):
    """When a process was last seen at work. One row a process kind, shared by all machines of the site."""

    name = models.CharField(max_length=60, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"
