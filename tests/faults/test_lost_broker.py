"""The broker is killed and wiped, hangs, or cannot stay up. Nothing waits for it and nothing is lost with it."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from tests.faults.outcome import assert_each_once, await_all, figure
from tests.faults.scene import enact
from tests.faults.visitor import Visitor
from tests.support.running_site import RunningSite

LONGEST_ANSWER = 3.0
Trouble = Callable[[RunningSite], AbstractContextManager[None]]


@pytest.mark.long
def test_a_broker_wiped_between_commit_and_pick_up_loses_nothing(site: RunningSite) -> None:
    site.signal("worker", signal.SIGSTOP)
    late, done = enact(site, "people_are_late", 2), enact(site, "people_complete", 10)
    assert site.rows("SELECT COUNT(*) FROM toolkit_job WHERE woken_at IS NOT NULL AND done_at IS NULL") >= [(10,)]
    site.wipe_broker()
    site.signal("worker", signal.SIGCONT)
    figure("wiped broker", await_all(site))
    assert_each_once(site, late=late, done=done)


@contextmanager
def hanging(site: RunningSite) -> Iterator[None]:
    """It takes connections and never says a word."""
    site.signal("broker", signal.SIGSTOP)
    try:
        yield
    finally:
        site.signal("broker", signal.SIGCONT)


@contextmanager
def dying(site: RunningSite) -> Iterator[None]:
    """It is killed as often as it comes back."""
    is_over = threading.Event()

    def keep_killing() -> None:
        while not is_over.wait(0.02):
            for process in site.processes("broker"):
                os.kill(process.pid, signal.SIGKILL)

    killer = threading.Thread(target=keep_killing)
    killer.start()
    try:
        time.sleep(1)
        yield
    finally:
        is_over.set()
        killer.join()


@pytest.mark.long
@pytest.mark.parametrize("in_trouble", [hanging, dying])
def test_a_course_is_completed_at_once_without_the_broker(site: RunningSite, in_trouble: Trouble) -> None:
    learner = enact(site, "somebody_in_the_middle")
    visitor = Visitor(site.url, session=learner["session"])
    page = visitor.get(learner["path"].removesuffix("finish/"))
    assert page.status == 200
    with in_trouble(site):
        answer = visitor.post(learner["path"], page.text)
        assert (answer.status, answer.seconds < LONGEST_ANSWER) == (200, True), answer
        again = visitor.get("/")
        assert (again.status, again.seconds < LONGEST_ANSWER) == (200, True), again
        time.sleep(5)
    figure(f"{in_trouble.__name__} broker", await_all(site), f"answered in {answer.seconds:.2f} s")
    assert_each_once(site, done=[learner["address"]])
