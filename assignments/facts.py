"""What the ledger vouches for of this app: campaigns with everybody whom they reached, and duties that ended undone.

A duty that ended with a completion needs no entry of its own: the completion has one, and whom a campaign asked by
when has the other. That it follows from both is looked at.
"""

import hashlib
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.sql.compiler import SQLCompiler

from assignments.models import Assignment, AssignmentReason, Campaign
from ledger.facts import Claim, FactKind, Statement, columns, reference

LAUNCHED = "campaign.launched"
CLOSED = "assignment.closed"


class _Reached(models.Func):
    """One text of all rows of a group, "assignment employee day" each, in any order: 32 digits, 32 digits, 20261201.

    A campaign reaches tens of thousands of people: as rows of their own they would fill the memory of verification.
    """

    output_field = models.TextField()
    arity = 3

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        return self._spelled(compiler, "string_agg", "replace(CAST(%s AS text), '-', '')", "to_char(%s, 'YYYYMMDD')")

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any) -> Any:
        return self._spelled(compiler, "group_concat", "%s", "replace(%s, '-', '')")

    def _spelled(self, compiler: SQLCompiler, aggregate: str, uuid: str, day: str) -> Any:
        compiled = [compiler.compile(expression) for expression in self.get_source_expressions()]
        parts = [spelling % sql for spelling, (sql, _) in zip((uuid, uuid, day), compiled, strict=True)]
        line = " || ' ' || ".join(parts)
        return f"{aggregate}({line}, ',')", [param for _, params in compiled for param in params]


def _campaigns() -> "QuerySet[Campaign]":
    reasons = AssignmentReason.objects.filter(campaign=OuterRef("pk")).order_by().values("campaign")
    reached = reasons.annotate(reached=_Reached("assignment__uuid", "assignment__employee__uuid", "due_on"))
    related = Campaign.objects.select_related("course", "department", "created_by")
    return related.annotate(reached=Subquery(reached.values("reached")))


def _launch(campaign: Any) -> Statement:
    """Of a campaign as `_campaigns` reads it, since whom it reached stands in other rows."""
    reached = sorted(filter(None, (campaign.reached or "").split(",")))
    return Statement(
        fact=campaign.uuid,
        object=f"course:{campaign.course.slug}",
        version="",
        at=campaign.created_at,
        person="",
        detail={
            **columns(campaign, "due_on", "note"),
            "course": reference(campaign.course),
            "department": reference(campaign.department),
            "created_by": reference(campaign.created_by),
            "reached": len(reached),
            "reached_sha256": hashlib.sha256("\n".join(reached).encode()).hexdigest(),
        },
    )


def _closed() -> "QuerySet[Assignment]":
    undone = Assignment.objects.exclude(closed_at=None).exclude(closed_by=Assignment.ClosedBy.COMPLETION)
    return undone.select_related("employee", "course")


def _closing(assignment: Assignment) -> Statement:
    assert assignment.closed_at is not None
    return Statement(
        fact=assignment.uuid,
        object=f"course:{assignment.course.slug}",
        version="",
        at=assignment.closed_at,
        person=str(assignment.employee.uuid),
        detail={
            **columns(assignment, "closed_by", "due_on", "due_at", "assigned_at"),
            "course": reference(assignment.course),
            "assigned_to": reference(assignment.employee),
        },
    )


def _asked_for_by_nobody() -> "QuerySet[Assignment]":
    """Whom a campaign reached, and by when, is entered with it; which course, and the earliest date, follow."""
    campaigns = AssignmentReason.objects.filter(assignment=OuterRef("pk"))
    asked = campaigns.filter(campaign__course=OuterRef("course"), due_on=OuterRef("due_on"))
    return Assignment.objects.exclude(Exists(asked))


def _done_by_nobody() -> "QuerySet[Assignment]":
    own = Q(completion__employee=F("employee"), completion__course=F("course"), completion__completed_at=F("closed_at"))
    return Assignment.objects.filter(closed_by=Assignment.ClosedBy.COMPLETION).exclude(own)


KINDS = (
    FactKind(LAUNCHED, _campaigns, _launch, personal=("note",)),
    FactKind(CLOSED, _closed, _closing),
)
CLAIMS = (Claim("assigned", _asked_for_by_nobody), Claim("done", _done_by_nobody))
