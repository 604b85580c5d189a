"""One browser and one site for all journeys, and for each person one signed-in browser context.

Of package scope and no wider: while Playwright runs, its event loop makes Django refuse the database in this process.
"""

import json
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.browser import NoBrowser, chromium, picture_of_failure
from tests.journeys.visitors import Visitors
from tests.support.running_site import RunningSite, running_site

FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    try:
        with chromium() as started:
            yield started
    except NoBrowser as problem:
        pytest.fail(str(problem), pytrace=False)


@pytest.fixture(scope="package")
def site() -> Iterator[RunningSite]:
    """The demo, which keeps its mails in the outbox."""
    with running_site(is_demo=True, settings={"EMAIL_URL": ""}) as started:
        yield started


@pytest.fixture(scope="package")
def visitors(browser: Browser, site: RunningSite) -> Iterator[Visitors]:
    found = json.loads(site.shell("from tests.journeys import stage; stage.set_stage(has_short_course=True)"))
    with ExitStack() as stack:
        yield Visitors(browser, site, found, stack)


@pytest.fixture
def page_of_failure(request: pytest.FixtureRequest) -> Iterator[list[Page]]:
    """A journey puts its page in here; if it fails, a screenshot stays and its path is printed."""
    pages: list[Page] = []
    yield pages
    if request.node.stash.get(FAILED, False):
        for page in pages:
            print(f"Screenshot: {picture_of_failure(page, request.node.name.split('[')[0])}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if report.when == "call" and report.failed:
        item.stash[FAILED] = True
    return report
