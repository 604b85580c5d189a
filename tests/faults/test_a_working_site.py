"""The main job by real processes, nothing going wrong."""

from tests.faults.outcome import assert_each_once, await_all
from tests.faults.scene import enact
from tests.support.running_site import RunningSite


def test_a_real_worker_sends_one_reminder_and_makes_one_certificate(site: RunningSite) -> None:
    late, done = enact(site, "people_are_late", 1), enact(site, "people_complete", 1)
    assert await_all(site, within=30) < 30
    assert_each_once(site, late=late, done=done)
    assert site.rows("SELECT COUNT(*) FROM toolkit_heartbeat WHERE name = 'worker'") == [(1,)]
