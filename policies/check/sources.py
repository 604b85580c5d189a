"""The pages behind the reasons, as they were read on November 24, 2026. Titles say what they are about."""

from policies.check.values import Source

ARTICLE = Source("Social Media Yields Benefits, Poses Challenges for Healthcare Organizations (K. M. Pyrek, 2012)")
HEALTH_INFORMATION = Source("HIPAA and disclosure to media", "https://hollandhart.com/hipaa-and-disclosure-to-media")
FILMING = Source(
    "Federal guidance on media access to patient care areas (May 2020)",
    "https://americanbar.org/groups/health_law/section-news/2020/05/gui-fac/",
)
TRAINING = Source(
    "45 CFR 164.530, administrative requirements (2002 edition)",
    "https://edocket.access.gpo.gov/cfr_2002/octqtr/45cfr164.530.htm",
)
SANCTIONS = Source(
    "45 CFR 164.530, sanctions, policies and no retaliation (summary)", "https://getfileflo.com/cfr/45-164-530"
)
WORKFORCE = Source(
    "HIPAA administrative requirements (45 CFR 164.530), guide",
    "https://accountablehq.com/post/hipaa-privacy-rule-administrative-requirements-45-cfr-164-530-complete-guide",
)
MINORS = Source(
    "HIPAA general rules on personal representatives (45 CFR 164.502(g))",
    "https://brickergraydon.com/insights/resources/key/hipaa-privacy-regulations-general-rules-for-uses-and-"
    "disclosures-of-protected-health-information-personal-representatives-164-502-g",
)
WHISTLEBLOWERS = Source(
    "HIPAA rules on disclosures by whistleblowers (45 CFR 164.502(j))",
    "https://brickergraydon.com/insights/resources/key/hipaa-privacy-regulations-general-rules-for-uses-and-"
    "disclosures-of-protected-health-information-disclosures-by-whistleblowers-and-workforce-member-crime-victims-"
    "164-502-j",
)
BREACHES = Source(
    "HIPAA incident response requirements (summary of 45 CFR 164.402 to 164.408)",
    "https://auditsuisse.com/hipaa-incident-response-requirements",
)
ELITE = Source(
    "Settlement with Elite Dental Associates over replies to reviews (HHS release, October 2019)",
    "https://einpresswire.com/article/498119931",
)
PASSWORDS = Source(
    "Social media privacy laws in the workplace, 50-state survey",
    "https://justia.com/employment/employment-laws-50-state-surveys/"
    "social-media-privacy-laws-in-the-workplace-50-state-survey/",
)
RIGHTS = Source(
    "Federal labor laws protect group activity through social media, but not individual gripes (2012)",
    "https://elawlines.com/2012/01/26/"
    "federal-labor-laws-protect-group-activity-through-social-media-but-not-individual-gripes",
)
STERICYCLE = Source(
    "The Stericycle standard, a new test for workplace rules",
    "https://nyemaster.com/news/the-stericycle-standard-a-new-test-for-w",
)
AFTER_STERICYCLE = Source("Alert on workplace rules after the Stericycle decision", "https://honigman.com/alert-2651")
RULES_AFTER_STERICYCLE = Source(
    "Workplace rules after the Stericycle decision (2023)",
    "https://mondaq.co.uk/unitedstates/employee-rights-labour-relations/1354058",
)
PRIORITIES = Source(
    "NLRB resets its enforcement priorities (2026)",
    "https://natlawreview.com/article/nlrb-resets-its-enforcement-priorities-what-every-employer-needs-know-now",
)
ENDORSEMENTS = Source(
    "The FTC's revised Endorsement Guides, what people are asking",
    "https://ftc.gov/DOCUMENTS/BUS71-FTCS-REVISED-ENDORSEMENT-GUIDESWHAT-PEOPLE-ARE-ASKING",
)
REVIEWS = Source(
    "Trade Regulation Rule on the Use of Consumer Reviews and Testimonials (16 CFR Part 465, 2024)",
    "https://govinfo.gov/content/pkg/FR-2024-08-22/html/2024-18519.htm",
)
