"""Held against what is agreed below: the examples that everybody can reckon, from stored agreements to words."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from fettle.facilities.risks.queries import of_record as risks_of
from fettle.kernel.access.actor import Actor, Scope
from fettle.kernel.access.ask import may
from fettle.kernel.clock import actions as clock
from fettle.kernel.errors import Refusal
from fettle.kernel.history import replay
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.records.models import Record
from fettle.processes.levels import actions, queries, rules
from fettle.processes.levels.feasible import judging, modelling
from fettle.processes.levels.models import Agreement
from fettle.processes.levels.standing import shown_version
from fettle.processes.levels.tests.agreed import in_force, sign, written
from fettle.processes.levels.tests.test_served import browser, represents
from fettle.processes.services import actions as services
from fettle.processes.services.structure import components, parties
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import WORKDAYS, World


def share(percent: float, period: str = "month") -> list[dict[str, Any]]:
    return [{"kind": "availability", "percent": percent, "period": period}]


def behind(world: World, component: str, promises: Any = (), targets: Any = (), **days: Any) -> Record:
    """A UA in force for a component of the network."""
    supplier = orgs.add_organisation(f"Supplier of {component}", world.provider, is_supplier=True)
    manager = world.actor("manager")
    made = written(world, type="ua", organisation=supplier, targets=list(targets), title=component, **days)
    actions.revise(manager, made.number, promises=list(promises))
    actions.cover(manager, made.number, service=world.service, component=component)
    actions.negotiate(manager, made.number)
    sign(world, made)
    return actions.put_in_force(manager, made.number)


def made_of(world: World, *names: str, **more: Any) -> None:
    for name in names:
        components.add(world.actor("manager"), world.service.number, name=name, role="enabling", **more)


def promised(world: World, promises: Any = (), targets: Any = ()) -> Record:
    made = written(world, covers=[world.service], targets=list(targets))
    return actions.revise(world.actor("manager"), made.number, promises=list(promises))


def by_team(world: World, team: Any, promises: Any = (), targets: Any = (), **more: Any) -> Record:
    """An OLA in force with a team, for the network as a whole."""
    about = {"type": "ola", "team": team, "organisation": None, "title": f"OLA of {team.name}"}
    said = {"targets": list(targets), "promises": promises, "covers": [world.service]}
    return in_force(world, **about, **said | more)


def row(world: World, sla: Record, what: str) -> Any:
    (found,) = judging.of_version(world.actor("manager"), shown_version(sla)).services
    return next(row for row in found.rows if row.what.startswith(what))


def test_three_nines_over_two_of_them_in_a_row_are_not_possible(world: World) -> None:
    made_of(world, "Web", "Store")
    for name in ("Web", "Store"):
        behind(world, name, share(99.9))
    found = row(world, promised(world, share(99.9)), "Availability")
    assert (found.says, found.promised, found.reached) == ("infeasible", "99.9 %", "99.8001 %")
    assert "Web 99.9 %" in found.why and len(found.proposal) == 2
    assert not any(" 100 %" in line for line in found.proposal), "nobody can promise that"


def test_where_only_a_hundred_per_cent_would_do_it_says_what_else_does(world: World) -> None:
    made_of(world, "Web")
    behind(world, "Web", share(99.9))
    found = row(world, promised(world, share(100)), "Availability")
    told = "Nothing short of 100 % below makes it possible: promise less, or add a redundant part."
    assert (found.says, found.proposal) == ("infeasible", (told,))


def test_where_several_teams_promise_one_service_all_of_them_have_to_be_kept(world: World) -> None:
    """The oldest does not speak for the others; one that says nothing of it is no gap."""
    by_team(world, world.desk, share(99.9))
    by_team(world, world.network, share(95))
    by_team(world, orgs.add_team("Night shift", world.provider), [{"kind": "notice", "hours": 48}])
    found = row(world, promised(world, share(99.9)), "Availability")
    assert (found.says, found.reached, found.gaps) == ("infeasible", "94.905 %", ())
    assert "Campus network 99.9 %, Campus network 95 %" in found.why
    (line,) = row(world, promised(world, share(99)), "Availability").proposal
    assert line.startswith("Campus network (AGR-000003): 99.1 % instead of 95 %")


def test_those_who_work_on_a_service_hand_it_on_to_each_other(world: World) -> None:
    """Their times add, the team of the service first and the supplier last; what the service needs comes after them."""
    eight = within(None, 480)
    supplier = orgs.add_organisation("Cables", world.provider, is_supplier=True)
    in_force(world, type="ua", organisation=supplier, targets=eight, covers=[world.service])
    by_team(world, world.network, targets=eight)
    by_team(world, world.desk, targets=eight)
    for hours, says in ((23, "infeasible"), (24, "feasible")):
        found = row(world, promised(world, targets=within(None, hours * 60)), "Resolution, incident P1")
        assert (found.says, found.reached) == (says, "24 h 0 min")
    found = row(world, promised(world, targets=within(None, 60)), "Resolution, incident P1")
    assert " → ".join(f"Campus network (AGR-00000{number})" for number in (4, 3, 2)) in found.why
    made_of(world, "Web")
    behind(world, "Web", targets=eight)
    found = row(world, promised(world, targets=within(None, 32 * 60)), "Resolution, incident P1")
    assert (found.says, found.reached) == ("feasible", "32 h 0 min")


def test_who_works_on_a_part_of_it_works_beside_the_others(world: World) -> None:
    """So it is said that teams stand in for each other or share the work: each for a component of its own."""
    made_of(world, "East", "West")
    for name in ("East", "West"):
        behind(world, name, targets=within(None, 480))
    found = row(world, promised(world, targets=within(None, 480)), "Resolution, incident P1")
    assert (found.says, found.reached) == ("feasible", "8 h 0 min")


def test_what_names_nothing_in_particular_counts_for_what_its_party_supports(world: World) -> None:
    """The team of the service and its organisation, and a supplier that takes part in it; of others it says nothing."""
    manager = world.actor("manager")
    sla = promised(world, share(99))
    by_team(world, world.network, share(50), covers=[])
    assert row(world, sla, "Availability").says == "unknown", "another team"
    general = by_team(world, world.desk, share(99.5), covers=[])
    found = row(world, sla, "Availability")
    assert (found.says, found.reached, found.gaps) == ("feasible", "99.5 %", ())
    supplier = orgs.add_organisation("Cables", world.provider, is_supplier=True)
    in_force(world, type="ua", organisation=supplier, targets=[], promises=share(90))
    assert row(world, sla, "Availability").reached == "99.5 %"
    parties.add(manager, world.service.number, organisation=supplier, role="supplier", contact_point="noc")
    assert row(world, sla, "Availability").reached == "89.55 %"
    assert "Campus network 90 %" in row(world, sla, "Availability").why
    actions.terminate(manager, general.number, reason="x")
    world.provider.is_member = True
    world.provider.save(update_fields=["is_member"])
    in_force(
        world, type="ola", organisation=world.provider, team=None, title="All teams", targets=[], promises=share(80)
    )
    assert row(world, sla, "Availability").reached == "72 %"


def test_what_a_team_says_of_the_service_goes_before_what_it_says_in_general(world: World) -> None:
    """As clocks choose; of what the one does not say the other speaks."""
    eight = [{"kind": "incident", "priority": 1, "response_minutes": None, "resolution_minutes": 480}]
    by_team(world, world.desk, share(50), eight, covers=[])
    by_team(world, world.desk, share(99.5))
    sla = promised(world, share(99), eight)
    for what in ("Availability", "Resolution"):
        found = row(world, sla, what)
        assert (found.says, found.gaps) == ("feasible", ()), what


def test_what_stands_below_counts_once_below_each_of_them(world: World) -> None:
    made_of(world, "Web")
    behind(world, "Web", share(90))
    for team in (world.desk, world.network):
        by_team(world, team, share(90))
    assert row(world, promised(world, share(70)), "Availability").reached == "72.9 %"


def test_what_stands_in_makes_it_possible(world: World) -> None:
    made_of(world, "Left", "Right", group="pair")
    for name in ("Left", "Right"):
        behind(world, name, share(99.9))
    found = row(world, promised(world, share(99.99)), "Availability")
    assert (found.says, found.reached) == ("feasible", "99.9999 %")


def test_without_an_agreement_nobody_knows_and_the_gap_has_a_name(world: World) -> None:
    made_of(world, "Web", "Store")
    behind(world, "Web", share(99.9))
    found = row(world, promised(world, share(99)), "Availability")
    assert (found.says, found.gaps, found.word) == ("unknown", ("Store",), "Nobody knows")


def test_a_promise_for_a_year_may_fail_all_at_once_in_a_month(world: World) -> None:
    made_of(world, "Web")
    behind(world, "Web", share(99.9, "year"))
    found = row(world, promised(world, share(99.5)), "Availability")
    assert (found.says, found.reached) == ("infeasible", "98.7833 %")


def test_a_time_around_the_clock_over_office_hours_has_an_instant_as_witness(world: World) -> None:
    made_of(world, "Web")
    eight = [{"kind": "incident", "priority": 1, "response_minutes": None, "resolution_minutes": 480}]
    longer = [{**eight[0], "resolution_minutes": 960}]
    behind(world, "Web", targets=longer)
    found = row(world, promised(world, targets=eight), "Resolution")
    assert (found.says, found.reached) == ("infeasible", "16 h 0 min")
    assert "is due on" in found.why and "Web" in found.why
    assert found.proposal == ("Web (AGR-000002): 8 h 0 min instead of 16 h 0 min",)


def within(response: int | None, resolution: int | None = None) -> list[dict[str, Any]]:
    return [
        {"kind": "incident", "priority": 1, "response_minutes": response, "resolution_minutes": resolution},
        {"kind": "request", "priority": 1, "response_minutes": response, "resolution_minutes": resolution},
    ]


def test_a_first_response_is_that_of_the_team_that_has_the_service(world: World) -> None:
    """Nothing adds to it, neither another team nor a supplier nor what stands below."""
    made_of(world, "Web")
    behind(world, "Web", targets=within(90))
    by_team(world, world.network, targets=within(240))
    by_team(world, world.desk, targets=within(60))
    for minutes, says in ((30, "infeasible"), (60, "feasible")):
        sla = promised(world, targets=within(minutes))
        found = row(world, sla, "First response, request P1")
        assert (found.says, found.reached, found.gaps) == (says, "1 h 0 min", ())
    found = row(world, promised(world, targets=within(30)), "First response, incident P1")
    assert found.proposal == ("Campus network (AGR-000004): 0 h 30 min instead of 1 h 0 min",)
    assert "Campus network" in found.why and "is due on" in found.why


def test_where_nobody_promises_a_first_response_nobody_knows(world: World) -> None:
    """Another team is asked where that of the service says nothing."""
    made_of(world, "Web")
    behind(world, "Web", targets=within(15))
    sla = promised(world, targets=within(30))
    found = row(world, sla, "First response")
    assert (found.says, found.gaps) == ("unknown", ("Campus network",))
    by_team(world, world.desk, targets=within(None, 60))
    found = row(world, sla, "First response")
    assert (found.says, found.gaps) == ("unknown", ("Campus network",))
    by_team(world, world.network, targets=within(45))
    assert row(world, sla, "First response").says == "infeasible"


def test_a_first_response_is_in_the_hours_of_who_responds(world: World) -> None:
    """What a team says in general, or of a component of the service, is its clock for the service."""
    sla = promised(world, targets=within(30))
    general = by_team(world, world.desk, targets=within(30), covers=[])
    assert row(world, sla, "First response").says == "feasible"
    week = {day: [["09:00", "12:00"]] for day in WORKDAYS}
    mornings = clock.define("mornings", "Mornings", {"zone": "Europe/Prague", "week": week}, "tests").calendar
    made_of(world, "Web")
    manager = world.actor("manager")
    ola = written(world, type="ola", team=world.desk, organisation=None, title="Of the web", targets=within(30))
    actions.revise(manager, ola.number, calendar=mornings)
    actions.cover(manager, ola.number, service=world.service, component="Web")
    actions.negotiate(manager, ola.number)
    sign(world, ola)
    actions.put_in_force(manager, ola.number)
    assert row(world, sla, "First response").says == "infeasible", f"before {general.number}"


MAY = "A second supplier follows in May"


def told_of(sla: Record) -> list[dict[str, Any]]:
    """What was accepted, in the order in which it was."""
    entries = Entry.objects.filter(record=sla).order_by("seq")
    facts = [fact for entry in entries for fact in entry.facts]
    return [fact["data"] for fact in facts if fact["name"] == "levels.overridden"]


def test_a_refusal_names_three_things_and_counts_the_rest() -> None:
    lacking = [f"Web: thing {number}" for number in range(5)]
    with pytest.raises(Refusal, match=r"\(Web: thing 0; Web: thing 1; Web: thing 2; and 2 more\)"):
        rules.what_is_agreed_below_suffices(lacking, "")
    with pytest.raises(Refusal, match=r"Web: thing 2\)"):
        rules.what_is_agreed_below_suffices(lacking[:3], "")


def test_it_is_signed_only_with_a_reason_that_is_kept(world: World) -> None:
    """It is asked when we sign, and not once more when it is put in force."""
    manager = world.actor("manager")
    made_of(world, "Web")
    behind(world, "Web", share(99))
    sla = promised(world, share(99.9))
    actions.negotiate(manager, sla.number)
    for nothing in (None, "", "  "):
        with pytest.raises(Refusal, match=r"99\.9 % promised, 99 % reached") as refused:
            actions.sign(manager, sla.number, function="Head", override=nothing)
        assert (refused.value.rule, refused.value.field) == ("what_is_agreed_below_suffices", "override")
    version = sla.item.versions.get()
    assert (list(version.signatures.all()), version.accepted, told_of(sla)) == ([], "", [])
    assert not risks_of(world.actor("auditor"), sla)
    sign(world, sla, override=MAY)
    version.refresh_from_db()
    (risk,) = risks_of(world.actor("auditor"), Record.objects.get(pk=sla.pk))
    assert (version.accepted, version.risk_id) == (MAY, risk.pk)
    assert Entry.objects.get(record=sla, fact="levels.signed", facts__0__data__side="ours").facts[1]["name"] == (
        "levels.overridden"
    )
    assert Agreement.objects.get(pk=sla.pk).accepted == "", "it is not in force yet"
    with translation.override("de"):
        actions.put_in_force(manager, sla.number)
    assert Agreement.objects.get(pk=sla.pk).accepted == MAY
    (told,) = told_of(sla)
    assert told["reason"] == MAY
    assert told["lacking"] == ["Campus network: Availability: 99.9 % promised, 99 % reached"]
    assert len(risks_of(world.actor("auditor"), Record.objects.get(pk=sla.pk))) == 1


def test_more_than_was_accepted_needs_another_reason_and_no_other_risk(world: World) -> None:
    """What is lacking is compared with what was accepted, by how much; what is less is no reason to ask."""
    manager, auditor = world.actor("manager"), world.actor("auditor")
    made_of(world, "Web")
    ua = behind(world, "Web", share(99))
    sla = promised(world, share(99.9))
    actions.negotiate(manager, sla.number)
    sign(world, sla, override=MAY)
    ua.item.versions.update(promises=share(98))
    with pytest.raises(Refusal, match=r"99\.9 % promised, 98 % reached"):
        actions.put_in_force(manager, sla.number)
    assert sla.item.versions.get().accepted == MAY
    actions.put_in_force(manager, sla.number, override="They promised less, we know")
    assert Agreement.objects.get(pk=sla.pk).accepted == "They promised less, we know"
    assert [told["reason"] for told in told_of(sla)] == [MAY, "They promised less, we know"]
    (risk,) = risks_of(auditor, Record.objects.get(pk=sla.pk))
    said = risk.item.description
    assert MAY in said and "99 % reached" in said and "They promised less, we know" in said and "98 % reached" in said
    assert replay.check(risk) == [] and replay.check(Record.objects.get(pk=sla.pk)) == []


def test_all_services_are_looked_at_before_it_is_signed(world: World) -> None:
    """More than are shown on the page."""
    manager = world.actor("manager")
    many = [services.register(manager, title=f"Service {at:02}") for at in range(judging.MOST_SERVICES + 1)]
    in_force(world, type="ola", team=world.desk, organisation=None, covers=many[-1:], promises=share(99), targets=[])
    sla = written(world, covers=many, promises=share(99.9), targets=[])
    actions.negotiate(manager, sla.number)
    with pytest.raises(Refusal, match=r"Service 12: Availability: 99\.9 % promised, 99 % reached"):
        actions.sign(manager, sla.number, function="Head")
    assert judging.of_version(manager, shown_version(sla)).left_out == 1


@pytest.mark.parametrize("names", [True, False])
def test_what_was_not_looked_at_is_named_and_needs_a_reason(
    world: World, monkeypatch: pytest.MonkeyPatch, names: bool
) -> None:
    monkeypatch.setattr(judging, "MOST_SIGNED", 2)
    manager = world.actor("manager")
    many = [world.service, *(services.register(manager, title=f"Service {at}") for at in range(6))]
    sla = written(world, covers=many if names else [], promises=share(99), targets=[])
    actions.negotiate(manager, sla.number)
    with pytest.raises(Refusal, match="reckoned with: Service 1, Service 2, Service 3, and 2 more"):
        actions.sign(manager, sla.number, function="Head")
    sign(world, sla, override=MAY)
    assert sla.item.versions.get().lacking == {judging.UNSEEN: "5"}
    actions.put_in_force(manager, sla.number)


def test_what_takes_longer_than_somebody_waits_is_named_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second passes with each question: of ten services five are looked at, none of them in part."""
    manager = world.actor("manager")
    many = [services.register(manager, title=f"Service {at}") for at in range(10)]
    sla = written(world, covers=many, promises=share(99), targets=[])
    actions.negotiate(manager, sla.number)
    seconds = itertools.count()
    monkeypatch.setattr(judging, "thread_time", lambda: next(seconds))
    found = judging.before_signing(manager, sla.item.versions.get())
    assert (len(found.services), found.left_out, found.says) == (5, 5, "unknown")
    assert found.unseen == ("Service 5", "Service 6", "Service 7")
    with pytest.raises(Refusal, match="reckoned with: Service 5, Service 6, Service 7, and 2 more"):
        actions.sign(manager, sla.number, function="Head")
    sign(world, sla, override=MAY)
    assert sla.item.versions.get().lacking == {judging.UNSEEN: "5"}


