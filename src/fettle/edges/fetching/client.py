"""Fetching with every defence: the address that is connected to is the one that was checked, each redirect is checked
anew, time and size have a limit that drips do not move, and nothing tells who asks.

The library speaks HTTP; proxies, cookies and credentials of the environment are not read by it.
"""

from __future__ import annotations

import http.client
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote, urljoin, urlsplit

from fettle.edges.fetching.reach import PUBLIC, SLOWEST_NAMES, Reach

T = TypeVar("T")
AGENT = "Mozilla/5.0 (compatible)"
"""Says neither who we are nor which version."""
MOVED = (301, 302, 303, 307, 308)
LONGEST_ADDRESS = 2_000
PIECE = 65_536
HOST = re.compile(r"[a-z0-9_.:-]+")
SAFE = "/%:@!$&'()*+,;=~-._?"


class NotFetched(Exception):
    """``reason`` is one of ``address``, ``not_public``, ``redirects``, ``time``, ``size``, ``answer``,
    ``unreachable``.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Limits:
    """``seconds`` are those of the whole, redirects with it."""

    seconds: float = 10.0
    most_bytes: int = 5_000_000
    redirects: int = 3


USUAL = Limits()


@dataclass(frozen=True)
class Place:
    """Where an address leads."""

    secure: bool
    host: str
    port: int
    target: str


def fetch(address: str, *, accept: str, limits: Limits = USUAL, reach: Reach = PUBLIC) -> bytes:
    """What lies at an http or https address. Raises NotFetched and nothing else."""
    ends = time.monotonic() + limits.seconds
    try:
        for _hop in range(limits.redirects + 1):
            found = _answer(place_of(address, reach), accept, limits, reach, ends)
            if isinstance(found, bytes):
                return found
            address = urljoin(address, found)
    except TimeoutError:
        raise NotFetched("time") from None
    except (OSError, http.client.HTTPException, ValueError, UnicodeError):
        raise NotFetched("time" if time.monotonic() >= ends else "unreachable") from None
    raise NotFetched("redirects")


def place_of(address: str, reach: Reach = PUBLIC) -> Place:
    """Raises NotFetched for what is no plain web address on a usual port."""
    try:
        parts = urlsplit(address)
        secure = parts.scheme == "https"
        port = (443 if secure else 80) if parts.port is None else parts.port
        host = parts.hostname or ""
        host = (host if host.isascii() else host.encode("idna").decode()).rstrip(".")
    except ValueError:
        raise NotFetched("address") from None
    wrong = parts.scheme not in ("http", "https") or "@" in parts.netloc or port not in reach.ports
    if wrong or not HOST.fullmatch(host) or ".." in host or len(address) > LONGEST_ADDRESS:
        raise NotFetched("address")
    query = f"?{quote(parts.query, SAFE)}" if parts.query else ""
    return Place(secure, host, port, f"{quote(parts.path, SAFE) or '/'}{query}")


def _answer(place: Place, accept: str, limits: Limits, reach: Reach, ends: float) -> bytes | str:
    """The content, or where it has moved to."""
    plain = _connected(place, reach, ends)
    with _Watch(plain, ends), closing(plain):
        line = _wrapped(plain, place) if place.secure else plain
        with closing(line):
            asking = http.client.HTTPConnection(place.host, place.port)
            asking.sock = line
            asking.putrequest("GET", place.target, skip_host=True, skip_accept_encoding=True)
            usual = place.port == (443 if place.secure else 80)
            named = f"[{place.host}]" if ":" in place.host else place.host
            asking.putheader("Host", named if usual else f"{named}:{place.port}")
            asking.putheader("User-Agent", AGENT)
            asking.putheader("Accept", accept)
            asking.putheader("Accept-Encoding", "identity")
            asking.putheader("Connection", "close")
            asking.endheaders()
            return _read(asking.getresponse(), limits, ends)


def _read(response: http.client.HTTPResponse, limits: Limits, ends: float) -> bytes | str:
    moved = response.getheader("Location")
    if response.status in MOVED and moved:
        return moved
    if response.status != 200 or response.getheader("Content-Encoding", "identity").lower() != "identity":
        raise NotFetched("answer")
    if (response.length or 0) > limits.most_bytes:
        raise NotFetched("size")
    found = bytearray()  # not a list: chunks may be as short as a letter
    while piece := response.read1(PIECE):
        found += piece
        if len(found) > limits.most_bytes:
            raise NotFetched("size")
        if time.monotonic() >= ends:
            raise TimeoutError
    if response.length or time.monotonic() >= ends:
        raise NotFetched("time" if time.monotonic() >= ends else "unreachable")
    return bytes(found)


def _connected(place: Place, reach: Reach, ends: float) -> socket.socket:
    """A connection to an address that was checked: the name is not looked up a second time. One address of it that is
    not public is enough to let it be.
    """
    wait = min(SLOWEST_NAMES, _left(ends))
    found = _within(wait, lambda: list(reach.resolve(place.host, place.port)))
    if not found or not all(reach.allowed(each) for each in found):
        raise NotFetched("not_public" if found else "unreachable")
    problem: OSError = OSError()
    for address in found[:2]:
        try:
            line = socket.create_connection((address, place.port), min(_left(ends), 5.0))
        except OSError as refused:
            problem = refused
            continue
        if not reach.allowed(str(line.getpeername()[0])):
            line.close()
            raise NotFetched("not_public")
        line.settimeout(_left(ends))
        return line
    raise problem


def _wrapped(plain: socket.socket, place: Place) -> ssl.SSLSocket:
    return ssl.create_default_context().wrap_socket(plain, server_hostname=place.host)


def _left(ends: float) -> float:
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _within(seconds: float, ask: Callable[[], T]) -> T:
    """The answer, or TimeoutError: the system's own way of finding names knows no limit."""
    answers: list[T] = []
    problems: list[Exception] = []

    def run() -> None:
        try:
            answers.append(ask())
        except Exception as problem:  # told below, in the thread that asked
            problems.append(problem)

    asking = threading.Thread(target=run, daemon=True)
    asking.start()
    asking.join(seconds)
    if problems:
        raise problems[0]
    if not answers:
        raise TimeoutError
    return answers[0]


class _Watch:
    """Ends a connection when the time is over, whatever it waits for: the limit of a socket begins anew with every
    byte.
    """

    def __init__(self, line: socket.socket, ends: float) -> None:
        self._line = line.dup()
        self._timer = threading.Timer(max(0.0, ends - time.monotonic()), self._cut)
        self._timer.daemon = True

    def __enter__(self) -> _Watch:
        self._timer.start()
        return self

    def __exit__(self, *_problem: object) -> None:
        self._timer.cancel()
        self._line.close()

    def _cut(self) -> None:
        with suppress(OSError):
            self._line.shutdown(socket.SHUT_RDWR)
