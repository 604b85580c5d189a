"""A job that is given up is shown to the administrator, who tries it again."""

import re

import pytest

from tests.faults.outcome import CERTIFICATE, assert_each_once, await_all
from tests.faults.scene import enact
from tests.faults.visitor import Visitor
from tests.support.running_site import RunningSite, eventually

RETRY = re.compile(r'action="(/health/jobs/\d+/retry/)"')


@pytest.mark.long
def test_a_job_that_was_given_up_is_shown_and_tried_again(site: RunningSite) -> None:
    site.mails.data = ["550 This mailbox is closed"]
    (refused,) = enact(site, "people_complete", 1)
    eventually(lambda: site.rows("SELECT 1 FROM toolkit_job WHERE dead_at IS NOT NULL"), within=30)
    (taken,) = enact(site, "people_complete", 1)  # others go on
    eventually(lambda: site.mails.recipients == [taken], within=30)

    administrator = Visitor(site.url, session=enact(site, "an_administrator"))
    page = administrator.get("/health/")
    assert page.status == 200
    assert "1 given up" in page.text
    assert "This mailbox is closed" in page.text
    (action,) = RETRY.findall(page.text)
    assert Visitor(site.url).post(action, page.text).status == 403  # a stranger, with a token that is not theirs
    after = administrator.post(action, page.text)
    assert after.status == 200
    assert "The job gets all its tries again." in after.text
    await_all(site)
    assert_each_once(site, done=[taken, refused])
    assert "0 given up" in administrator.get("/health/").text
    assert [str(mail["Subject"]) for mail in site.mails.messages] == [CERTIFICATE] * 2


@pytest.mark.long
def test_a_job_that_never_works_dies_of_its_attempts_and_holds_up_nobody(site: RunningSite) -> None:
    enact(site, "a_job_that_never_works")
    done = enact(site, "people_complete", 2)
    eventually(lambda: site.rows("SELECT 1 FROM toolkit_job WHERE dead_at IS NOT NULL"), within=30)
    eventually(lambda: len(site.mails.recipients) == 2, within=30)
    page = Visitor(site.url, session=enact(site, "an_administrator")).get("/health/")
    assert "DoesNotExist" in page.text
    assert_each_once(site, done=done)
