"""Definition: one thing that FitSM calls "define". Its data has a shape; its procedure is text that says who does
what, when.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from fettle.kernel.records.declare import Field

Row = dict[str, Any]


@dataclass(frozen=True)
class Form:
    """One set of named values: stored as a dict."""

    fields: tuple[Field, ...]

    def completed(self, stored: Row, begins: Row, known: Collection[str] = ()) -> Row:
        """With what a later version asks for as well, as it begins."""
        return {**begins, **stored}

    def clean(self, raw: Any, actor: Any) -> Row:
        """The dict to store. Raises ValueError with a sentence that names the field."""
        if not isinstance(raw, Mapping):
            raise ValueError(_("Give the values by name."))
        return clean_row(self.fields, raw, actor, "")


@dataclass(frozen=True)
class Table:
    """Rows of named values: stored as a list of dicts, in the order of the screen. ``key`` is unique among them.

    ``fixed`` rows may be changed but neither added nor removed (the impact × urgency matrix). ``about`` says what a row
    is about, where later versions bring rows about more: nobody could have decided about those.
    """

    fields: tuple[Field, ...]
    key: tuple[str, ...] = ("code",)
    fixed: bool = False
    about: Callable[[Row], str] | None = None

    def completed(self, stored: list[Row], begins: list[Row], known: Collection[str] = ()) -> list[Row]:
        """With the columns that a later version asks for as well, as they begin, and with the rows that arrived."""
        first = {self.name_of(row): row for row in begins}
        arrived = self.arrived(stored, begins, known)
        return [self._whole({**first.get(self.name_of(row), {}), **row}) for row in [*stored, *arrived]]

    def arrived(self, stored: list[Row], begins: list[Row], known: Collection[str]) -> list[Row]:
        """The first rows about what nobody has decided of yet: no row names it, and it was not ``known`` when the table
        was saved.
        """
        if self.about is None:
            return []
        decided = {*known, *map(self.about, stored)}
        return [row for row in begins if self.about(row) not in decided]

    def name_of(self, row: Row) -> tuple[Any, ...]:
        """What tells a row from the others."""
        return tuple(row.get(name) for name in self.key)

    def _whole(self, row: Row) -> Row:
        return {**dict.fromkeys(field.name for field in self.fields), **row}

    def clean(self, raw: Any, actor: Any) -> list[Row]:
        """The list to store. Raises ValueError with a sentence that names row and field."""
        if not isinstance(raw, Sequence) or isinstance(raw, str):
            raise ValueError(_("Give a list of rows."))
        rows = [
            clean_row(self.fields, row, actor, _("Row %(row)s, ") % {"row": at}) for at, row in enumerate(raw, start=1)
        ]
        keys = [tuple(row[name] for name in self.key) for row in rows]
        for at, key in enumerate(keys):
            if key in keys[:at]:
                raise ValueError(
                    _("Row %(row)s repeats “%(key)s”: each may stand once.")
                    % {"row": at + 1, "key": " / ".join(map(str, key))}
                )
        return rows


def clean_row(fields: Sequence[Field], raw: Any, actor: Any, where: str) -> Row:
    """One row by its fields: unknown names and missing needed values are refused."""
    if not isinstance(raw, Mapping):
        raise ValueError(where + _("give the values by name."))
    if unknown := set(raw) - {item.name for item in fields}:
        raise ValueError(where + _("“%(name)s” is not known here: remove it.") % {"name": sorted(unknown)[0]})
    row: Row = {}
    for item in fields:
        given = raw.get(item.name)
        if given is None or given == "":
            if item.needed:
                raise ValueError(where + _("%(field)s: give a value.") % {"field": item.label})
            row[item.name] = None
            continue
        try:
            row[item.name] = item.type.plain(item.type.clean(given, actor))
        except ValueError as problem:
            raise ValueError(f"{where}{item.label}: {problem}") from None
    return row


def _spoken(value: Any) -> Any:
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, dict):
        return {key: _spoken(each) for key, each in value.items()}
    return [_spoken(each) for each in value] if isinstance(value, list) else value


@dataclass(frozen=True)
class Definition:
    """``key`` is ``room.thing``; ``fitsm`` the setup items of FitSM-2 that it answers; ``may`` who changes it.

    ``check`` refuses a clean value that cannot work (ValueError with a sentence). ``procedure`` is the default text
    in Markdown. Texts of both are lazily translated: an installation keeps them in its own language.
    """

    key: str
    title: Any
    shape: Form | Table
    default: Any
    procedure: Any
    may: str
    process: str = ""
    fitsm: tuple[str, ...] = ()
    hint: Any = ""
    check: Callable[[Any], None] | None = None

    def begins(self) -> dict[str, Any]:
        """Title, value and procedure with which an installation begins, in the language that is active."""
        return {"title": str(self.title), "value": _spoken(self.default), "procedure": str(self.procedure)}

    def completed(self, stored: Any, known: Collection[str] = ()) -> Any:
        """A stored value as this version of the program reads it: every name that it asks for is there."""
        return self.shape.completed(stored, self.begins()["value"], known)

    def arrived(self, stored: Any, known: Collection[str]) -> list[Row]:
        """The rows of ``completed`` that came with a newer version than the one that saved the table."""
        return self.shape.arrived(stored, self.begins()["value"], known) if isinstance(self.shape, Table) else []

    def known(self) -> list[str]:
        """What this version has first rows about."""
        about = self.shape.about if isinstance(self.shape, Table) else None
        return sorted({about(row) for row in self.default}) if about else []

    def clean(self, raw: Any, actor: Any) -> Any:
        value = self.shape.clean(raw, actor)
        if self.check is not None:
            self.check(value)
        return value
