"""The values beside a record's story, in sections; and the long texts that stand in the story itself."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from fettle.edges.pages import addresses, prose, values
from fettle.edges.pages.lists import Cell
from fettle.edges.pages.panels import Panels
from fettle.edges.pages.records import Section
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.read import audiences
from fettle.kernel.records.declare import Field
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Text

NEVER = frozenset({"title"})


def sections(actor: Actor, record: Record, panels: Panels) -> list[Section]:
    """What this reader may see, section by section; empty values only where they may be filled in."""
    kind = record.declared
    readable = {item.name: item for item in kind.readable(audiences(actor, record)) if _short(item)}
    named = panels.rail or [(part.title, tuple(item.name for item in part.fields)) for part in kind.sections]
    revises = may(actor, kind.may.revise, record)
    made: list[Section] = []
    for at, (title, names) in enumerate(named):
        items = [readable[name] for name in names if name in readable]
        rows = [cell for item in items if _worth(cell := values.cell(kind, record, item), item, record, revises)]
        rows += list(panels.cells(record)) if at == 0 and panels.cells else []
        if rows:
            url = _edit_url(record, items) if revises else ""
            key = "e" if url and not any(part.action_key for part in made) else ""
            made.append(Section(str(title), rows, f"rail-{at}", url, _("Edit") if url else "", key))
    return made


def texts(actor: Actor, record: Record, without: Sequence[str] = ()) -> list[tuple[str, str]]:
    """(label, text) of the long texts that have a value."""
    kind = record.declared
    readable = kind.readable(audiences(actor, record))
    long = [item for item in readable if isinstance(item.type, Text) and item.name not in without]
    return [(str(capfirst(item.label)), text) for item in long if (text := kind.value(record, item.name))]


def marked(actor: Actor, record: Record, panels: Panels) -> list[tuple[str, SafeString]]:
    """(label, HTML) of the long texts that are Markdown and have a value."""
    kind = record.declared
    readable = kind.readable(audiences(actor, record)) if panels.marked else ()
    items = [item for item in readable if item.name in panels.marked]
    return [(str(capfirst(item.label)), prose.shown(text)) for item in items if (text := kind.value(record, item.name))]


def _short(item: Field) -> bool:
    return item.name not in NEVER and not isinstance(item.type, Text)


def _worth(cell: Cell, item: Field, record: Record, revises: bool) -> bool:
    return cell.value not in (None, "", "0") or (revises and item.edit(record.state) and item.of(record))


def _edit_url(record: Record, items: Sequence[Field]) -> str:
    """The page that edits these fields: the section of the kind that most of them come from."""
    names = {item.name for item in items if item.edit(record.state)}
    parts = record.declared.sections
    best = max(range(len(parts)), key=lambda at: len(names & {item.name for item in parts[at].fields}))
    hit = names & {item.name for item in parts[best].fields}
    return f"{addresses.of(record, 'edit')}?section={best}" if hit else ""
