"""A table of records comes in through the kind's own actions: new rows register, known ones are revised where they
differ, so a table that went out and comes back changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from fettle.edges.transfer import further, reading
from fettle.edges.transfer.cells import bare, written
from fettle.edges.transfer.tables import FIRST
from fettle.kernel.access import read
from fettle.kernel.access.actor import Actor
from fettle.kernel.errors import FettleError, Invalid
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.declare import Field, Kind, never
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Flag

Action = Callable[..., Record]
Settled = Callable[[Mapping[str, str]], dict[str, str]]


@dataclass(frozen=True)
class Done:
    """What became of a row: new (and whose), changed (with which fields), same, or refused (with the sentence)."""

    line: int
    outcome: str
    number: str = ""
    fields: tuple[str, ...] = ()
    detail: str = ""
    title: str = ""
    state: str = ""
    organisation: Organisation | None = None

    def plain(self) -> dict[str, Any]:
        told = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "organisation"}
        return {**told, "fields": list(self.fields)}


@transaction.atomic
def bring_in(
    actor: Actor,
    kind: Kind,
    content: bytes,
    *,
    register: Action,
    revise: Action,
    preview: bool,
    settled: Settled = dict,
    called: Mapping[str, str] = MappingProxyType({}),
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> list[Done]:
    """Every row by itself: what is refused does not stop the others. A preview does it all and takes it back.

    ``settled`` makes a row of the file into one of ours: columns by our names, the number of a record that it means.
    ``called`` says how the file calls what we name otherwise, for the sentences of refused rows. Raises Invalid when
    the file is no table of this kind.
    """
    rows = list(reading.read(content))
    done = []
    for line, row in rows:
        done.append(_one(actor, kind, line, row, settled, register, revise, called))
        progress(len(done), len(rows))
    transaction.set_rollback(preview)
    return done


def _one(
    actor: Actor,
    kind: Kind,
    line: int,
    given: Mapping[str, str],
    settled: Settled,
    register: Action,
    revise: Action,
    called: Mapping[str, str],
) -> Done:
    try:
        with transaction.atomic():
            _storable(given)
            row, beside = further.parted(kind, settled(given))
            if number := row.get("number", "").strip():
                return _revised(actor, kind, line, number, row, beside, revise)
            made = register(actor, **_values(actor, kind, row, {}, lambda field: field.register))
            further.bring(actor, made, beside)
            return replace(_done(line, "new", made), organisation=made.organisation)
    except FettleError as problem:
        first = next(filter(None, given.values()), "")[:80]  # by which people find the row again
        return Done(line, "refused", given.get("number", "")[:40], detail=_sentence(problem, called), title=first)


def _storable(row: Mapping[str, str]) -> None:
    """Raises Invalid for a cell that no database takes and no look-up either."""
    if bad := [name for name, cell in row.items() if "\x00" in cell]:
        sentence = _("The text holds characters that cannot be stored (NUL or half a character): remove them.")
        raise Invalid(dict.fromkeys(bad, sentence))


def _done(line: int, outcome: str, record: Record, fields: tuple[str, ...] = ()) -> Done:
    return Done(line, outcome, record.number, fields, title=record.title, state=record.state)


def _sentence(problem: FettleError, called: Mapping[str, str]) -> str:
    if isinstance(problem, Invalid):
        told = ((called.get(name, name), text) for name, text in problem.errors.items())
        return " ".join(f"{name}: {text}" if name else str(text) for name, text in told)
    return str(problem)


def _revised(
    actor: Actor,
    kind: Kind,
    line: int,
    number: str,
    row: Mapping[str, str],
    beside: Mapping[str, str],
    revise: Action,
) -> Done:
    record = read.get(actor, number, kind)
    seen = read.audiences(actor, record)
    now = {
        field.called: bare(str(written(field.type.plain(kind.value(record, field.name)))))
        for field in kind.fields
        if field.audience in seen
    }
    now |= {"number": record.number, "state": record.state}
    asked = _values(actor, kind, row, now, lambda field: field.edit is not never)
    values = {name: value for name, value in asked.items() if value != kind.value(record, name)}
    if values:
        record = revise(actor, record.number, **values)
    changed = (*values, *further.bring(actor, record, beside))
    return _done(line, "changed" if changed else "same", record, changed)


def _values(
    actor: Actor, kind: Kind, row: Mapping[str, str], now: Mapping[str, str], may: Callable[[Field], bool]
) -> dict[str, Any]:
    """The clean values of the cells that differ from ``now``. Raises Invalid with every column at fault."""
    fields = {field.called: field for field in kind.fields}
    values: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for name, cell in row.items():
        if name not in fields and name not in FIRST:
            problems[name] = _("There is no such column: remove it.")
        elif cell == now.get(name, ""):
            continue
        elif name in FIRST or not may(fields[name]):
            if now:
                problems[name] = _("This cannot be changed by an import.")
        else:
            try:
                values[fields[name].name] = _clean(actor, kind, fields[name], cell)
            except ValueError as problem:
                problems[name] = str(problem)
    if not now:
        lacking = [name for name, field in fields.items() if field.needed and field.name not in values]
        problems |= {name: _("Give a value.") for name in lacking if name not in problems}
    if problems:
        raise Invalid(problems)
    return values


def _clean(actor: Actor, kind: Kind, field: Field, cell: str) -> Any:
    if cell == "" and not isinstance(field.type, Flag):
        if field.needed:
            raise ValueError(_("Give a value."))
        return None if kind.column(field.name).null else field.type.clean("", actor)
    return field.type.clean(cell, actor)
