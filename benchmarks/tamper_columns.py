"""Which rows somebody who owns the database changes, in which columns, and which facts a report of it may name.

All columns of a row but those that are left out here, each with the reason.
"""

from typing import Any

from django.db import connection, models

from assignments.models import Assignment, AssignmentReason, Campaign
from certificates.models import Certificate, CertificateFile
from courses.models import (
    AnswerKey,
    AttemptGrant,
    Completion,
    Course,
    CourseVersion,
    Enrollment,
    Module,
    Question,
    Step,
)
from ledger.models import Correction, Erasure
from people.models import Employee
from policies.models import (
    Attachment,
    Attestation,
    ChangeMark,
    Clause,
    PaperDecision,
    PaperSignature,
    Policy,
    PolicyEvent,
    PolicyText,
    PolicyVersion,
)
from reports.models import Export, ExportFile

_NUMBER = frozenset({"id"})  # how the database knows a row: whatever else names the row is looked at through it

# The rows that are facts. Of assignments those that ended undone are.
FACTS: dict[type[models.Model], frozenset[str]] = {
    Attestation: _NUMBER,
    PolicyEvent: _NUMBER,
    Completion: _NUMBER,
    CourseVersion: _NUMBER,
    AttemptGrant: _NUMBER,
    Certificate: _NUMBER,
    CertificateFile: _NUMBER,
    Campaign: _NUMBER,
    Assignment: _NUMBER,
    ExportFile: _NUMBER,
    Erasure: _NUMBER,
    Correction: _NUMBER,
}
# Rows that facts speak of: by what they say, or by the name that a fact calls them by.
PARTS: dict[type[models.Model], frozenset[str]] = {
    PolicyVersion: _NUMBER,
    PolicyText: _NUMBER,
    Clause: _NUMBER,
    Attachment: _NUMBER,
    ChangeMark: _NUMBER,
    PaperSignature: _NUMBER,
    PaperDecision: _NUMBER,
    Policy: _NUMBER | {"owner", "owner_title", "review_months", "created_at"},  # who looks after it now: may change
    Course: _NUMBER | {"created_at"},  # nothing that anybody is shown
    Module: _NUMBER | {"position"},  # says no more than the order does, and a gap is no other order
    Step: _NUMBER | {"position"},
    Question: _NUMBER | {"position"},
    AnswerKey: _NUMBER,
    Enrollment: frozenset(f.name for f in Enrollment._meta.fields) - {"uuid"},  # what came of it is the completion
    AssignmentReason: _NUMBER,
    Export: _NUMBER,
    Employee: frozenset(f.name for f in Employee._meta.fields)
    - {"uuid"},  # names and numbers change, facts keep theirs
}
# Which rows of a table are what is meant above.
WHICH: dict[Any, str] = {
    PolicyEvent: "act IN ('approved', 'published', 'withdrawn')",
    Assignment: "closed_by = 'departure'",
    Enrollment: "id IN (SELECT enrollment_id FROM courses_completion UNION"
    " SELECT enrollment_id FROM courses_attemptgrant)",
    Export: "id IN (SELECT export_id FROM reports_exportfile)",  # what is only asked for is no fact yet
}

