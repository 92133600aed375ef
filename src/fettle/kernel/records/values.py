"""Value types: value ↔ text ↔ JSON, once for screens, REST, CSV and verbs.

``clean(raw, actor)`` takes what came from outside (text of a form, JSON of a body, a cell of a table) and returns the
value to
store; it raises ValueError with a sentence that says what is expected. ``text(value)`` is for people,
``plain(value)`` is for JSON
and CSV and is what ``clean`` takes back (export then import is the identity).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

EVERYONE = "everyone"
STAFF = "staff"
EARLIEST, LATEST = 1970, 2199
"""Years in which a moment may lie: arithmetic over calendars never leaves what can be stored."""
FOUNDED = 1800
"""The first year of a day, such as that of a contract. Begin and end of a day are moments in every zone."""


@dataclass(frozen=True)
class Option:
    """One choice: ``code`` is stored, ``label`` is shown. Retired ones are read but no longer offered."""

    code: str
    label: Any
    active: bool = True
    hint: str = ""


class Value:
    """What all value types answer. ``widget`` names the partial that draws it."""

    widget = "line"
    json: dict[str, Any] = {"type": "string"}
    compared = False
    """Whether its values are compared digit by digit: they end in one line where they stand in a column."""

    def clean(self, raw: Any, actor: Any) -> Any:
        raise NotImplementedError

    def text(self, value: Any) -> str:
        return "" if value is None else str(value)

    def plain(self, value: Any) -> Any:
        return value

    def at_once(self) -> Value:
        """The same type for many values in a row: what their words need beside them is read once."""
        return self

    def matching(self, path: str, values: Sequence[Any]) -> Any:
        """The condition that finds any of these values at an ORM path, for a type whose columns are not compared as
        they are; else None.
        """
        return None

    def chips(self, value: Any) -> Sequence[tuple[str, Any]]:
        """Several words with their colours, for a type that is drawn as such."""
        return ()

    def tone(self, value: Any) -> Any:
        """The colour in which it is shown beside its words, "" for none: only what speaks of time or risk has one."""
        return ""


def whole(raw: str, digits: int = 9) -> int | None:
    """The number that ``raw`` writes in at most this many digits, else None: for what an address or a hidden field
    says, where another answer than a number asks for nothing. Only 0 to 9 count: Python calls "²" a digit and reads no
    number in it, and refuses to read one of thousands of digits.
    """
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) <= digits else None


def storable(raw: Any) -> str:
    """``raw`` as the text that it is. Raises ValueError for anything else, and for what no database keeps."""
    if not isinstance(raw, str):
        raise ValueError(_("Give a text."))
    if "\x00" in raw or any("\ud800" <= char <= "\udfff" for char in raw):
        raise ValueError(_("The text holds characters that cannot be stored (NUL or half a character): remove them."))
    return raw


@dataclass(frozen=True)
class Line(Value):
    """One line of text, at most ``longest`` characters."""

    longest: int = 200
    widget = "line"

    def clean(self, raw: Any, actor: Any) -> str:
        text = " ".join(storable(raw).split())
        if len(text) > self.longest:
            raise ValueError(_("At most %(count)s characters fit here: shorten the text.") % {"count": self.longest})
        return text


@dataclass(frozen=True)
class Text(Value):
    """Several lines of text, at most ``longest`` characters."""

    longest: int = 50_000
    widget = "text"

    def clean(self, raw: Any, actor: Any) -> str:
        text = storable(raw).replace("\r\n", "\n").replace("\r", "\n").strip()
        if len(text) > self.longest:
            raise ValueError(_("At most %(count)s characters fit here: shorten the text.") % {"count": self.longest})
        return text


@dataclass(frozen=True)
class Number(Value):
    """A whole number from ``least`` to ``most``; ``unit`` is printed beside it."""

    least: int = 0
    most: int = 1_000_000_000
    unit: Any = ""
    widget = "number"
    json = {"type": "integer"}

    def clean(self, raw: Any, actor: Any) -> int:
        try:
            number = raw if isinstance(raw, int) and not isinstance(raw, bool) else int(storable(raw).strip())
        except ValueError:
            raise ValueError(_("Give a whole number.")) from None
        if not self.least <= number <= self.most:
            raise ValueError(_("Give a number from %(least)s to %(most)s.") % {"least": self.least, "most": self.most})
        return number


@dataclass(frozen=True)
class Flag(Value):
    """Yes or no."""

    widget = "flag"
    json = {"type": "boolean"}

    def clean(self, raw: Any, actor: Any) -> bool:
        if isinstance(raw, bool):
            return raw
        word = storable(raw).strip().lower()
        if word in {"true", "on", "1", "yes"}:
            return True
        if word in {"false", "off", "0", "no", ""}:
            return False
        raise ValueError(_("Give yes or no."))

    def text(self, value: Any) -> str:
        return str(_("Yes") if value else _("No"))


@dataclass(frozen=True)
class Moment(Value):
    """A point in time. Without an offset it is read in the actor's time zone."""

    widget = "moment"
    json = {"type": "string", "format": "date-time"}

    def clean(self, raw: Any, actor: Any) -> datetime:
        try:
            moment = raw if isinstance(raw, datetime) else datetime.fromisoformat(storable(raw).strip())
        except ValueError:
            raise ValueError(_("Give date and time as 2026-03-31 14:05.")) from None
        if not EARLIEST <= moment.year <= LATEST:
            raise ValueError(_("Give a year from %(first)s to %(last)s.") % {"first": EARLIEST, "last": LATEST})
        return moment if timezone.is_aware(moment) else moment.replace(tzinfo=actor.tzinfo)

    def plain(self, value: datetime | None) -> str | None:
        return value.isoformat() if value else None


@dataclass(frozen=True)
class Day(Value):
    """A date."""

    widget = "day"
    json = {"type": "string", "format": "date"}

    def clean(self, raw: Any, actor: Any) -> date:
        try:
            day = (
                raw
                if isinstance(raw, date) and not isinstance(raw, datetime)
                else date.fromisoformat(storable(raw).strip())
            )
        except ValueError:
            raise ValueError(_("Give the date as 2026-03-31.")) from None
        if not FOUNDED <= day.year <= LATEST:
            raise ValueError(_("Give a year from %(first)s to %(last)s.") % {"first": FOUNDED, "last": LATEST})
        return day

    def plain(self, value: date | None) -> str | None:
        return value.isoformat() if value else None


@dataclass(frozen=True)
class Choice(Value):
    """One of ``options()``: a function, because what may be chosen is changed on a screen."""

    options: Callable[[], Sequence[Option]]
    tiles: bool = False
    widget = "choice"

    def clean(self, raw: Any, actor: Any) -> str:
        code = str(raw) if isinstance(raw, int) and not isinstance(raw, bool) else storable(raw).strip()
        offered = [option for option in self.options() if option.active]
        for option in offered:
            if code == option.code:
                return code
        for option in offered:
            if code.lower() == str(option.label).lower():
                return option.code
        names = ", ".join(option.code for option in offered[:12])
        raise ValueError(_("“%(code)s” is not one of: %(names)s.") % {"code": code[:60], "names": names})

    def text(self, value: Any) -> str:
        return next((str(option.label) for option in self.options() if option.code == str(value)), self_or_empty(value))


@dataclass(frozen=True)
class Rank(Choice):
    """A choice whose codes are whole numbers, such as a priority: bodies give and get the number."""

    json = {"type": "integer"}


def self_or_empty(value: Any) -> str:
    """What is shown for a code that no option names any more."""
    return "" if value is None else str(value)
