"""Files in part, as RFC 9110 §14 has it."""

from io import BytesIO
from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from courses.http import NotSatisfiable, range_of, stored_file

DATA = bytes(range(256)) * 1_000
SIZE = len(DATA)
SHA = "ab" * 32


class Noted(BytesIO):
    """Stays readable for the test after the answer has closed it."""

    is_closed = False

    def close(self) -> None:
        self.is_closed = True


def ask(method: str = "GET", **headers: str) -> tuple[HttpResponseBase, bytes]:
    file = Noted(DATA)
    request = RequestFactory().generic(method, "/x", headers=headers)
    answer = stored_file(request, file, size=SIZE, sha256=SHA, content_type="video/mp4")
    body = b"".join(answer) if answer.streaming else getattr(answer, "content", b"")
    for close in answer._resource_closers:  # type: ignore[attr-defined]  # what a server does in the end
        close()
    assert file.is_closed
    return answer, body


def test_without_a_range_the_whole_file_comes() -> None:
    answer, body = ask()
    assert (answer.status_code, body) == (200, DATA)
    assert answer["Content-Length"] == str(SIZE)
    assert answer["Accept-Ranges"] == "bytes"
    assert "Content-Range" not in answer


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-499", 0, 499),
        ("bytes=500-", 500, SIZE - 1),
        ("bytes=-500", SIZE - 500, SIZE - 1),
        (f"bytes=-{SIZE * 2}", 0, SIZE - 1),
        (f"bytes=9-{SIZE * 2}", 9, SIZE - 1),
        (f"bytes=9-{'9' * 5000}", 9, SIZE - 1),
        (f"bytes={SIZE - 1}-", SIZE - 1, SIZE - 1),
        ("Bytes = 5 - 6 ", 5, 6),
    ],
)
def test_a_range_is_handed_out(asked: str, first: int, last: int) -> None:
    answer, body = ask(Range=asked)
    assert answer.status_code == 206
    assert body == DATA[first : last + 1]
    assert answer["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
    assert answer["Content-Length"] == str(len(body))
    assert answer["Content-Type"] == "video/mp4"


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", f"bytes={SIZE}-{SIZE + 5}", "bytes=-0", f"bytes={'9' * 5000}-"])
def test_a_range_outside_of_the_file_is_a_416_that_says_the_size(asked: str) -> None:
    answer, body = ask(Range=asked)
    assert (answer.status_code, body) == (416, b"")
    assert answer["Content-Range"] == f"bytes */{SIZE}"


@pytest.mark.parametrize(
    "asked",
    ["", "bytes", "bytes=", "bytes=-", "bytes=a-b", "bytes=5-4", "items=0-5", "bytes=0-1,5-6", "bytes=٠-٩", "-1"],
)
def test_a_range_that_is_none_is_ignored(asked: str) -> None:
    answer, body = ask(Range=asked)
    assert (answer.status_code, len(body)) == (200, SIZE)


def test_head_tells_the_size_and_knows_no_ranges() -> None:
    for headers in ({}, {"Range": "bytes=0-9"}, {"Range": f"bytes={SIZE}-"}):
        answer, body = ask("HEAD", **headers)
        assert (answer.status_code, body) == (200, b"")
        assert answer["Content-Length"] == str(SIZE)
        assert answer["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize(
    ("condition", "status"),
    [
        (f'"{SHA}"', 206),
        ('"other"', 200),
        (f'W/"{SHA}"', 200),
        ("Tue, 24 Nov 2026 15:00:00 GMT", 200),
        ("", 200),
    ],
)
def test_a_range_of_another_file_than_the_client_holds_is_the_whole(condition: str, status: int) -> None:
    answer, body = ask(Range="bytes=0-9", **{"If-Range": condition})
    assert (answer.status_code, len(body)) == (status, 10 if status == 206 else SIZE)


def test_if_range_stands_before_what_cannot_be_satisfied() -> None:
    assert ask(Range=f"bytes={SIZE}-", **{"If-Range": '"other"'})[0].status_code == 200


def test_what_the_client_holds_is_not_sent_again() -> None:
    for headers in ({}, {"Range": "bytes=0-9"}, {"Range": f"bytes={SIZE}-"}):
        answer, body = ask(**{"If-None-Match": f'"{SHA}"', **headers})
        assert (answer.status_code, body) == (304, b"")
        assert answer["ETag"] == f'"{SHA}"'
        assert "immutable" in answer["Cache-Control"]
    assert ask(**{"If-None-Match": '"other"'})[0].status_code == 200


def test_an_empty_file_has_no_range() -> None:
    for asked in ("bytes=0-", "bytes=-5"):
        with pytest.raises(NotSatisfiable):
            range_of(asked, 0)


@given(st.text(max_size=30) | st.from_regex(r"bytes=[0-9]{0,6}-[0-9]{0,6}", fullmatch=True), st.integers(0, 1_000))
def test_every_header_is_a_range_within_the_file_or_none(header: str, size: int) -> None:
    try:
        found: Any = range_of(header, size)
    except NotSatisfiable:
        return
    assert found is None or 0 <= found[0] <= found[1] < size
