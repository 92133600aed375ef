"""The measurement that service portfolio management offers: REL-4, the services in operation (FITS change block)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fettle.kernel.access.read import visible
from fettle.kernel.figures import Figure, Period, Reading, Scope
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Team
from fettle.processes.services.definitions import CATALOGUE
from fettle.processes.services.records import SERVICE

LIVE = "live"


def in_operation(period: Period, scope: Scope) -> Reading:
    """The services that were live at the end, by supporting team. Not measured before there was a catalogue, or a
    service in it.
    """
    known = visible(scope.actor, SERVICE).filter(opened_at__lt=period.end)
    if scope.organisation_path:
        known = known.filter(organisation__path__startswith=scope.organisation_path)
    if scope.service_id:
        known = known.filter(pk=scope.service_id)
    if scope.team_id:
        known = known.filter(team_id=scope.team_id)
    services = list(known.only("pk", "state", "team_id"))
    laid_down = Entry.objects.filter(fact="settings.defined", record__setting__key=CATALOGUE.key)
    if not services and not laid_down.filter(happened_at__lt=period.end).exists():
        return Reading(None)
    states, teams = _stood(period, "state"), _stood(period, "team")
    live = {each.pk: teams.get(each.pk, each.team_id) for each in services if states.get(each.pk, each.state) == LIVE}
    by, keys = _by_team(live.values())
    return Reading(
        len(live),
        lambda: tuple(live),
        {"team": by},
        keys={"team": keys},
        within=lambda _team, members: tuple(pk for pk, team in live.items() if str(team or "") in members),
    )


def _by_team(teams: Collection[int | None]) -> tuple[dict[str, int], dict[str, str]]:
    """How many services each team supports, most first; and what an address calls each."""
    names = dict(Team.objects.filter(pk__in={team for team in teams if team}).values_list("pk", "name"))
    said: dict[str, int] = {}
    keys: dict[str, str] = {}
    for team, count in Counter(teams).items():
        label = names[team] if team else gettext("not given")
        label = label if label not in said else f"{label} ({team})"
        said[label], keys[label] = count, str(team or "")
    return dict(sorted(said.items(), key=lambda item: (-item[1], item[0]))), keys


def _stood(period: Period, column: str) -> dict[int, Any]:
    """What a column held at the end, of the services in which it changed since: the old value of the first change."""
    since = Entry.objects.filter(record__kind=SERVICE.key, happened_at__gte=period.end, changes__has_key=column)
    first = since.order_by("record_id", "happened_at", "seq").distinct("record_id")
    return {record: changes[column][0] for record, changes in first.values_list("record_id", "changes")}


FIGURES = (Figure("REL-4", _("Services in operation"), "", "change", in_operation),)
