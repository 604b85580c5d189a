"""Reads policies: each a folder with policy.yaml and the files of its versions."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from policies.content import PolicyContent, VersionContent
from policies.packs.versions import FILES, NAME, read_version
from toolkit.packfiles.folders import Folder, is_language, is_slug
from toolkit.packfiles.yamlfile import Mapping, read_fields

_EXPECTED = "policy.yaml, v1.md, v1.yaml, v1.es.md for another language, or a folder v1.files"


@dataclass
class _Settings:
    """What policy.yaml says. `fields` is None when it could not be read."""

    fields: Mapping | None
    title: str = ""
    owner: str = ""
    review_months: int = 0
    statements: dict[str, str] = field(default_factory=dict)


def read_policies(folder: Folder, language: str) -> tuple[PolicyContent, ...]:
    """Reads the folder `policies` of a pack in this language, in the order of slugs.

    Mistakes are reported to the folder's problems; what is returned is of use only when there is none.
    """
    folder.refuse_others(set(), set(folder.folders))
    return tuple(_read_policy(folder.folder(slug), slug, language) for slug in folder.folders)


def _read_policy(folder: Folder, slug: str, language: str) -> PolicyContent:
    if not is_slug(slug):
        folder.report("", f'The folder name "{slug[:80]}" cannot be used.', "small letters, digits and single hyphens")
    settings = _read_settings(folder, language)
    versions: list[VersionContent] = []
    for number in _numbers(folder):
        versions.append(read_version(folder, number, language, versions[-1] if versions else None))
    _check_statements(settings, language, versions)
    return PolicyContent(
        slug=slug,
        language=language,
        title=settings.title,
        owner=settings.owner,
        review_months=settings.review_months,
        statements=settings.statements,
        versions=tuple(versions),
    )


def _read_settings(folder: Folder, language: str) -> _Settings:
    fields = read_fields(folder, "policy.yaml", "a file with title, review_months and statement")
    if fields is None:
        return _Settings(None)
    title = fields.text("title", limit=200)
    owner = fields.text("owner", limit=200, is_required=False)
    months = fields.whole("review_months", 1, 120)
    statements = {language: fields.text("statement", limit=2_000)}
    others = fields.mapping("statements", is_required=False)
    if others:
        for name in others.names():
            text = others.text(name, limit=2_000)
            if name == language:
                others.report(f"{name} is the language of the pack.", "this text as statement", key=name)
            statements.setdefault(name, text)
    fields.close()
    return _Settings(fields, title, owner, months or 0, statements)


def _numbers(folder: Folder) -> Sequence[int]:
    """The numbers of the versions. Reports names that belong to none, and a gap between numbers."""
    numbers: set[int] = set()
    for name in folder.files:
        match = NAME.match(name)
        if match:
            numbers.add(int(match[1]))
        elif name != "policy.yaml":
            folder.report(name, "The name has a wrong form.", _EXPECTED)
    for name in folder.folders:
        match = FILES.match(name)
        if match:
            numbers.add(int(match[1]))
        else:
            folder.report(name, "The name has a wrong form.", _EXPECTED)
    if not numbers:
        folder.report("policy.yaml", "The policy has no version.", "files named v1.md, v2.md and so on")
    for expected, number in enumerate(sorted(numbers), start=1):
        if number != expected:
            folder.report(
                f"v{number}.md", f"The number {number} leaves a gap.", f"v{expected}.md: from 1 on, each number"
            )
            break
    return sorted(numbers)


def _check_statements(settings: _Settings, language: str, versions: Sequence[VersionContent]) -> None:
    """Whoever reads a text signs a statement in the same language."""
    fields = settings.fields
    if fields is None:
        return
    used = {text.language for version in versions for text in version.texts}
    for name in sorted(used - set(settings.statements)):
        fields.report(f"The statement in {name} is missing.", f"statements: with a text for {name}", key="statements")
    for name in settings.statements:
        if name != language and not is_language(name):
            expected = "a language like en-US or de"
            fields.report(f'"{name}" is not the name of a language.', expected, key="statements")
        elif name not in (*used, language) and all(version.texts for version in versions):
            fields.report(f"No version has a text in {name}.", f"a file like v1.{name}.md", key="statements")
