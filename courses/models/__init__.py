"""What can be learned and who learned it.

A Course has CourseVersions, frozen when published. A version is a list of Modules, a module a list of Steps. A quiz
step has Questions; what makes an answer right lies apart in AnswerKey, which no learner page reads. An Enrollment is
one employee's passage through one version: FinishedSteps, Attempts with their Answers, and at the end one Completion.
What is being written on the site is a CourseDraft with its DraftFiles.
"""

from courses.models.accommodation import Accommodation
from courses.models.completion import Completion
from courses.models.course import AnswerKey, Course, CourseVersion, Module, Question, Step
from courses.models.drafting import CourseDraft, DraftFile
from courses.models.learning import Answer, Attempt, AttemptGrant, Enrollment, FinishedStep, Reading

__all__ = [
    "Accommodation",
    "Answer",
    "AnswerKey",
    "Attempt",
    "AttemptGrant",
    "Completion",
    "Course",
    "CourseDraft",
    "CourseVersion",
    "DraftFile",
    "Enrollment",
    "FinishedStep",
    "Module",
    "Question",
    "Reading",
    "Step",
]
