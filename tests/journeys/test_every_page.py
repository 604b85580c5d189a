"""Every page and state in Chromium: nothing for axe, nothing refused, nothing failed, nothing too wide."""

import pytest
from playwright.sync_api import Page

from tests.journeys.browser import Watch, sign_in
from tests.journeys.place import Place
from tests.journeys.places import NO_PAGE, PLACES
from tests.journeys.soundness import LOOKS, put_on, unsound
from tests.journeys.visitors import Visitors
from trainingsite.access import ACCESS

pytestmark = pytest.mark.browser
# The first place of each URL name in one look; every place in all four in the long run.
FIRST = list({place.shows: place for place in reversed(PLACES)}.values())[::-1]
ROTATED = [(place, LOOKS[number % len(LOOKS)]) for number, place in enumerate(FIRST)]


def test_every_url_name_is_looked_at_or_excused() -> None:
    """A page that nobody looks at in a browser is one that breaks for those who need it most."""
    shown = {place.shows for place in PLACES} | set(NO_PAGE)
    missing = [name for name in ACCESS if name not in shown and not name.endswith(":*")]
    assert not missing
    assert not set(NO_PAGE) - set(ACCESS)
    assert any(name.startswith("admin:") for name in shown)


@pytest.mark.parametrize(("place", "look"), ROTATED, ids=[place.name for place in FIRST])
def test_the_page_is_sound(
    visitors: Visitors, page_of_failure: list[Page], place: Place, look: tuple[str, int]
) -> None:
    watch = visitors.watch(place.who)
    page_of_failure.append(watch.page)
    put_on(watch.page, look)
    visitors.go(place, watch)
    problems = watch.take(expected=place.status)
    # axe comes last: it adds styles of its own, which the page's policy refuses and reports.
    problems += unsound(watch.page, look)
    assert not problems


def test_the_second_step_is_sound_and_leads_home(visitors: Visitors, page_of_failure: list[Page]) -> None:
    visitors.context("careful")  # adds a passkey, so that the page offers one
    localhost = visitors.site.url.replace("127.0.0.1", "localhost")
    watch = Watch(visitors.fresh(base_url=localhost).new_page())
    page_of_failure.append(watch.page)
    login, password = visitors.login_of("careful")
    sign_in(watch.page, login=login, password=password)
    watch.page.wait_for_url("**/2fa/authenticate/")
    problems = watch.take(expected=200)
    for look in LOOKS:
        put_on(watch.page, look)
        problems += unsound(watch.page, look)
    assert not problems
    code = next(iter(visitors.recovery_codes()))
    watch.page.get_by_label("Code").fill(code)
    watch.page.get_by_role("button", name="Sign in", exact=True).click()
    watch.page.wait_for_url(localhost + "/")


@pytest.mark.long
@pytest.mark.parametrize("place", PLACES, ids=str)
def test_the_page_is_sound_in_every_look(visitors: Visitors, page_of_failure: list[Page], place: Place) -> None:
    watch = visitors.watch(place.who)
    page_of_failure.append(watch.page)
    put_on(watch.page, LOOKS[0])
    visitors.go(place, watch)
    problems = watch.take(expected=place.status)
    for look in LOOKS:
        put_on(watch.page, look)
        problems += unsound(watch.page, look)
    assert not problems
