"""The pages of figures: of the demo's people, and of a course that fewer than five of them took."""

from tests.journeys.place import Place

QUESTIONS = "/figures/courses/{course}/questions/"
CHECK = f"{QUESTIONS}final-check/final-check/"
POLICY = "/figures/policies/social-media-use/"

FIGURES = (
    Place("figures", "author", "/figures/", "reports:figures"),
    Place("figures-for-hr", "hr", "/figures/", "reports:figures"),
    Place("figures-course", "hr", "/figures/courses/{course}/", "reports:figures-course"),
    Place("figures-course-none", "author", "/figures/courses/all-kinds/", "reports:figures-course"),
    Place("figures-questions", "author", QUESTIONS, "reports:figures-questions"),
    Place("figures-questions-none", "author", "/figures/courses/all-kinds/questions/", "reports:figures-questions"),
    Place("figures-question", "author", f"{CHECK}a2-which-post/", "reports:figures-question"),
    Place("figures-question-spot", "author", f"{CHECK}a2-spot-crash/", "reports:figures-question"),
    Place("figures-question-match", "author", f"{CHECK}a7-contacts/", "reports:figures-question"),
    Place("figures-policy", "compliance", POLICY, "reports:figures-policy"),
    Place("figures-policy-none", "compliance", "/figures/policies/guest-network/", "reports:figures-policy"),
    Place("figures-clause", "compliance", f"{POLICY}patient-privacy/", "reports:figures-clause"),
    Place(
        "figures-clause-department",
        "compliance",
        f"{POLICY}patient-privacy/?department={{nursing}}",
        "reports:figures-clause",
    ),
)
