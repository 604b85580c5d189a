"""A small policy, as a folder of a pack and as content, for tests of whatever needs one."""

from collections.abc import Mapping
from pathlib import Path
from typing import cast

from policies.content import Mark, PolicyContent, TextContent, VersionContent
from policies.models import ChangeMark, PolicyVersion
from policies.selectors.contents import wording_digest
from policies.services.editing import mark_changes
from tests.support.files import write_files

V1 = """# Short policy

What we ask of you.

## Scope {#scope}

This covers everyone.

## Privacy {#privacy}

Do not share what *identifies* a patient.

- names
- pictures

## Blocked sites {#blocked}

Some sites are blocked.
"""
V2 = """# Short policy

What we ask of you.

## Who this covers {#scope}

This covers everyone.

## AI tools {#ai-tools}

Keep patients out of them.

## Privacy {#privacy}

Do not share what *identifies* a patient.

- names
- pictures
- voices
"""
STATEMENT = "I have read this version of the policy."
SHORT_POLICY = {
    "policies/short/policy.yaml": f"title: Short policy\nowner: E100\nreview_months: 12\nstatement: {STATEMENT}\n",
    "policies/short/v1.md": V1,
    "policies/short/v2.md": V2,
    "policies/short/v2.yaml": "effective_on: 2026-12-01\nchanges:\n  scope: editorial\n  privacy: material\n",
}
POLICY_PACK = {"pack.yaml": "name: Policies\nlanguage: en-US\nlicense: Apache-2.0\n", **SHORT_POLICY}


def write_policy_pack(folder: Path, **changes: str | bytes | None) -> Path:
    """Writes a pack that holds the short policy only. A change names a file; None leaves it out."""
    return write_files(folder, {**POLICY_PACK, **changes})


def short_policy(slug: str = "short") -> PolicyContent:
    """The first version of the short policy, in English only."""
    return PolicyContent(
        slug=slug,
        language="en-US",
        title="Short policy",
        owner="E100",
        review_months=12,
        statements={"en-US": STATEMENT},
        versions=(VersionContent(1, (TextContent.of("en-US", V1),)),),
    )


def mark(version: PolicyVersion, marks: Mapping[str, ChangeMark.Kind | None]) -> None:
    """Says how much these changes matter, as somebody who looks at the page of changes now."""
    said = {key: cast(Mark, kind.value) if kind else None for key, kind in marks.items()}
    mark_changes(version, marks=said, seen=wording_digest(version))
