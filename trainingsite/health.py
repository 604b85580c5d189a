"""How the parts of the site are doing: each check asks one of them, briefly, and never raises."""

import logging
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

import redis
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ledger.selectors import freshness, is_check_overdue, last_verification
from policies.http import TOO_FEW_PROXIES
from toolkit import heartbeats
from toolkit.models import Job
from trainingsite.launch.environment import PDF_PACKAGES, install_line, missing_pdf_libraries

logger = logging.getLogger(__name__)

KEEPER_MAY_BE_SILENT = timedelta(seconds=30)
WORKER_MAY_BE_SILENT = timedelta(seconds=60)
PROXIES_REMEMBERED = timedelta(days=1)
MAY_WAIT = timedelta(minutes=2)
SECONDS_TO_ANSWER = 1.0
MOST_DEAD_JOBS = 50


class State(StrEnum):
    GOOD = "good"
    NOTE = "note"  # as it was set up, or not needed
    BAD = "bad"


@dataclass(frozen=True)
class Check:
    name: str
    label: str
    state: State
    detail: str

    @property
    def word(self) -> str:
        return {State.GOOD: _("Works"), State.NOTE: _("Note"), State.BAD: _("Needs attention")}[self.state]

    @property
    def badge(self) -> str:
        return {State.GOOD: "done", State.NOTE: "neutral", State.BAD: "late"}[self.state]


def is_ready(checks: list[Check]) -> bool:
    """Whether requests should come here. Only without the database nothing works: the rest is waited out."""
    return all(check.state is not State.BAD for check in checks if check.name == "database")


def readiness(*, now: datetime) -> list[Check]:
    """The checks that are cheap enough for every few seconds."""
    return _run(now, [_database, _cache, _broker, _keeper, _worker])


def everything(*, now: datetime) -> list[Check]:
    """The checks of the health page."""
    return _run(now, [_database, _cache, _broker, _keeper, _worker, _jobs, _ledger, _mail, _pdf, _proxies])


def dead_jobs() -> list[Job]:
    """Jobs that were given up, the latest first."""
    return list(Job.objects.dead().order_by("-dead_at", "-pk")[:MOST_DEAD_JOBS])


def _run(now: datetime, checks: list[Callable[[datetime], Check]]) -> list[Check]:
    return [_guarded(check, now) for check in checks]


def _guarded(check: Callable[[datetime], Check], now: datetime) -> Check:
    try:
        return check(now)
    except Exception as problem:
        name = check.__name__.strip("_")
        logger.warning("The health check %s failed: %r", name, problem)
        return Check(name, LABELS[name](), State.BAD, _("It does not answer."))


LABELS: dict[str, Callable[[], str]] = {
    "database": lambda: _("Database"),
    "cache": lambda: _("Cache"),
    "broker": lambda: _("Broker"),
    "keeper": lambda: _("Keeper"),
    "worker": lambda: _("Worker"),
    "jobs": lambda: _("Jobs"),
    "ledger": lambda: _("Ledger"),
    "mail": lambda: _("Mail"),
    "pdf": lambda: _("PDF files"),
    "proxies": lambda: _("Proxies"),
}


def _database(now: datetime) -> Check:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Check("database", LABELS["database"](), State.GOOD, connection.display_name)


def _cache(now: datetime) -> Check:
    cache.get("health")
    where = _("In the broker's memory.") if settings.REDIS_URL else _("In the database.")
    return Check("cache", LABELS["cache"](), State.GOOD, where)


def _broker(now: datetime) -> Check:
    if not settings.REDIS_URL:
        return Check("broker", LABELS["broker"](), State.NOTE, _("There is none. The keeper does the work."))
    url = settings.REDIS_URL.replace("redis+socket:", "unix:")
    limits = {"socket_timeout": SECONDS_TO_ANSWER, "socket_connect_timeout": SECONDS_TO_ANSWER}
    with redis.Redis.from_url(url, **limits) as client:
        client.ping()
    return Check("broker", LABELS["broker"](), State.GOOD, _("It answers."))


def _keeper(now: datetime) -> Check:
    return _alive("keeper", heartbeats.silence(heartbeats.KEEPER, now=now), KEEPER_MAY_BE_SILENT)


