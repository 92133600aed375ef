"""What the settings pages read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fettle.administration.definitions import differences
from fettle.edges.pages import records
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import everywhere
from fettle.kernel.access.read import visible
from fettle.kernel.assembly import assembly
from fettle.kernel.errors import NotSeen
from fettle.kernel.history.timeline import changes_for, timeline
from fettle.kernel.records.models import Record
from fettle.kernel.settings.declare import Definition
from fettle.kernel.settings.facts import Redefined
from fettle.kernel.settings.records import SETTING
from fettle.processes.levels import queries as levels
from fettle.processes.levels.records import AGREEMENT

PROCESSES = {
    "": gettext_lazy("The installation"),
    "PR1": gettext_lazy("Service portfolio management"),
    "PR2": gettext_lazy("Service level management"),
    "PR3": gettext_lazy("Service reporting management"),
    "PR9": gettext_lazy("Incident and service request management"),
}
HISTORY = 100


@dataclass(frozen=True)
class Kept:
    """A definition with the record that keeps it."""

    definition: Definition
    record: Record
    changeable: bool

    @property
    def value(self) -> Any:
        return self.record.item.value

    @property
    def procedure(self) -> str:
        return str(self.record.item.procedure)


@dataclass(frozen=True)
class Group:
    """The definitions of one process."""

    code: str
    title: str
    rows: Sequence[Kept]


def groups(actor: Actor) -> list[Group]:
    """All definitions that are in force, by process."""
    records_of = {record.setting.key: record for record in _settings(actor)}
    found: dict[str, list[Kept]] = {}
    for definition in assembly().definitions:
        if record := records_of.get(definition.key):
            found.setdefault(definition.process, []).append(Kept(definition, record, everywhere(actor, definition.may)))
    return [Group(code, str(PROCESSES.get(code, code)), found[code]) for code in sorted(found, reverse=True)]


def kept(actor: Actor, key: str) -> Kept:
    """One definition. Raises NotSeen."""
    definition = assembly().definition_by_key.get(key)
    record = _settings(actor).filter(setting__key=key).first() if definition else None
    if definition is None or record is None:
        raise NotSeen(_("There is no such setting here, or it is not for you to see."))
    return Kept(definition, record, everywhere(actor, definition.may))


def exported(one: Kept) -> dict[str, Any]:
    """Data and procedure of a definition, with the version they are of."""
    return {
        "key": one.definition.key,
        "title": str(one.definition.title),
        "fitsm": list(one.definition.fitsm),
        "version": one.record.version,
        "value": one.value,
        "procedure": one.procedure,
        "exported_at": timezone.now().isoformat(),
    }


def key_of(actor: Actor, number: str) -> str:
    """The key of the definition with this record number. Raises NotSeen."""
    record = _settings(actor).filter(number=number).first()
    if record is None:
        raise NotSeen(_("There is no %(number)s here, or it is not for you to see.") % {"number": number[:40]})
    return str(record.setting.key)


def sees_agreement(actor: Actor) -> bool:
    """Whether the page of the default agreement opens: there is none yet, or it is one that the actor sees."""
    version = levels.default()
    return version is None or visible(actor, AGREEMENT).filter(pk=version.agreement_id).exists()


def history(actor: Actor, one: Kept) -> list[records.Event]:
    """The changes of a definition, the newest first, with old and new values in words."""
    events = []
    for entry in timeline(actor, one.record)[:HISTORY]:
        changed = changes_for(actor, one.record, entry)
        told = list(differences.told(one.definition, *changed["value"])) if "value" in changed else []
        if "procedure" in changed:
            old, new = changed["procedure"]
            told.append((_("Procedure"), str(old or ""), str(new or "")))
        reason = next((fact.reason for fact in entry.said() if isinstance(fact, Redefined)), "")
        words = str(entry.said()[0].words)
        sentence = _("%(who)s %(what)s") % {"who": entry.who, "what": words} + (f": {reason}" if reason else "")
        first = entry.seq == 1
        events.append(records.Event(f"e{entry.pk}", entry.happened_at, sentence, "history", () if first else told))
    return events


def _settings(actor: Actor) -> Any:
    return visible(actor, SETTING).select_related("setting", "organisation")
