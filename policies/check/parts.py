"""What readers expect such a policy to speak about. A part that stands in another policy need not be repeated."""

from django.utils.translation import gettext_lazy as _

from policies.check import sources
from policies.check.values import PartRule, any_of

PARTS = (
    PartRule(
        key="patient-privacy",
        pattern=any_of(
            r"\bpatient (?:information|privacy|data)\b", r"\bprotected health information\b", r"\bPHI\b", r"\bHIPAA\b"
        ),
        reason=_(
            "Patient information may be used or disclosed only as the privacy rule permits. A practice that had no "
            "policy about it in social media was cited for that."
        ),
        fact="F53",
        source=sources.ELITE,
        suggestion=_("Add a clause that keeps patient information off social media, in private accounts too."),
    ),
    PartRule(
        key="recognizable-details",
        pattern=any_of(
            r"\bidentif\w+",
            r"\brecogni[sz]\w+",
            r"\bwork out who\b",
            r"\b(?:details|circumstances)\b[^.;]{0,60}\btogether\b",
        ),
        reason=_("Details by which others can recognize a person are protected, also without the name."),
        fact="F28",
        source=sources.HEALTH_INFORMATION,
        suggestion=_("Say that leaving out the name is not enough, with a few examples."),
    ),
    PartRule(
        key="photography",
        pattern=any_of(r"\bphoto\w*", r"\bpictures?\b", r"\bvideos?\b", r"\bfilm\w*", r"\bcameras?\b", r"\bimages?\b"),
        reason=_(
            "Pictures and films show patients and their information in the background, and a signed authorization is "
            "needed before filming."
        ),
        fact="F36",
        source=sources.FILMING,
        suggestion=_("Add a clause on photos, video and sound, tied to patients and their information."),
    ),
    PartRule(
        key="minors",
        pattern=any_of(
            r"\bminors?\b",
            r"\bchild(?:ren)?\b",
            r"\bparents?\b",
            r"\bguardians?\b",
            r"\byoung (?:person|people|patients?)\b",
            r"\bunder (?:the age of )?18\b",
            r"\bteen\w*",
            r"\bpediatric\w*",
        ),
        reason=_("For a minor, a parent or guardian normally signs an authorization, but not always."),
        fact="F44",
        source=sources.MINORS,
        suggestion=_("Say who agrees to pictures and stories of minors, here or in the policy for official accounts."),
    ),
    PartRule(
        key="reporting",
        pattern=any_of(
            r"\breport(?:s|ed|ing)?\b[^.;]{0,80}\b(?:to|office|hotline|at once|same day|immediately)\b",
            r"\btell (?:us|the|your|it)\b",
            r"\bhotline\b",
            r"\bprivacy office(?:r)?\b",
            r"\bcompliance (?:office|line)",
        ),
        reason=_("The legal clock starts when any member of the workforce knows, so people need to know whom to tell."),
        fact="F57",
        source=sources.BREACHES,
        suggestion=_("Say whom to tell, how soon, and what to write down."),
    ),
    PartRule(
        key="no-retaliation",
        pattern=any_of(r"\bretaliat\w+", r"\bpunish\w*", r"\breprisals?\b", r"\bintimidat\w+", r"\bgood[- ]faith\b"),
        reason=_("People who complain, cooperate or use their rights must not meet intimidation or retaliation."),
        fact="F52",
        source=sources.SANCTIONS,
        suggestion=_("Promise that nobody is punished for a report or a question in good faith."),
    ),
    PartRule(
        key="rights-named",
        pattern=any_of(
            r"\b(?:may|can|free to|rights?)\b.{0,160}\b(?:pay|wages|salary|hours|staffing|working conditions)\b"
        ),
        reason=_(
            "People have the right to act together on pay, hours and working conditions. A general line that nothing "
            "limits their rights may not cure a clause that is too broad; examples help."
        ),
        fact="F79",
        source=sources.RIGHTS,
        suggestion=_("Add a clause that names what people may do, and let it come before all others."),
    ),
    PartRule(
        key="who-is-covered",
        pattern=any_of(
            r"\bvolunteers?\b",
            r"\bcontract(?:ors?| staff| persons?)\b",
            r"\bagency\b",
            r"\bstudents?\b",
            r"\bworkforce\b",
        ),
        reason=_("The workforce under HIPAA is more than employees: volunteers, trainees and others you direct."),
        fact="F25",
        source=sources.WORKFORCE,
        suggestion=_("Name everybody who is covered: employees, medical staff, students, volunteers, contract staff."),
    ),
    PartRule(
        key="honest-promotion",
        pattern=any_of(
            r"\bwork (?:here|for us)\b",
            r"\byour (?:link|connection|relationship)\b",
            r"\bdisclos\w+[^.;]{0,60}\b(?:employ|work|link"
            r"|connection|affiliat)\w*",
            r"\baffiliation\b",
            r"\bendorse\w*",
            r"\bnamed as such\b",
        ),
        reason=_(
            "Federal guidance expects people who promote their employer online to make the link clear, unasked too."
        ),
        fact="F98",
        source=sources.ENDORSEMENTS,
        suggestion=_("Ask people to say that they work here when they recommend you."),
    ),
    PartRule(
        key="consequences",
        pattern=any_of(
            r"\bconsequences?\b",
            r"\bsanction\w*",
            r"\bdisciplin\w+",
            r"\bcoaching\b",
            r"\brespond to (?:privacy )?violations\b",
        ),
        reason=_("An organization has and applies appropriate sanctions for breaking its privacy policies."),
        fact="F51",
        source=sources.SANCTIONS,
        suggestion=_("Say what happens, in proportion, and what is looked at."),
    ),
)
