"""The processes together: a real broker, a real worker, a real keeper, and what is left when one of them dies."""

from collections.abc import Iterator
from urllib.request import urlopen

import pytest

from tests.support.site import RunningSite, running_site

pytestmark = pytest.mark.xdist_group("running site")  # one site for all of them

ENQUEUE = """
from django.utils import timezone
from toolkit.jobs import queue
for n in range({count}):
    queue.enqueue("trainingsite.clean_up", dedup_key=f"{name}-{{n}}", now=timezone.now())
"""
UNFINISHED = "SELECT count(*) FROM toolkit_job WHERE done_at IS NULL"


@pytest.fixture(scope="module")
def site() -> Iterator[RunningSite]:
    with running_site(HEALTH_TOKEN="t") as started:
        yield started


def enqueue(site: RunningSite, name: str, count: int = 1) -> None:
    site.python(ENQUEUE.format(name=name, count=count))


def all_done(site: RunningSite, name: str, count: int) -> bool:
    ((done,),) = site.rows(f"SELECT count(*) FROM toolkit_job WHERE dedup_key LIKE '{name}-%' AND done_at IS NOT NULL")  # noqa: S608
    return bool(done == count)


def test_the_site_answers(site: RunningSite) -> None:
    with urlopen(f"{site.url}/health/live") as answer:
        assert answer.read() == b"ok"


def test_a_worker_does_a_job_within_seconds(site: RunningSite) -> None:
    enqueue(site, "quick", 20)
    site.wait_until(lambda: all_done(site, "quick", 20), within=10)


def test_a_worker_shows_that_it_is_alive(site: RunningSite) -> None:
    site.wait_until(lambda: site.rows("SELECT 1 FROM toolkit_heartbeat WHERE name = 'worker'"), within=30)


@pytest.mark.long
def test_what_is_queued_while_the_worker_is_dead_is_done_when_it_is_back(site: RunningSite) -> None:
    site.kill_worker()
    enqueue(site, "worker", 10)
    site.start_worker()
    site.wait_until(lambda: all_done(site, "worker", 10))


@pytest.mark.long
def test_what_a_wiped_broker_has_forgotten_is_done_and_the_worker_goes_on(site: RunningSite) -> None:
    site.kill_worker()
    enqueue(site, "wiped", 10)
    site.kill_broker(wipe=True)
    site.start_worker()
    site.start_broker()
    site.wait_until(lambda: all_done(site, "wiped", 10))


@pytest.mark.long
def test_a_worker_that_saw_the_broker_die_takes_messages_again(site: RunningSite) -> None:
    site.kill_broker(wipe=True)
    site.start_broker()
    site.wait_until(lambda: _worker_beats_again(site), within=60)


def _worker_beats_again(site: RunningSite) -> bool:
    ((before,),) = site.rows("SELECT at FROM toolkit_heartbeat WHERE name = 'worker'")
    site.wait_until(lambda: site.rows("SELECT at FROM toolkit_heartbeat WHERE name = 'worker'") != [(before,)])
    return True


@pytest.mark.long
def test_without_any_worker_the_keeper_does_what_is_left(site: RunningSite) -> None:
    site.kill_worker()
    enqueue(site, "rescued", 3)
    site.wait_until(lambda: all_done(site, "rescued", 3), within=60)
    site.start_worker()


@pytest.mark.long
def test_without_any_broker_the_keeper_does_what_is_left(site: RunningSite) -> None:
    site.kill_broker()
    enqueue(site, "unheard", 3)
    site.wait_until(lambda: all_done(site, "unheard", 3), within=60)
    site.start_broker()
