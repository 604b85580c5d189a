"""Sending messages that may get lost. Nobody waits long for the broker, and a broken one is left alone for a while."""

import logging
import time
from collections.abc import Iterable
from typing import Any

from celery import current_app
from django.conf import settings

logger = logging.getLogger(__name__)

# After a failure people's requests must not wait for the broker one by one.
PAUSE_AFTER_FAILURE = 10.0
# Several round trips make one message; together they have to stay within two seconds on a line that swallows all.
SECONDS_A_STEP = 1.0
_quiet_until = 0.0


def send(task: str, calls: Iterable[list[Any]], *, expires: float | None = None) -> list[list[Any]]:
    """Send one message for each list of arguments; returns those that the broker took. Never raises for the broker."""
    global _quiet_until
    waiting = list(calls)
    sent: list[list[Any]] = []
    url = settings.CELERY_BROKER_URL
    if not waiting or not url or time.monotonic() < _quiet_until:
        return sent
    limits = {"socket_timeout": SECONDS_A_STEP, "socket_connect_timeout": SECONDS_A_STEP, "max_retries": 0}
    try:
        # A connection of its own: a pooled one may have died unseen, and a wiped broker must be told the queue again.
        with current_app.connection_for_write(
            url, connect_timeout=SECONDS_A_STEP, transport_options=limits
        ) as connection:
            producer = current_app.amqp.Producer(connection, auto_declare=False)
            for arguments in waiting:
                current_app.send_task(
                    task, args=arguments, producer=producer, retry=False, ignore_result=True, expires=expires
                )
                sent.append(arguments)
    except Exception as problem:
        _quiet_until = time.monotonic() + PAUSE_AFTER_FAILURE
        logger.warning("The broker took %s of %s messages: %r", len(sent), len(waiting), problem)
    return sent


def forget_failures() -> None:
    """Ask the broker again at once."""
    global _quiet_until
    _quiet_until = 0.0
