"""What the files of a policy become, every mistake that they can hold, and the way back to the same bytes."""

from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.packs import PackProblems, read_pack
from policies.content import (
    MARKS,
    AttachmentContent,
    PolicyContent,
    TextContent,
    VersionContent,
    compare_texts,
    parse_text,
)
from policies.packs import versions as limits
from policies.packs import write_policy
from tests.support.courses import SHORT_PACK, write_pack
from tests.support.policies import POLICY_PACK, SHORT_POLICY, STATEMENT, V1, V2, short_policy, write_policy_pack
from tests.support.word import zipped
from toolkit.packfiles.folders import forbidden_character

HOME = "policies/short"
YAML = f"{HOME}/policy.yaml"
PDF = b"%PDF-1.7\n\x00\x01\xff"
KEY_FORM = "small letters, digits and single hyphens"
STARTER = Path("content/social-media-in-healthcare")


def problems_of(path: Path) -> list[str]:
    with pytest.raises(PackProblems) as error:
        read_pack(path)
    return [str(problem) for problem in error.value.problems]


def test_the_files_of_a_policy_become_content(tmp_path: Path) -> None:
    pack = read_pack(write_policy_pack(tmp_path))
    assert pack.courses == ()
    (policy,) = pack.policies
    assert (policy.slug, policy.language, policy.title, policy.owner) == ("short", "en-US", "Short policy", "E100")
    assert (policy.review_months, policy.statements) == (12, {"en-US": STATEMENT})
    first, second = policy.versions
    assert first == VersionContent(1, (TextContent("en-US", "Short policy", V1),))
    assert second.effective_on == date(2026, 12, 1)
    assert second.changes == {"scope": "editorial", "privacy": "material"}
    assert [clause.key for clause in second.texts[0].clauses] == ["scope", "ai-tools", "privacy"]


def test_a_pack_may_hold_courses_and_policies(tmp_path: Path) -> None:
    pack = read_pack(write_pack(tmp_path, **SHORT_POLICY))
    assert [course.slug for course in pack.courses] == ["short"]
    assert [policy.slug for policy in pack.policies] == ["short"]


def test_an_owner_and_settings_of_a_version_may_be_left_out(tmp_path: Path) -> None:
    changes = {YAML: SHORT_POLICY[YAML].replace("owner: E100\n", ""), f"{HOME}/v2.md": V1, f"{HOME}/v2.yaml": None}
    (policy,) = read_pack(write_policy_pack(tmp_path, **changes)).policies
    assert policy.owner == ""
    assert policy.versions[1] == VersionContent(2, (TextContent.of("en-US", V1),))


SPANISH = {
    YAML: SHORT_POLICY[YAML] + "statements:\n  es: He leído esta versión.\n",
    f"{HOME}/v1.es.md": V1.replace("This covers everyone.", "Vale para todos."),
    f"{HOME}/v2.es.md": V2.replace("This covers everyone.", "Vale para todos."),
}


def test_other_languages_lie_beside_the_text(tmp_path: Path) -> None:
    (policy,) = read_pack(write_policy_pack(tmp_path, **SPANISH)).policies
    assert policy.statements == {"en-US": STATEMENT, "es": "He leído esta versión."}
    assert [text.language for text in policy.versions[0].texts] == ["en-US", "es"]


def test_a_clause_that_changed_in_another_language_only_is_marked_too(tmp_path: Path) -> None:
    spanish = {**SPANISH, f"{HOME}/v2.es.md": SPANISH[f"{HOME}/v2.es.md"].replace("Keep patients", "Fuera")}
    more = {**spanish, f"{HOME}/v2.md": V1, f"{HOME}/v2.es.md": SPANISH[f"{HOME}/v1.es.md"] + "\nMás.\n"}
    marks = "changes:\n  blocked: editorial\n"
    (policy,) = read_pack(write_policy_pack(tmp_path, **{**more, f"{HOME}/v2.yaml": marks})).policies
    assert compare_texts(policy.versions[0].texts, policy.versions[1].texts).changed == ("blocked",)


def test_versions_without_a_common_language_count_as_changed_throughout() -> None:
    found = compare_texts([TextContent.of("en-US", V1)], [TextContent.of("es", V2)])
    assert (found.changed, found.added, found.removed) == (("scope", "privacy"), ("ai-tools",), ("blocked",))


def test_attachments_belong_to_their_version(tmp_path: Path) -> None:
    files = {f"{HOME}/v1.files/card.pdf": PDF, f"{HOME}/v1.files/a-map.png": b"\x89PNG\r\n\x1a\n\x00"}
    (policy,) = read_pack(write_policy_pack(tmp_path, **files)).policies
    assert [(file.name, file.size) for file in policy.versions[0].attachments] == [("a-map.png", 9), ("card.pdf", 12)]
    assert policy.versions[1].attachments == ()


