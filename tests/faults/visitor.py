"""A browser without a screen: cookies, forms with their tokens, and how long an answer took."""

import re
import time
from dataclasses import dataclass, field
from html import unescape
from http.cookiejar import Cookie, CookieJar
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, OpenerDirector, ProxyHandler, Request, build_opener

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
NOBODY = 0  # the status when nobody answers


@dataclass
class Answer:
    status: int
    text: str
    seconds: float


@dataclass
class Visitor:
    """Somebody at `url`; signed in with `session` if it is given."""

    url: str
    session: str = ""
    _opener: OpenerDirector = field(init=False)

    def __post_init__(self) -> None:
        jar = CookieJar()
        if self.session:
            jar.set_cookie(_cookie("session", self.session, urlsplit(self.url).hostname or ""))
        self._opener = build_opener(ProxyHandler({}), HTTPCookieProcessor(jar))

    def get(self, path: str) -> Answer:
        return self._ask(Request(self.url + path))

    def post(self, path: str, page: str) -> Answer:
        """Send the form at `path`, with the token of `page`, on which it stands, and follow to where that leads."""
        found = TOKEN.search(page)
        assert found is not None, "The page has no form"
        data = urlencode({"csrfmiddlewaretoken": found.group(1)}).encode()
        return self._ask(Request(self.url + path, data=data, headers={"Referer": self.url + "/"}))

    def _ask(self, request: Request) -> Answer:
        started = time.monotonic()
        try:
            with self._opener.open(request, timeout=30) as response:
                return Answer(response.status, unescape(response.read().decode()), time.monotonic() - started)
        except HTTPError as refusal:
            return Answer(refusal.code, unescape(refusal.read().decode()), time.monotonic() - started)
        except (URLError, ConnectionError):
            return Answer(NOBODY, "", time.monotonic() - started)


def _cookie(name: str, value: str, host: str) -> Cookie:
    return Cookie(0, name, value, None, False, host, False, False, "/", True, False, None, True, None, None, {})
