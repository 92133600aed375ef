"""What the headers say, read so that no header can stop the mail or say more than one thing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.message import EmailMessage
from typing import Any

from fettle.edges.mail.message import Address, Unreadable
from fettle.edges.mail.reading import limits

MESSAGE_ID = re.compile(r"<[^<>\s]{1,500}>")
ADDRESS = re.compile(r"[^@\s<>()\[\],;:\"\\\x00-\x1f\x7f]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
BROKEN_LINE = re.compile(r"[\r\n]")


def counted(mail: EmailMessage) -> None:
    """Refuse a mail with more headers than a mail has, or two senders. Raises Unreadable."""
    names = Counter(name.lower() for name, _value in mail.raw_items())
    if len(mail) > limits.MOST_HEADERS_IN_ALL or max(names.values(), default=0) > limits.MOST_HEADERS:
        raise Unreadable("headers")
    if names["from"] > 1:
        raise Unreadable("two_senders")


def said(mail: EmailMessage, name: str) -> str:
    """A header's text, decoded. "" where it is not there. Raises Unreadable where a line break is hidden in it: that is
    how headers are smuggled into what others make of them.
    """
    value = header(mail, name)
    text = "" if value is None else str(value)
    if BROKEN_LINE.search(text):
        raise Unreadable("smuggled_header", name)
    return text[: limits.LONGEST_HEADER]


def header(mail: EmailMessage, name: str) -> Any:
    """A header as the library reads it. Raises Unreadable where the library cannot."""
    raw = next((value for key, value in mail.raw_items() if key.lower() == name.lower()), None)
    if raw is not None and len(raw) > limits.LONGEST_HEADER:
        raise Unreadable("long_header", name)
    try:
        return mail[name]
    except (ValueError, IndexError, AttributeError, TypeError, KeyError, HeaderParseError) as problem:
        raise Unreadable("header", f"{name}: {type(problem).__name__}") from problem


def addresses(mail: EmailMessage, name: str) -> tuple[Address, ...]:
    """Who is named there, each once, in the header's order. What is no address is left out."""
    value = header(mail, name)
    if value is None:
        return ()
    said(mail, name)
    try:
        found = [Address(each.addr_spec.strip().lower(), one_line(each.display_name)) for each in value.addresses]
    except (ValueError, IndexError, AttributeError) as problem:
        raise Unreadable("header", f"{name}: {type(problem).__name__}") from problem
    if len(found) > limits.MOST_ADDRESSES:
        raise Unreadable("addresses", name)
    by_mail = {each.mail: each for each in reversed(found) if ADDRESS.fullmatch(each.mail)}
    return tuple(reversed(by_mail.values()))


def sender(mail: EmailMessage) -> Address:
    """The one who wrote it, "" where nobody is named. Raises Unreadable for several."""
    found = addresses(mail, "From")
    if len(found) > 1:
        raise Unreadable("two_senders")
    return found[0] if found else Address("")


def references(mail: EmailMessage) -> tuple[str, ...]:
    """The identifiers of what it answers, the nearest first."""
    nearest = MESSAGE_ID.findall(raw(mail, "In-Reply-To"))
    further = MESSAGE_ID.findall(raw(mail, "References"))[::-1]
    return tuple(dict.fromkeys([*nearest, *further]))[: limits.MOST_REFERENCES]


def identifier(mail: EmailMessage) -> str:
    """Its own identifier, "" where it has none that is one."""
    found = MESSAGE_ID.fullmatch(raw(mail, "Message-ID"))
    return found[0] if found else ""


def raw(mail: EmailMessage, name: str) -> str:
    """A header as it stands, on one line and not read by the library; "" where it is not there."""
    return next((" ".join(str(value).split()) for value in _all(mail, name)), "")[: limits.LONGEST_HEADER]


def sent_at(mail: EmailMessage) -> str:
    """When it was sent, in UTC as ISO 8601; "" where the header is missing or says nonsense."""
    try:
        when = header(mail, "Date").datetime
        return "" if when is None else _utc(when).isoformat()
    except (Unreadable, AttributeError, ValueError, OverflowError, TypeError):
        return ""


def _utc(when: datetime) -> datetime:
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)


def checked_by(mail: EmailMessage) -> tuple[tuple[str, str], ...]:
    """(who checked, what they found) for each Authentication-Results, the topmost first. Whether that one is to be
    believed is for the mailbox to say.
    """
    found = [str(value) for value in _all(mail, "Authentication-Results")][:20]
    return tuple(
        (who.strip().lower(), rest.strip().lower()) for who, _sep, rest in (each.partition(";") for each in found)
    )


def _all(mail: EmailMessage, name: str) -> Iterable[Any]:
    return (value for key, value in mail.raw_items() if key.lower() == name.lower())


def one_line(text: str) -> str:
    """Text on one line that can be stored."""
    return " ".join("".join(char for char in text if _storable(char)).split())


def _storable(char: str) -> bool:
    return char.isprintable() or char in " \t"


def inner(part: EmailMessage) -> list[EmailMessage]:
    """The parts inside a part, none where it is a leaf."""
    inside = part.get_payload()
    return [each for each in inside if isinstance(each, EmailMessage)] if isinstance(inside, list) else []
