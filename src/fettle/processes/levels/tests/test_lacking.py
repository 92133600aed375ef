"""What agreements do not cover: counted over services and customers, and named component by component."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fettle.kernel.access.actor import Actor
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.models import Record
from fettle.processes.customers import actions as customers
from fettle.processes.levels import actions, lacking
from fettle.processes.levels.feasible import judging, modelling, watching
from fettle.processes.levels.models import Agreement, AgreementVersion
from fettle.processes.levels.tests.agreed import in_force, renewed, sign, written
from fettle.processes.levels.tests.test_feasible import behind, made_of, share
from fettle.processes.services import actions as services
from fettle.processes.services.structure import components, parties
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World


def test_services_times_customers(world: World) -> None:
    manager = world.actor("manager")
    services.register(manager, title="Mail")
    orgs.add_organisation("Year 7", world.school, is_customer=True)
    before = lacking.uncovered(manager).pairs
    assert (before.services, before.customers, before.own, before.covered) == (2, 3, 0, 6)
    in_force(world, covers=[world.service])
    assert lacking.uncovered(manager).pairs.own == 2, "the school, and what is below it"
    in_force(world, title="All of it")
    assert lacking.uncovered(manager).pairs.own == 4
    Agreement.objects.filter(is_default=True).update(is_default=False)
    without = lacking.uncovered(manager).pairs
    assert (without.covered, without.rest) == (4, 2)


def test_a_component_is_covered_by_its_name_or_as_a_service(world: World) -> None:
    manager = world.actor("manager")
    mail = services.register(manager, title="Mail")
    made_of(world, "Web", "Store")
    components.add(manager, world.service.number, service=mail, role="enabling")
    components.add(manager, world.service.number, name="Statistics", role="enhancing")
    assert lacking.held(manager) == lacking.Held(3, 3)
    behind(world, "web", share(99))
    (left, other) = lacking.components(manager)
    assert (left.name, other.service) == ("Store", mail)
    ola = in_force(world, type="ola", organisation=None, team=world.desk, covers=[mail])
    assert [row.name for row in lacking.components(manager)] == ["Store"]
    actions.terminate(manager, ola.number, reason="x")
    assert lacking.held(manager).percent == 33


def test_a_service_is_covered_by_what_its_team_or_supplier_says_in_general(world: World) -> None:
    manager = world.actor("manager")
    mail, web = (services.register(manager, title=title) for title in ("Mail", "Web"))
    services.revise(manager, mail.number, team=world.network)
    for service in (mail, web):
        components.add(manager, world.service.number, service=service, role="enabling")
    in_force(world, type="ola", organisation=None, team=world.desk, title="Desk")
    assert lacking.held(manager) == lacking.Held(2, 2), "neither is supported by the desk"
    in_force(world, type="ola", organisation=None, team=world.network, title="Network")
    assert [row.service for row in lacking.components(manager)] == [web]
    supplier = orgs.add_organisation("Hosting", world.provider, is_supplier=True)
    in_force(world, type="ua", organisation=supplier)
    assert lacking.held(manager) == lacking.Held(2, 1)
    parties.add(manager, web.number, organisation=supplier, role="supplier", contact_point="noc")
    assert lacking.held(manager) == lacking.Held(2, 0)


def risky(world: World) -> dict[str, str]:
    """By title what is lacking, as it was looked at the next night."""
    AgreementVersion.objects.update(looked_on=timezone.localdate() - timedelta(days=1))
    assert watching.look(timezone.localdate()) > 0 == watching.look(timezone.localdate())
    manager = world.actor("manager")
    return {record.title: told.lacking for record, told in lacking.told(manager, lacking.risky(manager))}


def test_what_became_impossible_in_force_is_listed_until_it_is_possible_again(world: World) -> None:
    """Because somebody below promises less, or no longer anything; what nobody ever knew is none of it."""
    made_of(world, "Web")
    ua = behind(world, "Web", share(99.9))
    mail = services.register(world.actor("manager"), title="Mail")
    in_force(world, title="Good", covers=[world.service], targets=[], promises=share(99))
    in_force(world, title="Unknown", covers=[mail], targets=[], promises=share(99))
    assert risky(world) == {}
    version = ua.item.versions.get()
    for worse in ({"promises": share(98)}, {"valid_until": timezone.localdate() - timedelta(days=1)}):
        before = {name: getattr(version, name) for name in worse}
        days = {"valid_from": timezone.localdate() - timedelta(days=9)}
        AgreementVersion.objects.filter(pk=version.pk).update(**worse, **days)
        assert risky(world) == {"Good": "Campus network: Availability"} | (
            {} if "promises" in worse else {"Good": "Campus network: Availability, Support hours"}
        )
        client = Client()
        client.force_login(world.people["manager"])
        page = client.get("/agreements/gaps").content.decode()
        assert "Campus network: Availability" in page and "Nobody agreed to it" in page
        (told,) = caller_of(world, "auditor")("GET", "/agreements/gaps").json()["accepted"]
        assert (told["title"], told["reason"]) == ("Good", "") and told["lacking"].startswith("Campus network: ")
        AgreementVersion.objects.filter(pk=version.pk).update(**before)
        assert risky(world) == {}


def test_what_was_accepted_and_is_unknown_now_stays_listed(world: World) -> None:
    """Nobody knows is no better than not possible; the reason stays, too, between signing and putting in force."""
    manager = world.actor("manager")
    made_of(world, "Web")
    ua = behind(world, "Web", share(98), valid_from=timezone.localdate() - timedelta(days=9))
    version = ua.item.versions.get()
    for late in (False, True):
        sla = written(world, title="Good", covers=[world.service], targets=[], promises=share(99))
        actions.negotiate(manager, sla.number)
        sign(world, sla, override="A second one follows")
        if not late:
            actions.put_in_force(manager, sla.number)
        yesterday = timezone.localdate() - timedelta(days=1)
        AgreementVersion.objects.filter(pk=version.pk).update(valid_until=yesterday)
        if late:
            actions.put_in_force(manager, sla.number)
        assert Agreement.objects.get(pk=sla.pk).accepted == "A second one follows"
        for _night in range(2):
            assert "Campus network: Availability" in risky(world)["Good"], late
        AgreementVersion.objects.filter(pk=version.pk).update(valid_until=None)
        actions.terminate(manager, sla.number, reason="x")


def test_what_can_no_longer_be_reckoned_with_is_listed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    made_of(world, "Web", "Store", "Line")
    for name in ("Web", "Store", "Line"):
        behind(world, name, share(99.9))
    in_force(world, title="Good", covers=[world.service], targets=[], promises=share(99))
    assert risky(world) == {}
    monkeypatch.setattr(modelling, "MOST", 2)
    assert risky(world) == {"Good": "Campus network: cannot be reckoned with"}
    monkeypatch.undo()
    assert risky(world) == {}


def test_of_what_was_agreed_to_only_what_is_new_is_nobodys(world: World) -> None:
    """A reason for one thing is none for another, nor for more of the same."""
    made_of(world, "Web")
    promises = [*share(98), {"kind": "notice", "hours": 48}]
    version = behind(world, "Web", promises).item.versions.get()
    manager = world.actor("manager")
    sla = written(world, title="Good", covers=[world.service], targets=[])
    actions.revise(manager, sla.number, promises=[*share(99), {"kind": "notice", "hours": 48}])
    actions.negotiate(manager, sla.number)
    sign(world, sla, override="We know of 98")
    actions.put_in_force(manager, sla.number)
    client = Client()
    client.force_login(world.people["manager"])

    def seen(now: list[dict[str, Any]]) -> tuple[str, str, str]:
        AgreementVersion.objects.filter(pk=version.pk).update(promises=now)
        risky(world)
        (told,) = caller_of(world, "auditor")("GET", "/agreements/gaps").json()["accepted"]
        page = client.get("/agreements/gaps").content.decode()
        assert "We know of 98" in page and "Nobody agreed to it" not in page
        assert ("Nobody agreed to this:" in page) == bool(told["unagreed"])
        assert not told["unagreed"] or f"<span>{told['unagreed']}</span>" in page
        return told["reason"], told["lacking"], told["unagreed"]

    both = "Campus network: Availability, Notice of maintenance"
    had = ("We know of 98", "Campus network: Availability", "")
    assert seen(promises) == had
    assert seen([*share(98), {"kind": "notice", "hours": 24}]) == (
        "We know of 98",
        both,
        "Campus network: Notice of maintenance",
    )
    assert seen([*share(97), promises[1]]) == (*had[:2], "Campus network: Availability")
    assert seen(promises) == had


def test_one_that_fails_or_ends_meanwhile_holds_up_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """That it is looked at is noted before; what holds no more by then is left alone."""
    made_of(world, "Web")
    ua = behind(world, "Web", share(99.9)).item.versions.get()
    made = [
        in_force(world, title=title, covers=[mail], targets=[], promises=share(99))
        for title in ("Broken", "Ending", "Good")
        for mail in [services.register(world.actor("manager"), title=title)]
    ]
    for each in made:
        components.add(world.actor("manager"), each.item.versions.get().covers.get().service.number,
                       service=world.service, role="enabling")  # fmt: skip
    AgreementVersion.objects.filter(pk=ua.pk).update(promises=share(50))
    AgreementVersion.objects.update(looked_on=timezone.localdate() - timedelta(days=1))
    whole = watching.before_signing

    def odd(actor: Actor, version: AgreementVersion, *more: Any) -> judging.Judgement:
        assert AgreementVersion.objects.get(pk=version.pk).looked_on == timezone.localdate()
        if version.agreement.record.title == "Broken":
            raise ZeroDivisionError
        if version.agreement.record.title == "Ending":
            actions.terminate(world.actor("manager"), version.agreement.record.number, reason="x")
        return whole(actor, version, *more)

    monkeypatch.setattr(watching, "before_signing", odd)
    assert watching.look(timezone.localdate()) == 1
    short = [each.item.versions.get().short for each in made]
    assert [bool(some) for some in short] == [False, False, True]
    assert watching.look(timezone.localdate()) == 0


def test_what_a_night_does_not_suffice_for_stays_as_it_was(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    made_of(world, "Web")
    ua = behind(world, "Web", share(99.9))
    in_force(world, title="Good", covers=[world.service], targets=[], promises=share(99))
    AgreementVersion.objects.filter(agreement=ua.pk).update(promises=share(98))
    found = risky(world)
    monkeypatch.setattr(watching, "MOST_SECONDS", -1.0)
    assert found == risky(world) == {"Good": "Campus network: Availability"}


def test_what_fell_short_costs_as_much_for_ten_as_for_one(world: World) -> None:
    made_of(world, "Web")
    ua = behind(world, "Web", share(99.9))
    client, spent = Client(), []
    client.force_login(world.people["manager"])
    version = ua.item.versions.get()
    for many in (1, 9):
        for at in range(many):
            school = orgs.add_organisation(f"School {many} {at}", world.provider, is_customer=True)
            about = {"title": f"{many} {at}", "organisation": school, "covers": [world.service], "targets": []}
            in_force(world, **about, promises=share(99))
        AgreementVersion.objects.filter(pk=version.pk).update(promises=share(98))
        risky(world)
        client.get("/agreements/gaps")
        with CaptureQueriesContext(connection) as asked:
            assert "Nobody agreed to it" in client.get("/agreements/gaps").content.decode()
        spent.append(len(asked))
        AgreementVersion.objects.filter(pk=version.pk).update(promises=share(99.9))
    assert spent[0] == spent[1]


def test_page_and_rest(world: World) -> None:
    made_of(world, "Web")
    client = Client()
    client.force_login(world.people["auditor"])
    page = client.get("/agreements/gaps").content.decode()
    assert "Web" in page and "0 of 1 are covered" in page and "By the default agreement" in page
    told = caller_of(world, "auditor")("GET", "/agreements/gaps").json()
    assert told["lacking"] == [{"service": world.service.number, "component": "Web", "criticality": ""}]
    client.force_login(world.people["requester"])
    assert client.get("/agreements/gaps").status_code == 403


def test_a_renewal_that_is_signed_ahead_leaves_no_gap(world: World) -> None:
    """Until its first day the version before it holds, for customers and for components alike."""
    manager, today = world.actor("manager"), timezone.localdate()
    made_of(world, "Web")
    sla, ola = in_force(world, covers=[world.service]), behind(world, "web", share(99))
    for record in (sla, ola):
        renewed(world, record, today + timedelta(days=30))
    assert lacking.uncovered(manager).pairs.own == 1 and lacking.held(manager) == lacking.Held(1, 0)
    client = Client()
    client.force_login(world.people["manager"])
    page = client.get(f"/agreements/{sla.number}").content.decode()
    assert page.count("Begins later") == 1 and "Replaced" not in page


def test_an_sla_is_held_against_what_holds_when_it_begins(world: World) -> None:
    manager, later = world.actor("manager"), timezone.localdate() + timedelta(days=30)
    made_of(world, "Web")
    behind(world, "web", share(99), valid_from=later)
    for begins, says in ((timezone.localdate(), "unknown"), (later, "feasible")):
        sla = written(world, covers=[world.service], targets=[], valid_from=begins)
        actions.revise(manager, sla.number, promises=share(98))
        assert judging.of_version(manager, sla.item.versions.get()).says == says


def test_who_lacks_what_is_named(world: World) -> None:
    """An SLA covers what is below its customer as well; one that ended yesterday covers nothing."""
    manager, yesterday = world.actor("manager"), timezone.localdate() - timedelta(days=1)
    mail = services.register(manager, title="Mail")
    form = orgs.add_organisation("Year 7", world.school, is_customer=True)
    orgs.add_organisation("Closed", world.school, is_customer=True, active=False)

    def named() -> dict[str, list[str]]:
        found = lacking.uncovered(manager)
        return {row.name: [each.title for each in row.services] for row in found.rows(slice(50))}

    everybody = {world.rival.name, world.school.name, form.name}
    assert named() == {name: ["Campus network", "Mail"] for name in everybody}
    assert all(row.everything for row in lacking.uncovered(manager).rows(slice(50)))
    in_force(world, covers=[world.service])
    in_force(world, organisation=world.rival, valid_from=yesterday - timedelta(days=9), valid_until=yesterday)
    left = {world.rival.name: ["Campus network", "Mail"], world.school.name: ["Mail"], form.name: ["Mail"]}
    assert named() == left, "the school's own holds below it, the rival's ended"
    in_force(world, organisation=form, covers=[mail], title="Of the form")
    assert named() == {world.rival.name: ["Campus network", "Mail"], world.school.name: ["Mail"]}
    in_force(world, title="All of it")
    assert named() == {world.rival.name: ["Campus network", "Mail"]}
    in_force(world, organisation=world.rival, title="All of theirs")
    assert named() == {}


def test_the_page_names_them_and_shortens(world: World) -> None:
    manager = world.actor("manager")
    for at in range(21):
        services.register(manager, title=f"Service {at:02}")
    customer = customers.register(
        manager, organisation=world.school, assignee=world.people["manager"], importance="high", contact_point="office"
    )
    in_force(world, covers=[world.service])
    client = Client()
    client.force_login(world.people["manager"])
    assert 'href="/agreements/gaps/customers"' in client.get("/agreements/gaps").content.decode()
    page = client.get("/agreements/gaps/customers").content.decode()
    assert f'href="/customers/{customer.number}"' in page and f"/agreements/new?with={customer.number}" in page
    table = page.partition("<tbody>")[2].partition("</tbody>")[0]
    assert "Service 00" in table and "Service 05" not in table and "and 16 more" in table
    assert "All live services" in page, "of the rival"
    assert page.count("By the default agreement") == 2
    export = b"".join(client.get("/agreements/gaps/customers/export")).decode()
    lines = dict(line.split(",", 1) for line in export.splitlines())
    assert "Service 20" in export and len(lines) == 3
    assert lines[world.school.name].startswith(f",{customer.number},21,no,yes,")
    Agreement.objects.filter(is_default=True).update(is_default=False)
    assert client.get("/agreements/gaps/customers").content.decode().count("By none") == 2
    told = caller_of(world, "auditor")("GET", "/agreements/gaps").json()
    assert told["customers_lacking"] == 2
    (rival, school) = told["lacking_customers"]
    assert (rival["customer"], rival["all_services"], rival["services"]) == (world.rival.name, True, [])
    assert (school["number"], school["lacking"], len(school["services"])) == (customer.number, 21, 21)
    assert world.service.number not in school["services"]


def test_with_nothing_there_and_with_everything_covered(world: World) -> None:
    in_force(world, title="All of it")
    in_force(world, organisation=world.rival, title="All of theirs")
    client = Client()
    client.force_login(world.people["manager"])
    page = client.get("/agreements/gaps/customers").content.decode()
    assert "Every customer has an agreement of its own for every live service." in page
    Organisation.objects.update(is_customer=False)
    page = client.get("/agreements/gaps/customers").content.decode()
    assert "There is no customer yet." in page
    Record.objects.filter(kind="service").update(state="retired")
    page = client.get("/agreements/gaps/customers").content.decode()
    assert "No service is live yet." in page


def test_a_thousand_customers_cost_what_one_costs(world: World) -> None:
    """Pages of fifty, and no statement for each row, on the page and in the table."""
    client = Client()
    client.force_login(world.people["manager"])
    spent = []
    for rows in (0, 120):
        top = world.provider
        for at in range(rows):
            orgs.add_organisation(f"Customer {at:03}", top, is_customer=True)
        counted = []
        for path in ("/agreements/gaps/customers", "/agreements/gaps/customers/export"):
            client.get(path)
            with CaptureQueriesContext(connection) as asked:
                b"".join(client.get(path))
            counted.append(len(asked))
        spent.append(counted)
    assert spent[0] == spent[1]
    page = client.get("/agreements/gaps/customers?page=2").content.decode()
    assert "101–122 of 122" in page
    assert len(b"".join(client.get("/agreements/gaps/customers/export")).decode().splitlines()) == 123


def test_the_names_are_for_staff_who_see_agreements(world: World) -> None:
    client = Client()
    for who, status in (("requester", 403), ("auditor", 200), ("manager", 200)):
        client.force_login(world.people[who])
        for path in ("/agreements/gaps", "/agreements/gaps/customers", "/agreements/gaps/customers/export"):
            assert client.get(path).status_code == status, (who, path)
