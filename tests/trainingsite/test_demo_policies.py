"""The policies of the demo: published in the past by its people, and the same as those of the pack."""

from pathlib import Path

import pytest
from django.conf import settings as site
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from policies.models import PolicyEvent, PolicyVersion

pytestmark = pytest.mark.django_db
PACK = site.BASE_DIR / "content" / "social-media-in-healthcare"


@pytest.fixture(autouse=True)
def _a_demo(settings: Settings, tmp_path: Path) -> None:
    settings.DEMO = True
    settings.DATA_DIR = tmp_path


def test_they_were_in_force_before_today_and_loading_the_pack_changes_nothing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("load_demo", past_of=PACK)
    today = timezone.now().date()
    days = dict(PolicyVersion.objects.values_list("policy__slug", "effective_on").order_by("number"))
    assert set(days) == {"social-media-use", "official-accounts"}
    assert all(version.effective_on and version.effective_on < today for version in PolicyVersion.objects.all())
    assert {event.by is None for event in PolicyEvent.objects.all()} == {False}
    capsys.readouterr()
    call_command("load_content", str(PACK), publish=True)
    said = [line for line in capsys.readouterr().out.splitlines() if line.startswith("policy ")]
    assert said == [
        "policy official-accounts, version 1: unchanged",
        "policy social-media-use, version 1: unchanged",
        "policy social-media-use, version 2: unchanged",
    ]
    call_command("load_demo", past_of=PACK)
    assert PolicyVersion.objects.count() == 3
