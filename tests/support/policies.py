"""A small policy, as a folder of a pack and as content, for tests of whatever needs one."""

from pathlib import Path

from policies.content import PolicyContent, TextContent, VersionContent
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
