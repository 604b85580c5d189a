"""Policies and what people did with them.

A Policy has PolicyVersions; a version has one PolicyText per language, ChangeMarks that say how much each changed
clause matters, Attachments, and PolicyEvents that say who moved it on. Clauses are rows made from a text, for search.
An Attestation says who signed exactly what; a PaperSignature waits for a second person before it becomes one. An
Enquiry is a question or a refusal, tracked to an answer; WordsErased says why one of them was emptied.
"""

from policies.models.attestation import Attestation, PaperDecision, PaperSignature
from policies.models.enquiry import Enquiry, EnquiryReply
from policies.models.erasing import WordsErased
from policies.models.policy import Attachment, ChangeMark, Clause, Policy, PolicyEvent, PolicyText, PolicyVersion

__all__ = [
    "Attachment",
    "Attestation",
    "ChangeMark",
    "Clause",
    "Enquiry",
    "EnquiryReply",
    "PaperDecision",
    "PaperSignature",
    "Policy",
    "PolicyEvent",
    "PolicyText",
    "PolicyVersion",
    "WordsErased",
]
