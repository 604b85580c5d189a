"""Files on disk are whole or absent."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile

from toolkit.files import DurableFileStorage


@pytest.fixture
def storage(tmp_path: Path) -> DurableFileStorage:
    return DurableFileStorage(location=str(tmp_path))


def everything_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_what_is_saved_is_read_again(storage: DurableFileStorage, tmp_path: Path) -> None:
    name = storage.save("certificates/a.pdf", ContentFile(b"%PDF" * 50_000))
    with storage.open(name) as file:
        assert file.read() == b"%PDF" * 50_000
    assert everything_in(tmp_path) == ["certificates/a.pdf"]


def test_a_failure_half_way_leaves_nothing(storage: DurableFileStorage, tmp_path: Path) -> None:
    class DiskIsFull(ContentFile):  # type: ignore[type-arg]
        def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
            yield b"half"
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        storage.save("a.pdf", DiskIsFull(b""))
    assert everything_in(tmp_path) == []


def test_no_file_takes_the_place_of_another(storage: DurableFileStorage, tmp_path: Path) -> None:
    start = threading.Barrier(8)
    names: list[str] = []

    def save(content: bytes) -> None:
        start.wait(10)
        names.append(storage.save("a.pdf", ContentFile(content)))

    threads = [threading.Thread(target=save, args=(bytes([65 + n]),)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(set(names)) == 8
    assert sorted(path.read_bytes() for path in tmp_path.iterdir()) == [bytes([65 + n]) for n in range(8)]


@pytest.mark.parametrize("name", ["../a.pdf", "/etc/a.pdf", "x/../../a.pdf"])
def test_a_name_outside_the_folder_is_refused(storage: DurableFileStorage, name: str) -> None:
    with pytest.raises(SuspiciousFileOperation):
        storage.save(name, ContentFile(b"x"))
