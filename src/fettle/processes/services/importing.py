"""Services from a table: a row without a number means the service of its name in its organisation."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fettle.edges.transfer.outcome import Importer
from fettle.edges.transfer.rows import Rows
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.access.references import ToOrganisation
from fettle.kernel.errors import Invalid
from fettle.kernel.orgs.models import Organisation
from fettle.processes.services import actions
from fettle.processes.services.records import SERVICE

ALSO = {
    "name": "title",
    "service": "title",
    "owner e-mail": "owner",
    "owner mail": "owner",
    "supporting team": "team",
    "hours": "calendar",
}
COLUMNS = ("name", "owner e-mail", "supporting team", "hours", "requestable", "description", "organisation")


def _meant(actor: Actor, home: Organisation, ours: dict[str, str]) -> dict[str, str]:
    """Raises Invalid."""
    name = " ".join(ours.get("title", "").split())
    try:
        place = ToOrganisation().clean(ours["organisation"], actor) if ours.get("organisation", "").strip() else home
    except ValueError as problem:
        raise Invalid({"organisation": str(problem)}) from None
    same = Q(title__iexact=name, organisation=place)
    found = list(visible(actor, SERVICE).filter(same).values_list("number", flat=True)[:2])
    if len(found) > 1:
        raise Invalid({"name": _("Several services of this organisation bear this name: give the number.")})
    if found:
        return {name: cell for name, cell in ours.items() if name != "organisation"} | {"number": found[0]}
    return {**ours, "organisation": place.name}


IMPORTER = Importer(
    "services",
    gettext_lazy("Services"),
    gettext_lazy(
        "A CSV or XLSX file with one row for each service. Its number, or its name and organisation, say which one is "
        "meant; an empty cell empties the value, a column that is not there leaves it. The export of the list of "
        "services fits."
    ),
    Rows(SERVICE, actions.register, actions.revise, _meant, COLUMNS, "name", ALSO),
    SERVICE.may.register,
    COLUMNS,
)
