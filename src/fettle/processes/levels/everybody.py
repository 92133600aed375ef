"""What the default agreement promises to those who read agreements for a customer, and for which of their services."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.edges.pages import prose
from fettle.edges.rest import shapes
from fettle.edges.rest.answers import Answer
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may, require
from fettle.kernel.access.read import visible
from fettle.kernel.clock.models import CalendarVersion
from fettle.kernel.errors import NotSeen
from fettle.kernel.orgs.models import Organisation
from fettle.processes.levels import grid, printing, queries, wording
from fettle.processes.levels.evaluation import served
from fettle.processes.levels.exclusions import Exclusions
from fettle.processes.levels.models import AgreementVersion, Cover
from fettle.processes.levels.promises import Promises
from fettle.processes.levels.records import AGREEMENT
from fettle.processes.levels.standing import holding
from fettle.processes.levels.targets import ROW

TEXTS = ("terms", "exclusions", "measuring", "reporting")
LAST = 3
"""So many periods stand on a page."""
NAMED = 12
"""So many services with an agreement of their own are named on a page, and so many customers."""
MOST = 500
"""So many customers are told of over REST."""


@dataclass(frozen=True)
class Customer:
    """Somebody whom the reader represents, with the services that SLAs in force cover: those with the organisation and
    with those above it, by name. ``everything``: one of them names no service and so covers all.
    """

    name: str
    everything: bool
    services: tuple[tuple[str, str], ...]

    @property
    def words(self) -> str:
        """For what the default agreement holds there."""
        if self.everything:
            return _(
                "An agreement of its own covers all services: this holds only for times of which that says nothing."
            )
        if not self.services:
            return _("There is no agreement of its own: this holds for all services.")
        names = ", ".join(title for _number, title in self.services[:NAMED])
        if (rest := len(self.services) - NAMED) > 0:
            names = f"{names} {_('and %(count)s more') % {'count': rest}}"
        return _("This holds for all services but these, which an agreement of its own covers: %(names)s.") % {
            "names": names
        }


def version(actor: Actor) -> AgreementVersion | None:
    """The version in force of the default agreement, for whoever reads agreements for a customer, or sees this one."""
    found = queries.default() if may(actor, AGREEMENT.may.see) else None
    if found is None:
        return None
    if not queries.represented(actor) and not visible(actor, AGREEMENT).filter(pk=found.agreement_id).exists():
        return None
    found.calendar = CalendarVersion.objects.select_related("calendar").get(pk=found.calendar_id)
    return found


def customers(actor: Actor) -> list[Customer]:
    """Those whom the reader represents, and below them those with an SLA in force today, by name: three statements."""
    paths = queries.represented(actor)
    if not paths:
        return []
    names = dict(Organisation.objects.filter(path__in=paths).values_list("path", "name"))
    above = {pk for path in paths for pk in _line(path)}
    reach = Q(agreement__party__in=above)
    for path in paths:
        reach |= Q(agreement__party__path__startswith=path)
    covers: dict[int, set[tuple[str, str]]] = {}
    of_party: dict[int, list[set[tuple[str, str]]]] = {}
    held = holding(timezone.localdate(), agreement__type="sla").filter(reach)
    for pk, path, name in held.values_list("pk", "agreement__party__path", "agreement__party__name"):
        covers[pk] = set()
        of_party.setdefault(_line(path)[-1], []).append(covers[pk])
        if path.startswith(tuple(paths)):
            names[path] = name
    rows = Cover.objects.filter(version__in=covers)
    for pk, number, title in rows.values_list("version_id", "service__number", "service__title"):
        covers[pk].add((number, title))
    return [
        _customer(name, [some for pk in _line(path) for some in of_party.get(pk, ())])
        for path, name in sorted(names.items(), key=lambda row: (row[1].casefold(), row[0]))[:MOST]
    ]


def _line(path: str) -> list[int]:
    """The organisation of a path and those above it, the highest first."""
    return [int(pk) for pk in path.strip("/").split("/")]


def _customer(name: str, covers: list[set[tuple[str, str]]]) -> Customer:
    services = sorted({row for some in covers for row in some}, key=lambda row: (row[1].casefold(), row[0]))
    return Customer(name, any(not some for some in covers), tuple(services))


def part(actor: Actor) -> dict[str, Any] | None:
    """For a page of the portal; None where there is none, or it is not for the reader."""
    held = version(actor)
    if held is None:
        return None
    item, represented = held.agreement, customers(actor)
    return {
        "kept": served.periods(item.pk, queries.represented(actor))[:LAST],
        "record": item.record,
        "version": held,
        "customers": represented[:NAMED],
        "more": max(0, len(represented) - NAMED),
        "times": [line for line in grid.lines(grid.as_sent(held.targets)) if any(cell.value for cell in line.cells)],
        "percent": printing.percent(item),
        "promises": [wording.promise(row) for row in held.promises],
        "excluded": [wording.exclusion(row) for row in held.excluded],
        "texts": list(_texts(item)),
    }


def _texts(item: Any) -> Iterator[tuple[str, str]]:
    for name in TEXTS:
        if text := getattr(item, name):
            yield str(AGREEMENT.by_name[name].label), prose.shown(text)


CUSTOMER = {
    "customer": shapes.TEXT,
    "everything": {**shapes.YES_NO, "description": "An agreement of its own covers all services."},
    "services": {**shapes.listed(shapes.TEXT), "description": "Numbers of those that an agreement of its own covers."},
}
TOLD = {
    "agreement": shapes.TEXT,
    "title": shapes.TEXT,
    "version": shapes.WHOLE,
    "made_at": shapes.MOMENT,
    "calendar": shapes.TEXT,
    **dict.fromkeys(TEXTS, shapes.TEXT),
    "kept_percent": shapes.WHOLE,
    "targets": shapes.listed(shapes.thing(ROW, ROW)),
    "promises": Promises.json,
    "excluded": Exclusions.json,
    "customers": shapes.listed(shapes.thing(CUSTOMER, CUSTOMER)),
}
SHAPE = shapes.thing(TOLD, TOLD)


def found(actor: Actor) -> AgreementVersion:
    """Raises Forbidden, NotSeen."""
    require(actor, AGREEMENT.may.see)
    held = version(actor)
    if held is None:
        raise NotSeen(_("There is no default agreement here, or it is not for you to see."))
    return held


def answer(actor: Actor, held: AgreementVersion) -> Answer:
    """The same over REST."""
    item = held.agreement
    told = {
        "agreement": item.record.number,
        "title": item.record.title,
        "version": held.version,
        "made_at": held.made_at.isoformat(),
        "calendar": held.calendar.calendar.name,
        **{name: getattr(item, name) for name in TEXTS},
        "kept_percent": printing.percent(item),
        "targets": held.targets,
        "promises": held.promises,
        "excluded": held.excluded,
        "customers": [
            {
                "customer": each.name,
                "everything": each.everything,
                "services": [number for number, _title in each.services],
            }
            for each in customers(actor)
        ],
    }
    return Answer(told)
