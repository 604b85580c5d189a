"""Publishing what an author wrote on the site: the same door that packs go through."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from courses.errors import DraftRefused, DraftSavedMeanwhile, HasProblems
from courses.models import CourseDraft, CourseVersion
from courses.selectors.drafts import newest_version, read_sources, sources_of_draft
from courses.services.authoring import Outcome, load_course, publish_version
from courses.services.drafting import locked
from people.models import Employee


@transaction.atomic
def publish_draft(draft: CourseDraft, *, revision: int, over: str, by: Employee, now: datetime) -> CourseVersion:
    """The draft becomes the next version, and is gone. Whoever has begun stays on their version.

    `revision` of the draft, and `over`, the digest of the newest version, are what the author's page had shown. Raises
    DraftSavedMeanwhile when one of them is another one now, DraftGone, HasProblems, DraftRefused for a draft in which
    nothing differs, and as loading a pack does.
    """
    open_draft = locked(draft)
    newest = newest_version(open_draft)
    if open_draft.revision != revision or (newest.digest if newest else "") != over:
        raise DraftSavedMeanwhile
    reading = read_sources(sources_of_draft(open_draft))
    if reading.problems or reading.course is None:
        raise HasProblems
    loaded = load_course(reading.course, now=now)
    if loaded.outcome is Outcome.UNCHANGED and loaded.version.is_published:
        raise DraftRefused(_("Nothing differs from the version that is published, so there is nothing to publish."))
    version = publish_version(loaded.version, by=by, now=now)
    open_draft.delete()
    return version
