"""What the people of the demo signed so far, what they asked, and a paper that waits for a second person.

Written in bulk, as the services would have written it over the past months; no mail is sent for the past.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from random import Random

from django.core.files.base import ContentFile
from django.db import transaction

from courses.models import FinishedStep
from courses.selectors.outline import outline_of
from ledger.services import record_facts
from people.models import Employee
from people.selectors import local_day, time_zone_of
from policies.facts import ATTESTED
from policies.models import Attestation, Enquiry, EnquiryReply, PaperSignature, Policy, PolicyVersion
from policies.selectors.signing import text_of, version_in_force
from policies.services.paper import record_paper
from trainingsite.demo.people import KNOWN, SEED

SLUG = "social-media-use"
# Who signed the first version on its own page, long before the course: among them the employee to sign in as, who is
# then shown what changed.
SIGNED_FIRST = 60
FIRST_SIGNED_AGO = (190, 230)  # days

QUESTION = "I play in a band. May I post pictures of our concerts with my own account, without asking?"
ANSWER = (
    "Yes. What you do in your free time is yours. The clause is about pictures in which patients can be seen or heard."
)
REFUSAL = (
    "The clause about AI tools says that they need approval. The tool in our reading room has none. What do I sign?"
)


@transaction.atomic
def load_signatures(*, now: datetime) -> int:
    """Signatures, enquiries and a paper. Returns how many signatures; 0 if they are loaded, or there is no policy."""
    policy = Policy.objects.filter(slug=SLUG).first()
    versions = list(policy.versions.published().order_by("number").prefetch_related("texts")) if policy else []
    if policy is None or not versions or Attestation.objects.exists():
        return 0
    random = Random(SEED + 2)  # noqa: S311 - invents signatures, guards nothing
    rows = [*_signed_alone(versions, random, now=now), *_signed_in_courses(policy, versions, random)]
    Attestation.objects.bulk_create(rows, batch_size=200)
    record_facts(ATTESTED, rows, now=now, is_late=True)
    _ask(versions[-1], now=now)
    _enter_paper(policy, now=now)
    return len(rows)


def _signed_alone(versions: list[PolicyVersion], random: Random, *, now: datetime) -> Iterable[Attestation]:
    """An older version, outside any course, soon after somebody came."""
    ada = Employee.objects.get(number=KNOWN[0].number)
    others = Employee.objects.filter(is_active=True).exclude(pk=ada.pk).exclude(email="").order_by("pk")
    for person in [ada, *random.sample(list(others), SIGNED_FIRST)]:
        at = now - timedelta(days=random.uniform(*FIRST_SIGNED_AGO))
        if person.joined_on and person.joined_on >= at.date():
            at += timedelta(days=(person.joined_on - at.date()).days + random.randint(1, 10))
        signed_on = local_day(person, now=at)
        version = _in_force(versions, signed_on)
        was_there = version.effective_on is not None and version.effective_on <= signed_on
        if was_there and version is not versions[-1] and at < now:
            yield _signature(person, version, random, at=at)


def _signed_in_courses(policy: Policy, versions: list[PolicyVersion], random: Random) -> Iterable[Attestation]:
    """One for each step of a course that asked for it and is done."""
    done = FinishedStep.objects.filter(step__policy=policy.slug)
    related = ("enrollment__employee", "enrollment__version", "enrollment__completion")
    for row in done.select_related(*related).order_by("pk"):
        checks = [step for step in outline_of(row.enrollment.version).steps if step.is_graded]
        at = row.enrollment.closed_at or row.finished_at
        version = _in_force(versions, local_day(row.enrollment.employee, now=at))
        yield _signature(
            row.enrollment.employee,
            version,
            random,
            at=at,
            occasion=str(row.enrollment.uuid),
            score=row.enrollment.completion.score,
            questions=[question.key for check in checks for question in check.with_policy(version.number).questions],
        )


def _in_force(versions: list[PolicyVersion], on: date) -> PolicyVersion:
    """The version of that day; the first one where the demo's past reaches further back than the policy's."""
    begun = [version for version in versions if version.effective_on and version.effective_on <= on]
    return begun[-1] if begun else versions[0]


def _signature(
    person: Employee,
    version: PolicyVersion,
    random: Random,
    *,
    at: datetime,
    occasion: str = "",
    score: int | None = None,
    questions: Sequence[str] = (),
) -> Attestation:
    text = text_of(version)
    return Attestation(
        employee=person,
        policy_id=version.policy_id,
        version=version,
        text=text,
        occasion=occasion,
        language=text.language,
        text_sha256=text.sha256,
        statement_sha256=text.statement_sha256,
        questions=list(questions),
        score=score,
        signed_at=at,
        signed_on=at.astimezone(time_zone_of(person)).date(),
        method=Attestation.Method.SITE,
        employee_number=person.number,
        employee_name=person.name,
        typed_name=person.name,
        network_address=f"192.0.2.{random.randrange(1, 255)}",
        recorded_by=person,
    )


def _ask(version: PolicyVersion, *, now: datetime) -> None:
    """One question that was answered, and one refusal that is open."""
    hana = _somebody("hr")
    people = list(Employee.objects.filter(is_active=True).exclude(pk=hana.pk).order_by("-pk")[:2])
    for person, kind, clause, text, days in (
        (people[0], Enquiry.Kind.QUESTION, "photos-and-recording", QUESTION, 6),
        (people[1], Enquiry.Kind.REFUSAL, "ai-tools", REFUSAL, 2),
    ):
        enquiry = Enquiry.objects.create(
            kind=kind,
            policy_id=version.policy_id,
            version=version,
            clause_key=clause if text_of(version).clauses.filter(key=clause).exists() else "",
            employee=person,
            text=text,
            asked_at=now - timedelta(days=days, hours=3),
        )
        if kind == Enquiry.Kind.QUESTION:
            at = now - timedelta(days=days - 1)
            EnquiryReply.objects.create(enquiry=enquiry, by=_somebody("compliance"), text=ANSWER, at=at, is_answer=True)


def _enter_paper(policy: Policy, *, now: datetime) -> PaperSignature | None:
    """Somebody without an e-mail address signed on paper; HR entered it, and nobody has looked at it yet."""
    hana = _somebody("hr")
    unsigned = Employee.objects.filter(is_active=True, email="", attestations=None).order_by("pk").first()
    if unsigned is None:
        return None
    entered_at = now - timedelta(days=1)
    signed_on = local_day(unsigned, now=entered_at)
    version = version_in_force(policy, on=signed_on)
    if version is None:
        return None
    return record_paper(
        unsigned,
        version,
        signed_on=signed_on,
        reason="Has no computer at work and no e-mail address.",
        scan=ContentFile(_scan(unsigned, signed_on), name="scan.pdf"),
        by=hana,
        now=entered_at,
        language=text_of(version).language,
    )


def _somebody(account: str) -> Employee:
    return Employee.objects.get(number=next(one.number for one in KNOWN if one.account == account))


def _scan(person: Employee, signed_on: date) -> bytes:
    """A page that stands for a scan: who signed, and when."""
    name = person.name.encode("ascii", "replace").decode().replace("(", "").replace(")", "")
    words = f"Social media use. Read and signed: {name}, {signed_on}. This is a demo."
    drawn = f"BT /F1 14 Tf 60 700 Td ({words}) Tj ET".encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
    ]
    made, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    table = b"xref\n0 5\n0000000000 65535 f \n" + rows
    return made + table + b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(made)
