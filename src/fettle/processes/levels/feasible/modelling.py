"""The components below a service with the OLAs and UAs in force behind them, as the arithmetic takes them."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.records.models import Record
from fettle.processes.levels import queries
from fettle.processes.levels.arithmetic.model import Component, Need
from fettle.processes.levels.arithmetic.targets import Targets
from fettle.processes.levels.feasible.questions import Said
from fettle.processes.levels.models import AgreementVersion, Cover
from fettle.processes.levels.standing import holding
from fettle.processes.services import queries as services

MOST = 60
"""So many components below a service are reckoned with while somebody waits for it."""
Key = tuple[int, str]


class TooMany(Exception):
    """More stands below the service than is reckoned with on a page."""


@dataclass
class Below:
    """What stands below a service: ``needs`` of each code, its name, and the agreement behind it."""

    top: str
    needs: dict[str, tuple[Need, ...]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    behind: dict[str, AgreementVersion] = field(default_factory=dict)

    def components(self, promised: Callable[[Said], Targets]) -> tuple[Component, ...]:
        """For the arithmetic, with what each agreement says of one question."""
        return tuple(self._component(code, promised) for code in sorted(self.needs))

    def _component(self, code: str, promised: Callable[[Said], Targets]) -> Component:
        version = self.behind.get(code)
        if version is None:
            return Component(code, self.needs[code], own_part=not self.needs[code])
        return Component(code, self.needs[code], version.agreement.record.number, promised(said(version)))


def said(version: AgreementVersion) -> Said:
    return Said(version.targets, version.promises, queries.calendar_in(version.calendar_id))


def supporting(on: date, services: Collection[int]) -> dict[Key, AgreementVersion]:
    """The OLA or UA that holds then behind each of these services and of their components; of several the oldest."""
    versions = holding(on, agreement__type__in=("ola", "ua"))
    rows = Cover.objects.filter(service__in=services, version__in=versions)
    rows = rows.select_related("version__agreement__record")
    found: dict[Key, AgreementVersion] = {}
    for row in rows.order_by("pk"):
        found.setdefault((row.service_id, row.component.casefold()), row.version)
    return found


def below(actor: Actor, record: Record, on: date) -> Below:
    """Everything that a service stands on, with what is agreed of it then. Raises TooMany."""
    made = Below(record.number)
    keys: dict[str, Key] = {}
    waiting = [record]
    while waiting:
        service = waiting.pop()
        if service.number in made.needs:
            continue
        needs = []
        for role, count, rows in services.composition(service):
            codes = []
            for row in rows:
                code = row.service.number if row.service else f"{service.number}: {row.name} {row.pk}"
                codes.append(code)
                if row.service is not None:
                    waiting.append(row.service)
                else:
                    made.needs[code] = ()
                    made.names[code] = row.name
                    keys[code] = (service.pk, row.name.casefold())
            least = None if len(codes) == 1 or count >= len(codes) else count
            needs.append(Need(tuple(codes), least, enhancing=role == "enhancing"))
        made.needs[service.number] = tuple(needs)
        keys[service.number] = (service.pk, "")
        if len(made.needs) > MOST:
            raise TooMany
    agreed = supporting(on, {service for service, _name in keys.values()})
    made.behind = {code: agreed[key] for code, key in keys.items() if key in agreed}
    seen = visible(actor).filter(number__in=[code for code in made.needs if code not in made.names])
    titles = dict(seen.values_list("number", "title"))
    for code in made.needs:
        made.names.setdefault(code, titles.get(code, _("another service")))
    return made
