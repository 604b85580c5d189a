"""Compliance makes an evidence pack by keyboard, and the program in it says yes where nothing of ours is installed."""

import time
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.journeys.browser import Watch
from tests.journeys.hands import Keyboard
from tests.journeys.soundness import LOOKS, put_on, unsound
from tests.journeys.visitors import Visitors
from tests.support.auditor import run_alone

pytestmark = pytest.mark.browser
SECONDS = 30


def test_compliance_makes_a_pack_that_an_auditor_can_check(
    visitors: Visitors, page_of_failure: list[Page], tmp_path: Path
) -> None:
    watch = Watch(visitors.fresh().new_page())
    page, hand = watch.page, Keyboard(watch.page)
    page_of_failure.append(page)
    login, password = visitors.login_of("compliance")
    page.goto("/accounts/login/")
    hand.fill("E-mail or employee number", login)
    hand.fill("Password", password)
    hand.press("Sign in")
    page.goto("/compliance/evidence/")
    hand.press("Make the pack")
    download = page.get_by_role("link", name="Download", exact=True)
    until = time.monotonic() + SECONDS
    while not download.is_visible():  # the page asks again by itself
        assert time.monotonic() < until
        page.wait_for_timeout(200)
    pack = tmp_path / "evidence.zip"
    pack.write_bytes(page.context.request.get(download.get_attribute("href") or "").body())
    problems = watch.take(expected=200)
    put_on(page, LOOKS[0])
    assert not problems + unsound(page, LOOKS[0])
    with zipfile.ZipFile(pack) as archive:
        archive.extract("verify.py", tmp_path)
    done = run_alone(tmp_path / "verify.py", pack)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("OK")
