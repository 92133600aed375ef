"""Reads of risks, as one reader may see them."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Count, Q, QuerySet

from fettle.facilities.links.queries import sources_of
from fettle.facilities.links.relations import RISK_OF
from fettle.facilities.risks.records import RISK
from fettle.facilities.risks.workflow import HELD
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.records.models import Record

AXES = {"inherent": ("likelihood", "impact"), "residual": ("residual_likelihood", "residual_impact")}


def of_record(actor: Actor, record: Record) -> QuerySet[Record]:
    """The risks that hold about a record, the most severe first: those linked to it and, of a service, those that name
    it.
    """
    about = Q(pk__in=sources_of(RISK_OF.code, [record.pk]))
    if record.kind == "service":
        about |= Q(service_id=record.pk)
    found = visible(actor, RISK).filter(about, state__in=HELD)
    return found.select_related("risk", "assignee").order_by("rank", "-pk")


def counts(actor: Actor, of: str = "inherent") -> Mapping[tuple[str, str], int]:
    """How many risks that hold stand in each cell, by (likelihood, impact). One statement."""
    likelihood, impact = (f"risk__{name}" for name in AXES[of])
    found = visible(actor, RISK).filter(state__in=HELD).exclude(**{likelihood: ""})
    rows = found.order_by().values_list(likelihood, impact).annotate(count=Count("pk"))
    return {(row[0], row[1]): row[2] for row in rows}


def unplaced(actor: Actor, of: str = "inherent") -> int:
    """How many of them nobody has judged so."""
    likelihood = f"risk__{AXES[of][0]}"
    return visible(actor, RISK).filter(state__in=HELD, **{likelihood: ""}).count()
