"""The policy check: hints about the wording of a social media policy, each with its reason and its source.

It never blocks, and it is no legal advice: the rules look for words, and words need a reader. `rights`, `conduct`,
`privacy` and `parts` are the rules, `sources` what they rest on, `sentences` and `reading_grade` how text is looked at.
"""

from django.utils.translation import gettext_lazy as _

from policies.check.checking import check
from policies.check.values import Finding, Source

ABOUT = _(
    "These are hints, not legal advice. They look for words that are worth a second look and can miss what matters or "
    "stumble over what is fine. The rules about rights at work concern private employers in the United States; public "
    "employers, supervisors and contractors are covered by other rules, and decisions after mid-2026 are not known to "
    "them. Let counsel read the policy before it is published."
)

__all__ = ["ABOUT", "Finding", "Source", "check"]
