"""Held against what is agreed below: the examples that everybody can reckon, from stored agreements to words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from fettle.facilities.risks.queries import of_record as risks_of
from fettle.facilities.risks.records import RISK
from fettle.kernel.access.actor import Actor, Scope
from fettle.kernel.access.ask import may
from fettle.kernel.access.read import visible
from fettle.kernel.errors import Refusal
from fettle.kernel.history import replay
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.records.models import Record
from fettle.processes.levels import actions
from fettle.processes.levels.feasible import judging
from fettle.processes.levels.models import Agreement
from fettle.processes.levels.standing import shown_version
from fettle.processes.levels.tests.agreed import sign, written
from fettle.processes.services.structure import components
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World


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


def row(world: World, sla: Record, what: str) -> Any:
    (found,) = judging.of_version(world.actor("manager"), shown_version(sla)).services
    return next(row for row in found.rows if row.what.startswith(what))


def test_three_nines_over_two_of_them_in_a_row_are_not_possible(world: World) -> None:
    made_of(world, "Web", "Store")
    for name in ("Web", "Store"):
        behind(world, name, share(99.9))
    found = row(world, promised(world, share(99.9)), "Availability")
    assert (found.says, found.promised, found.reached) == ("infeasible", "99.9 %", "99.8001 %")
    assert "Web 99.9 %" in found.why and len(found.proposal) == 1 and "100 %" in found.proposal[0]


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


def test_it_is_put_in_force_only_with_a_reason_that_is_kept(world: World) -> None:
    manager = world.actor("manager")
    made_of(world, "Web")
    behind(world, "Web", share(99))
    sla = promised(world, share(99.9))
    actions.negotiate(manager, sla.number)
    sign(world, sla)
    with pytest.raises(Refusal, match=r"99\.9 % promised, 99 % reached"):
        actions.put_in_force(manager, sla.number)
    actions.put_in_force(manager, sla.number, override="A second supplier follows in May")
    assert Agreement.objects.get(pk=sla.pk).accepted == "A second supplier follows in May"
    stored = {fact["name"]: fact["data"] for fact in Entry.objects.get(record=sla, fact="levels.put_in_force").facts}
    assert stored["levels.overridden"]["lacking"] == ["Campus network: Availability: 99.9 % promised, 99 % reached"]


def test_what_is_put_in_force_all_the_same_stands_in_the_register_of_risks(world: World) -> None:
    """Whoever may put it in force need not hold the right to note risks; and does not accept what they noted."""
    made_of(world, "Web")
    behind(world, "Web", share(99.9))
    fits = promised(world, share(99.5))
    actions.negotiate(world.actor("manager"), fits.number)
    sign(world, fits)
    actions.put_in_force(world.actor("manager"), fits.number, override="To be on the safe side")
    assert not visible(world.actor("auditor"), RISK).exists(), "what is possible is no risk"
    actions.terminate(world.actor("manager"), fits.number, reason="Another one")
    sla = promised(world, share(99.99))
    actions.negotiate(world.actor("manager"), sla.number)
    sign(world, sla)
    signer = without(world.actor("manager"), "risks.")
    assert not may(signer, "risks.note")
    actions.put_in_force(signer, sla.number, override="A second supplier follows in May")
    (risk,) = risks_of(world.actor("auditor"), Record.objects.get(pk=sla.pk))
    assert risk.title == f"{sla.number}, version 1: what is agreed below does not suffice"
    assert "99.99 % promised, 99.9 % reached" in risk.item.description
    assert "A second supplier follows in May" in risk.item.description
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
