"""The keeper alone, and more of them than one needs."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from tests.faults.conftest import StartSite
from tests.faults.outcome import assert_each_once, await_all, figure
from tests.faults.scene import enact
from tests.support.running_site import HOME, RunningSite


@pytest.mark.long
def test_a_keeper_alone_does_all_the_work(start_site: StartSite) -> None:
    site = start_site(has_broker=False)
    late, done = enact(site, "people_are_late", 3), enact(site, "people_complete", 10)
    figure("keeper alone", await_all(site))
    assert_each_once(site, late=late, done=done)
    lines = [" ".join(process.cmdline()) for process in site.family()]
    assert not [line for line in lines if "celery" in line or "valkey" in line or "redis" in line]


@contextmanager
def another_keeper(site: RunningSite, *options: str) -> Iterator[None]:
    keeper = subprocess.Popen([sys.executable, "manage.py", "keep", *options], cwd=HOME, env=site.inside)
    try:
        yield
        assert keeper.poll() is None, "The other keeper has ended"
    finally:
        keeper.terminate()
        keeper.wait(20)


@pytest.mark.long
@pytest.mark.parametrize("has_broker", [True, False])
def test_three_keepers_send_one_reminder_each(start_site: StartSite, has_broker: bool) -> None:
    site = start_site(has_broker=has_broker)
    options = [] if has_broker else ["--work"]
    with ExitStack() as stack:
        for _ in range(2):
            stack.enter_context(another_keeper(site, *options))
        late, done = enact(site, "people_are_late", 10), enact(site, "people_complete", 10)
        enact(site, "remind")
        figure("three keepers", await_all(site))
    assert_each_once(site, late=late, done=done)
    slots = "SELECT dedup_key, COUNT(*) FROM toolkit_job WHERE dedup_key LIKE '20%Z' GROUP BY kind, dedup_key"
    assert {count for _, count in site.rows(slots)} == {1}
