"""Between password and code stands a page of its own, with a passkey as the other way in."""

import pytest
from playwright.sync_api import Page

from tests.journeys.browser import Watch, sign_in
from tests.journeys.soundness import LOOKS, put_on, unsound
from tests.journeys.visitors import Visitors

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]


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
