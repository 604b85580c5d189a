"""Wording about what people say that could keep them from using their rights under the National Labor Relations Act.

The yardstick is the Board's Stericycle standard (372 NLRB No. 113, August 2, 2023), still described as the standard in
what was read until mid-2026: a rule is presumed unlawful if somebody who depends on the job could reasonably read it as
limiting activity under section 7. So these rules look for what could be read that way, and their reasons say no more.
"""

from django.utils.translation import gettext_lazy as _

from policies.check import sources
from policies.check.values import WordingRule, any_of

TALK = (
    r"(?:discuss|talk|speak|disclos|shar|post|publish|comment|reveal|mention|communicat|complain|criticiz|writ|blog)\w*"
)
CONDITIONS = (
    r"(?:pay|wages?|salar(?:y|ies)|compensation|benefits?|bonus(?:es)?|raises?|hours|staffing|schedules?|workloads?"
    r"|working conditions|terms (?:and conditions )?of employment|discipline|unions?|supervisors?|management)"
)
WE = (
    r"(?:the |our |your |this )?(?:organi[sz]ation|company|hospital|employer|facility|clinic|practice|health system"
    r"|management|department|us)"
)
PATIENTS = r"\b(?:patients?|residents?|clients?|PHI|health information|medical records?|HIPAA)\b"

