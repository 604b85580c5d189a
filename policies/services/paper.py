"""Signatures on paper: one person of HR enters it with the scan, another one looks at it, and only then it counts."""

import hashlib
from datetime import date, datetime, time
from uuid import uuid4

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people.models import Employee
from people.selectors import local_day, time_zone_of
from policies.errors import AlreadyDecided, AlreadySigned, Erased, NoScan, NotInForceThen, OwnPaper
from policies.models import Attestation, PaperDecision, PaperSignature, PolicyVersion, WordsErased
from policies.scans import LARGEST_SCAN, kind_of_scan
from policies.selectors.signing import text_of
from policies.selectors.versions import standing_of
from policies.services.signing import enter, hold_still


@transaction.atomic
def record_paper(
    employee: Employee,
    version: PolicyVersion,
    *,
    signed_on: date,
    reason: str,
    scan: "File[bytes]",
    by: Employee,
    now: datetime,
) -> PaperSignature:
    """Enters a signature on paper with its scan, which is a PDF, JPEG or PNG file of at most LARGEST_SCAN bytes.

    It counts for nothing until somebody else approves it. Raises NoScan, OwnPaper, AlreadySigned, and NotInForceThen
    when the version was not what counted on the day that stands on the paper.
    """
    if by.pk == employee.pk:
        raise OwnPaper
    if signed_on > local_day(employee, now=now):
        raise NotInForceThen(_("The day on the paper lies in the future."))
    if not standing_of(version, on=signed_on).is_in_force:
        words = _("Version %(number)d was not in force on %(day)s. Choose the version that stands on the paper.")
        raise NotInForceThen(words % {"number": version.number, "day": date_format(signed_on)})
    _refuse_signed(employee, version)
    content = scan.read(LARGEST_SCAN + 1)
    kind = kind_of_scan(content)
    if kind is None:
        raise NoScan
    uuid, sha256 = uuid4(), hashlib.sha256(content).hexdigest()
    name = default_storage.save(f"paper/{uuid.hex[:2]}/{uuid}-{sha256[:12]}.{kind.ending}", ContentFile(content))
    return PaperSignature.objects.create(
        uuid=uuid,
        employee=employee,
        version=version,
        text=text_of(version),
        signed_on=signed_on,
        reason=reason,
        scan=name,
        scan_sha256=sha256,
        scan_size=len(content),
        recorded_by=by,
        recorded_at=now,
    )


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
    hold_still(version.policy)
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
    if enter(row, now=now) is None:
        raise AlreadySigned(version.number)
    return row


def _refuse_signed(person: Employee, version: PolicyVersion) -> None:
    if Attestation.objects.filter(employee=person, version=version).exists():
        raise AlreadySigned(version.number)
