"""Types of attributes that no other room has: numbers, addresses, people; and the column that holds them all."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from ipaddress import ip_address
from math import isfinite
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Q
from django.utils.translation import gettext as _

from fettle.kernel.access.references import ToPerson
from fettle.kernel.records.values import Choice, Flag, Line, Option, Value, storable

LARGEST = Decimal(10**12)
MOST = 100
"""So many attributes of one item are kept."""
LONGEST = 500


@dataclass(frozen=True)
class Measure(Value):
    """A number, whole or with at most six digits after the point; ``unit`` is printed beside it."""

    unit: Any = ""
    json = {"type": "number"}

    def clean(self, raw: Any, actor: Any) -> int | float:
        text = str(raw) if isinstance(raw, (int, float)) and not isinstance(raw, bool) else storable(raw).strip()
        try:
            number = Decimal(text.replace(",", ".") if text.count(",") == 1 and "." not in text else text)
        except InvalidOperation:
            raise ValueError(_("Give a number.")) from None
        if not number.is_finite() or not -LARGEST <= number <= LARGEST or number != round(number, 6):
            raise ValueError(_("Give a number with at most six digits after the point."))
        return int(number) if number == int(number) else float(number)

    def text(self, value: Any) -> str:
        there = isinstance(value, (int, float)) and not isinstance(value, bool)
        return f"{value} {self.unit}".strip() if there else super().text(value)


def _yes_or_no() -> list[Option]:
    return [Option("True", _("Yes")), Option("False", _("No"))]


@dataclass(frozen=True)
class YesNo(Choice):
    """Yes or no, chosen from a list: a box that nobody ticked would say No of what nobody knows."""

    options: Callable[[], Sequence[Option]] = _yes_or_no
    json = {"type": "boolean"}

    def clean(self, raw: Any, actor: Any) -> Any:
        return Flag().clean(raw, actor)


@dataclass(frozen=True)
class Address(Value):
    """An IP address, of either version, in its short form."""

    def clean(self, raw: Any, actor: Any) -> str:
        try:
            return str(ip_address(storable(raw).strip()))
        except ValueError:
            raise ValueError(_("Give an IP address such as 192.0.2.17 or 2001:db8::17.")) from None


@dataclass(frozen=True)
class Page(Value):
    """The address of a web page."""

    def clean(self, raw: Any, actor: Any) -> str:
        text = Line(LONGEST).clean(raw, actor)
        try:
            parts = urlsplit(text)
        except ValueError:
            parts = urlsplit("")
        if parts.scheme not in ("http", "https") or not parts.hostname or " " in text:
            raise ValueError(_("Give an address that begins with https:// or http://."))
        return text


@dataclass(frozen=True)
class Somebody(ToPerson):
    """A person, kept by their key: their name is read where it is shown, so that it can be erased in one place."""

    def plain(self, value: Any) -> str | None:
        return f"person:{value.pk}" if value else None


@dataclass(frozen=True)
class Noted(Value):
    """What is noted of an item, by the codes of its type: JSON has names and values, a cell ``serial=4711; ram=16`` or
    the same as JSON. The action cleans each value, as its attribute says.
    """

    widget = "attributes"
    json = {"type": "object"}

    def clean(self, raw: Any, actor: Any) -> dict[str, Any]:
        given = raw if isinstance(raw, Mapping) else _read(storable(raw).strip())
        if len(given) > MOST:
            raise ValueError(_("At most %(count)s attributes fit here.") % {"count": MOST})
        return {storable(name): _single(name, value) for name, value in given.items()}

    def text(self, value: Any) -> str:
        return "; ".join(f"{name}: {each}" for name, each in (value or {}).items())

    def matching(self, path: str, values: Sequence[Any]) -> Q:
        """Items of which any of these is noted; what is written of a number finds the number."""
        found = Q(pk__in=[])
        for given in values:
            whole = Q()
            for name, value in given.items():
                alike = Q(pk__in=[])
                for each in _readings(value):
                    alike |= Q(**{f"{path}__contains": {name: each}})
                whole &= alike
            found |= whole
        return found


def _read(text: str) -> dict[str, Any]:
    """Raises ValueError."""
    if text.startswith("{"):
        try:
            given = json.loads(text)
        except (ValueError, RecursionError):
            given = None
        if not isinstance(given, dict):
            raise ValueError(_("Give the attributes as “serial=4711; memory=16”."))
        return given
    found = {}
    for part in filter(None, (part.strip() for part in text.split(";"))):
        name, sign, value = part.partition("=")
        if not sign or not name.strip():
            raise ValueError(_("Give the attributes as “serial=4711; memory=16”."))
        found[name.strip()] = value.strip()
    return found


def _single(name: str, value: Any) -> Any:
    """Raises ValueError for a list or an object, and for what no database keeps."""
    if isinstance(value, str):
        return storable(value)
    if value is None or isinstance(value, (bool, int)) or (isinstance(value, float) and isfinite(value)):
        return value
    raise ValueError(_("“%(name)s” takes one value: a text, a number, yes or no.") % {"name": name[:40]})


def _readings(value: Any) -> list[Any]:
    """What a text from an address may stand for in a column of JSON."""
    if not isinstance(value, str):
        return [value]
    found: list[Any] = [value]
    if value.lower() in ("yes", "true", "no", "false"):
        found.append(value.lower() in ("yes", "true"))
    with suppress(ValueError):
        found.append(Measure().clean(value, None))
    return found
