"""A mail server on loopback that misbehaves once, at one stage of a mail, and is as it should be from then on.

Stages, in their order: ``greet``, ``ehlo``, ``starttls``, ``auth``, ``mail``, ``rcpt``, ``data``, ``end`` (after the
final dot) and ``quit``. What it does there instead of answering is one of ``DEEDS``, or an answer of its own.
"""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from email import message_from_bytes, policy
from email.message import EmailMessage

STAGES = ("greet", "ehlo", "starttls", "auth", "mail", "rcpt", "data", "end", "quit")
GOOD = {
    "greet": b"220 loopback",
    "ehlo": b"250-loopback\r\n250-STARTTLS\r\n250 AUTH PLAIN LOGIN CRAM-MD5",
    "starttls": b"220 go on",
    "auth": b"235 come in",
    "mail": b"250 ok",
    "rcpt": b"250 ok",
    "data": b"354 go on",
    "end": b"250 taken",
    "quit": b"221 bye",
}
WORDS = {b"EHLO": "ehlo", b"HELO": "ehlo", b"STAR": "starttls", b"AUTH": "auth", b"MAIL": "mail", b"RCPT": "rcpt"}
WORDS |= {b"DATA": "data", b"QUIT": "quit"}
DEEDS = ("drop", "hang", "trickle", "endless", "long", "garbage", "nul", "challenge")
LONGEST_HANG_SECONDS = 120


class Unruly:
    """``stage`` and ``deed`` hold until it has done so ``times``; then it is good. ``takes``: it keeps a mail before it
    misbehaves at its end. ``only``: it misbehaves at this domain alone. ``taken`` are the mails that it has, ``asked``
    how many connections it saw, ``at_it`` is set while it misbehaves.
    """

    def __init__(self, stage: str, deed: str, *, takes: bool = False, times: int = 1, only: str = "") -> None:
        self.stage, self.deed, self.takes, self.left, self.only = stage, deed, takes, times, only
        self.taken: list[EmailMessage] = []
        self.asked = 0
        self.at_it = threading.Event()

    def __enter__(self) -> Unruly:
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=200)
        self.port = self.listener.getsockname()[1]
        self.over = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.over.set()
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _address = self.listener.accept()
                self.asked += 1
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, client.makefile("rb") as lines, suppress(OSError):
            to = ""
            if not self._say(client, "greet", to):
                return
            for line in lines:
                stage = WORDS.get(line[:4].upper(), "")
                if stage == "rcpt":
                    to = line.decode(errors="replace").partition("@")[2].partition(">")[0]
                if not stage:
                    client.sendall(b"500 what?\r\n")
                    continue
                goes_on = self._say(client, stage, to) and stage != "quit"
                if not goes_on or (stage == "data" and not self._end(client, self._text(lines), to)):
                    return

    def _end(self, client: socket.socket, text: bytes, to: str) -> bool:
        mine = self._misbehaves("end", to)
        if not mine or self.takes:
            self.taken.append(message_from_bytes(text, policy=policy.default))  # type: ignore[arg-type]
        return self._say(client, "end", to)

    @staticmethod
    def _text(lines: object) -> bytes:
        text = b""
        for line in lines:  # type: ignore[attr-defined]
            if line in (b".\r\n", b".\n"):
                return text
            text += line[1:] if line.startswith(b"..") else line
        raise OSError("the text never ended")

    def _misbehaves(self, stage: str, to: str) -> bool:
        return stage == self.stage and self.left > 0 and (not self.only or to == self.only)

    def _say(self, client: socket.socket, stage: str, to: str) -> bool:
        """False when the connection is over."""
        if not self._misbehaves(stage, to):
            client.sendall(GOOD[stage] + b"\r\n")
            return True
        self.left -= 1
        self.at_it.set()
        deed = getattr(self, f"_{self.deed}", None)
        if deed is not None:
            deed(client)
            return False
        client.sendall(self.deed.encode() + b"\r\n")
        return True

    def _drop(self, client: socket.socket) -> None:
        client.shutdown(socket.SHUT_RDWR)

    def _hang(self, client: socket.socket) -> None:
        self.over.wait(LONGEST_HANG_SECONDS)

    def _trickle(self, client: socket.socket) -> None:
        """Never silent for long, and never done."""
        while not self.over.wait(0.05):
            client.sendall(b"2")

    def _endless(self, client: socket.socket) -> None:
        """An answer of ever more lines."""
        while not self.over.is_set():
            client.sendall(b"250-and more\r\n" * 1000)

    def _long(self, client: socket.socket) -> None:
        """A line of 20 MB."""
        for _ in range(20):
            client.sendall(b"2" * 1_000_000)
        self.over.wait(LONGEST_HANG_SECONDS)

    def _garbage(self, client: socket.socket) -> None:
        client.sendall(b"\xff\xfe\x00garbage\r\n" * 3)
        self.over.wait(0.2)

    def _nul(self, client: socket.socket) -> None:
        """The right code, and what no database takes as text."""
        client.sendall(GOOD[self.stage][:3] + b" a\x00b\xff\x1b[31m\r\n")
        self.over.wait(0.2)

    def _challenge(self, client: socket.socket) -> None:
        """A challenge that is none."""
        client.sendall(b"334 !\xff\r\n")
        self.over.wait(0.2)
