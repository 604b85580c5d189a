"""How hard a text is to read: the grade of Flesch and Kincaid (Kincaid et al., Derivation of New Readability Formulas,
Research Branch Report 8-75, 1975), and how long its sentences are."""

import re
from collections.abc import Sequence

_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^aeiouyl]|[aeiouy]l)e$|[^aeiouytd]ed$|[^aeiouyscxzg]es$")


def words(text: str) -> list[str]:
    return _WORD.findall(text)


def syllables(word: str) -> int:
    """About how many syllables an English word has; at least one."""
    return sum(_of_part(part) for part in re.split(r"['’-]", word.lower())[:1]) + sum(
        _of_part(part) for part in re.split(r"['’-]", word.lower())[1:] if len(part) > 2
    )


def _of_part(part: str) -> int:
    count = len(_VOWELS.findall(part))
    if _SILENT.search(part):
        count -= 1
    return max(count, 1)


def grade(sentences: Sequence[str]) -> float:
    """The US school grade that is needed to understand these sentences easily; 0 for no words."""
    found = [words(sentence) for sentence in sentences]
    found = [sentence for sentence in found if sentence]
    count = sum(len(sentence) for sentence in found)
    if not count:
        return 0.0
    total = sum(syllables(word) for sentence in found for word in sentence)
    return 0.39 * count / len(found) + 11.8 * total / count - 15.59
