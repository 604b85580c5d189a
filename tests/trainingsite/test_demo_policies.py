"""The policies of the demo: published in the past by its people, and the same as those of the pack."""

from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings as site
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from policies.models import Attestation, PolicyEvent, PolicyVersion

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


def test_some_signed_the_version_before_and_the_employee_to_sign_in_as_is_one_of_them() -> None:
    call_command("load_demo", past_of=PACK)
    call_command("load_content", str(PACK), publish=True)
    call_command("load_demo", verbosity=0)
    numbers = Counter(Attestation.objects.values_list("version__number", flat=True))
    assert numbers[1] > 30
    assert numbers[2] > 10
    assert Attestation.objects.get(employee__name="Ada Osei").version.number == 1
    for row in Attestation.objects.select_related("version"):
        assert row.version.effective_on is not None
        assert row.version.effective_on <= row.signed_on
