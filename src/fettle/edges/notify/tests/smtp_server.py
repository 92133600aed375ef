"""A mail server on loopback that behaves as the local part of the recipient asks.

``ok``; ``451-rcpt``, ``550-rcpt``, ``451-data``, ``550-data``: that answer there; ``flaky``: 451 twice, then taken;
``drop-before``: ends the connection instead of taking; ``drop-after``: takes, and ends before it says so; ``hang``: has
read everything and says nothing, as long as ``hanging``.
"""

from __future__ import annotations

import socket
import threading
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class BadServer:
    """``taken`` are the mails this server has, whatever it answered, and ``returns`` where each is returned to.
    ``never_null``: where it refuses a mail without a return path, at ``mail`` or at ``rcpt``.
    """

    taken: list[EmailMessage] = field(default_factory=list)
    returns: list[str] = field(default_factory=list)
    never_null: str = ""
    seen: Counter[str] = field(default_factory=Counter)
    port: int = 0
    hanging: bool = True
    has_read: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> BadServer:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_error: object) -> None:
        """Nobody accepts any more: closing alone leaves the port open as long as a thread waits in ``accept``."""
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _address = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._speak, args=(client,), daemon=True).start()

    def _speak(self, client: socket.socket) -> None:
        with client, client.makefile("rb") as lines, suppress(OSError):  # whoever said QUIT may be gone
            self._say(client, "220 loopback")
            wish = sender = ""
            for line in lines:
                word = line[:4].upper()
                if word == b"MAIL":
                    sender = line.decode().partition("<")[2].partition(">")[0]
                    self._say(client, self._against(sender, "mail") or "250 ok")
                elif word == b"RCPT":
                    wish = line.decode().partition("<")[2].partition("@")[0]
                    self._say(client, self._against(sender, "rcpt") or self._at_rcpt(wish))
                elif word == b"DATA":
                    self._say(client, "354 go on")
                    if not self._take(client, wish, sender, self._text(lines)):
                        return
                elif word == b"QUIT":
                    self._say(client, "221 bye")
                    return
                else:
                    self._say(client, "250 ok")

    def _against(self, sender: str, where: str) -> str:
        return "550 5.7.1 no null senders here" if not sender and self.never_null == where else ""

    def _at_rcpt(self, wish: str) -> str:
        self.seen[wish] += 1
        if wish == "flaky" and self.seen[wish] <= 2:
            return "451 4.3.0 later"
        return {"451-rcpt": "451 4.3.0 later", "550-rcpt": "550 5.1.1 no such user"}.get(wish, "250 ok")

    def _take(self, client: socket.socket, wish: str, sender: str, text: bytes) -> bool:
        """Answer the end of a mail; False when the connection is over."""
        if wish in ("451-data", "550-data"):
            self._say(client, f"{wish[:3]} not this one")
            return True
        if wish == "drop-before":
            return False
        if wish == "hang" and self.hanging:
            self.has_read.set()
            client.settimeout(60)
            client.recv(1)
            return False
        self.returns.append(sender)
        self.taken.append(message_from_bytes(text, policy=policy.default))  # type: ignore[arg-type]
        if wish == "drop-after":
            return False
        self._say(client, "250 taken")
        return True

    @staticmethod
    def _text(lines: object) -> bytes:
        text = b""
        for line in lines:  # type: ignore[attr-defined]
            if line in (b".\r\n", b".\n"):
                return text
            text += line[1:] if line.startswith(b"..") else line
        return text

    @staticmethod
    def _say(client: socket.socket, answer: str) -> None:
        client.sendall(answer.encode() + b"\r\n")
