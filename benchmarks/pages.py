"""Server time of four pages on the demo data, as a ratio to a bare view with the same session and one query.

SQLite, one process, requests straight into the WSGI handler: no network and no server in between. The bare view runs
behind sessions and authentication alone; it reads its user and makes one query: a SELECT for the pages that read, an
INSERT for the one that writes, each committed like ours. All five are measured in turn within one run.
"""

import io
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROUNDS = 150
BARS = {"home": 4.0, "step": 4.0, "quiz save": 3.0, "hr": 6.0}
HOME = Path(__file__).resolve().parents[1]


def prepare() -> None:
    """A throw-away data folder with the starter pack and the demo organization."""
    data = tempfile.mkdtemp(prefix="trainingsite-bench-")
    os.environ.update(
        DATA_DIR=data, DEMO="True", SECRET_KEY="only-for-benchmarks-" * 3, DATABASE_URL="", REDIS_URL="", LOG_LEVEL="ERROR"
    )
    os.environ["DJANGO_SETTINGS_MODULE"] = "trainingsite.settings.production"


class Caller:
    """Calls a WSGI application with one session, and fails on any answer but the expected one."""

    def __init__(self, application: Callable[..., Any], cookies: str, token: str) -> None:
        self.application = application
        self.cookies = cookies
        self.token = token

    def __call__(self, path: str, body: bytes = b"", *, expect: int) -> float:
        environ = {
            "REQUEST_METHOD": "POST" if body else "GET",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "HTTP_HOST": "127.0.0.1:8000",
            "HTTP_COOKIE": self.cookies,
            "HTTP_X_CSRFTOKEN": self.token,
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.url_scheme": "http",
            "wsgi.version": (1, 0),
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        status = 0

        def start_response(line: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
            nonlocal status
            status = int(line.split()[0])

        started = time.perf_counter()
        response = self.application(environ, start_response)
        for _chunk in response:
            pass
        response.close()
        took = time.perf_counter() - started
        assert status == expect, f"{path} answered {status}"
        return took
