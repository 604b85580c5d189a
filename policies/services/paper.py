"""Signatures on paper: one person of HR enters it with the scan, another one looks at it, and only then it counts."""

import hashlib
from datetime import date, datetime, time
from uuid import uuid4

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from notices.services import queue_notice
from people.models import Employee
from people.selectors import current_placement, local_day, time_zone_of
from policies.errors import (
    AlreadyDecided,
    AlreadyEntered,
    AlreadySigned,
    Erased,
    NoScan,
    NotInForceThen,
    NotPlacedThen,
    OwnPaper,
    WhichLanguage,
)
from policies.models import Attestation, PaperDecision, PaperSignature, PolicyText, PolicyVersion, WordsErased
from policies.pictures import without_background
from policies.scans import LARGEST_SCAN, kind_of_scan
from policies.selectors.versions import standing_of
from policies.services.signing import enter, take_turn

PAPER_COUNTS = "policies.paper_counts"


def record_paper(
    employee: Employee,
    version: PolicyVersion,
    *,
    signed_on: date,
    reason: str,
    scan: "File[bytes]",
    by: Employee,
    now: datetime,
    language: str = "",
) -> PaperSignature:
    """Enters a signature on paper with its scan, which is a PDF, JPEG or PNG file of at most LARGEST_SCAN bytes.

    What a camera wrote into a picture, like the place, is taken out before it is kept.
    `language` is that of the paper, where the version has several: else WhichLanguage. It counts for nothing until
    somebody else approves it. Raises NoScan, OwnPaper, AlreadySigned; AlreadyEntered while another paper of the same
    person and version waits; and NotInForceThen or NotPlacedThen when on the day that stands on the paper the version
    did not count, or the person did not work here.
    """
    if by.pk == employee.pk:
        raise OwnPaper
    if signed_on > local_day(employee, now=now):
        raise NotInForceThen(_("The day on the paper lies in the future."))
    if not standing_of(version, on=signed_on).is_in_force:
        words = _("Version %(number)d was not in force on %(day)s. Choose the version that stands on the paper.")
        raise NotInForceThen(words % {"number": version.number, "day": date_format(signed_on)})
    if not _may_have_signed(employee, signed_on):
        raise NotPlacedThen(employee.name, date_format(signed_on))
    _refuse_signed(employee, version)
    text = text_on_paper(version, language)
    content = scan.read(LARGEST_SCAN + 1)
    kind = kind_of_scan(content)
    if kind is None:
        raise NoScan
    try:
        content = without_background(content, kind.ending)  # before hashing: where it was taken stays in no ledger
    except ValueError:
        raise NoScan from None
    uuid, sha256 = uuid4(), hashlib.sha256(content).hexdigest()
    name = default_storage.save(f"paper/{uuid.hex[:2]}/{uuid}-{sha256[:12]}.{kind.ending}", ContentFile(content))
    try:
        with transaction.atomic():
            # Of two that enter the same paper at once, the second one sees the first.
            take_turn(employee, version.policy)
            _refuse_waiting(employee, version)
            return PaperSignature.objects.create(
                uuid=uuid,
                employee=employee,
                version=version,
                text=text,
                signed_on=signed_on,
                reason=reason,
                scan=name,
                scan_sha256=sha256,
                scan_size=len(content),
                recorded_by=by,
                recorded_at=now,
            )
    except BaseException:
        # Nothing would lead to the file, and nobody would know that it is there.
        default_storage.delete(name)
        raise


def text_on_paper(version: PolicyVersion, language: str) -> PolicyText:
    """The text that was signed: the only one, or the one in this very language. The screen's says nothing about it."""
    texts = list(version.texts.all())
    found = texts if len(texts) == 1 else [text for text in texts if text.language == language]
    if not found:
        raise WhichLanguage
    return found[0]


def _may_have_signed(person: Employee, day: date) -> bool:
    """Whether they were placed here on that day. Of somebody without any placement nothing is known."""
    return current_placement(person, on=day) is not None or not person.placements.known().exists()


@transaction.atomic
def decide_paper(
    paper: PaperSignature, *, by: Employee, is_approved: bool, now: datetime, comment: str = ""
) -> PaperDecision:
    """A second person's word. Approved, it becomes an Attestation, with its ledger entry, in the same transaction.

    Neither who entered it nor who signed decides: OwnPaper. Raises AlreadyDecided for the second of two, and
    AlreadySigned when the person signed this version on the site meanwhile; then it can only be refused. Raises Erased
    when there is nothing left to look at.
    """
    if by.pk in {paper.recorded_by_id, paper.employee_id}:
        raise OwnPaper
    # Locked and read again: what the signature's entry says of the paper must be what an erasure leaves or removes.
    related = ("employee", "version__policy", "text", "recorded_by")
    paper = PaperSignature.objects.select_for_update(of=("self",)).select_related(*related).get(pk=paper.pk)
    if WordsErased.objects.filter(paper=paper).exists():
        raise Erased
    try:
        with transaction.atomic():
            decision = PaperDecision.objects.create(
                paper=paper, is_approved=is_approved, by=by, at=now, comment=comment
            )
    except IntegrityError as refusal:
        raise AlreadyDecided from refusal
    if is_approved:
        _attest(paper, now=now)
    return decision


def _attest(paper: PaperSignature, *, now: datetime) -> Attestation:
    person, version, text = paper.employee, paper.version, paper.text
    take_turn(person, version.policy)
    _refuse_signed(person, version)
    row = Attestation(
        employee=person,
        policy=version.policy,
        version=version,
        text=text,
        language=text.language,
        text_sha256=text.sha256,
        statement_sha256=text.statement_sha256,
        # The paper has a day and no hour: the day's beginning where the person was.
        signed_at=datetime.combine(paper.signed_on, time.min, tzinfo=time_zone_of(person, on=paper.signed_on)),
        signed_on=paper.signed_on,
        method=Attestation.Method.PAPER,
        employee_number=person.number,
        employee_name=person.name,
        recorded_by=paper.recorded_by,
        paper=paper,
    )
    _tell(enter(row, now=now), now=now)
    return row


def _tell(signature: Attestation, *, now: datetime) -> None:
    """The signer, who was not there when it was entered. Those who have left or have no address cannot be told."""
    person = signature.employee
    if person.is_active and person.email:
        queue_notice(
            kind=PAPER_COUNTS,
            address=person.email,
            recipient_uuid=person.uuid,
            recipient_name=person.name,
            reason=_("A signature of yours on paper was recorded."),
            payload={"signature": str(signature.uuid)},
            dedup_key=f"{PAPER_COUNTS}:{signature.uuid}",
            now=now,
        )


def _refuse_signed(person: Employee, version: PolicyVersion) -> None:
    if Attestation.objects.filter(employee=person, version=version).exists():
        raise AlreadySigned(version.number)


def _refuse_waiting(person: Employee, version: PolicyVersion) -> None:
    """Approved after the first, a second one could only be refused."""
    undecided = PaperSignature.objects.filter(employee=person, version=version, decision=None, erased=None)
    waiting = undecided.select_related("recorded_by").order_by("recorded_at", "pk").first()
    if waiting is not None:
        day = date_format(local_day(waiting.recorded_by, now=waiting.recorded_at))
        raise AlreadyEntered(version.number, by=waiting.recorded_by.name, day=day)
