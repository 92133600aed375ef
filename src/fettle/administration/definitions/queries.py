"""What the settings pages read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fettle.edges.pages import records
from fettle.edges.pages import timeline as story
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import everywhere
from fettle.kernel.access.read import visible
from fettle.kernel.assembly import assembly
from fettle.kernel.errors import NotSeen
from fettle.kernel.history.timeline import timeline
from fettle.kernel.records.models import Record
from fettle.kernel.settings.declare import Definition
from fettle.kernel.settings.records import SETTING
from fettle.processes.levels import queries as levels
from fettle.processes.levels.records import AGREEMENT

PROCESSES = {
    "": gettext_lazy("The installation"),
    "PR1": gettext_lazy("Service portfolio management"),
    "PR2": gettext_lazy("Service level management"),
    "PR3": gettext_lazy("Service reporting management"),
    "PR7": gettext_lazy("Customer relationship management"),
    "PR8": gettext_lazy("Supplier relationship management"),
    "PR9": gettext_lazy("Incident and service request management"),
    "PR10": gettext_lazy("Problem management"),
    "PR11": gettext_lazy("Configuration management"),
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
        """As this version reads it: with what arrived since somebody saved it."""
        return self.definition.completed(self.record.item.value, self.record.item.known)

    @property
    def arrived(self) -> list[dict[str, Any]]:
        """The rows that came with a newer version, about which nobody has decided yet."""
        return self.definition.arrived(self.record.item.value, self.record.item.known)

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


def history(actor: Actor, record: Record) -> list[records.Message | records.Event]:
    """The changes of a definition or of the agreement, the newest first, with old and new values in words."""
    return story.items(actor, record, list(timeline(actor, record)[:HISTORY]))


def _settings(actor: Actor) -> Any:
    return visible(actor, SETTING).select_related("setting", "organisation")
