"""Filters of a list over REST: a repeated name means any of its values, and a wrong one is refused. What they mean is
``edges/filtering.py``, as on the pages.
"""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import QueryDict

from fettle.edges import filtering
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.errors import Invalid
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record


def filtered(actor: Actor, kind: Kind, query: QueryDict, *others: str) -> QuerySet[Record]:
    """The visible records of a kind that ``query`` asks for. ``others`` are names that are no filters. Raises Invalid
    with every name at fault.
    """
    asked = {name: query.getlist(name) for name in query if name not in others}
    chosen = filtering.choose([kind], actor, asked)
    if problems := filtering.problems(chosen):
        raise Invalid(problems)
    return visible(actor, kind).filter(filtering.condition(chosen))