def changed(file: str, old: str, new: str) -> tuple[str, str]:
    assert POLICY_PACK[file].count(old) >= 1
    return file, POLICY_PACK[file].replace(old, new, 1)


def added(file: str, text: str) -> tuple[str, str]:
    return file, POLICY_PACK[file] + text


MISTAKES: dict[str, tuple[tuple[str, str | bytes | None], str]] = {
    "a file beside the policies": (
        ("policies/notes.md", "x"),
        "policies/notes.md:1: This file cannot stand here. Expected folders only.",
    ),
    "no policy.yaml": (
        (YAML, None),
        f"{YAML}:1: The file is missing. Expected a file with title, review_months and statement.",
    ),
    "an unknown key": (
        added(YAML, "reviewer: E1\n"),
        f'{YAML}:5: The key "reviewer" is not known here. '
        "Expected one of title, owner, review_months, statement, statements.",
    ),
    "no statement": (
        changed(YAML, f"statement: {STATEMENT}\n", ""),
        f'{YAML}:1: The key "statement" is missing. Expected statement: a text.',
    ),
    "months out of range": (
        changed(YAML, "12", "0"),
        f'{YAML}:3: "review_months" is 0. Expected a whole number from 1 to 120.',
    ),
    "a statement without a text": (
        added(YAML, "statements: {es: Hola.}\n"),
        f"{YAML}:5: No version has a text in es. Expected a file like v1.es.md.",
    ),
    "a statement in no language": (
        added(YAML, "statements: {Spanish: Hola.}\n"),
        f'{YAML}:5: "Spanish" is not the name of a language. Expected a language like en-US or de.',
    ),
    "a statement in the pack's language twice": (
        added(YAML, "statements: {en-US: Again.}\n"),
        f"{YAML}:5: en-US is the language of the pack. Expected this text as statement.",
    ),
    "statements that are a text": (
        added(YAML, "statements: Hola\n"),
        f'{YAML}:5: "statements" is a text. Expected a block of keys with values.',
    ),
    "statements that are empty": (
        added(YAML, "statements: {}\n"),
        f'{YAML}:5: "statements" is an empty block. Expected a block of keys with values.',
    ),
    "an unknown file": (
        (f"{HOME}/notes.txt", "x"),
        f"{HOME}/notes.txt:1: The name has a wrong form. Expected policy.yaml, v1.md, v1.yaml, v1.es.md for another "
        "language, or a folder v1.files.",
    ),
    "a number with a zero before it": (
        (f"{HOME}/v01.md", V1),
        f"{HOME}/v01.md:1: The name has a wrong form. Expected policy.yaml, v1.md, v1.yaml, v1.es.md for another "
        "language, or a folder v1.files.",
    ),
    "an unknown folder": (
        (f"{HOME}/files/x.pdf", PDF),
        f"{HOME}/files:1: The name has a wrong form. Expected policy.yaml, v1.md, v1.yaml, v1.es.md for another "
        "language, or a folder v1.files.",
    ),
    "a gap": (
        (f"{HOME}/v4.md", V2),
        f"{HOME}/v4.md:1: The number 4 leaves a gap. Expected v3.md: from 1 on, each number.",
    ),
    "settings without a text": (
        (f"{HOME}/v3.yaml", "effective_on: 2027-01-01\n"),
        f"{HOME}/v3.md:1: The file is missing. Expected the text of version 3 in en-US.",
    ),
    "a mistake in a text": (
        changed(f"{HOME}/v1.md", "{#scope}", ""),
        f"{HOME}/v1.md:5: The clause has no key. Expected a heading like ## Heading {{#key}}.",
    ),
    "a text in no language": (
        (f"{HOME}/v1.Spanish.md", V1),
        f'{HOME}/v1.Spanish.md:1: "Spanish" is not the name of a language. Expected a name like v1.es.md.',
    ),
    "a text in the pack's language twice": (
        (f"{HOME}/v1.en-US.md", V1),
        f"{HOME}/v1.en-US.md:1: en-US is the language of the pack. Expected this text in v1.md.",
    ),
    "a text without a statement": (
        (f"{HOME}/v1.es.md", V1),
        f"{YAML}:1: The statement in es is missing. Expected statements: with a text for es.",
    ),
    "a day that does not exist": (
        changed(f"{HOME}/v2.yaml", "2026-12-01", "2026-12-32"),
        f'{HOME}/v2.yaml:1: "effective_on" is not a date. Expected a date like 2026-11-24.',
    ),
    "a change that is not marked": (
        changed(f"{HOME}/v2.yaml", "  scope: editorial\n", ""),
        f'{HOME}/v2.md:5: The clause "scope" changed and is not marked. '
        "Expected scope: editorial or scope: material, below changes: in v2.yaml.",
    ),
    "an unknown mark": (
        changed(f"{HOME}/v2.yaml", "editorial", "minor"),
        f'{HOME}/v2.yaml:3: The mark "minor" is not known. Expected one of editorial, material.',
    ),
    "a new clause that is marked": (
        added(f"{HOME}/v2.yaml", "  ai-tools: material\n"),
        f'{HOME}/v2.yaml:5: The clause "ai-tools" is new. Expected no mark: what is new counts as material.',
    ),
    "a removed clause that is marked": (
        added(f"{HOME}/v2.yaml", "  blocked: material\n"),
        f'{HOME}/v2.yaml:5: The clause "blocked" is removed. Expected no mark: what is removed needs none.',
    ),
    "an unknown clause that is marked": (
        added(f"{HOME}/v2.yaml", "  scoop: material\n"),
        f'{HOME}/v2.yaml:5: There is no clause "scoop". Expected the key of a clause that changed.',
    ),
    "an unknown key in a version": (
        added(f"{HOME}/v2.yaml", "title: x\n"),
        f'{HOME}/v2.yaml:5: The key "title" is not known here. Expected one of effective_on, changes.',
    ),
    "marks in the first version": (
        (f"{HOME}/v1.yaml", "changes: {scope: material}\n"),
        f"{HOME}/v1.yaml:1: The first version has no changes. Expected no marks.",
    ),
    "a version that takes effect too early": (
        (f"{HOME}/v1.yaml", "effective_on: 2026-12-02\n"),
        f"{HOME}/v2.yaml:1: The version takes effect before version 1. Expected 2026-12-02 or later.",
    ),
    "an attachment with another ending": (
        (f"{HOME}/v1.files/run.exe", b"MZ"),
        f"{HOME}/v1.files/run.exe:1: The name has a wrong form. Expected {KEY_FORM}, ending with one of pdf, docx, "
        "xlsx, png, jpg.",
    ),
    "an attachment that was renamed": (
        (f"{HOME}/v1.files/card.pdf", b"<html>"),
        f"{HOME}/v1.files/card.pdf:1: The file is not what its ending says. Expected a PDF file.",
    ),
    "an attachment with macros": (
        (f"{HOME}/v1.files/form.docx", zipped({"word/document.xml": "x", "word/vbaProject.bin": "x"})),
        f"{HOME}/v1.files/form.docx:1: The file holds macros. Expected a file without macros, or a PDF file.",
    ),
    "a damaged attachment": (
        (f"{HOME}/v1.files/form.docx", b"PK\x03\x04 and nothing more"),
        f"{HOME}/v1.files/form.docx:1: The file is damaged: it cannot be opened. "
        "Expected a file that opens, or a PDF file.",
    ),
    "a folder among attachments": (
        (f"{HOME}/v1.files/more/card.pdf", PDF),
        f"{HOME}/v1.files/more:1: A folder cannot stand here. Expected the attachments of the version.",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_with_its_file_and_line_and_alone(tmp_path: Path, name: str) -> None:
    (file, text), expected = MISTAKES[name]
    assert problems_of(write_policy_pack(tmp_path, **{file: text})) == [expected]


def test_a_mark_on_what_did_not_change(tmp_path: Path) -> None:
    changes = {f"{HOME}/v2.md": V1, f"{HOME}/v2.yaml": "changes:\n  privacy: material\n"}
    assert problems_of(write_policy_pack(tmp_path, **changes)) == [
        f'{HOME}/v2.yaml:2: The clause "privacy" did not change. Expected no mark.'
    ]


def test_a_policy_without_a_version_and_with_a_name_that_cannot_be_used(tmp_path: Path) -> None:
    files = {"policies/Bad/policy.yaml": SHORT_POLICY[YAML]}
    assert problems_of(write_policy_pack(tmp_path, **files)) == [
        f'policies/Bad:1: The folder name "Bad" cannot be used. Expected {KEY_FORM}.',
        "policies/Bad/policy.yaml:1: The policy has no version. Expected files named v1.md, v2.md and so on.",
    ]


def test_texts_in_two_languages_hold_the_same_clauses(tmp_path: Path) -> None:
    turned = V1.replace("{#scope}", "{#other}")
    changes = {**SPANISH, f"{HOME}/v1.es.md": turned, f"{HOME}/v2.es.md": V2 + "\n## More {#more}\n\nText.\n"}
    assert problems_of(write_policy_pack(tmp_path, **changes))[:2] == [
        f'{HOME}/v1.es.md:5: Clause 1 is "other" here and "scope" in v1.md. Expected the clauses of v1.md in the same '
        "order.",
        f"{HOME}/v2.es.md:1: The number of clauses is 4 here and 3 in v2.md. Expected the clauses of v2.md in the same "
        "order.",
    ]


def test_attachments_have_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LARGEST_ATTACHMENT", 11)
    monkeypatch.setattr(limits, "MOST_ATTACHMENTS", 1)
    files = {f"{HOME}/v1.files/{name}.pdf": PDF[:11] for name in "ab"}
    found = problems_of(write_policy_pack(tmp_path, **files, **{f"{HOME}/v2.files/large.pdf": PDF}))
    assert found == [
        f"{HOME}/v1.files:1: The version has 2 attachments. Expected at most 1.",
        f"{HOME}/v2.files/large.pdf:1: The file is too large: 12 bytes. Expected at most 11 bytes.",
    ]


def test_mistakes_in_policies_and_courses_are_reported_together(tmp_path: Path) -> None:
    course = "courses/short/course.yaml"
    changes = dict([changed(YAML, "12", "x"), (course, SHORT_PACK[course].replace("80", "x"))])
    assert [line.split(":")[0] for line in problems_of(write_pack(tmp_path, **{**SHORT_POLICY, **changes}))] == [
        course,
        YAML,
    ]


def test_a_mistake_in_one_version_raises_no_false_alarm_about_the_next(tmp_path: Path) -> None:
    found = problems_of(write_policy_pack(tmp_path, **dict([changed(f"{HOME}/v1.md", "{#privacy}", "{#Privacy}")])))
    assert len(found) == 1


def test_what_is_written_has_the_bytes_that_were_read(tmp_path: Path) -> None:
    (policy,) = read_pack(write_policy_pack(tmp_path, **{f"{HOME}/v1.files/card.pdf": PDF})).policies
    expected = {name: text.encode() for name, text in SHORT_POLICY.items()}
    assert write_policy(policy) == {**expected, f"{HOME}/v1.files/card.pdf": PDF}


WORDS = st.text(
    st.sampled_from(list("ab:#-'\"{}[]|>&*!%@,?~=\\ 1é🩺\u00a0")) | st.characters(exclude_categories=["C"]), min_size=1
)
LINES = WORDS.map(str.strip).filter(lambda text: text and not forbidden_character(text) and len(text) < 200)


@st.composite
def policies(draw: st.DrawFn) -> PolicyContent:
    bodies = st.lists(st.sampled_from(["One.", "Two.", "- three\n- four"]), min_size=2, max_size=2)
    versions: list[VersionContent] = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        texts = []
        for language in ("en-US", "zh-Hant")[: 1 + number % 2]:
            one, two = draw(bodies)
            texts.append(TextContent.of(language, f"# Title\n\n## A {{#a}}\n\n{one}\n\n## B {{#b}}\n\n{two}\n"))
        keys = compare_texts(versions[-1].texts, texts).changed if versions else ()
        marks = {key: draw(st.sampled_from(MARKS)) for key in keys}
        day = draw(st.none() | st.just(date(2026, 12, 1) + timedelta(days=number)))
        files = tuple(AttachmentContent(f"{name}.pdf", PDF) for name in draw(st.sets(st.sampled_from("xyz"))))
        files = tuple(sorted(files, key=lambda file: file.name))
        versions.append(VersionContent(number, tuple(texts), day, marks, files))
    statements = {"en-US": draw(LINES), "zh-Hant": draw(LINES)}
    return PolicyContent("p", "en-US", draw(LINES), draw(st.just("") | LINES), 6, statements, tuple(versions))


@given(policies())
def test_whatever_is_written_reads_back_and_is_written_the_same(policy: PolicyContent) -> None:
    files = write_policy(policy)
    with TemporaryDirectory() as folder:
        for name, data in {"pack.yaml": POLICY_PACK["pack.yaml"].encode(), **files}.items():
            path = Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        (again,) = read_pack(Path(folder)).policies
    assert again == policy
    assert write_policy(again) == files


def test_the_starter_pack_holds_the_model_policies() -> None:
    accounts, use = read_pack(STARTER).policies
    first, second = use.versions
    found = compare_texts(first.texts, second.texts)
    assert [len(version.texts[0].clauses) for version in (*accounts.versions, *use.versions)] == [10, 17, 17]
    assert (found.added, found.removed) == (("ai-tools",), ("blocked-sites",))
    assert sorted(second.changes.values()) == ["editorial"] * 3 + ["material"] * 6
    assert accounts.statements == use.statements


def test_the_files_of_the_starter_pack_are_written_in_the_one_style() -> None:
    for policy in read_pack(STARTER).policies:
        written = write_policy(policy)
        assert written == {name: (STARTER / name).read_bytes() for name in written}


def test_the_content_for_tests_is_what_the_files_for_tests_say(tmp_path: Path) -> None:
    files = {f"{HOME}/v2.md": None, f"{HOME}/v2.yaml": None}
    assert read_pack(write_policy_pack(tmp_path, **files)).policies == (short_policy(),)
    assert parse_text(V1).clauses[0].heading == "Scope"
