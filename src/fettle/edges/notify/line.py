"""A connection to a mail server that ends: by its own time for one answer and for all of them, and by the length of an
answer. The library waits as long as anything comes, and keeps as much as comes. And it signs in with ASCII alone.
"""

from __future__ import annotations

import hmac
import smtplib
import socket
import ssl
import threading
from contextlib import suppress
from typing import Any

PATIENCE_SECONDS = 10
"""For each answer."""
MOST_SECONDS = 60
"""For a whole mail: less than after which the worker gives a job up, and itself with it."""
LONGEST_ANSWER = 64_000
"""Bytes."""


class Line:
    """What ends a connection from outside, whatever it waits for. ``cut``: it had to."""

    def __init__(self) -> None:
        self.cut = False
        self._socket: socket.socket | None = None
        self._watch = threading.Timer(MOST_SECONDS, self._cut)
        self._watch.daemon = True

    def begin(self, connected: socket.socket) -> None:
        """Keep an end of our own: TLS takes the other one over."""
        self._socket = connected.dup()
        self._watch.start()

    def end(self) -> None:
        self._watch.cancel()
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)
            self._socket.close()

    def let_wait(self, problem: BaseException | None) -> bool:
        """Whether a problem is that the other side let us wait in vain."""
        while problem is not None:
            if isinstance(problem, TimeoutError):
                return True
            problem = problem.__context__
        return self.cut

    def _cut(self) -> None:
        self.cut = True
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)


class _Answers:
    """What the server says, line by line, up to the length of an answer."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self.left = LONGEST_ANSWER

    def readline(self, most: int) -> bytes:
        line: bytes = self._file.readline(min(most, self.left + 1))
        self.left -= len(line)
        if self.left < 0:
            raise OSError("the answer is too long")
        if line and len(line) < most and not line.endswith(b"\n"):
            raise OSError("the connection ended within an answer")
        return line

    def close(self) -> None:
        self._file.close()


class _Utf8(str):
    """Words for the library, which encodes them as ASCII: a name or password may hold any letter (RFC 4616)."""

    def encode(self, *_asked: str) -> bytes:
        return super().encode()


class _Plain(smtplib.SMTP):
    """``line`` is there before the first byte."""

    def __init__(self, line: Line, *args: Any, **options: Any) -> None:
        self.line = line
        super().__init__(*args, **options)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        connected = socket.create_connection((host, port), timeout)
        self.line.begin(connected)
        return connected

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None and self.sock is not None:
            self.file = _Answers(self.sock.makefile("rb"))
        if self.file is not None:
            self.file.left = LONGEST_ANSWER
        return super().getreply()

    def auth(self, mechanism: str, authobject: Any, **options: Any) -> tuple[int, bytes]:
        def said(challenge: bytes | None = None) -> Any:
            words = authobject(challenge)
            return None if words is None else _Utf8(words)

        return super().auth(mechanism, said, **options)

    def auth_cram_md5(self, challenge: Any = None) -> Any:
        if challenge is None:
            return None
        return f"{self.user} {hmac.new(self.password.encode(), challenge, 'md5').hexdigest()}"


class _Sealed(_Plain):
    """TLS from the start."""

    def __init__(self, context: ssl.SSLContext, *args: Any, **options: Any) -> None:
        self.context = context
        super().__init__(*args, **options)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return self.context.wrap_socket(super()._get_socket(host, port, timeout), server_hostname=host)


def begin(host: str, port: int, line: Line, context: ssl.SSLContext | None) -> smtplib.SMTP:
    """A greeted connection, under TLS from the start with a ``context``. Raises OSError, smtplib.SMTPException."""
    if context is not None:
        return _Sealed(context, line, host, port, timeout=PATIENCE_SECONDS)
    return _Plain(line, host, port, timeout=PATIENCE_SECONDS)
