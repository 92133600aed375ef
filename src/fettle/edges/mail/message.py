"""A mail as plain values: what the child process made of the bytes, and all that anything after it knows of them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


class Unreadable(Exception):
    """A mail that cannot be read, or not without danger. ``reason`` is a short code: what stood in the way."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True)
class Address:
    """Somebody in a header. ``mail`` is in lower case; "" where what stands there is no address."""

    mail: str
    name: str = ""


@dataclass(frozen=True)
class File:
    """A part that is not the text. ``at`` is the name of the file that holds its bytes while the mail is handled; it is
    ours. ``name`` is the sender's and only ever shown. ``cid`` is what the HTML calls an image in it by.
    """

    at: str
    name: str
    media_type: str
    size: int
    cid: str = ""


@dataclass(frozen=True)
class Message:
    """What a mail says. ``said`` is the text without what it quotes, ``quoted`` the rest of it, as it came. ``html`` is
    clean but for images, which it names by ``cid:`` or by an address elsewhere; "" where the mail has none or it is too
    large or deep to show. ``references`` holds what it answers, the nearest first. ``automatic`` says why it counts as
    sent by a machine, "" if it does not. ``cut`` names what of it is longer than we keep.
    """

    sender: Address
    subject: str
    said: str
    reply_to: tuple[Address, ...] = ()
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    delivered_to: tuple[str, ...] = ()
    message_id: str = ""
    references: tuple[str, ...] = ()
    sent_at: str = ""
    quoted: str = ""
    html: str = ""
    files: tuple[File, ...] = ()
    automatic: str = ""
    reported: str = ""
    failed_for: tuple[str, ...] = ()
    checked_by: tuple[tuple[str, str], ...] = ()
    cut: tuple[str, ...] = ()

    def plain(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Message:
        """From its JSON."""
        told: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in plain.items()
        }
        told |= {name: tuple(Address(**each) for each in plain[name]) for name in ("reply_to", "to", "cc")}
        told["sender"] = Address(**plain["sender"])
        told["files"] = tuple(File(**each) for each in plain["files"])
        told["checked_by"] = tuple((who, what) for who, what in plain["checked_by"])
        return cls(**told)
