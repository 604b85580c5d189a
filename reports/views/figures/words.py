"""Figures in words: cells of tables, and what stands at the bars of charts."""

from math import ceil

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from reports.figures.bars import Bar, Scale
from reports.figures.small_groups import Part
from reports.selectors.figures.clauses import Group
from reports.views.figures.sheet import Cell, plain

HOUR, MINUTE = 3600, 60


def not_shown() -> Cell:
    return plain(_("Not shown"))


def nothing() -> Cell:
    """Nobody was measured: an empty cell in a file."""
    return Cell("–", (None,))


def count(number: int) -> Cell:
    return Cell(number_format(number, force_grouping=True), (number,))


def people(part: Part) -> Cell:
    if part.people is not None:
        return count(part.people)
    return plain(or_more(number_format(part.at_least, force_grouping=True))) if part.at_least else not_shown()


def share(part: Part, whole: int, *, url: str = "") -> Cell:
    """Percent, of what may be known of the part."""
    text = share_words(part, whole)
    known = part.people is not None and whole
    return Cell(text, (round(100 * (part.people or 0) / whole, 1) if known else text,), url)


def share_words(part: Part, whole: int) -> str:
    if not whole:
        return "–"
    if part.people is not None:
        return percent(100 * part.people / whole)
    return or_more(percent(100 * part.at_least // whole)) if part.at_least else _("Not shown")


def share_bar(part: Part, whole: int, *, label: str = "") -> Bar:
    known = part.people if part.people is not None else part.at_least
    value = None if known is None or not whole else 100 * known / whole
    words = share_words(part, whole)
    if part.people is None and value is not None:
        words = _("≥ %(share)s") % {"share": percent(int(value))}  # short, as a chart needs it
    return Bar(value, words, label=label)


def people_bar(part: Part, label: str) -> Bar:
    known = part.people if part.people is not None else part.at_least
    if known is None:
        return Bar(None, _("Not shown"), label=label)
    text = number_format(known, force_grouping=True)
    return Bar(known, text if part.people is not None else _("≥ %(share)s") % {"share": text}, label=label)


def people_up_to(most: float) -> Scale:
    """From nobody to a round number that holds so many people."""
    half = max(5, 5 * ceil(most / 10))
    return Scale(0, 2 * half, tuple((number, number_format(number)) for number in (0, half, 2 * half)))


def percent(number: float) -> str:
    return _("%(number)s%%") % {"number": number_format(round(number))}


def or_more(number: str) -> str:
    return _("%(number)s or more") % {"number": number}


def duration(seconds: float | None) -> str:
    """A time that one reads at a glance: to the second below a minute, in minutes and seconds below an hour."""
    if seconds is None:
        return "–"
    whole = round(seconds)
    if whole < MINUTE:
        return _("%(seconds)s s") % {"seconds": whole}
    if whole < HOUR:
        minutes = {"minutes": whole // MINUTE, "seconds": whole % MINUTE}
        return _("%(minutes)s min %(seconds)s s") % minutes if minutes["seconds"] else minute_words(whole // MINUTE)
    return _("%(hours)s h %(minutes)s min") % {"hours": whole // HOUR, "minutes": whole % HOUR // MINUTE}


def minute_words(minutes: int) -> str:
    return _("%(minutes)s min") % {"minutes": minutes}


def time(seconds: float | None) -> Cell:
    return Cell(duration(seconds), (None if seconds is None else round(seconds),))


def minutes_up_to(most: float) -> Scale:
    """From nothing to an even number of minutes that holds so many seconds."""
    half = max(1, ceil(most / MINUTE / 2))
    ticks = ((0, "0"), (half * MINUTE, minute_words(half)), (2 * half * MINUTE, minute_words(2 * half)))
    return Scale(0, 2 * half * MINUTE, ticks)


def understood(group: Group) -> list[Cell]:
    """People, share and interval."""
    found = group.understanding
    if found is None:
        return [not_shown(), not_shown(), Cell(_("Not shown"), (None, None))] if group.is_hidden else nobody()
    low, high = number_format(round(found.low)), percent(found.high)
    return [
        count(found.people),
        Cell(percent(found.percent), (round(found.percent, 1),)),
        Cell(
            _("%(low)s to %(high)s") % {"low": low, "high": high},
            (round(found.low, 1), round(found.high, 1)),
        ),
    ]


def nobody() -> list[Cell]:
    return [count(0), nothing(), Cell("–", (None, None))]


def understood_bar(group: Group, *, is_before: bool = False) -> Bar:
    found = group.understanding
    if found is None:
        return Bar(None, _("Not shown") if group.is_hidden else _("Nobody yet"), is_before=is_before)
    return Bar(found.percent, percent(found.percent), found.low, found.high, is_before)
