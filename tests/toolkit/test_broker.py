"""Sending wake-ups: a broker that is down, silent or wiped costs little and breaks nothing."""

import socket
import time
from collections.abc import Iterator

import pytest
import redis
from django.core.cache import caches
from django.test import override_settings

from tests.support.brokers import Broker, private_broker
from toolkit.jobs import broker

NOWHERE = "redis+socket:///nowhere/broker.sock"


@pytest.fixture(autouse=True)
def _no_failure_is_remembered() -> Iterator[None]:
    broker.forget_failures()
    yield
    broker.forget_failures()


@pytest.fixture
def valkey() -> Iterator[Broker]:
    with private_broker() as started, override_settings(CELERY_BROKER_URL=started.url):
        yield started


def waiting(valkey: Broker) -> int:
    with redis.Redis(unix_socket_path=str(valkey.path)) as client:
        length = client.llen("celery")
        assert isinstance(length, int)
        return length


def test_every_message_reaches_the_queue(valkey: Broker) -> None:
    assert broker.send("toolkit.run_job", [[1], [2], [3]]) == [[1], [2], [3]]
    assert waiting(valkey) == 3


def test_a_broker_that_came_back_empty_is_told_the_queue_again(valkey: Broker) -> None:
    broker.send("toolkit.run_job", [[1]])
    valkey.kill(wipe=True)
    valkey.start()
    assert broker.send("toolkit.run_job", [[2]]) == [[2]]
    assert waiting(valkey) == 1


def test_without_a_broker_nothing_is_sent() -> None:
    with override_settings(CELERY_BROKER_URL=""):
        assert broker.send("toolkit.run_job", [[1]]) == []


def test_a_broker_that_is_down_is_left_alone_for_a_while(valkey: Broker) -> None:
    valkey.kill()
    started = time.monotonic()
    assert broker.send("toolkit.run_job", [[1]]) == []
    assert time.monotonic() - started < 0.5
    valkey.start()
    assert broker.send("toolkit.run_job", [[2]]) == []
    broker.forget_failures()
    assert broker.send("toolkit.run_job", [[3]]) == [[3]]


def test_a_broker_that_swallows_everything_costs_two_seconds_once() -> None:
    with socket.socket() as hole:
        hole.bind(("127.0.0.1", 0))
        hole.listen()
        with override_settings(CELERY_BROKER_URL=f"redis://127.0.0.1:{hole.getsockname()[1]}/0"):
            started = time.monotonic()
            assert broker.send("toolkit.run_job", [[pk] for pk in range(10)]) == []
            first = time.monotonic() - started
            assert broker.send("toolkit.run_job", [[1]]) == []
            second = time.monotonic() - started - first
    assert first < 2.5
    assert second < 0.1


def test_the_cache_is_reached_by_the_same_socket(valkey: Broker) -> None:
    place = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": valkey.url.replace("redis+socket:", "unix:"),
        "OPTIONS": {"socket_timeout": 2, "socket_connect_timeout": 2},
    }
    with override_settings(CACHES={"default": place}):
        caches["default"].set("a", 1)
        assert caches["default"].get("a") == 1
