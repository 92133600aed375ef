"""Costs from a table: a row without a number means a cost that says the same already."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy

from fettle.edges.transfer.outcome import Importer
from fettle.edges.transfer.rows import Rows
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.orgs.models import Organisation
from fettle.processes.money import actions
from fettle.processes.money.records import COST
from fettle.processes.money.workflow import WITHDRAWN

COLUMNS = ("title", "nature", "service", "component", "price", "rate", "stage", "begins", "ends", "years", "source")


def _meant(actor: Actor, home: Organisation, ours: dict[str, str]) -> dict[str, str]:
    if not ours.get("organisation", "").strip():
        ours = {**ours, "organisation": home.name}
    found = _the_same(actor, ours)
    return {"number": found} if found else ours


def _the_same(actor: Actor, ours: Mapping[str, str]) -> str | None:
    """The number of a cost of the same name, subject, day, sum and source, that was not withdrawn."""
    fields, named = COST.by_name, ours.get("service", "").strip()
    try:
        service = fields["service"].type.clean(named, actor) if named else None
        begins = fields["begins"].type.clean(ours.get("begins", ""), actor)
        price = fields["price"].type.clean(ours.get("price", ""), actor)
    except ValueError:
        return None  # the row is refused where it is read in full
    same = (
        visible(actor, COST)
        .exclude(state=WITHDRAWN)
        .filter(
            title=" ".join(ours.get("title", "").split()),
            organisation__name__iexact=ours["organisation"].strip(),
            service=service,
            cost__component=" ".join(ours.get("component", "").split()),
            cost__begins=begins,
            cost__price=price,
            cost__source=" ".join(ours.get("source", "").split()),
        )
    )
    return same.order_by("pk").values_list("number", flat=True).first()


IMPORTER = Importer(
    "costs",
    gettext_lazy("Costs"),
    gettext_lazy(
        "A CSV or XLSX file with one row for each cost. A row that says the same as a cost that is there already is "
        "left out, so the same file may come again. The export of the list of costs fits."
    ),
    Rows(COST, actions.register, actions.revise, _meant, COLUMNS, "price"),
    COST.may.register,
    COLUMNS,
)
