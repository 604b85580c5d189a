"""Answers that hand out a stored file, whole or in part (RFC 9110 §14), as video players and broken downloads ask.

Django and the WSGI server hand out whole files only; WhiteNoise knows ranges, but not If-Range, and only static files.
"""

import re
from collections.abc import Iterator
from typing import IO

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

CHUNK = 1 << 16
# Bytes that go by their digest never change; `private`, since only those may have them who may see the page.
FOR_EVER = "private, max-age=31536000, immutable"
_RANGE = re.compile(r"bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*\Z", re.ASCII | re.IGNORECASE)
_LONGEST = 18  # digits of a position; more lie behind the end of any file


class NotSatisfiable(Exception):
    """The range lies outside of the file."""


def range_of(header: str, size: int) -> tuple[int, int] | None:
    """First and last position of the asked range; None for a header to ignore, which means the whole file.

    Several ranges at once are ignored too, which a server may do. Raises NotSatisfiable.
    """
    match = _RANGE.match(header.strip())
    if match is None or not (match[1] or match[2]):
        return None
    first, last = (int(part[:_LONGEST]) if len(part) <= _LONGEST else 10**_LONGEST for part in _filled(match))
    if not match[1]:  # the last so many bytes
        if last == 0 or size == 0:
            raise NotSatisfiable
        return max(size - last, 0), size - 1
    if match[2] and last < first:
        return None
    if first >= size:
        raise NotSatisfiable
    return first, min(last, size - 1) if match[2] else size - 1


def _filled(match: re.Match[str]) -> tuple[str, str]:
    return match[1] or "0", match[2] or "0"


class _Piece:
    """Reads so many bytes from a place on, and closes the file when the server is done with the answer."""

    def __init__(self, file: IO[bytes], first: int, length: int) -> None:
        self.file = file
        self.first = first
        self.left = length

    def __iter__(self) -> Iterator[bytes]:
        self.file.seek(self.first)
        while self.left and (chunk := self.file.read(min(CHUNK, self.left))):
            self.left -= len(chunk)
            yield chunk

    def close(self) -> None:
        self.file.close()


def stored_file(
    request: HttpRequest, file: IO[bytes], *, size: int, sha256: str, content_type: str, save_as: str = ""
) -> HttpResponseBase:
    """The answer to GET or HEAD for this file, which it closes. `save_as`: it is saved under this name, not opened."""
    etag = f'"{sha256}"'
    response = _answer(request, file, size, etag, content_type)
    if response.status_code != 416:
        response["Cache-Control"] = FOR_EVER
    if save_as:
        response["Content-Disposition"] = content_disposition_header(True, save_as) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    # Opened by itself, a drawing or document has no rights on this site.
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _answer(request: HttpRequest, file: IO[bytes], size: int, etag: str, content_type: str) -> HttpResponseBase:
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        file.close()
        unchanged["ETag"] = etag
        return unchanged
    first, last, status = 0, size - 1, 200
    header = request.headers.get("Range")
    # Only GET knows ranges (§14.2); a range of another file than the one that the client holds a part of is the whole.
    if header and request.method == "GET" and request.headers.get("If-Range", etag).strip() == etag:
        try:
            asked = range_of(header, size)
        except NotSatisfiable:
            file.close()
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"})
        if asked:
            (first, last), status = asked, 206
    length = last - first + 1
    response: HttpResponseBase
    if request.method == "HEAD":
        file.close()
        response = HttpResponse(status=status, content_type=content_type)
    else:
        response = StreamingHttpResponse(_Piece(file, first, length), status=status, content_type=content_type)
    response["Content-Length"] = str(length)
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    if status == 206:
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    return response
