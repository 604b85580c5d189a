"""An evidence pack of everybody, made on the site by keyboard and checked where nothing of ours is installed."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.journeys.hands import Keyboard
from tests.journeys.proving import auditor_says_yes, make_pack
from tests.journeys.sides import Side
from tests.journeys.visitors import Visitors
from tests.support.auditor import Auditor

pytestmark = pytest.mark.browser


def test_compliance_makes_a_pack_that_an_auditor_can_check(
    visitors: Visitors, auditor: Auditor, page_of_failure: list[Page], tmp_path: Path
) -> None:
    compliance = Side.of(visitors, "compliance", Keyboard, page_of_failure)
    pack = make_pack(compliance)
    auditor_says_yes(auditor, pack, tmp_path)
    assert len(pack.member("records.jsonl").splitlines()) == len(pack.member("entries.jsonl").splitlines())
    assert not compliance.problems
