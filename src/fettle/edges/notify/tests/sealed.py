"""A mail server on loopback that another house wrote (aiosmtpd): it speaks TLS, from the start or by STARTTLS, and lets
nobody leave a mail who has not signed in. And a certificate for it.
"""

from __future__ import annotations

import asyncio
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "desk", "Geheim: ß"
PATIENCE_SECONDS = 10


@dataclass
class Sealed:
    """``taken`` are the mails it has: the return path (``<>``: none), the recipients, and the bytes themselves."""

    tls: str
    port: int = 0
    taken: list[tuple[str, list[str], bytes]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    """Who tried to sign in."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        if not content.isascii() and "BODY=8BITMIME" not in envelope.mail_options:
            return "554 5.6.1 eight bits, and nobody said so (RFC 6152)"
        self.taken.append((envelope.mail_from or "", envelope.rcpt_tos, content))
        return "250 taken"

    def signs_in(self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, given: Any) -> AuthResult:
        assert isinstance(given, LoginPassword)
        self.asked.append(given.login.decode())
        right = (given.login, given.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=right, handled=False)


@contextmanager
def sealed(tls: str, home: Path) -> Iterator[Sealed]:
    """The server while it is needed, with the certificate in ``home``; ``tls`` is tls or starttls."""
    made, context = Sealed(tls), ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(home / "cert.pem", home / "key.pem")
    at_once = tls == "tls"
    options: dict[str, Any] = {"auth_require_tls": not at_once, "auth_required": True, "authenticator": made.signs_in}
    options |= {} if at_once else {"tls_context": context, "require_starttls": True}
    loop = asyncio.new_event_loop()

    def speak() -> SMTP:
        return SMTP(made, hostname="loopback", loop=loop, **options)

    listener = loop.run_until_complete(loop.create_server(speak, "127.0.0.1", 0, ssl=context if at_once else None))
    made.port = listener.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield made
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(PATIENCE_SECONDS)
        listener.close()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()


def certificate(home: Path, names: str = "DNS:localhost,IP:127.0.0.1") -> Path:
    """One that vouches for itself, with its key beside it."""
    how = f"req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName={names}"
    subprocess.run(
        ["openssl", *how.split(), "-keyout", str(home / "key.pem"), "-out", str(home / "cert.pem")],
        check=True,
        capture_output=True,
    )
    return home / "cert.pem"