def _worker(now: datetime) -> Check:
    if not settings.REDIS_URL:
        return Check("worker", LABELS["worker"](), State.NOTE, _("None is needed. The keeper does the work."))
    return _alive("worker", heartbeats.silence(heartbeats.WORKER, now=now), WORKER_MAY_BE_SILENT)


def _alive(name: str, silence: timedelta | None, allowed: timedelta) -> Check:
    if silence is None:
        return Check(name, LABELS[name](), State.BAD, _("It has never been seen."))
    state = State.GOOD if silence <= allowed else State.BAD
    return Check(name, LABELS[name](), state, _("Seen at work %(when)s.") % {"when": how_long_ago(silence)})


def how_long_ago(silence: timedelta) -> str:
    seconds = int(silence.total_seconds())
    if seconds < 120:
        return ngettext("%(count)d second ago", "%(count)d seconds ago", seconds) % {"count": seconds}
    if seconds < 7200:
        return _("%(count)d minutes ago") % {"count": seconds // 60}
    return _("%(count)d hours ago") % {"count": seconds // 3600}


def _jobs(now: datetime) -> Check:
    waiting = Job.objects.unfinished().filter(not_before__lte=now).count()
    is_stuck = Job.objects.unfinished().filter(not_before__lt=now - MAY_WAIT, lease_until=None).exists()
    dead = Job.objects.dead().count()
    words = _("%(waiting)d waiting, %(dead)d given up.") % {"waiting": waiting, "dead": dead}
    return Check("jobs", LABELS["jobs"](), State.BAD if is_stuck or dead else State.GOOD, words)


def _ledger(now: datetime) -> Check:
    found = freshness(now=now)
    if found.problem is not None:
        return Check("ledger", LABELS["ledger"](), State.BAD, found.detail)
    if found.checkpoint is None:
        return Check("ledger", LABELS["ledger"](), State.NOTE, _("It begins when the keeper first runs."))
    check = last_verification()
    if check is not None and not check.is_sound:
        return Check("ledger", LABELS["ledger"](), State.BAD, _("The last check found records that were changed."))
    if is_check_overdue(now=now):
        return Check("ledger", LABELS["ledger"](), State.BAD, _("Nobody has checked every record for two nights."))
    words = _("%(size)d entries are sealed, %(pending)d wait.") % {"size": found.size, "pending": found.pending}
    return Check("ledger", LABELS["ledger"](), State.BAD if found.is_late else State.GOOD, words)


def _mail(now: datetime) -> Check:
    if not settings.EMAIL_URL:
        return Check("mail", LABELS["mail"](), State.NOTE, _("Not sent: kept here and shown in the outbox."))
    with socket.create_connection((settings.EMAIL_HOST, settings.EMAIL_PORT), timeout=SECONDS_TO_ANSWER):
        return Check("mail", LABELS["mail"](), State.GOOD, _("%(host)s answers.") % {"host": settings.EMAIL_HOST})


def _pdf(now: datetime) -> Check:
    if missing_pdf_libraries():
        how = _("Certificates wait until this is run as root: %(line)s") % {"line": install_line(PDF_PACKAGES)}
        return Check("pdf", LABELS["pdf"](), State.BAD, how)
    return Check("pdf", LABELS["pdf"](), State.GOOD, _("Can be drawn."))


def _proxies(now: datetime) -> Check:
    seen = heartbeats.silence(TOO_FEW_PROXIES, now=now)
    if seen is not None and seen <= PROXIES_REMEMBERED:
        words = _(
            "Somebody signed through fewer proxies than TRUSTED_PROXIES says, %(when)s, and no address was recorded. "
            "Set it to how many there are."
        )
        return Check("proxies", LABELS["proxies"](), State.BAD, words % {"when": how_long_ago(seen)})
    if not settings.TRUSTED_PROXIES:
        return Check("proxies", LABELS["proxies"](), State.NOTE, _("None are trusted."))
    words = _("Trusted: %(count)d.") % {"count": settings.TRUSTED_PROXIES}
    return Check("proxies", LABELS["proxies"](), State.GOOD, words)
