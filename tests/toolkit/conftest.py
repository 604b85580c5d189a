"""Job kinds that exist for one test only."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from toolkit.jobs import kinds
from toolkit.jobs.kinds import JobKind, Payload, Record

MakeKind = Callable[..., JobKind]


@pytest.fixture
def make_kind(monkeypatch: pytest.MonkeyPatch) -> MakeKind:
    """Registers `test.NAME` until the test ends. `work` gets payload and now, and returns what to record."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))

    def make(work: Callable[..., Record], *, name: str = "effect", **options: Any) -> JobKind:
        options.setdefault("lease", timedelta(seconds=30))
        kind = JobKind(f"test.{name}", work, **options)
        kinds.register(kind)
        return kind

    return make


@pytest.fixture
def effects(make_kind: MakeKind) -> list[Payload]:
    """A kind `test.effect` that appends its payload here when it records."""
    done: list[Payload] = []
    make_kind(lambda payload, now: lambda: done.append(payload))
    return done
