"""Signatures: which policy, and a few words before it. The text to sign is the policy's own."""

from courses.content import StepContent
from toolkit.packfiles.folders import is_slug
from toolkit.packfiles.markdown_rules import Headings, check_markdown
from toolkit.packfiles.problems import Problems
from toolkit.packfiles.yamlfile import read_mapping


def read_signature(problems: Problems, file: str, text: str, slug: str) -> StepContent | None:
    """Reads the file of a signature. What is returned is of use only when nothing was reported.

    Whether there is such a policy is known to the database only, where the pack goes.
    """
    fields = read_mapping(problems, file, text)
    if fields is None:
        return None
    title = fields.text("title", limit=200)
    policy = fields.text("policy", limit=80)
    minutes = fields.whole("minutes", 1, 240)
    intro = fields.text("intro", is_required=False)
    fields.close()
    check_markdown(problems, file, intro, fields.line_of("intro"), Headings.NONE)
    if policy and not is_slug(policy):
        expected = "the folder name of a policy, like social-media-use"
        fields.report(f'The policy "{policy}" has a wrong form.', expected, key="policy")
    return StepContent(slug=slug, kind="attest", title=title, minutes=minutes or 0, text=intro, policy=policy)
