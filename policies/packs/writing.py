"""Writes the files of a policy again. What is written reads back as the same content, and is written the same again."""

from typing import Any

import yaml

from policies.content import PolicyContent, VersionContent

_WIDTH = 110


def write_policy(content: PolicyContent) -> dict[str, bytes]:
    """The files of the policy by their path inside the pack, in the order of paths."""
    home = f"policies/{content.slug}"
    files = {f"{home}/policy.yaml": _settings(content)}
    for version in content.versions:
        start = f"{home}/v{version.number}"
        for text in version.texts:
            name = f"{start}.md" if text.language == content.language else f"{start}.{text.language}.md"
            files[name] = text.markdown.encode()
        if version.effective_on or version.changes:
            files[f"{start}.yaml"] = _version(version)
        for attachment in version.attachments:
            files[f"{start}.files/{attachment.name}"] = attachment.data
    return dict(sorted(files.items()))


def _settings(content: PolicyContent) -> bytes:
    fields: dict[str, Any] = {"title": content.title}
    if content.owner:
        fields["owner"] = content.owner
    fields["review_months"] = content.review_months
    fields["statement"] = content.statements[content.language]
    others = {name: text for name, text in sorted(content.statements.items()) if name != content.language}
    if others:
        fields["statements"] = others
    return _yaml(fields)


def _version(version: VersionContent) -> bytes:
    fields: dict[str, Any] = {}
    if version.effective_on:
        fields["effective_on"] = version.effective_on
    if version.changes:
        order = [clause.key for clause in version.texts[0].clauses]
        fields["changes"] = {key: version.changes[key] for key in order if key in version.changes}
    return _yaml(fields)


def _yaml(fields: dict[str, Any]) -> bytes:
    """One style for all: keys in our order, each text on as few lines as fit, quotes only where YAML needs them."""
    text: str = yaml.safe_dump(fields, sort_keys=False, allow_unicode=True, width=_WIDTH)
    return text.encode()
