"""Stable keys for questions: the same file gives the same keys each time."""

import hashlib
import re
import unicodedata

from toolkit.packfiles.folders import LONGEST_SLUG, is_slug

LONGEST_FROM_WORDS = 60
CLAUSE_TAG, SOURCE_TAG = "clause:", "source:"


def key_for(identifier: str, title: str, prompt: str, used: set[str]) -> str:
    """A key that is not used yet, and now is: from the first of the three that says something."""
    wanted = next((slug for slug in map(_slug, (identifier, title, prompt)) if slug), "question")
    key, number = wanted, 1
    while key in used:
        number += 1
        ending = f"-{number}"
        key = wanted[: LONGEST_SLUG - len(ending)].rstrip("-") + ending
    used.add(key)
    return key


def _slug(words: str) -> str:
    if is_slug(words):
        return words
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    slug = "-".join(re.findall(r"[a-z0-9]+", plain))
    if len(slug) > LONGEST_FROM_WORDS:
        slug = slug[: LONGEST_FROM_WORDS + 1].rpartition("-")[0] or slug[:LONGEST_FROM_WORDS]
    if not slug and words.strip():  # letters of another script
        return "q-" + hashlib.sha256(words.strip().encode(errors="replace")).hexdigest()[:10]
    return slug
