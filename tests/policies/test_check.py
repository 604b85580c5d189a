"""The policy check: what each rule finds, what it leaves alone, and how hard a text is to read."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies.check import ABOUT, Finding, check
from policies.check.checking import WORDING
from policies.check.parts import PARTS
from policies.check.reading_grade import grade, syllables
from policies.check.sentences import is_protective, sentences, statements
from policies.content import ClauseContent, ParsedText, parse_text

STARTER = Path("content/social-media-in-healthcare/policies")

# Rules as they stand, or nearly so, in policies that organizations have published or that decisions quote.
BAD = {
    "pay-and-conditions": [
        "Employees must not discuss their wages with each other.",
        "Do not post about staffing, schedules or other working conditions.",
        "Salary information is strictly confidential.",
        "Keep your compensation private.",
        "Never comment on management decisions online.",
    ],
    "undefined-confidential": [
        "Do not disclose confidential information.",
        "Employees may not share company records or internal matters.",
        "Never post non-public information.",
        "Disclosing personnel information is prohibited.",
        "Do not post information about co-workers.",
    ],
    "civility": [
        "Always be professional and respectful.",
        "Employees must communicate in a respectful tone.",
        "Staff should be courteous at all times.",
        "Be respectful of colleagues.",
        "Posts must show good judgment.",
        "You are expected to remain positive online.",
    ],
    "negative-comments": [
        "Do not make disparaging remarks.",
        "Negative comments about the hospital are not permitted.",
        "Employees may not criticize the organization or its managers.",
        "No employee may post inappropriate content.",
        "Refrain from complaining about your supervisor.",
        "Avoid posts that embarrass the organization.",
    ],
    "reputation": [
        "Do not post anything that could harm our reputation.",
        "Avoid conduct that reflects poorly on the hospital.",
        "Posts may not put us in a bad light.",
        "You represent the hospital at all times.",
        "Protect our brand.",
    ],
    "media": [
        "Do not talk to the media.",
        "Employees must refer all media inquiries to Communications.",
        "Never speak with reporters about the hospital.",
        "Only the press office may comment to the press.",
    ],
    "pre-approval": [
        "You must get approval from your manager before posting about work.",
        "Do not blog about the hospital without prior permission.",
        "Personal posts about the organization require permission.",
        "Social media posts must be approved by Communications.",
    ],
    "name-and-logo": [
        "Do not use the hospital's name or logo on a personal page.",
        "Employees may not identify themselves as employees.",
        "Never mention where you work.",
        "Naming the employer is prohibited.",
    ],
    "camera-ban": [
        "Photography is prohibited at work.",
        "Do not take pictures or videos in the building.",
        "Employees may not record conversations.",
        "Cameras are not allowed.",
    ],
    "breaks": [
        "You may not use social media during breaks.",
        "Social media use is prohibited while at work.",
        "Never post when off duty about work.",
    ],
    "investigation-secrecy": [
        "Do not discuss an investigation with anyone.",
        "All investigations must be kept confidential.",
    ],
    "internal-first": [
        "You must raise concerns with your supervisor before posting about them.",
        "Before posting a complaint, you must report it to Human Resources.",
        "Do not contact outside agencies.",
        "Concerns must go through the chain of command.",
    ],
    "condition-on-rights": [
        "You may discuss pay and staffing as long as you do so in a respectful tone.",
        "Employees may talk about working conditions unless it harms the organization.",
        "You are free to speak about work provided it is not disparaging.",
    ],
    "report-co-workers": [
        "You must report co-workers' posts about work to your manager.",
        "Employees are required to notify Human Resources of colleagues' comments on social media.",
    ],
    "personal-logins": [
        "Employees must provide passwords to personal accounts when asked.",
        "You are required to share your personal login.",
        "You must accept your manager as a friend.",
    ],
    "delete-criticism": [
        "Negative comments will be deleted.",
        "We remove critical reviews.",
    ],
    "name-is-enough": [
        "You may post about a case as long as you do not use the patient's name.",
        "Stories can be shared if names are removed.",
    ],
    "blurring": [
        "Blur faces before you post.",
        "Pictures may be shared with faces blurred.",
    ],
    "already-public": [
        "You may share a story if the patient posted it first.",
        "Staff can comment when it is already public.",
    ],
    "any-violation": [
        "Any violation of this policy will result in termination.",
        "We have zero tolerance.",
        "Sharing leads to immediate dismissal.",
    ],
    "yearly-training-by-law": [
        "HIPAA requires annual training.",
        "Yearly training is required by HIPAA.",
    ],
    "agreeing-by-signature": [
        "By signing you waive any claim.",
        "Your signature means that you agree not to speak about work.",
    ],
}  # fmt: skip
# What protects people, concerns patients, or says what is meant.
GOOD = [
    "You may talk with co-workers and others about pay, benefits, hours and staffing.",
    "You need no permission, and we will not punish you for it.",
    "We will not ask for the password to your personal account.",
    "Nobody may punish you for a good-faith report or question.",
    "Nothing in this policy limits your legal rights.",
    "This does not include pay, benefits, hours, staffing, schedules or other working conditions.",
    "Disagreement, criticism of managers and strong words about working conditions are not harassment.",
    "You may use our name and logo to say where you work.",
    "You may speak to the news media in your own name.",
    "You may photograph or record working conditions where no patient can be seen or heard.",
    "Do not take photos, video or sound of patients.",
    "Never share a picture that could demean a resident.",
    "Do not share confidential patient information.",
    "Some business information is not yours to publish: passwords, unpublished contracts and prices.",
    "Pass requests for an official statement to Communications.",
    "Official posts need approval before publishing.",
    "Do not post copyrighted material without permission of the owner.",
    "Do not look up records of co-workers.",
    "Never give out passwords.",
    "Account stewards must answer questions within one day.",
    "We do not remove criticism because it is negative.",
    "We do not use this policy to punish protected activity, honest questions or good-faith reports.",
    "You may use social media on your own device during meals and breaks.",
    "We make no claim on personal accounts.",
    "Blurring later does not fix it.",
    "It stays private even if the patient posted it first.",
    "Leaving out the name is not enough.",
    "Do not mock patients.",
    "Report it if an account pretends to be a colleague.",
    "If you see patient information online, tell the privacy office at once.",
    "Responses range from coaching to ending employment.",
    "The signature does not give up any legal right.",
    "Use different passwords for work and personal accounts.",
    "Be respectful of patients' privacy.",
    "With respect to training, see the course.",
    "Employees are free to join a union.",
    "A licensed professional license is required.",
    "",
]  # fmt: skip


def found_in(body: str, *, key: str = "a") -> list[Finding]:
    """Hints about wording in a text with one clause."""
    text = ParsedText("Title", "", (ClauseContent(1, key, "Heading", body),))
    return [finding for finding in check(text) if finding.topic != "missing"]


@pytest.mark.parametrize(("rule", "statement"), [(rule, text) for rule, texts in BAD.items() for text in texts])
def test_a_rule_finds_what_it_is_about(rule: str, statement: str) -> None:
    found = {finding.rule: finding for finding in found_in(statement)}
    assert rule in found
    assert (found[rule].clause, found[rule].words) == ("a", statement)


@pytest.mark.parametrize("statement", GOOD)
def test_what_protects_people_or_patients_is_left_alone(statement: str) -> None:
    assert found_in(statement) == []


def test_every_rule_has_examples() -> None:
    assert set(BAD) == {rule.key for rule in WORDING}


@pytest.mark.parametrize("name", ["social-media-use/v1.md", "social-media-use/v2.md", "official-accounts/v1.md"])
def test_our_own_policies_hold_no_such_wording(name: str) -> None:
    text = parse_text((STARTER / name).read_text(encoding="utf-8"))
    assert [finding for finding in check(text) if finding.topic != "missing"] == []


def test_our_own_policy_lacks_only_what_stands_in_the_other_one() -> None:
    text = parse_text((STARTER / "social-media-use/v2.md").read_text(encoding="utf-8"))
    assert [finding.rule for finding in check(text)] == ["minors"]
    accounts = parse_text((STARTER / "official-accounts/v1.md").read_text(encoding="utf-8"))
    assert "minors" not in {finding.rule for finding in check(accounts)}


def test_a_sentence_may_allow_in_one_half_what_it_forbids_in_the_other() -> None:
    found = found_in("You may talk about pay, but you must not disparage the hospital.")
    assert [(finding.rule, finding.words) for finding in found] == [
        ("negative-comments", "but you must not disparage the hospital.")
    ]


def test_a_rule_speaks_once_for_each_clause() -> None:
    assert len(found_in("Do not talk to the media. Do not talk to the press.")) == 1


def test_a_clause_is_named_by_its_key_and_the_introduction_by_none() -> None:
    text = ParsedText("T", "Do not talk to the media.", (ClauseContent(1, "b", "H", "Do not talk to the media."),))
    assert [finding.clause for finding in check(text) if finding.rule == "media"] == [None, "b"]


def test_markup_does_not_hide_words() -> None:
    assert [finding.rule for finding in found_in("- Do **not** talk\n  to the *media*.")] == ["media"]


def test_an_empty_policy_lacks_every_part() -> None:
    found = check(ParsedText("", "", ()))
    assert [finding.rule for finding in found] == [part.key for part in PARTS]
    assert {(finding.topic, finding.clause, finding.words) for finding in found} == {("missing", None, "")}


PRESENT = {
    "patient-privacy": "Patient information stays off social media.",
    "recognizable-details": "Could anybody identify them?",
    "photography": "Photos need care.",
    "minors": "For a minor, a parent signs.",
    "reporting": "Report it to the privacy office.",
    "no-retaliation": "Nobody is punished for a report.",
    "rights-named": "You may talk about pay.",
    "who-is-covered": "It covers volunteers too.",
    "honest-promotion": "Say that you work here.",
    "consequences": "Sanctions range from coaching on.",
}


@pytest.mark.parametrize("part", PRESENT)
def test_a_part_that_is_there_is_not_missed(part: str) -> None:
    everything = ParsedText("T", "", (ClauseContent(1, "a", "A", " ".join(PRESENT.values())),))
    assert [finding for finding in check(everything) if finding.topic == "missing"] == []
    others = " ".join(text for key, text in PRESENT.items() if key != part)
    without = ParsedText("T", "", (ClauseContent(1, "a", "A", others.replace("privacy office", "office")),))
    assert part in {finding.rule for finding in check(without)} or part in ("reporting", "patient-privacy")


def test_every_finding_gives_a_reason_a_fact_a_source_and_a_suggestion() -> None:
    bad = ParsedText(
        "T", "", tuple(ClauseContent(at, f"c{at}", "H", " ".join(texts)) for at, texts in enumerate(BAD.values()))
    )
    found = [*check(bad), *check(ParsedText("", "", ()))]
    for finding in found:
        assert finding.reason.endswith(".")
        assert finding.suggestion.endswith(".")
        assert finding.fact[0] == "F"
        assert finding.source.title
        assert finding.source.url.startswith("https://") or not finding.source.url
        assert not {"illegal", "you must", "is unlawful"} & set(finding.reason.lower().split(". "))
    assert "not legal advice" in str(ABOUT)


def test_texts_in_other_languages_get_no_hints() -> None:
    assert check(ParsedText("", "", ()), "es") == ()
    assert check(ParsedText("", "", ()), "en-GB") != ()


# Plain language


def test_a_long_sentence_is_shown() -> None:
    found = found_in("We " + "walk and " * 25 + "rest.")
    assert [finding.rule for finding in found] == ["long-sentence"]
    assert found[0].reason.startswith("This sentence has 52 words.")
    assert len(found[0].words) <= 200


def test_a_hard_clause_is_named_with_its_grade() -> None:
    hard = (
        "Organizational communications necessitate comprehensive interdepartmental authorization considerations. " * 10
    )
    found = {finding.rule: finding for finding in found_in(hard)}
    assert "reading-grade" in found
    assert "grade" in found["reading-grade"].reason
    assert "reading-grade" not in {finding.rule for finding in found_in(hard[:200])}


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("a", 1),
        ("the", 1),
        ("patient", 2),
        ("privacy", 3),
        ("media", 2),
        ("make", 1),
        ("people", 2),
        ("table", 2),
        ("asked", 1),
        ("wanted", 2),
        ("names", 1),
        ("changes", 2),
        ("policy", 3),
        ("don't", 1),
        ("co-workers", 3),
        ("rhythm", 1),
    ],
)
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_grade_rises_with_longer_words_and_sentences() -> None:
    easy = ["We help you.", "Ask us."]
    hard = ["Notwithstanding aforementioned considerations, organizational participation remains discretionary."]
    assert grade(easy) < 3 < 12 < grade(hard)
    assert grade([]) == grade(["123 456"]) == 0.0
    # 6 words in 2 sentences with 6 syllables: 0.39 * 3 + 11.8 * 1 - 15.59
    assert grade(["We help you.", "We ask you."]) == pytest.approx(-2.62)


def test_sentences_and_statements() -> None:
    text = "Ask Dr. Hart, e.g. by phone. Then go; but wait!\n\n- an item\n- another"
    assert sentences(text) == ("Ask Dr. Hart, e.g. by phone.", "Then go; but wait!", "an item", "another")
    assert statements("Go; but wait. Stay, but rest.") == ("Go;", "but wait.", "Stay", "but rest.")


@pytest.mark.parametrize(
    ("statement", "protects"),
    [
        ("You may speak.", True),
        ("You may not speak.", False),
        ("You may speak provided you do not disparage us.", False),
        ("You may speak and you must be polite.", False),
        ("We do not allow it.", False),
        ("We do not punish it.", True),
        ("This does not limit your rights.", True),
        ("Do not speak.", False),
        ("Speak.", False),
    ],
)
def test_protective_statements(statement: str, protects: bool) -> None:
    assert is_protective(statement) is protects


# Whatever comes in


PHRASES = [
    "Do not",
    "must",
    "you may",
    "discuss",
    "pay",
    "the media",
    "patient",
    "as long as",
    "unless",
    "confidential",
]
SIGNS = [".", ";", "\n\n", "- ", "*", "information", "blur", "before", "🩺", "<b>", "[x](", "```", "&amp;", "a" * 50]
WORDS = st.lists(st.sampled_from([*PHRASES, *SIGNS]), max_size=40).map(" ".join)


@given(WORDS | st.text(max_size=200), st.text(max_size=20))
def test_it_never_raises(body: str, key: str) -> None:
    for finding in check(ParsedText(body, body, (ClauseContent(1, key, body, body), ClauseContent(2, key, "", "")))):
        assert finding.rule
        assert len(finding.words) <= 200


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000,
        "do not " * 14_000,
        "you may not discuss " * 5_000,
        ". " * 40_000,
        "no names if may " * 6_000,
        "e.g. " * 20_000,
    ],
    ids=["one word", "bans", "talk", "ends", "conditions", "abbreviations"],
)
def test_it_ends_soon_for_a_text_without_end(text: str) -> None:
    began = time.process_time()
    check(ParsedText("", "", (ClauseContent(1, "a", "A", text),)))
    assert time.process_time() - began < 6


# Beside the clauses' own words


def test_headings_and_the_title_are_read_too() -> None:
    heading = ParsedText("No complaints about managers", "", (ClauseContent(1, "a", "Never discuss wages", "Rest."),))
    found = [(one.rule, one.clause, one.words) for one in check(heading) if one.topic != "missing"]
    assert found == [
        ("negative-comments", None, "No complaints about managers"),
        ("pay-and-conditions", "a", "Never discuss wages"),
    ]


def test_the_statement_to_sign_is_read_too_and_told_before_what_is_missing() -> None:
    text = ParsedText("Title", "", (ClauseContent(1, "a", "Heading", "Rest."),))
    found = check(text, "en-US", "I will not disparage the hospital. " + "And " * 51 + "so on.")
    rules = [one.rule for one in found if one.is_statement]
    assert rules == ["negative-comments", "long-sentence"]
    assert {one.clause for one in found if one.is_statement} == {None}
    assert [one.is_statement for one in found] == sorted((one.is_statement for one in found), reverse=True)
