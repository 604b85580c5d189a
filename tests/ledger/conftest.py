"""The tests of this app have no kinds of facts but those that they register."""

import pytest

from ledger import facts
from ledger.keyfiles import KeyFiles


@pytest.fixture
def keys(ledger_key: KeyFiles, monkeypatch: pytest.MonkeyPatch) -> KeyFiles:
    monkeypatch.setattr(facts, "_kinds", {})
    return ledger_key
