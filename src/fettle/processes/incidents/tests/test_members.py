"""Members of a dimension are told apart by what a person understands."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from fettle.kernel.access.actor import Actor
from fettle.kernel.assembly import assembly
from fettle.kernel.figures import Period, Scope
from fettle.kernel.orgs import actions as orgs
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.world import World


def test_teams_of_one_name_bear_their_organisation(world: World) -> None:
    town = orgs.add_organisation("Town library", world.provider)
    teams = [orgs.add_team("Group 70", party) for party in (world.provider, town)]
    for team in (*teams, teams[1], world.desk):
        actions.register(world.actor("agent"), INCIDENT, title="Something", team=team)
    now = timezone.now()
    period = Period(now - timedelta(days=1), now + timedelta(days=1))
    scope = Scope(Actor.house("report", "incidents.see"))
    by = assembly().figure_by_code["INC-1"].compute(period, scope).by["team"]
    assert by == {f"Group 70 ({world.provider.name})": 1, "Group 70 (Town library)": 2, world.desk.name: 1}
