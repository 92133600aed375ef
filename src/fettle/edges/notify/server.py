"""Which mail server we speak to: the environment's, else the one of the settings."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.conf import settings

from fettle.edges.notify.models import Secret
from fettle.kernel.settings.read import current

PASSWORD = "smtp"  # noqa: S105 - the name of the row that keeps it


@dataclass(frozen=True)
class Server:
    """``tls`` is starttls, tls or none. ``sender`` is the address that every mail comes from."""

    host: str
    port: int
    tls: str
    user: str
    password: str = field(repr=False)
    sender: str
    of_environment: bool = False
    null_return: bool = True
    """Automatic mails leave without an address to return them to."""


def server() -> Server | None:
    """The server in force, None while nobody set one up. It needs a host and a sender address."""
    given = current()["notify.mail"]
    if settings.EMAIL_HOST:
        tls = "tls" if settings.EMAIL_USE_SSL else "starttls" if settings.EMAIL_USE_TLS else "none"
        return Server(
            settings.EMAIL_HOST,
            settings.EMAIL_PORT,
            tls,
            settings.EMAIL_HOST_USER,
            settings.EMAIL_HOST_PASSWORD,
            settings.DEFAULT_FROM_EMAIL,
            of_environment=True,
            null_return=bool(given["null_return"]),
        )
    if not given["host"] or not given["sender"]:
        return None
    password = Secret.objects.filter(pk=PASSWORD).values_list("value", flat=True).first() or ""
    user, null_return = given["user"] or "", bool(given["null_return"])
    return Server(given["host"], given["port"], given["tls"], user, password, given["sender"], null_return=null_return)


def domain() -> str:
    """The right side of our Message-IDs."""
    there = server()
    return there.sender.rpartition("@")[2].strip("> ") if there else "fettle.invalid"
