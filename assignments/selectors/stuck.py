"""Who has used all attempts at a check and cannot go on alone."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from courses.models import Attempt, AttemptGrant
from people.models import Employee


@dataclass(frozen=True)
class Stuck:
    """A passage that needs one more attempt, with what its grant page is addressed by."""

    employee_id: int
    name: str
    title: str
    enrollment: UUID
    module_slug: str
    step_slug: str


def out_of_attempts(people: QuerySet[Employee]) -> list[Stuck]:
    """The open passages of these people whose attempts at a check are all used, by name, in one query.

    Whether somebody assigned the course makes no difference: who took it unasked needs help as much.
    """
    grants = AttemptGrant.objects.filter(enrollment=OuterRef("enrollment"), step=OuterRef("step")).order_by()
    granted = grants.values("enrollment", "step").annotate(number=Count("pk")).values("number")
    rows = (
        Attempt.objects.filter(enrollment__closed_at=None, enrollment__employee__in=people)
        .exclude(step__attempts_limit=None)
        .order_by()
        .values("enrollment", "step")
        .annotate(
            used=Count("pk"),
            unfinished=Count("pk", filter=Q(submitted_at=None)),
            passed=Count("pk", filter=Q(is_passed=True)),
            granted=Coalesce(Subquery(granted), 0),
        )
        .filter(unfinished=0, passed=0, used__gte=F("step__attempts_limit") + F("granted"))
        .values_list(
            "enrollment__employee_id",
            "enrollment__employee__name",
            "enrollment__version__title",
            "enrollment__uuid",
            "step__module__slug",
            "step__slug",
        )
    )
    return sorted((Stuck(*row) for row in rows), key=lambda stuck: (stuck.name.casefold(), stuck.title))
