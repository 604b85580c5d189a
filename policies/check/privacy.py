"""Wording about privacy, sanctions and the law that says less, or more, than what was read about them."""

from django.utils.translation import gettext_lazy as _

from policies.check import sources
from policies.check.values import WordingRule, any_of

_MAY = r"\b(?:may|can|allowed to|fine to|ok(?:ay)? to|permitted|free to)\b"

PRIVACY = (
    WordingRule(
        key="name-is-enough",
        topic="privacy",
        pattern=any_of(
            _MAY + r"[^.;]{0,80}\b(?:as long as|if|provided|when)\b[^.;]{0,60}"
            r"\b(?:no names?|names? (?:is|are) (?:not|removed|left out|omitted)"
            r"|without (?:the |a )?names?|not (?:named?|identified by name)"
            r"|(?:do|is|are) not (?:use|mention) (?:the |a )?(?:patient['’]s )?names?)",
        ),
        needs="",
        looks_everywhere=True,
        reason=_(
            "Leaving out the name does not solve it: details by which others can recognize the person are "
            "protected too."
        ),
        fact="F28",
        source=sources.HEALTH_INFORMATION,
        suggestion=_("Ask whether anybody could work out who it is, with what they already know."),
    ),
    WordingRule(
        key="blurring",
        topic="privacy",
        pattern=any_of(
            r"\b(?:blur|pixelat)\w*\b[^.;]{0,60}\b(?:before|allowed|may|can|enough|sufficient|permitted|ok)\b",
            _MAY + r"[^.;]{0,80}\b(?:faces?|patients?)\b[^.;]{0,30}\b(?:blur|pixelat|mask|crop)\w*",
        ),
        needs="",
        looks_everywhere=True,
        unless=any_of(r"\b(?:does not|do not|not enough|never|will not|cannot)\b"),
        reason=_(
            "Federal guidance on filming says that blurring afterwards does not replace a signed authorization given "
            "before."
        ),
        fact="F36",
        source=sources.FILMING,
        suggestion=_("Ask for a signed authorization before any picture in which a patient could be seen."),
    ),
    WordingRule(
        key="already-public",
        topic="privacy",
        pattern=any_of(
            _MAY + r"[^.;]{0,80}\b(?:if|when|once|because)\b[^.;]{0,60}\b(?:already public|publicly (?:known|available)"
            r"|posted it|(?:in|on) the news|patient (?:has )?(?:already )?(?:shared|posted|told))",
        ),
        needs="",
        looks_everywhere=True,
        reason=_(
            "Patient information stays protected even if it is widely known or the patient has told it to others."
        ),
        fact="F27",
        source=sources.HEALTH_INFORMATION,
        suggestion=_("Say that it stays private even if the patient posted it first or the news reported it."),
    ),
    WordingRule(
        key="any-violation",
        topic="fairness",
        pattern=any_of(
            r"\b(?:any|every|all) (?:violations?|breach(?:es)?|infringements?)\b[^.;]{0,60}"
            r"\b(?:will|shall|leads?|results?)\b"
            r"[^.;]{0,40}\b(?:terminat|dismiss|discharg|fir(?:e|ing)\b|end(?:ing)? of employment)",
            r"\bzero[- ]tolerance\b",
            r"\b(?:immediate|automatic) (?:termination|dismissal|discharge)\b",
        ),
        needs="",
        reason=_(
            "The privacy rule asks for appropriate sanctions that are documented. One answer to every mistake is hard "
            "to call appropriate, and may keep people from reporting their own."
        ),
        fact="F51",
        source=sources.SANCTIONS,
        suggestion=_("Say what you look at, and that responses range from coaching to ending employment."),
    ),
    WordingRule(
        key="yearly-training-by-law",
        topic="fairness",
        pattern=any_of(
            r"\bHIPAA (?:requires|demands|mandates)\b[^.;]{0,40}\b(?:annual|yearly|every year|each year)",
            r"\b(?:annual|yearly)\b[^.;]{0,40}\btraining\b[^.;]{0,40}\b(?:required|mandated|demanded) (?:by"
            r"|under) HIPAA\b",
        ),
        needs="",
        looks_everywhere=True,
        reason=_("The text of 45 CFR 164.530(b) sets no yearly interval."),
        fact="F48",
        source=sources.TRAINING,
        suggestion=_("Say that it is your own rule, or say what that text asks for: new people and material changes."),
    ),
    WordingRule(
        key="agreeing-by-signature",
        topic="fairness",
        pattern=any_of(
            r"\b(?:by signing|(?:my|your|their) signature|signing)\b[^.;]{0,60}"
            r"\b(?:waive|give up|agree not to|surrender)\w*",
        ),
        needs="",
        unless=any_of(r"\b(?:does|do|will) not\b"),
        reason=_("A signature that seems to give up rights could be read as limiting what people may do together."),
        fact="F81",
        source=sources.STERICYCLE,
        suggestion=_("Let people confirm that they have read and understood it, and no more."),
    ),
)