def test_what_cannot_be_reckoned_with_is_not_seen_either(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(modelling, "MOST", 2)
    manager = world.actor("manager")
    made_of(world, "Web", "Store", "Line")
    sla = promised(world, share(99))
    actions.negotiate(manager, sla.number)
    with pytest.raises(Refusal, match="reckoned with: Campus network"):
        actions.sign(manager, sla.number, function="Head")
    sign(world, sla, override=MAY)
    lacking = sla.item.versions.get().lacking
    assert lacking == {judging.UNSEEN: "1", f"{world.service.number} - problem": "1"}
    actions.put_in_force(manager, sla.number)


def test_a_row_without_minutes_promises_nothing_as_with_the_clocks(world: World) -> None:
    """The team's clock stops at the row of its agreement for the service, whatever it says in general."""
    by_team(world, world.desk, targets=within(30, 60), covers=[])
    sla = promised(world, targets=within(30, 60))
    whats = ("First response, incident P1", "Resolution, incident P1", "Fulfilment, request P1")

    def clock_of(kind: str) -> tuple[int, int]:
        found = queries.supporting("ola", world.desk.pk, kind, 1, world.service.pk)
        return (found.response, found.resolution) if found else (0, 0)

    assert clock_of("incident") == (30, 60) and {row(world, sla, what).says for what in whats} == {"feasible"}
    by_team(world, world.desk, share(99), within(None))
    for kind, what in zip(("incident", "incident", "request"), whats, strict=True):
        found = row(world, sla, what)
        assert clock_of(kind) == (0, 0) and (found.says, found.gaps) == ("unknown", ("Campus network",)), what


def test_the_default_agreement_is_held_to_the_services_own_hours_as_clocks_are(world: World) -> None:
    manager = world.actor("manager")
    week = {day: [["09:00", "12:00"]] for day in WORKDAYS}
    mornings = clock.define("mornings", "Mornings", {"zone": "Europe/Prague", "week": week}, "tests")
    promise = queries.target_for("incident", 1, world.service, world.school)
    assert promise is not None
    ola = by_team(world, world.desk, targets=within(promise.response))
    ola.item.versions.update(calendar=mornings)
    assert row(world, world.agreement, "First response, incident P1").says == "infeasible"
    services.revise(manager, world.service.number, calendar=mornings.calendar)
    found = queries.target_for("incident", 1, world.service, world.school)
    assert found is not None and found.calendar == mornings.pk
    assert row(world, world.agreement, "First response, incident P1").says == "feasible"
    sla = promised(world, targets=within(promise.response))
    assert row(world, sla, "First response, incident P1").says == "infeasible", "an SLA counts by what was signed"


def test_the_way_to_no_costs_stays_on_the_page(world: World) -> None:
    manager = world.actor("manager")
    supplier = by_team(world, world.desk, share(98)).number
    some = [world.service, *(services.register(manager, title=f"A {at:02}") for at in range(judging.MOST_SERVICES))]
    sla = written(world, covers=some[1:] + some[:1], promises=share(99), targets=[]).number
    client = Client()
    client.force_login(world.people["manager"])
    page = client.get(f"/agreements/{sla}/feasibility", {"page": "1", f"{supplier}:availability": "5"}).content.decode()
    assert 'href="?page=1"' in page and "Together it costs" in page


def test_a_deep_chain_is_not_followed_further_than_is_reckoned_with(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even where many services are looked at together."""
    monkeypatch.setattr(modelling, "MOST", 3)
    manager = world.actor("manager")
    chain = [services.register(manager, title=f"Service {at:02}") for at in range(12)]
    for above, below in itertools.pairwise(chain):
        components.add(manager, above.number, service=below, role="enabling")
    spent = []
    for some in (chain[:1], [chain[0], *(services.register(manager, title=f"Alone {at}") for at in range(9))]):
        with CaptureQueriesContext(connection) as asked:
            known = modelling.portfolio(manager, some, timezone.localdate())
        spent.append(len(asked))
        with pytest.raises(modelling.TooMany):
            modelling.within(known, chain[0])
    assert spent[0] == spent[1]
    end = modelling.portfolio(manager, chain[-3:], timezone.localdate())
    assert len(modelling.within(end, chain[-3]).needs) == 3


def test_ten_services_take_as_many_statements_as_two(world: World) -> None:
    """Each with a component, another service, an OLA and a UA of its own, and what its team and a supplier say in
    general.
    """
    manager = world.actor("manager")
    supplier = orgs.add_organisation("Cables", world.provider, is_supplier=True)
    by_team(world, world.desk, share(99), covers=[])
    in_force(world, type="ua", organisation=supplier, targets=[], promises=share(99))
    spent = []
    for many in (2, 10):
        made = [services.register(manager, title=f"{many} Service {at}") for at in range(many)]
        for record in made:
            components.add(manager, record.number, name="Web", role="enabling")
            components.add(manager, record.number, service=world.service, role="enabling")
            services.revise(manager, record.number, team=world.desk)
            parties.add(manager, record.number, organisation=supplier, role="supplier", contact_point="noc")
            by_team(world, world.desk, share(99), within(30, 60), covers=[record])
        version = shown_version(written(world, covers=made, promises=share(99), targets=[]))
        judging.before_signing(manager, version)
        with CaptureQueriesContext(connection) as asked:
            judging.before_signing(manager, version)
        spent.append(len(asked))
    assert spent[0] == spent[1]


def test_what_became_possible_or_less_is_not_asked_again(world: World) -> None:
    manager = world.actor("manager")
    made_of(world, "Web")
    ua = behind(world, "Web", share(98))
    for percent, kept in ((99.0, MAY), (99.95, "")):
        sla = promised(world, share(99.9))
        actions.negotiate(manager, sla.number)
        ua.item.versions.update(promises=share(98))
        sign(world, sla, override=MAY)
        ua.item.versions.update(promises=share(percent))
        actions.put_in_force(manager, sla.number)
        assert Agreement.objects.get(pk=sla.pk).accepted == kept
        actions.terminate(manager, sla.number, reason="Another one")


def test_what_was_signed_when_nothing_was_lacking_is_asked_when_it_is_put_in_force(world: World) -> None:
    manager = world.actor("manager")
    made_of(world, "Web")
    ua = behind(world, "Web", share(99.95))
    sla = promised(world, share(99.9))
    actions.negotiate(manager, sla.number)
    sign(world, sla, override="To be on the safe side")
    assert not risks_of(world.actor("auditor"), sla) and sla.item.versions.get().accepted == ""
    ua.item.versions.update(promises=share(99))
    with pytest.raises(Refusal, match="99 % reached"):
        actions.put_in_force(manager, sla.number)
    actions.put_in_force(manager, sla.number, override=MAY)
    assert Agreement.objects.get(pk=sla.pk).accepted == MAY
    assert len(risks_of(world.actor("auditor"), Record.objects.get(pk=sla.pk))) == 1


def test_more_is_another_thing_or_more_of_the_same() -> None:
    """What is found by going through a year from now on may differ a little from day to day."""
    had = {"SVC-1 0 availability": "9/1000", "SVC-1 0 support": "1000"}
    assert not judging.more_than(had, had) and not judging.more_than(had, {})
    assert not judging.more_than(had, {"SVC-1 0 availability": "8/1000"})
    assert judging.more_than(had, {"SVC-1 0 availability": "91/10000"})
    assert judging.more_than(had, {"SVC-2 0 availability": "1/1000"})
    assert not judging.more_than(had, {"SVC-1 0 support": "1024"})
    assert judging.more_than(had, {"SVC-1 0 support": "1200"})


def test_the_page_and_rest_ask_for_the_reason(world: World) -> None:
    made_of(world, "Web")
    behind(world, "Web", share(99))
    sla = promised(world, share(99.9))
    actions.negotiate(world.actor("manager"), sla.number)
    client, at = Client(), f"/agreements/{sla.number}"
    client.force_login(world.people["manager"])
    assert "Reason to sign it all the same" in client.get(f"{at}/do/sign").content.decode()
    refused = client.post(f"{at}/do/sign", {"function": "Head"})
    form = refused.context["form"] if refused.context else None
    assert refused.status_code == 409 and "99 % reached" in refused.content.decode()
    assert form is None or list(form.errors) == ["override"]
    call = caller_of(world, "manager")
    body = call("POST", f"{at}/sign", {"function": "Head"})
    assert body.status_code == 409 and list(body.json()["errors"]) == ["override"]
    assert call("POST", f"{at}/sign", {"function": "Head", "override": MAY}).status_code == 200
    assert sla.item.versions.get().accepted == MAY
    (version,) = call("GET", f"{at}/versions").json()["items"]
    assert version["accepted"] == MAY and MAY in client.get(at).content.decode()
    represents(world, "classmate", world.school)
    (version,) = caller_of(world, "classmate")("GET", f"{at}/versions").json()["items"]
    assert version["accepted"] == ""
    assert MAY not in browser(world, "classmate").get(f"/portal{at}").content.decode()


def test_what_is_signed_all_the_same_stands_in_the_register_of_risks(world: World) -> None:
    """Whoever may sign need not hold the right to note risks; and does not accept what they noted."""
    made_of(world, "Web")
    behind(world, "Web", share(99.9))
    sla = promised(world, share(99.99))
    actions.negotiate(world.actor("manager"), sla.number)
    signer = without(world.actor("manager"), "risks.")
    assert not may(signer, "risks.note")
    actions.sign(signer, sla.number, function="Head", override=MAY)
    (risk,) = risks_of(world.actor("auditor"), Record.objects.get(pk=sla.pk))
    assert risk.title == f"{sla.number}, version 1: what is agreed below does not suffice"
    assert "99.99 % promised, 99.9 % reached" in risk.item.description
    assert f"Signed all the same: {MAY}" in risk.item.description
    assert (risk.organisation_id, risk.item.identified_by) == (sla.organisation_id, world.people["manager"])
    entry = Entry.objects.filter(record=risk).latest("seq")
    assert (entry.actor, entry.on_behalf_of) == (None, world.people["manager"])
    assert replay.check(risk) == [] and replay.check(Record.objects.get(pk=sla.pk)) == []


def without(actor: Actor, prefix: str) -> Actor:
    """The same person in a house whose roles give them no right that begins so."""

    def less(scope: Scope) -> Scope:
        kept = frozenset(each for each in scope.permissions if not each.startswith(prefix))
        return replace(scope, permissions=kept)

    return replace(actor, scopes=tuple(map(less, actor.scopes)))


def test_what_runs_out_supports_nothing(world: World) -> None:
    made_of(world, "Web")
    ua = behind(world, "Web", share(99.9))
    sla = promised(world, share(99))
    assert row(world, sla, "Availability").says == "feasible"
    version = ua.item.versions.get()
    version.valid_from = version.valid_until = timezone.localdate() - timedelta(days=1)
    version.save()
    assert row(world, sla, "Availability").says == "unknown"


def test_the_page_and_rest_say_the_same(world: World) -> None:
    made_of(world, "Web")
    behind(world, "Web", share(99))
    sla = promised(world, share(99.9))
    client = Client()
    client.force_login(world.people["auditor"])
    page = client.get(f"/agreements/{sla.number}/feasibility").content.decode()
    assert "99.9 %" in page and "Not possible" in page
    told = caller_of(world, "auditor")("GET", f"/agreements/{sla.number}/feasibility").json()
    assert told["says"] == "infeasible" and told["services"][0]["answers"][0]["reached"] == "99 %"
    client.force_login(world.people["requester"])
    assert client.get(f"/agreements/{sla.number}/feasibility").status_code == 404


def test_the_default_agreement_is_held_against_what_is_below_page_by_page(world: World) -> None:
    manager = world.actor("manager")
    for at in range(judging.MOST_OF_DEFAULT):
        services.register(manager, title=f"Service {at}")
    by_team(world, world.desk, targets=within(15, 480))
    address = f"/agreements/{world.agreement.number}/feasibility"
    client = Client()
    client.force_login(world.people["manager"])
    assert address in client.get("/settings/agreement/").content.decode()
    page = client.get(address).content.decode()
    assert "Campus network" in page and "Not possible" in page and "4 h 0 min" in page
    assert "Service 2" in page and "Service 3" not in page and "1–4 of 5" in page
    assert "Service 3" in client.get(f"{address}?page=1").content.decode()
    call = caller_of(world, "auditor")
    told = call("GET", address).json()
    assert (told["says"], told["left_out"], len(told["services"])) == ("infeasible", 1, 4)
    (last,) = call("GET", f"{address}?page=1").json()["services"]
    assert {row["says"] for row in last["answers"]} == {"unknown"}
    assert call("GET", f"{address}?page=x").status_code == 422
    client.force_login(world.people["requester"])
    assert client.get(address).status_code == 404


def test_the_cheapest_is_by_what_it_costs_where_somebody_says_so(world: World) -> None:
    made_of(world, "Store", "Web")
    store, web = (behind(world, name, share(98)).number for name in ("Store", "Web"))
    sla = promised(world, share(97)).number
    client = Client()
    client.force_login(world.people["manager"])
    address = f"/agreements/{sla}/feasibility"
    free = client.get(address).content.decode()
    assert f"{store}:availability" in free and f"{web}:availability" in free and "Together it costs" not in free
    page = client.get(address, {f"{store}:availability": "5", f"{web}:availability": "4"}).content.decode()
    assert f"Web ({web}): 98.98 % instead of 98 %" in page and "Together it costs 3.92." in page
    only = client.get(address, {f"{store}:availability": "5,5", f"{web}:availability": ""}).content.decode()
    assert f"Store ({store}): 98.98 % instead of 98 %" in only and "Together it costs 5.39." in only
    for wrong in ("0", "-1", "much", "nan"):
        refused = client.get(address, {f"{web}:availability": wrong})
        assert refused.status_code == 422 and "Give a number greater than nought" in refused.content.decode(), wrong
    told = caller_of(world, "auditor")("GET", f"{address}?costs={web}+availability+4;{store}+availability+5").json()
    assert told["services"][0]["answers"][0]["proposal"][-1] == "Together it costs 3.92."
    for wrong in ("AGR-999999 availability 4", f"{web} beauty 4", f"{web} availability 0", f"{web} 4"):
        refused = caller_of(world, "auditor")("GET", f"{address}?costs={wrong.replace(' ', '+')}")
        assert refused.status_code == 422 and "costs" in str(refused.json()), wrong
