"""The ties of services and items as the database has them, followed from some of them by one statement.

Components of services, bindings and relations are read side by side, each by its index: a view over all of them would
be read whole. The statement follows ties of the role ``enabling`` and gives every tie of what it reached; how far a
failure really reaches is counted afterwards (``reach``), because a recursive statement sees one level at a time and so
cannot count how many of a group are left.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import connection

from fettle.kernel.records.models import Record
from fettle.processes.configuration.definitions import passing
from fettle.processes.configuration.structure.reach import ENABLING, Tie
from fettle.processes.configuration.workflow import OUT, OVER

MOST = 5_000
"""So many things are reached; beyond, what is nearest is told and that there may be more."""
_COLUMNS = 'c.role, c."group", c.needed'
_COMPONENTS = f"""
    select c.record_id as above, c.service_id as below, {_COLUMNS}, null::varchar as said
    from services_component c where {{service}} {{role}}
  union all
    select c.record_id, b.item_id, {_COLUMNS}, null::varchar
    from configuration_binding b join services_component c on c.id = b.component_id where {{bound}} {{role}}
"""  # noqa: S608 - names of columns
_RELATIONS = """
  union all
    select c.source_id, c.target_id, c.role,
           case when c.type = any(%(forth)s) then '' else c."group" end, c.needed, c.type
    from configuration_relation c where {back} and c.type = any(%(back)s) {role}
  union all
    select c.target_id, c.source_id, c.role,
           case when c.type = any(%(back)s) then '' else c."group" end, c.needed, c.type
    from configuration_relation c where {forth} and c.type = any(%(forth)s) {role}
"""
_UP = {
    "service": "c.service_id = reached.node",
    "bound": "b.item_id = reached.node",
    "back": "c.target_id = reached.node",
    "forth": "c.source_id = reached.node",
}
_DOWN = {
    "service": "c.record_id = reached.node and c.service_id is not null",
    "bound": "c.record_id = reached.node",
    "back": "c.source_id = reached.node",
    "forth": "c.target_id = reached.node",
}
_WORKING = "(p.state <> all(%(out)s) or p.id = any(%(starts)s))"
"""What is not in use stands in for nothing; what the question begins with counts as one of its group."""
_SIZE = f"""
    case when tie."group" = '' then 1
    when tie.said is null then (
        select count(*) from services_component m left join configuration_binding n on n.component_id = m.id
        left join records_record p on p.id = coalesce(m.service_id, n.item_id)
        where m.record_id = tie.above and m."group" = tie."group" and (p.id is null or {_WORKING})
    ) else (
        select count(*) from (
            select target_id as other from configuration_relation
            where source_id = tie.above and "group" = tie."group" and type = any(%(back)s)
            union all
            select source_id from configuration_relation
            where target_id = tie.above and "group" = tie."group" and type = any(%(forth)s)
        ) m join records_record p on p.id = m.other where {_WORKING}
    ) end
"""  # noqa: S608 - put together from what stands above


def _statement(ends: dict[str, str], onward: str) -> str:
    """``onward``: the end of a tie to which it leads."""
    ties = _COMPONENTS + _RELATIONS
    followed = ties.format(**ends, role="and c.role = 'enabling'")
    return f"""
        with recursive reached(node) as (
            select unnest(%(starts)s::bigint[])
          union
            select tie.{onward} from reached cross join lateral ({followed}) tie
        )
        select tie.above, tie.below, tie.role, tie."group", tie.needed, {_SIZE}, tie.said,
               (select o.state = any(%(out)s) and o.id <> all(%(starts)s)
                from records_record o where o.id = tie.{onward})
        from (select node from reached limit %(most)s) reached
        cross join lateral ({ties.format(**ends, role="")}) tie
    """  # noqa: S608 - put together from what stands above


_ABOVE, _BELOW = _statement(_UP, "above"), _statement(_DOWN, "below")


@dataclass(frozen=True)
class Read:
    """The ties of what was reached, and which of their ends are not in use; of what it began from, which are over.
    ``cut``: there is more.
    """

    ties: list[Tie]
    over: frozenset[int]
    cut: bool


def above(starts: Collection[int], most: int = MOST) -> Read:
    """What stands on these, by whichever way."""
    return _read(_ABOVE, starts, most, up=True)


def below(starts: Collection[int], most: int = MOST) -> Read:
    """What these stand on, by whichever way."""
    return _read(_BELOW, starts, most, up=False)


def _read(statement: str, starts: Collection[int], most: int, up: bool) -> Read:
    back, forth = passing()
    asked: dict[str, Any] = {"starts": list(starts), "back": back, "forth": forth, "out": list(OUT), "most": most}
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        rows = cursor.fetchall()
    over = set(Record.objects.filter(pk__in=starts, state__in=OVER).values_list("pk", flat=True))
    followed = set(starts)
    ties: list[Tie] = []
    for upper, lower, role, group, needed, of, said, gone in rows:
        onward = upper if up else lower
        if gone:
            over.add(onward)
        if role == ENABLING:
            followed.add(onward)
        counted = f"{'c' if said is None else 'r'}:{group}" if group else ""
        ties.append(Tie(upper, lower, role, counted, needed, of, said or ""))
    return Read(ties, frozenset(over), len(followed) > most)
