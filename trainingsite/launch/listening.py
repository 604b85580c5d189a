"""Where the site may listen: on a port that is free, and the demo on this machine alone."""

import ipaddress
import socket

from trainingsite.launch.errors import CannotStart


def check_port(host: str, port: int) -> None:
    """Raises CannotStart if nothing can listen there."""
    if not 1 <= port <= 65535:
        raise CannotStart(f"There is no port {port}: use a number from 1 to 65535.")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, OverflowError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) and problem.strerror else str(problem)
        raise CannotStart(
            f"Port {port} on {host} cannot be used: {reason}. Use another one: --port NUMBER"
        ) from problem


def check_demo_host(host: str) -> None:
    """Raises CannotStart unless only this machine reaches the host: the demo shows its mails to everybody."""
    try:
        found = {str(row[4][0]) for row in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)} if host else set()
        is_loopback = bool(found) and all(ipaddress.ip_address(address).is_loopback for address in found)
    except (OSError, ValueError):
        is_loopback = False
    if not is_loopback:
        raise CannotStart(
            f"The demo is for this machine only, not for {host or 'every address'}. "
            "Leave --host out, or start a site without it: --empty"
        )
