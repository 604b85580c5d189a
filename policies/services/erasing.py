"""Erasing what the ledger has no entry for: words in enquiries, and papers that never counted, with their scans."""

from dataclasses import dataclass
from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from ledger.services import remove_files
from people.models import Employee
from policies.models import Enquiry, EnquiryReply, PaperDecision, PaperSignature, WordsErased
from toolkit.errors import DomainError


@dataclass(frozen=True)
class Words:
    """What an erasure would empty: enquiries with all that was said in them, and papers that never counted."""

    enquiries: tuple[Enquiry, ...]
    papers: tuple[PaperSignature, ...]


def words_of(person: Employee) -> Words:
    """What this person asked, with the replies to it, and the papers entered for them; what is erased is left out.

    What they replied to others stays: it is somebody else's answer.
    """
    enquiries = Enquiry.objects.filter(employee=person, erased=None).order_by("pk")
    papers = PaperSignature.objects.filter(employee=person, erased=None, attestation=None).order_by("pk")
    return Words(tuple(enquiries), tuple(papers))


@transaction.atomic
def erase_words(person: Employee, *, reason: str, by: Employee | None, now: datetime) -> Words:
    """Empties these words for a reason that is kept, and removes the scans after commit. Returns what was emptied.

    Raises DomainError without a reason.
    """
    reason = reason.strip()
    if not reason:
        raise DomainError(_("Say why this is erased."))
    # Locked, so that nothing is said in an enquiry, and no paper approved, while it is emptied.
    list(Enquiry.objects.select_for_update().filter(employee=person).order_by("pk"))
    list(PaperSignature.objects.select_for_update().filter(employee=person).order_by("pk"))
    words = words_of(person)
    said = {"reason": reason, "by": by, "at": now}
    WordsErased.objects.bulk_create(WordsErased(enquiry=one, **said) for one in words.enquiries)
    WordsErased.objects.bulk_create(WordsErased(paper=one, **said) for one in words.papers)
    Enquiry.objects.filter(pk__in=[one.pk for one in words.enquiries]).update(text="")
    EnquiryReply.objects.filter(enquiry__in=words.enquiries).update(text="")
    PaperSignature.objects.filter(pk__in=[one.pk for one in words.papers]).update(reason="")
    PaperDecision.objects.filter(paper__in=words.papers).update(comment="")
    remove_files(paper.scan.name or "" for paper in words.papers)
    return words


def erased_scans(person: Employee) -> list[str]:
    """Scans that are still there though their paper is erased: what could not be removed the first time."""
    papers = PaperSignature.objects.filter(employee=person, reason="")
    return [name for name in papers.values_list("scan", flat=True) if default_storage.exists(name)]
