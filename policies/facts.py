"""What the ledger vouches for of this app: approvals, publications, withdrawals and signatures.

A published version is frozen, so its statement holds all of it, with the digests of the texts made again from the
stored bytes: whoever edits a text or a date is found out. An approval says what the event says, since a version that
is sent back afterwards may still change.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from ledger.canonical import canonical_bytes
from ledger.facts import Along, Claim, FactKind, Files, Statement, StoredFile, Value, address, columns, reference
from people.models import Employee
from policies.models import Attachment, Attestation, PaperSignature, PolicyEvent, PolicyText, PolicyVersion

APPROVED = "policy.approved"
PUBLISHED = "policy.published"
WITHDRAWN = "policy.withdrawn"
ATTESTED = "policy.attested"


def _events(act: PolicyEvent.Act) -> "QuerySet[PolicyEvent]":
    return PolicyEvent.objects.filter(act=act).select_related("version__policy", "version__author", "by")


def _publications() -> "QuerySet[PolicyEvent]":
    parts = ("version__texts__clauses", "version__attachments", "version__change_marks")
    return _events(PolicyEvent.Act.PUBLISHED).prefetch_related(*parts)


def _attestations() -> "QuerySet[Attestation]":
    # Prefetched and not joined: a million signatures name a handful of texts, which would come along with each of them.
    people = [Prefetch(name, Employee.objects.only("uuid")) for name in ("employee", "recorded_by")]
    texts = Prefetch("text", PolicyText.objects.only("uuid"))
    papers = Prefetch("paper", PaperSignature.objects.select_related("employee", "version", "text", "recorded_by"))
    earlier = Prefetch("from_version__texts", PolicyText.objects.only("uuid", "version", "language", "sha256"))
    same = ("policy", "version", "from_version", "paper__decision__by")
    return Attestation.objects.prefetch_related(papers, *same, texts, earlier, *people)


def _event_statement(event: PolicyEvent) -> Statement:
    return _about(event, {})


def _publication_statement(event: PolicyEvent) -> Statement:
    return _about(event, _contents(event.version))


def _about(event: PolicyEvent, more: dict[str, Value]) -> Statement:
    version = event.version
    detail = {
        **columns(event, "act", "comment", "digest"),
        "by": reference(event.by),
        "policy": reference(version.policy),
        "version": reference(version),
        "number": version.number,
    }
    return Statement(
        fact=event.uuid,
        object=f"policy:{version.policy.slug}",
        version=str(version.number),
        at=event.at,
        person="",
        detail={**detail, **more},
    )


def _contents(version: PolicyVersion) -> dict[str, Value]:
    """A published version with all below it. Sorted here: related rows come in any order."""
    texts: list[Value] = [
        {
            **columns(text, "uuid", "language", "title", "sha256", "statement_sha256"),
            "markdown": _sha256(text.markdown),
            "statement": _sha256(text.statement),
            "clauses": _clauses(text),
        }
        for text in sorted(version.texts.all(), key=lambda text: text.language)
    ]
    attachments: list[Value] = [
        {**columns(attachment, "uuid", "name", "sha256", "size"), "file": attachment.file.name}
        for attachment in sorted(version.attachments.all(), key=lambda attachment: attachment.name)
    ]
    marks: list[Value] = [
        columns(mark, "clause_key", "kind")
        for mark in sorted(version.change_marks.all(), key=lambda mark: mark.clause_key)
    ]
    return {
        "content": columns(
            version, "state", "digest", "summary", "effective_on", "review_on", "created_at", "published_at"
        ),
        "author": reference(version.author),
        "texts": texts,
        "attachments": attachments,
        "change_marks": marks,
    }


def _clauses(text: PolicyText) -> str:
    """The digest of a text's clauses. They follow from its Markdown, but pages and differences show their rows."""
    clauses: list[Value] = [
        columns(clause, "number", "key", "heading", "body")
        for clause in sorted(text.clauses.all(), key=lambda clause: clause.number)
    ]
    return hashlib.sha256(canonical_bytes(clauses)).hexdigest()


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _attestation_statement(attestation: Attestation) -> Statement:
    signed, shown = attestation.version, attestation.from_version
    same = ("language", "text_sha256", "statement_sha256", "difference_sha256", "questions", "score", "occasion")
    who = ("method", "employee_number", "employee_name", "typed_name")
    return Statement(
        fact=attestation.uuid,
        object=f"policy:{attestation.policy.slug}",
        version=str(signed.number),
        at=attestation.signed_at,
        person=str(attestation.employee.uuid),
        detail={
            **columns(attestation, *same, *who, "signed_on"),
            "network_address": address(attestation.network_address),
            "policy": reference(attestation.policy),
            "version": reference(signed),
            "version_digest": signed.digest,
            "text": reference(attestation.text),
            "from_version": reference(shown),
            "from_number": shown.number if shown else None,
            "from_text_sha256": _compared_with(attestation),
            "performed_by": reference(attestation.employee),
            "recorded_by": reference(attestation.recorded_by),
            "paper": _paper(attestation),
        },
    )


