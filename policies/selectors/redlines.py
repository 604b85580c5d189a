"""What differs between two versions of a policy, and what differs for a reader since they signed."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from policies.content import Mark
from policies.models import Policy, PolicyText, PolicyVersion
from policies.redline import Difference, Place, compose, difference_bytes
from policies.selectors.contents import marks_of
from policies.selectors.memory import Remembered
from policies.selectors.reading import reading_of
from policies.selectors.signing import nearest
from policies.selectors.versions import Signed

MOST_CHARACTERS = 4_000_000
_Key = tuple[str, ...]
_remembered: Remembered[_Key, Difference] = Remembered(MOST_CHARACTERS)


@dataclass(frozen=True)
class Redline:
    """The difference from one published version to a later one, in one language, with the strongest mark of each
    changed clause on the way."""

    policy: Policy
    before: PolicyVersion
    after: PolicyVersion
    text_before: PolicyText
    text_after: PolicyText
    difference: Difference

    @property
    def language(self) -> str:
        return self.text_after.language


def redline(before: PolicyVersion, after: PolicyVersion, language: str | None = None) -> Redline | None:
    """What differs between two published versions of one policy, `before` the lower number.

    In the reader's language, else in the nearest that both have; None when they have none in common. Over several
    versions the marks of each are composed: whatever was material once on the way is material.
    """
    versions = list(
        after.policy.versions.published()
        .filter(number__gte=before.number, number__lte=after.number)
        .order_by("number")
        .prefetch_related("texts", "change_marks")
    )
    both = {text.language for text in versions[0].texts.all()} & {text.language for text in versions[-1].texts.all()}
    if not both:
        return None
    chosen = nearest(
        sorted((text for text in versions[-1].texts.all() if text.language in both), key=_language), language
    )
    texts, marks = _chain(versions, chosen.language)
    return Redline(
        policy=after.policy,
        before=versions[0],
        after=versions[-1],
        text_before=texts[0],
        text_after=texts[-1],
        difference=_composed(texts, marks),
    )


def since_signed(version: PolicyVersion, signed: Signed, language: str | None = None) -> Redline | None:
    """The difference from what was signed to this version; None when it is that one or an earlier one."""
    if signed.number >= version.number:
        return None
    return redline(signed.attestation.version, version, language)


def bytes_shown(since: Redline) -> bytes:
    """A difference as it is hashed for the record of a signature."""
    return difference_bytes(
        since.difference,
        slug=since.policy.slug,
        language=since.language,
        before=Place(since.before.number, since.text_before.sha256),
        after=Place(since.after.number, since.text_after.sha256),
    )


def difference_again(before: UUID, after: UUID, language: str) -> bytes | None:
    """The bytes of what was shown between these two versions, made again from what is frozen; None if it cannot be."""
    found = {row.uuid: row for row in PolicyVersion.objects.published().filter(uuid__in=[before, after])}
    one, two = found.get(before), found.get(after)
    if one is None or two is None or one.policy_id != two.policy_id or one.number >= two.number:
        return None
    since = redline(one, two, language)
    return bytes_shown(since) if since else None


def _language(text: PolicyText) -> str:
    return text.language


def _chain(versions: list[PolicyVersion], language: str) -> tuple[list[PolicyText], list[Mapping[str, Mark]]]:
    """The texts in this language, and the marks between them. A version without it passes its marks on."""
    texts: list[PolicyText] = []
    marks: list[Mapping[str, Mark]] = []
    waiting: dict[str, Mark] = {}
    for version in versions:
        for key, mark in marks_of(version).items():
            waiting[key] = "material" if "material" in (mark, waiting.get(key)) else mark
        text = next((text for text in version.texts.all() if text.language == language), None)
        if text is None:
            continue
        if texts:
            marks.append(waiting)
        texts.append(text)
        waiting = {}
    return texts, marks


def _composed(texts: list[PolicyText], marks: list[Mapping[str, Mark]]) -> Difference:
    """Comparing is slow for long texts that differ much, and always gives the same: it is kept."""
    key = (
        *(f"{text.uuid}:{text.sha256}" for text in texts),
        *(f"{at}:{clause}={mark}" for at, given in enumerate(marks) for clause, mark in sorted(given.items())),
    )
    known = _remembered.get(key)
    if known is None:
        known = compose([reading_of(text).parsed for text in texts], marks)
        _remembered.put(key, known, weight=len(texts[0].markdown) + len(texts[-1].markdown))
    return known
