"""Remembering what was worked out from content that is named by its digest, within a bound. Safe among threads."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Remembered(Generic[Key, Value]):
    """Values by key, the least recently used forgotten first when their weights together pass `most`."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._weight = 0
        self._values: OrderedDict[Key, tuple[Value, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> Value | None:
        with self._lock:
            found = self._values.get(key)
            if found is None:
                return None
            self._values.move_to_end(key)
            return found[0]

    def put(self, key: Key, value: Value, *, weight: int) -> None:
        """Keeps the value. One that is heavier than the bound alone is not kept."""
        with self._lock:
            old = self._values.pop(key, None)
            self._weight += weight - (old[1] if old else 0)
            self._values[key] = (value, weight)
            while self._weight > self._most:
                _key, (_value, lighter) = self._values.popitem(last=False)
                self._weight -= lighter

    def clear(self) -> None:
        with self._lock:
            self._values.clear()
            self._weight = 0

    def __len__(self) -> int:
        return len(self._values)
