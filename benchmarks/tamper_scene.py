"""The log of a small organization with facts of every kind, entered by the product: what `bin/fault tamper` changes."""

import hashlib
import random
from datetime import datetime, timedelta
from uuid import uuid4

from assignments.models import Assignment
from certificates import services as certificates
from certificates.models import Certificate
from courses.models import AttemptGrant, Step
from courses.services.learning import start_course
from ledger import services
from ledger.models import Entry
from people.models import Employee
from people.signals import workforce_changed
from policies.models import Attestation, PaperDecision, PaperSignature, PolicyEvent, PolicyVersion
from reports import services as exports
from reports.models import Export
from tests.assignments.campaign import launch, named
from tests.courses.learner import complete
from tests.factories import NOW, TODAY, make_course, make_department, make_employee
from tests.policies.factories import make_attestation, make_event, make_paper_signature
from tests.support.stored import store

PEOPLE = 8
BACK = timedelta(days=30)  # long before any verification: nothing here is waiting


def build(seed: int) -> None:
    """Some 150 entries under six heads, two of them erased, one corrected."""
    drawn = random.Random(seed)
    now = NOW - BACK
    ward = make_department(f"Ward {seed}")
    people = [
        make_employee(f"Firstname{n} Lastname{n}", number=f"Q-{seed % 10_000:04}-{n}", department=ward)
        for n in range(PEOPLE)
    ]
    events = _policies(people, now)
    for _ in range(3):
        for person in people:
            _sign(person, drawn.choice(events).version, now)
        services.seal(now)
    _on_paper(people, events[0].version, now)
    _courses(people, now)
    services.seal(now)
    _exports(people, now)
    _corrected(people, now)
    services.seal(now)


def _policies(people: list[Employee], now: datetime) -> list[PolicyEvent]:
    """Three policies, the first one in two versions, one withdrawn."""
    made = []
    for slug, act in (
        ("social-media-use", "published"),
        ("social-media-use", "published"),
        ("photography", "published"),
        ("records", "withdrawn"),
    ):
        event = make_event(slug=slug, by=people[0])
        services.record_fact("policy.published", event, now=now)
        made.append(event)
        if act == "withdrawn":
            extra = PolicyEvent.objects.create(version=event.version, act=act, by=people[1], at=now)
            services.record_fact("policy.withdrawn", extra, now=now)
        approval = PolicyEvent.objects.create(version=event.version, act="approved", by=people[1], at=now)
        services.record_fact("policy.approved", approval, now=now)
    return made


def _sign(person: Employee, version: PolicyVersion, now: datetime) -> None:
    """What was shown is the difference from the version before, where there is one."""
    before = PolicyVersion.objects.filter(policy=version.policy, number__lt=version.number).first()
    shown = {"from_version": before, "difference_sha256": hashlib.sha256(b"difference").hexdigest()} if before else {}
    attestation = make_attestation(person, version, occasion=str(uuid4()), signed_at=now, score=90, **shown)
    services.record_fact("policy.attested", attestation, now=now)


def _on_paper(people: list[Employee], version: PolicyVersion, now: datetime) -> None:
    hand, second, *signers = people
    store("papers/scan.pdf", b"scan")  # what make_paper_signature names
    for person in signers[:3]:
        paper = make_paper_signature(person, version, by=hand)
        PaperDecision.objects.create(paper=paper, is_approved=True, by=second, at=now, comment="Looked at it.")
        paper = PaperSignature.objects.get(pk=paper.pk)
        attestation = make_attestation(
            person, version, occasion=str(uuid4()), method="paper", typed_name="", recorded_by=hand, paper=paper
        )
        services.record_fact("policy.attested", attestation, now=now)


def _exports(people: list[Employee], now: datetime) -> None:
    """Of all records, of one person, an evidence pack, and one that is still being made."""
    kinds = [("attestations", "csv", None), ("person", "pdf", people[2]), ("evidence", "zip", None)]
    for place, (kind, form, about) in enumerate([*kinds, ("attestations", "xlsx", None)]):
        export = Export.objects.create(
            kind=kind, form=form, filters={"policy": "photography"}, about=about, asked_by=people[1], asked_at=now
        )
        if place < len(kinds):
            tree = 10 if kind == "evidence" else None
            name = f"exports/{place}"
            made = exports.Made(name, sha256=store(name, b"an export"), size=9, row_count=3, tree_size=tree)
            exports.record_made(export, made, now=now)


def _courses(people: list[Employee], now: datetime) -> None:
    version, other = make_course(), make_course("photographs", title="Photographs")
    for made in (version, other):
        services.record_fact("course.published", made, now=now)
    launch(version.course, named(*people), by=people[0], now=NOW)
    for person in people[:5]:
        complete(version, person, now=now)
        complete(other, person, now=now)
    for place, certificate in enumerate(Certificate.objects.order_by("pk")[:4]):
        name = f"certificates/{place}.pdf"
        certificates.record_file(certificate, name=name, sha256=store(name, b"%d" % place), size=1, now=now)
    step = Step.objects.get(module__version=version, slug="final-check")
    for person in people[5:]:
        enrollment = start_course(version.course, employee=person, now=now)
        grant = AttemptGrant.objects.create(
            enrollment=enrollment, step=step, granted_by=people[0], reason="The connection broke.", granted_at=now
        )
        services.record_fact("attempt.granted", grant, now=now)
    leaver = people[-1]
    leaver.left_on = TODAY
    leaver.save(update_fields=["left_on"])
    workforce_changed.send(sender=None, employee=leaver, today=TODAY, now=now)
    assert Assignment.objects.filter(closed_by="departure").exists()


def _corrected(people: list[Employee], now: datetime) -> None:
    for attestation in Attestation.objects.order_by("pk")[:2]:
        services.erase("policy.attested", attestation, reason="The time is over.", by=people[0].uuid, now=now)
    entry = Entry.objects.filter(kind="course.completed").order_by("pk")[0]
    services.correct(entry, reason="It was somebody else.", by=people[0].uuid, now=now)