_OF_VERSIONS = (
    ("policies.policyversion", "SELECT uuid FROM policies_policyversion WHERE id IN ({0})"),
    ("policies.policyevent", "SELECT uuid FROM policies_policyevent WHERE version_id IN ({0})"),
    (
        "policies.attestation",
        "SELECT uuid FROM policies_attestation WHERE version_id IN ({0}) OR from_version_id IN ({0})",
    ),
)
_OF_COURSE_VERSIONS = (
    ("courses.courseversion", "SELECT uuid FROM courses_courseversion WHERE id IN ({0})"),
    (
        "courses.attemptgrant",
        "SELECT uuid FROM courses_attemptgrant WHERE step_id IN"
        " (SELECT s.id FROM courses_step s JOIN courses_module m ON m.id = s.module_id WHERE m.version_id IN ({0}))",
    ),
)
_PAPERS = (("policies.attestation", "SELECT uuid FROM policies_attestation WHERE paper_id IN ({0})"),)
_VERSION_OF = "SELECT version_id FROM {table} WHERE id = %(pk)s"
_BY_COURSE = (
    "courses.courseversion",
    "courses.completion",
    "assignments.campaign",
    "assignments.assignment",
)
# For each part: which rows it belongs to, and the facts that speak of those. None where nearly every fact does.
_HOLDERS: dict[Any, tuple[str, tuple[tuple[str, str], ...]] | None] = {
    PolicyVersion: ("SELECT %(pk)s::bigint", _OF_VERSIONS),
    PolicyText: (_VERSION_OF.format(table="policies_policytext"), _OF_VERSIONS),
    Clause: (
        "SELECT version_id FROM policies_policytext WHERE id = (SELECT text_id FROM policies_clause WHERE id = %(pk)s)",
        _OF_VERSIONS,
    ),
    Attachment: (_VERSION_OF.format(table="policies_attachment"), _OF_VERSIONS),
    ChangeMark: (_VERSION_OF.format(table="policies_changemark"), _OF_VERSIONS),
    Policy: ("SELECT id FROM policies_policyversion WHERE policy_id = %(pk)s", _OF_VERSIONS),
    PaperSignature: ("SELECT %(pk)s::bigint", _PAPERS),
    PaperDecision: ("SELECT paper_id FROM policies_paperdecision WHERE id = %(pk)s", _PAPERS),
    Course: (
        "SELECT %(pk)s::bigint",
        (
            *(
                (label, f"SELECT uuid FROM {label.replace('.', '_')} WHERE course_id IN ({{0}})")
                for label in _BY_COURSE
            ),
            (
                "courses.attemptgrant",
                "SELECT g.uuid FROM courses_attemptgrant g JOIN courses_enrollment e ON e.id = g.enrollment_id"
                " WHERE e.course_id IN ({0})",
            ),
        ),
    ),
    Module: (_VERSION_OF.format(table="courses_module"), _OF_COURSE_VERSIONS),
    Step: (
        "SELECT version_id FROM courses_module WHERE id = (SELECT module_id FROM courses_step WHERE id = %(pk)s)",
        _OF_COURSE_VERSIONS,
    ),
    Question: (
        "SELECT m.version_id FROM courses_module m JOIN courses_step s ON s.module_id = m.id"
        " JOIN courses_question q ON q.step_id = s.id WHERE q.id = %(pk)s",
        _OF_COURSE_VERSIONS,
    ),
    AnswerKey: (
        "SELECT m.version_id FROM courses_module m JOIN courses_step s ON s.module_id = m.id"
        " JOIN courses_question q ON q.step_id = s.id JOIN courses_answerkey k ON k.question_id = q.id"
        " WHERE k.id = %(pk)s",
        _OF_COURSE_VERSIONS,
    ),
    Enrollment: (
        "SELECT %(pk)s::bigint",
        (
            ("courses.completion", "SELECT uuid FROM courses_completion WHERE enrollment_id IN ({0})"),
            ("courses.attemptgrant", "SELECT uuid FROM courses_attemptgrant WHERE enrollment_id IN ({0})"),
        ),
    ),
    AssignmentReason: (
        "SELECT %(pk)s::bigint",
        (
            (
                "assignments.campaign",
                "SELECT uuid FROM assignments_campaign WHERE id IN"
                " (SELECT campaign_id FROM assignments_assignmentreason WHERE id IN ({0}))",
            ),
            (
                "assignments.assignment",
                "SELECT uuid FROM assignments_assignment WHERE id IN"
                " (SELECT assignment_id FROM assignments_assignmentreason WHERE id IN ({0}))",
            ),
        ),
    ),
    Export: (
        "SELECT %(pk)s::bigint",
        (("reports.exportfile", "SELECT uuid FROM reports_exportfile WHERE export_id IN ({0})"),),
    ),
    Employee: None,
}


def holders(model: Any, pk: int) -> set[str]:
    """The facts that speak of this row as it is now, as a report names them."""
    known = _HOLDERS[model]
    if known is None:
        return set()
    roots, facts = known
    found: set[str] = set()
    with connection.cursor() as cursor:
        for label, statement in facts:
            cursor.execute(statement.format(roots), {"pk": pk})
            found.update(f"{label} {uuid}" for (uuid,) in cursor.fetchall())
    return found
