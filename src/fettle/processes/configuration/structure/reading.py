"""The ties of services and items as the database has them, followed from some of them by one statement.

Components of services, bindings and relations are read side by side, each by its index: a view over all of them would
be read whole. The statement follows ties of the role ``enabling``, step by step with all that was reached by the last
step at once, and gives every tie of what it reached. How far a failure really reaches is counted afterwards (`reach`),
because a recursive statement sees one step at a time and so cannot count how many of a group are left.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import connection

from fettle.processes.configuration.definitions import passing
from fettle.processes.configuration.structure.reach import ENABLING, Tie
from fettle.processes.configuration.workflow import OUT, OVER
from fettle.processes.services.queries import PLANNED

MOST, DEEP = 5_000, 100
"""So many things are reached, in so many steps; beyond, what is nearest is told and that there may be more."""
OUT_OR_NOT_LIVE = [*OUT, *PLANNED]
"""The states of items that are not in use, and of services that are not live."""
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
    "service": "c.service_id = any({nodes})",
    "bound": "b.item_id = any({nodes})",
    "back": "c.target_id = any({nodes})",
    "forth": "c.source_id = any({nodes})",
}
_DOWN = {
    "service": "c.record_id = any({nodes}) and c.service_id is not null",
    "bound": "c.record_id = any({nodes})",
    "back": "c.source_id = any({nodes})",
    "forth": "c.target_id = any({nodes})",
}
_WORKING = "(p.state <> all(%(out)s) or p.id = any(%(starts)s))"
"""What is not in use stands in for nothing; what the question begins with counts as one of its group."""
_SIZE = f"""
    case when tie."group" = '' then 1
    when tie.said is null then (
        select count(*) from services_component m left join configuration_binding n on n.component_id = m.id
        left join records_record p on p.id = coalesce(m.service_id, n.item_id)
        where m.record_id = tie.whose and m."group" = tie."group" and (p.id is null or {_WORKING})
    ) else (
        select count(*) from (
            select target_id as other from configuration_relation
            where source_id = tie.whose and "group" = tie."group"
              and type = any(%(back)s) and type <> all(%(forth)s)
            union all
            select source_id from configuration_relation
            where target_id = tie.whose and "group" = tie."group"
              and type = any(%(forth)s) and type <> all(%(back)s)
        ) m join records_record p on p.id = m.other where {_WORKING}
    ) end
"""  # noqa: S608 - put together from what stands above


def _ties(ends: dict[str, str], nodes: str, role: str = "") -> str:
    """The ties of an array of nodes."""
    return (_COMPONENTS + _RELATIONS).format(role=role, **{name: end.format(nodes=nodes) for name, end in ends.items()})


def _statement(ends: dict[str, str], onward: str) -> str:
    """``onward``: the end of a tie to which it leads. Ties that say the same come in one row, with their ends side by
    side: there are thousands of them, and few ways to say something.
    """
    return f"""
        with recursive step(at, nodes, seen) as (
            select 0, %(starts)s::bigint[], %(starts)s::bigint[]
          union all
            select step.at + 1, following.nodes, step.seen || following.nodes
            from step cross join lateral (
                select array(
                    select {onward} from ({_ties(ends, "step.nodes", "and c.role = 'enabling'")}) tie
                  except
                    select unnest(step.seen)
                ) as nodes offset 0  -- looked for once, though said twice
            ) following
            where cardinality(step.nodes) > 0 and cardinality(step.seen) <= %(most)s and step.at < %(deep)s
        ), reached as (
            select seen[:%(most)s] as nodes from step order by at desc limit 1
        )
        select tie.role, tie."group", tie.needed, {_SIZE}, tie.said, tie.uppers, tie.lowers,
               (select cardinality(nodes) from reached)
        from (
            select role, "group", needed, said, case when "group" <> '' then above end as whose,
                   array_agg(above) as uppers, array_agg(below) as lowers
            from ({_ties(ends, "(select nodes from reached)::bigint[]")}) tie
            group by role, "group", needed, said, whose
        ) tie
    """  # noqa: S608 - put together from what stands above


_ABOVE, _BELOW = _statement(_UP, "above"), _statement(_DOWN, "below")
_OUT = "select id, state = any(%s) from records_record where id = any(%s::bigint[]) and state = any(%s)"


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
    begun, reached = set(starts), len(starts)
    asked: dict[str, Any] = {"starts": list(starts), "back": back, "forth": forth, "out": OUT_OR_NOT_LIVE}
    ties: list[Tie] = []
    ends, followed = set(starts), set(starts)
    with connection.cursor() as cursor:
        cursor.execute(statement, {**asked, "most": most, "deep": DEEP})
        for role, group, needed, of, said, uppers, lowers, reached in cursor.fetchall():  # noqa: B007 - of the last
            counted = f"{'c' if said is None else 'r'}:{group}" if group else ""
            words = said or ""
            ties += [Tie(*pair, role, counted, needed, of, words) for pair in zip(uppers, lowers, strict=True)]
            ends.update(onward := uppers if up else lowers)
            if role == ENABLING:
                followed.update(onward)
        cursor.execute(_OUT, [list(OVER), list(ends), OUT_OR_NOT_LIVE])
        over = frozenset(node for node, gone in cursor.fetchall() if gone or node not in begun)
    return Read(ties, over, len(followed) > reached)
