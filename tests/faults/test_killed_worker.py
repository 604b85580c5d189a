"""kill -9 for the worker in the middle of rendering."""

import signal
import time

import pytest

from tests.faults.outcome import SOON, assert_each_once, await_all, figure
from tests.faults.scene import enact
from tests.support.running_site import RunningSite, eventually

LEASED = "SELECT kind FROM toolkit_job WHERE done_at IS NULL AND lease_token IS NOT NULL"


def kill_while_it_renders(site: RunningSite) -> int:
    """Kill the worker while it renders and sends nothing; returns how many renders that hit.

    A mail that is cut off is perhaps sent, and then never sent a second time: that is another test's business.
    """
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if "certificates.render" in running(site):
            site.signal("worker", signal.SIGSTOP)  # nothing moves while we look again
            held = running(site)
            if held.count("certificates.render") and "notices.send" not in held:
                site.kill("worker")
                return held.count("certificates.render")
            site.signal("worker", signal.SIGCONT)
        time.sleep(0.01)
    raise AssertionError("No render was ever caught")


def running(site: RunningSite) -> list[str]:
    return [kind for (kind,) in site.rows(LEASED)]


@pytest.mark.long
def test_a_worker_killed_while_rendering_loses_and_repeats_nothing(site: RunningSite) -> None:
    site.signal("worker", signal.SIGSTOP)  # so that the renders begin when we look
    late, done = enact(site, "people_are_late", 3), enact(site, "people_complete", 40)
    site.signal("worker", signal.SIGCONT)
    before = site.processes("worker")[0].pid
    hit = kill_while_it_renders(site)
    eventually(lambda: any(worker.pid != before for worker in site.processes("worker")), within=10)
    seconds = await_all(site, within=SOON)
    figure("killed worker", seconds, hit)
    assert_each_once(site, late=late, done=done)
    retried = "SELECT COUNT(*) FROM toolkit_job WHERE kind = 'certificates.render' AND attempts > 1"
    assert site.rows(retried) >= [(hit,)]
