"""The people who go on journeys: each signs in once, by the form, and keeps a browser context."""

import json
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Browser, BrowserContext, Page

from tests.journeys.browser import DESK, SECONDS, Watch, sign_in
from tests.journeys.place import NOBODY, Place
from tests.journeys.stage import EXTRAS, PASSWORD
from tests.support.running_site import RunningSite, eventually


@dataclass
class Visitors:
    browser: Browser
    site: RunningSite
    found: dict[str, Any]
    stack: ExitStack
    _contexts: dict[str, BrowserContext] = field(default_factory=dict)
    _watches: dict[str, Watch] = field(default_factory=dict)

    def login_of(self, who: str) -> tuple[str, str]:
        """What this person types to sign in."""
        extra = next((extra for extra in EXTRAS if extra.key == who), None)
        if extra is not None:
            return extra.number, PASSWORD
        accounts = json.loads((self.site.data / "demo-accounts.json").read_text())
        account = next(account for account in accounts if account["role"] == who)
        return account["email"], account["password"]

    def name_of(self, who: str) -> str:
        """What this person types to sign a policy: their whole name."""
        login, _password = self.login_of(who)
        look_up = f"from tests.journeys import stage; stage.name_of({login!r})"
        return self.site.shell(look_up).strip()

    def fresh(self, **options: Any) -> BrowserContext:
        """A browser that nobody has signed in with."""
        options.setdefault("viewport", DESK)
        # For a passkey a browser wants a name, not a number.
        options.setdefault("base_url", self.site.url)
        context = self.browser.new_context(reduced_motion="reduce", **options)
        context.set_default_timeout(SECONDS * 1000)
        self.stack.callback(context.close)
        return context

    def watch(self, who: str) -> Watch:
        """The one page of this person, watched."""
        if who not in self._watches:
            self._watches[who] = Watch(self.context(who).new_page())
        return self._watches[who]

    def context(self, who: str) -> BrowserContext:
        if who not in self._contexts:
            self._contexts[who] = self._signed_in(who)
        return self._contexts[who]

    def _signed_in(self, who: str) -> BrowserContext:
        if who == NOBODY:
            return self.fresh()
        if who == "careful":
            return self._with_second_step(who)
        context = self.fresh()
        if who == "passwordless":
            context.add_cookies([{"name": "session", "value": self.found["session"], "url": self.site.url}])
            return context
        page = context.new_page()
        login, password = self.login_of(who)
        sign_in(page, login=login, password=password)
        page.wait_for_url(self.site.url + "/")
        page.close()
        return context

    def _with_second_step(self, who: str) -> BrowserContext:
        """Signs in with a code, and adds a passkey: Chromium plays the device."""
        context = self.fresh(base_url=self.site.url.replace("127.0.0.1", "localhost"))
        page = context.new_page()
        login, password = self.login_of(who)
        sign_in(page, login=login, password=password)
        page.get_by_label("Code").fill(self.code())
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url("**/")
        add_device(page)
        page.goto("/accounts/2fa/webauthn/add/")
        self._type_password_again(page, who)
        page.get_by_label("A name by which you know it").fill("My phone")
        page.get_by_role("button", name="Add", exact=True).click()
        page.wait_for_url(lambda address: not address.endswith("/add/"))
        page.goto("/accounts/2fa/webauthn/")
        link = page.get_by_role("link", name="Rename My phone").get_attribute("href")
        assert link
        self.found["passkey"] = link.strip("/").split("/")[-2]
        page.close()
        return context

    def _type_password_again(self, page: Page, who: str) -> None:
        page.get_by_label("Password").fill(self.login_of(who)[1])
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url(lambda address: "/reauthenticate/" not in address)

    def code(self) -> str:
        """What the authenticator app shows now."""
        left = 30 - time.time() % 30
        if left < 10:
            time.sleep(left + 0.1)  # a code that is about to end could end while it is typed
        counter = next(iter(yield_hotp_counters_from_time()))
        return str(format_hotp_value(hotp_value(self.found["totp"], counter)))

    def recovery_codes(self) -> list[str]:
        """Those of the person with a second step."""
        page = self.context("careful").new_page()
        page.goto("/accounts/2fa/recovery-codes/")
        if "/reauthenticate/" in page.url:
            self._type_password_again(page, "careful")
        codes = page.locator("main li, main pre").all_inner_texts()
        page.close()
        return [code.strip() for code in codes if code.strip()]

    def go(self, place: Place, watch: Watch) -> None:
        """Open the place and do there what is to be done."""
        if "{mail}" in place.address and "mail" not in self.found:
            self.found["mail"] = self._kept_mail()
        # Away from the last page first: what a check of that one caused must not be blamed on this one.
        watch.page.goto("about:blank")
        watch.problems.clear()
        watch.page.goto(place.address.format(**self.found))
        if "/reauthenticate/?next=" in watch.page.url:
            self._type_password_again(watch.page, place.who)
        if place.act:
            place.act(watch.page)
            watch.page.wait_for_load_state()

    def _kept_mail(self) -> str:
        folder = self.site.data / "outbox"
        first = eventually(lambda: folder.is_dir() and sorted(folder.glob("*")), within=30)
        assert first
        return first[0].stem


def add_device(page: Page) -> None:
    """Give the browser a device that holds passkeys and always says yes."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
