"""What several people do at the same moment, for races on a real database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection


def at_once(*acts: Callable[[], Any], refused: tuple[type[Exception], ...]) -> list[Any]:
    """What the acts answer, each in a thread and a connection of its own, begun at the same moment.

    One that is `refused` answers with the refusal.
    """
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            start.wait(20)
            return act()
        except refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