def _compared_with(attestation: Attestation) -> str | None:
    """The digest of the earlier text, when a difference from it was shown: both were in one language."""
    before = attestation.from_version
    if before is None or not attestation.difference_sha256:
        return None
    return next((text.sha256 for text in before.texts.all() if text.language == attestation.language), None)


def _paper(attestation: Attestation) -> Value:
    """The scan, who entered it when and why, and the second person who said that it counts."""
    paper = attestation.paper
    if paper is None:
        return None
    decision = getattr(paper, "decision", None)
    return {
        **columns(paper, "uuid", "scan_sha256", "scan_size", "signed_on", "reason", "recorded_at"),
        "scan": paper.scan.name,
        "signed_by": reference(paper.employee),
        "version": reference(paper.version),
        "text": reference(paper.text),
        "recorded_by": reference(paper.recorded_by),
        "decision": decision and {**columns(decision, "is_approved", "comment", "at"), "by": reference(decision.by)},
    }


def _words_on_paper(attestation: Attestation) -> list[Along]:
    paper = attestation.paper
    if paper is None:
        return []
    decision = getattr(paper, "decision", None)
    return [(paper, ("reason",)), *([(decision, ("comment",))] if decision else [])]


def _scan(attestation: Attestation) -> list[str]:
    return [attestation.paper.scan.name or ""] if attestation.paper else []


def _attached(now: datetime) -> Iterator[StoredFile]:
    """The files of published versions. Of several versions with the same file each names it."""
    attached = Attachment.objects.filter(version__in=PolicyVersion.objects.published()).order_by("pk")
    for uuid, name, sha256 in attached.values_list("uuid", "file", "sha256").iterator():
        yield StoredFile(f"policies.attachment {uuid}", name, sha256)


def _scans(now: datetime) -> Iterator[StoredFile]:
    """The scans of papers that count: what waits or was refused has no entry."""
    counting = Attestation.objects.filter(paper__isnull=False).order_by("pk")
    for uuid, paper, name, sha256 in counting.values_list(
        "uuid", "paper__uuid", "paper__scan", "paper__scan_sha256"
    ).iterator():
        yield StoredFile(f"policies.papersignature {paper}", name, sha256, fact=uuid)


def _published_by_nobody() -> "QuerySet[PolicyVersion]":
    publications = PolicyEvent.objects.filter(version=OuterRef("pk"), act=PolicyEvent.Act.PUBLISHED)
    return PolicyVersion.objects.published().exclude(Exists(publications))


KINDS = (
    FactKind(APPROVED, lambda: _events(PolicyEvent.Act.APPROVED), _event_statement),
    FactKind(PUBLISHED, _publications, _publication_statement),
    FactKind(WITHDRAWN, lambda: _events(PolicyEvent.Act.WITHDRAWN), _event_statement),
    FactKind(
        ATTESTED,
        _attestations,
        _attestation_statement,
        personal=("employee_number", "employee_name", "typed_name", "network_address"),
        along=_words_on_paper,
        files=_scan,
    ),
)
FILES = (Files(PUBLISHED, _attached), Files(ATTESTED, _scans))
CLAIMS = (Claim("published", _published_by_nobody),)
