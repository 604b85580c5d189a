"""A real SMTP server on a free loopback port, which takes mail or behaves as badly as it is told to."""

import asyncio
import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

ACCEPT = "250 OK"
DROP = "drop"  # close the connection without a word
SILENCE = "silence"  # say nothing any more


logging.getLogger("mail.log").setLevel(logging.WARNING)  # every line of every talk would bury what a failing test shows


class Sink:
    """`rcpt` and `data` hold the answers to come, one a conversation; when they are used up, everything is taken."""

    def __init__(self) -> None:
        self.rcpt: list[str] = []
        self.data: list[str] = []
        self.contents: list[bytes] = []  # whatever arrived whole, answered or not
        self.recipients: list[str] = []
        self.arrived = threading.Event()
        self.port = 0

    @property
    def messages(self) -> list[EmailMessage]:
        return [message_from_bytes(content, policy=policy.default) for content in self.contents]

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        answer = await self._answer(self.rcpt, server)
        if answer == ACCEPT:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        planned = self.data[0] if self.data else ACCEPT
        if planned in {ACCEPT, DROP, SILENCE}:  # what was refused with a number was not taken
            self.contents.append(envelope.content)
            self.recipients += envelope.rcpt_tos
            self.arrived.set()
        return await self._answer(self.data, server)

    async def _answer(self, planned: list[str], server: Any) -> str:
        answer = planned.pop(0) if planned else ACCEPT
        if answer == DROP:
            server.transport.abort()
        if answer == SILENCE:
            await asyncio.sleep(60)
        return answer


@contextmanager
def smtp_sink() -> Iterator[Sink]:
    sink = Sink()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        sink.port = probe.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    try:
        yield sink
    finally:
        controller.stop()
