"""Reads of incidents and requests; every one starts at the read door."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from fettle.facilities.links import queries as links
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.history.replay import in_order
from fettle.kernel.orgs.models import Organisation, Team
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record
from fettle.processes.incidents.beside import Whom
from fettle.processes.incidents.clocks import Clocks, gather
from fettle.processes.incidents.merging import MERGED
from fettle.processes.incidents.models import TargetWatch
from fettle.processes.incidents.records import DESK as DESK
from fettle.processes.incidents.records import INCIDENT


def desk(actor: Actor, *kinds: Kind) -> QuerySet[Record]:
    """The incidents and requests the actor may see."""
    return visible(actor, *(kinds or DESK))


def choices(field: str) -> list[tuple[str, str]]:
    """What may be chosen now for a field of the desk, as code and words; ``field`` is the name of one with choices."""
    declared = DESK[0].by_name[field].type
    return [(option.code, str(option.label)) for option in declared.options() if option.active]  # type: ignore[attr-defined]


def clocks_of(record: Record) -> Clocks:
    """All clocks of a visible record, replayed from its entries: the customer's, beside them those of OLAs and UAs."""
    return gather(in_order(record))


def names_of(them: Iterable[Whom]) -> dict[Whom, str]:
    """What the teams and suppliers of clocks are called. A statement for each sort of them."""
    wanted = set(them)
    names: dict[Whom, str] = {}
    for type, model in (("ola", Team), ("ua", Organisation)):
        if keys := [whom.pk for whom in wanted if whom.type == type]:
            found = model._default_manager.filter(pk__in=keys).values_list("pk", "name")
            names |= {Whom(type, pk): name for pk, name in found}
    return names


MOST_AT_ONCE = 2_000
"""Records that one run of the clockwork looks at; the rest is the next minute's."""


def resolved_before(actor: Actor, moment: datetime) -> list[str]:
    """Numbers of resolved records whose time of grace has passed. Restored ones that nobody took stay as they are."""
    found = Q()
    for kind in DESK:
        found |= Q(kind=kind.key, **{f"{kind.accessor}__resolved_at__lte": moment})
    records = desk(actor).filter(found, is_open=True, state="resolved", silent=False)
    return list(records.order_by("pk").values_list("number", flat=True)[:MOST_AT_ONCE])


def reminded_before(actor: Actor, moment: datetime) -> list[str]:
    """Numbers of waiting records whose reminder has come."""
    found = Q()
    for kind in DESK:
        found |= Q(kind=kind.key, **{f"{kind.accessor}__resume_at__lte": moment})
    records = desk(actor).filter(found, is_open=True, state="waiting", silent=False)
    return list(records.order_by("pk").values_list("number", flat=True)[:MOST_AT_ONCE])


def to_watch(actor: Actor, rules: int, moment: datetime) -> list[str]:
    """Numbers of open records whose clocks may have something to say: changed since the last look, or come due."""
    unchanged = TargetWatch.objects.filter(
        Q(next_at=None) | Q(next_at__gt=moment), record_id=OuterRef("pk"), version=OuterRef("version"), rules=rules
    )
    records = desk(actor).filter(~Exists(unchanged), is_open=True, silent=False).exclude(state="resolved")
    return list(records.order_by("pk").values_list("number", flat=True)[:MOST_AT_ONCE])


def update_due(actor: Actor, moment: datetime) -> list[str]:
    """Numbers of major incidents of which an update was due before a moment, the longest ago first."""
    major = {"incident__major__in": ["declared", "reviewed"], "incident__next_update_at__lt": moment}
    late = desk(actor, INCIDENT).filter(silent=False, **major)
    return list(late.order_by("incident__next_update_at", "pk").values_list("number", flat=True)[:MOST_AT_ONCE])


def running_major(actor: Actor, limit: int) -> list[Record]:
    """The major incidents that are worked on, the newest first."""
    running = desk(actor, INCIDENT).filter(incident__major="declared", is_open=True).exclude(state="resolved")
    return list(running.select_related("incident", "service").order_by("-opened_at", "-pk")[:limit])


def unreviewed(actor: Actor) -> QuerySet[Record]:
    """Major incidents that are over and were not reviewed yet."""
    return desk(actor, INCIDENT).filter(incident__major="declared", is_open=True, state="resolved")


def version_of_rules() -> int:
    """Of the escalation rules in force, 0 before they are installed."""
    rules = Record.objects.filter(kind="setting", setting__key="incidents.escalation")
    return rules.values_list("version", flat=True).first() or 0


def where_it_goes(record: Record) -> Record:
    """The record in which a merged one goes on, through all merges; any other is itself. What is written to a merged
    record, by whichever way, belongs there. The caller asks whether its actor may see it.
    """
    if record.state != "merged":
        return record
    end, seen = record.pk, {record.pk}
    while (following := links.targets_of(MERGED, [end])) and not following & seen:
        (end,) = following
        seen.add(end)
    return record if end == record.pk else Record.objects.select_related("organisation").get(pk=end)


def goes_on_in(actor: Actor, record: Record) -> Record | None:
    """That record, for a merged one of which the actor may see it."""
    if record.state != "merged":
        return None
    return desk(actor).filter(pk=where_it_goes(record).pk).first()
