"""What can be taken: the newest published version of each course."""

from django.db.models import OuterRef, QuerySet, Subquery

from courses.models import Course, CourseVersion


def current_version(course: Course) -> CourseVersion | None:
    """The newest published version of the course, or None while it has only drafts."""
    return CourseVersion.objects.published().filter(course=course).order_by("-number").first()


def published_versions() -> QuerySet[CourseVersion]:
    """The newest published version of every course that has one, by title."""
    newest = CourseVersion.objects.published().filter(course=OuterRef("course")).order_by("-number")
    return (
        CourseVersion.objects.filter(pk=Subquery(newest.values("pk")[:1]))
        .select_related("course")
        .order_by("title", "pk")
    )
