"""Rows for the settings of notifications, as rooms write them: who is told of what, by which ways, in which words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Row = dict[str, Any]
Spoken = Mapping[str, tuple[str, str]]
"""Language → what changed, and what to do."""
STAFF = "staff"
SUBJECT = "[{number}] {title}"


def told(fact: str, *people: str, urgent: bool = False, code: str = "", called: str = "") -> list[Row]:
    """Rules of one fact; each of ``people`` is who:ways, with s for on screen and m for by mail. Their codes are
    ``code`` or the fact's name, and who, or what these people are ``called`` here.
    """
    rows = []
    for each in people:
        who, _colon, ways = each.partition(":")
        rows.append(
            {
                "code": f"{code or fact.replace('.', '-')}-{called or who}",
                "fact": fact,
                "who": who,
                "screen": "s" in ways,
                "mail": "m" in ways,
                "urgent": urgent and "m" in ways,
                "active": True,
            }
        )
    return rows


def texts(said: Mapping[Any, Spoken], subject: str | Mapping[str, str] = SUBJECT) -> list[Row]:
    """Texts of mails by fact, for staff, or by fact and reader. ``subject`` is one of each language, or one for all."""
    return [
        {
            "fact": key if isinstance(key, str) else key[0],
            "reader": STAFF if isinstance(key, str) else key[1],
            "language": language,
            "subject": subject if isinstance(subject, str) else subject[language],
            "first": first,
            "second": second,
        }
        for key, spoken in said.items()
        for language, (first, second) in spoken.items()
    ]