SPEECH = (
    WordingRule(
        key="pay-and-conditions",
        topic="rights",
        pattern=any_of(
            rf"\b{TALK}\b[^.;]{{0,80}}\b{CONDITIONS}\b",
            rf"\b{CONDITIONS}\b[^.;]{{0,60}}\b(?:confidential|secret|private|not be {TALK})",
            rf"\b(?:keep|treat)\b[^.;]{{0,40}}\b{CONDITIONS}\b[^.;]{{0,30}}\b(?:confidential|private|secret)",
        ),
        unless=any_of(r"\bpatients?['’]?s? (?:benefits?|hours|pay)\b", r"\b(?:identif|recogni[sz])\w*[^.;]*\bpatient"),
        reason=_(
            "Talking with co-workers and others about pay, hours, staffing and other working conditions is a protected "
            "activity. A ban on talk about wages is the example of a clearly unlawful rule that the Board's regional "
            "offices are to look at first."
        ),
        fact="F87",
        source=sources.PRIORITIES,
        suggestion=_("Take it out, and say that people may talk about pay, hours, staffing and working conditions."),
    ),
    WordingRule(
        key="undefined-confidential",
        topic="rights",
        pattern=any_of(
            r"\b(?:company|organi[sz]ational|internal|employee|personnel|staff|co-?workers?['’]?|workplace|non-?public"
            r"|proprietary|sensitive|business) (?:information|records?|matters|data|documents|affairs|issues)\b",
            r"\bconfidential (?:information|matters|records|data)\b",
            rf"\binformation about (?:employees|staff|co-?workers|colleagues|the workplace|{WE})\b",
        ),
        unless=any_of(PATIENTS, ":"),  # a list behind a colon says what is meant, which is the remedy
        reason=_(
            "Without a list of what is meant, people could read this as covering pay, staffing or what happens "
            "at work. "
            "Confidentiality of “company records” was among the rules that were attacked after the Stericycle decision."
        ),
        fact="F82",
        source=sources.AFTER_STERICYCLE,
        suggestion=_(
            "Name the secrets one by one, and say that pay, hours, staffing and working conditions are not among them."
        ),
    ),
    WordingRule(
        key="civility",
        topic="rights",
        pattern=any_of(
            r"\b(?:respectful|professional|courteous|polite|civil|positive|appropriate|tasteful|constructive|dignified)"
            r"(?:ly|ism)?\b(?! (?:associations?|licens\w+|development|education|interpreters?|networks?|bod(?:y|ies)))",
            r"\b(?:respect|civility|courtesy|good taste|good judgment)\b",
        ),
        needs="duty",
        unless=any_of(
            r"\brespect\w* (?:of |for |to |toward )?(?:the |our |your )?(?:patients?|residents?)\b",
            r"\b(?:with|in) respect (?:to|of)\b",
            r"\bprofessional (?:judgment|advice|bound)",
        ),
        reason=_(
            "A general duty to be respectful or professional could be read as a ban on heated talk about working "
            "conditions. General civility rules were attacked after the Stericycle decision."
        ),
        fact="F82",
        source=sources.RULES_AFTER_STERICYCLE,
        suggestion=_("Forbid threats, harassment and mocking of patients by name, and leave tone and style alone."),
    ),
    WordingRule(
        key="negative-comments",
        topic="rights",
        pattern=any_of(
            r"\bdisparag\w+",
            r"\bderogatory\b",
            r"\b(?:negative|inappropriate|unprofessional|offensive|insulting|rude|embarrassing|critical|unkind)"
            r"\b[^.;]{0,20}\b(?:comments?|remarks?|statements?|posts?|posting|content|language|things|opinions?"
            r"|behavior)",
            rf"\b(?:criticiz\w+|complain\w*|criticism of|complaints about)\b[^.;]{{0,40}}\b(?:{WE}|co-?workers?"
            r"|colleagues?|managers?|supervisors?|leaders?|policies)\b",
            rf"\bembarrass\w*\b[^.;]{{0,30}}\b{WE}\b",
        ),
        reason=_(
            "Words like “negative” or “disparaging” could be read as covering complaints about pay, staffing or "
            "supervisors, which people have a right to make together."
        ),
        fact="F81",
        source=sources.STERICYCLE,
        suggestion=_("Say what harm is meant, such as threats or harassment, and that criticism is none."),
    ),
    WordingRule(
        key="reputation",
        topic="rights",
        pattern=any_of(
            r"\b(?:harm|damag|hurt|tarnish|injur|affect|protect|impair|diminish|undermin|discredit|jeopardi[sz])\w*\b"
            r"[^.;]{0,60}\b(?:reputations?|(?:public )?image|brand|good name|interests|goodwill|standing)\b",
            r"\breflect(?:s|ing)? (?:poorly|badly|negatively|unfavorably|adversely)\b",
            r"\b(?:in|into) a (?:bad|negative|poor) light\b",
            rf"\brepresent(?:s|ing|atives?)?\b[^.;]{{0,30}}\b{WE}\b[^.;]{{0,20}}\bat all times\b",
        ),
        needs="",
        reason=_(
            "Harm to reputation as the test could be read as a ban on public talk about working conditions: such talk "
            "seldom flatters an employer."
        ),
        fact="F81",
        source=sources.STERICYCLE,
        suggestion=_("Leave reputation out. Name what is protected: patient privacy, honest promotion, named secrets."),
    ),
    WordingRule(
        key="media",
        topic="rights",
        pattern=any_of(
            r"\b(?:talk|speak|respond|communicat|contact|comment|answer|interview|statement|disclos)\w*\b[^.;]{0,60}"
            r"\b(?:(?<!social )media|press|reporters?|journalists?|news outlets?|newspapers?|television)\b",
            r"\b(?:all|any|every) (?:news |press )?(?:media|press|reporter|journalist)s?['’]?s? "
            r"(?:inquir|contact|request|call|question)\w*",
        ),
        needs="duty",
        unless=any_of(r"\bofficial statement"),
        reason=_(
            "A ban on talking to the news media, or a duty to send every contact to a press office, could be read as "
            "covering what people say in their own name about their working conditions."
        ),
        fact="F81",
        source=sources.STERICYCLE,
        suggestion=_("Limit it to statements in the organization's name, and say that people may speak in their own."),
    ),
    WordingRule(
        key="pre-approval",
        topic="rights",
        pattern=any_of(
            r"\b(?:approval|permission|consent|clearance|authori[sz]ation|approved?)\b[^.;]{0,60}"
            r"\b(?:posts?|posting|publish\w*|blog\w*|comment\w*|personal|social media|online)\b",
            r"\b(?:posts?|posting|publish\w*|blog\w*|comment\w*|personal (?:accounts?|pages?)|social media)\b"
            r"[^.;]{0,80}\b(?:approval|permission|consent|clearance|pre-?approv\w+|be approved)\b",
        ),
        needs="duty",
        unless=any_of(
            PATIENTS,
            r"\b(?:official|copyright\w*|licens\w+)\b",
            r"\bin our name\b",
            r"\b(?:for|on behalf of) (?:us|the organi[sz]ation)\b",
        ),
        reason=_(
            "Having to ask before posting could be read as control of what people say about their work on their own "
            "accounts."
        ),
        fact="F81",
        source=sources.STERICYCLE,
        suggestion=_("Ask for approval of official posts only, and say that personal posts need none."),
    ),
    WordingRule(
        key="name-and-logo",
        topic="rights",
        pattern=any_of(
            r"\b(?:us(?:e|es|ing)|display|show|wear|includ|mention|post|refer)\w*\b[^.;]{0,40}"
            r"\b(?:organi[sz]ation|company|hospital|employer|facility|clinic|our)(?:['’]s)?\b[^.;]{0,20}"
            r"\b(?:names?|logos?|trademarks?|uniforms?|insignia|badges?)\b",
            r"\b(?:identify|naming|name|mention|state|reveal|list)\w*\b[^.;]{0,30}"
            r"\b(?:(?:as|that you are) (?:an? )?(?:employees?|staff)|(?:your|their|the) employer"
            r"|where (?:you|they) work)\b",
        ),
        unless=any_of(PATIENTS),
        reason=_(
            "People who act together on working conditions often have to say where they work. A ban on naming the "
            "employer or showing its logo could be read as forbidding that."
        ),
        fact="F81",
        source=sources.STERICYCLE,
        suggestion=_("Forbid only to speak in the organization's name without being asked, and to sell with its logo."),
    ),
)
