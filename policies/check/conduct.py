"""Wording about what people do that could keep them from using their rights: the second half of `rights`."""

from django.utils.translation import gettext_lazy as _

from policies.check import sources
from policies.check.rights import CONDITIONS, PATIENTS, TALK
from policies.check.values import WordingRule, any_of

CONDUCT = (
    WordingRule(
        key="camera-ban",
        topic="rights",
        pattern=any_of(
            r"\b(?:tak|mak|us|shoot|captur|post|shar|bring|carry)\w*\b[^.;]{0,40}"
            r"\b(?:photos?|photographs?|pictures?|videos?|cameras?|(?:audio |video )?recordings?)\b",
            r"\b(?:photos?|photography|pictures?|videos?|cameras?|recording(?:s| devices?)?|filming)\b[^.;]{0,60}"
            r"\b(?:prohibited|forbidden|banned|not (?:be )?(?:allowed|permitted)|unacceptable)\b",
            r"\b(?:not|never|nobody|prohibit\w*|forbid\w*|refrain from|no (?:employee|one|staff)) (?:may )?"
            r"(?:photograph|record|film|tape)\w*\b",
        ),
        unless=any_of(PATIENTS, r"\bAI\b", r"\b(?:care|treatment) areas?\b", r"\bminors?\b"),
        reason=_(
            "A ban on every picture or recording at work could be read as covering pictures of working conditions. A "
            "no-camera rule was discussed as an example after the Stericycle decision."
        ),
        fact="F82",
        source=sources.AFTER_STERICYCLE,
        suggestion=_("Tie the ban to patients and their information, and allow pictures where there is neither."),
    ),
    WordingRule(
        key="breaks",
        topic="rights",
        pattern=any_of(
            r"\b(?:social media|personal (?:accounts?|devices?|phones?|use)|posting|post|online)\b[^.;]{0,80}"
            r"\b(?:breaks?|meals?|lunch|off[- ]duty|non-?work(?:ing)? time|at any time"
            r"|(?:while|when) (?:at work|on the premises))\b",
            r"\b(?:breaks?|meals?|lunch|off[- ]duty|non-?work(?:ing)? time)\b[^.;]{0,60}"
            r"\b(?:social media|post\w*|online)\b",
        ),
        unless=any_of(PATIENTS),
        reason=_(
            "A rule that could cover breaks or time off could keep people from talking with each other when they are "
            "free to. Such rules were attacked after the Stericycle decision."
        ),
        fact="F82",
        source=sources.AFTER_STERICYCLE,
        suggestion=_("Allow it in breaks, away from patients, and limit the rule to working time."),
    ),
    WordingRule(
        key="investigation-secrecy",
        topic="rights",
        pattern=any_of(
            rf"\b{TALK}\b[^.;]{{0,60}}\binvestigations?\b",
            r"\binvestigations?\b[^.;]{0,60}\b(?:confidential|secret|not be (?:discussed|disclosed|shared))\b",
        ),
        needs="duty",
        unless=any_of(PATIENTS),
        reason=_(
            "Secrecy about investigations without an end could keep people from talking with co-workers about how they "
            "are treated. Open-ended investigation secrecy was attacked after the Stericycle decision."
        ),
        fact="F82",
        source=sources.AFTER_STERICYCLE,
        suggestion=_("Ask for it in a single case, for a reason and until a day, or leave it out."),
    ),
    WordingRule(
        key="internal-first",
        topic="rights",
        pattern=any_of(
            r"\b(?:concerns?|complaints?|grievances?|issues|problems?)\b[^.;]{0,80}"
            r"\b(?:first|before|instead of|rather than)\b",
            r"\b(?:before|instead of|rather than)\b[^.;]{0,60}\b(?:concern|complain|grievance|issues|problem)\w*\b"
            r"[^.;]{0,80}\b(?:rais|report|discuss|bring|tell|talk|speak|us)\w*\b",
            r"\b(?:report|complain|speak|talk|go|contact|write)\w*\b[^.;]{0,40}\b(?:government|federal|state|outside"
            r"|regulatory) (?:agenc(?:y|ies)|bod(?:y|ies)|authorit(?:y|ies))\b",
            r"\bchain of command\b",
        ),
        needs="duty",
        unless=any_of(r"\bpatient information\b"),
        reason=_(
            "A duty to raise a concern inside first could be read as limiting what people do together about it. And in "
            "good faith even patient information may go to an oversight agency, an accreditor or one's own lawyer."
        ),
        fact="F55",
        source=sources.WHISTLEBLOWERS,
        suggestion=_("Invite people to tell you first, and say that they need not."),
    ),
    WordingRule(
        key="condition-on-rights",
        topic="rights",
        pattern=any_of(
            rf"\b(?:you|employees?|staff|everyone|people) may\b[^.;]{{0,120}}\b{CONDITIONS}\b[^.;]{{0,80}}"
            r"\b(?:as long as|provided|unless|only if|only when|in a (?:respectful|professional|positive))\b",
            r"\b(?:rights?|free to)\b[^.;]{0,80}\b(?:as long as|provided|unless)\b[^.;]{0,60}"
            r"\b(?:respectful|professional|reputation|harm\w*|disparag\w*|positive|loyal\w*)",
        ),
        needs="",
        looks_everywhere=True,
        unless=any_of(r"\b(?:as long as|provided|unless)\b[^.;]*\bpatient"),
        reason=_("A right that depends on tone or on what the organization likes could be read as no right at all."),
        fact="F81",
        source=sources.STERICYCLE,
        suggestion=_("State the right without a condition, except to leave out what could identify a patient."),
    ),
    WordingRule(
        key="report-co-workers",
        topic="rights",
        pattern=any_of(
            r"\b(?:report|notify|inform|tell)\w*\b[^.;]{0,60}"
            r"\b(?:co-?workers?|colleagues?|employees?|staff)(?:['’]s?)?\b"
            r"[^.;]{0,40}\b(?:posts?|posting|comments?|criticism|complaints?|online|social media)\b",
        ),
        needs="duty",
        unless=any_of(PATIENTS, r"\b(?:threat\w*|harass\w*|violence|pretends?|impersonat\w*|taken over)\b"),
        reason=_(
            "A duty to report what co-workers post could keep people from talking with each other about working "
            "conditions."
        ),
        fact="F81",
        source=sources.STERICYCLE,
        suggestion=_("Ask for reports of patient information, threats and fake accounts only."),
    ),
    WordingRule(
        key="personal-logins",
        topic="rights",
        pattern=any_of(
            r"\b(?:provide|give|share|disclose|hand over|surrender|allow access to)\w*\b[^.;]{0,60}"
            r"\b(?:personal|private|own)\b[^.;]{0,40}\b(?:passwords?|log-?ins?|credentials|accounts?|user ?names?)\b",
            r"\b(?:provide|give|share|disclose|hand over|surrender)\w*\b[^.;]{0,40}"
            r"\b(?:passwords?|log-?ins?|credentials)\b"
            r"[^.;]{0,30}\b(?:personal|private|own)\b",
            r"\b(?:accept|add)\b[^.;]{0,40}\b(?:managers?|supervisors?)\b[^.;]{0,30}\b(?:friends?|contacts?"
            r"|followers?)\b",
        ),
        needs="duty",
        unless=any_of(r"\b(?:not|never)\b"),
        reason=_("A little over half of the states bar employers from asking for logins to personal accounts."),
        fact="F76",
        source=sources.PASSWORDS,
        suggestion=_("Say that you will not ask for the password to a personal account."),
    ),
    WordingRule(
        key="delete-criticism",
        topic="rights",
        pattern=any_of(
            r"\b(?:negative|critical|unfavorable|bad)\b[^.;]{0,20}\b(?:comments?|reviews?|posts?|feedback)\b[^.;]{0,40}"
            r"\b(?:delet|remov|hid(?:e|den)|block)\w*",
            r"\b(?:delet|remov|hide|block)\w*\b[^.;]{0,40}\b(?:negative|critical|unfavorable|bad)\b[^.;]{0,20}"
            r"\b(?:comments?|reviews?|posts?|feedback)\b",
        ),
        needs="",
        unless=any_of(r"\b(?:do|does|will|must|may) not (?:delete|remove|hide|block)\b"),
        reason=_(
            "Removing what is negative could be taken for suppressing reviews, which a federal rule on reviews covers. "
            "Public organizations ask counsel before they delete or block anything."
        ),
        fact="F101",
        source=sources.REVIEWS,
        suggestion=_("Publish house rules, remove only what breaks them, and keep a copy and the reason."),
    ),
)
