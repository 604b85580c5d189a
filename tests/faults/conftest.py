"""Whole sites on the database that the run is for."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from tests.faults.outcome import await_all
from tests.support.databases import fresh_database
from tests.support.running_site import RunningSite, running_site

StartSite = Callable[..., RunningSite]


@pytest.fixture
def start_site() -> Iterator[StartSite]:
    """Start a site with the options of `running_site`; it is gone after the test."""
    with ExitStack() as stack:
        yield lambda **options: stack.enter_context(
            running_site(database_url=stack.enter_context(fresh_database()), **options)
        )


@pytest.fixture
def site(start_site: StartSite) -> RunningSite:
    """An empty site with web, worker, keeper and broker, which has done what a first start has to do.

    Otherwise a fault could hit last night's check of the ledger, which nobody takes over for half an hour.
    """
    found = start_site()
    await_all(found)
    return found
