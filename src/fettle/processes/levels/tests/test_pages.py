"""The pages of agreements: drawn up, changed, signed and printed by a person at a screen."""

from __future__ import annotations

import html
from datetime import date
from typing import Any

from django.test import Client
from django.utils import timezone

from fettle.facilities.search.jobs import catch_up
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.levels import actions, printing
from fettle.processes.levels.tests.agreed import FAST, in_force, written
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World


def client(world: World, who: str = "manager") -> Client:
    made = Client()
    made.force_login(world.people[who])
    return made


def version_form(**values: Any) -> dict[str, Any]:
    day = timezone.localdate().isoformat()
    return {
        "calendar": "office",
        "valid_from": day,
        "incident-1-response": "10",
        "incident-1-resolution": "90",
    } | values


def test_drawn_up_changed_and_signed_at_a_screen(world: World) -> None:
    browser = client(world)
    wrong = browser.post("/agreements/new", {"organisation": f"organisation:{world.school.pk}"})
    page = wrong.content.decode()
    assert wrong.status_code == 422 and "Choose one of them" in page and "Give a value" in page, "both at once"
    sent = {"title": "Own", "type": "sla", "organisation": f"organisation:{world.school.pk}", "contact": "office"}
    browser.post("/agreements/new", sent)
    made = Record.objects.get(kind="agreement", title="Own")
    at = f"/agreements/{made.number}"
    assert "What is promised" in browser.get(at).content.decode()
    bad = browser.post(f"{at}/version", version_form(percent="101"))
    assert bad.status_code == 422 and "Give a number from 0 to 100" in bad.content.decode()
    wrong = browser.post(f"{at}/version", version_form(**{"incident-1-response": "-5"})).content.decode()
    assert '<a href="#incident-1-response">Incident, Critical: First response</a>: Give whole minutes' in wrong
    good = version_form(percent="99,5", percent_period="month", capacity="storage; 500; GB")
    assert browser.post(f"{at}/version", good).status_code == 303
    browser.post(f"{at}/covers/add", {"service": world.service.number})
    page = browser.get(at).content.decode()
    assert "at least 99.5 % each month" in page and "Campus network" in page and "500 GB" in page
    browser.post(f"{at}/do/negotiate")
    browser.post(f"{at}/do/sign", {"function": "Head of IT"})
    day = timezone.localdate().isoformat()
    browser.post(f"{at}/do/countersign", {"name": "Ann", "function": "Director", "signed_on": day})
    assert browser.get(f"{at}/version").status_code == 200
    assert browser.post(f"{at}/version", version_form()).status_code == 409
    browser.post(f"{at}/do/put_in_force")
    assert Record.objects.get(pk=made.pk).state == "in_force"
    assert browser.get(f"{at}/version").status_code == 404
    assert "Own" in browser.get("/agreements").content.decode()


def test_a_first_response_after_the_end_is_refused_in_its_cell(world: World) -> None:
    browser, made, late = client(world), written(world), {"incident-1-response": "91"}
    for at, sent in (
        (f"/agreements/{made.number}/version", version_form(**late)),
        ("/settings/agreement/", version_form(title="x", reason="x", **late)),
    ):
        answer = browser.post(at, sent)
        page = html.unescape(answer.content.decode())
        told = "This is longer than the resolution: give at most 90 minutes, or a longer resolution."
        assert answer.status_code == 422, at
        assert f'<a href="#incident-1-response">Incident, Critical: First response</a>: {told}' in page
    assert made.item.versions.get().targets == FAST


def test_the_default_agreement_is_named_only_on_services_that_are_live(world: World) -> None:
    browser, default = client(world), "what the default agreement promises holds"
    assert default in browser.get(f"/services/{world.service.number}").content.decode()
    Record.objects.filter(pk=world.service.pk).update(state="transition")
    page = browser.get(f"/services/{world.service.number}").content.decode()
    assert "No agreement names this service." in page and default not in page


def test_versions_show_their_differences(world: World) -> None:
    manager = world.actor("manager")
    made = in_force(world, covers=[world.service])
    actions.begin_version(manager, made.number, reason="More")
    actions.revise(manager, made.number, promises=[{"kind": "notice", "hours": 48}], valid_from=timezone.localdate())
    page = client(world, "auditor").get(f"/agreements/{made.number}").content.decode()
    assert "Otherwise than the version before" in page and "announced at least 48 h before" in page
    assert "Change what is promised" not in page


def test_the_history_writes_days_as_the_reader_does(world: World) -> None:
    made = written(world, valid_from=date(2027, 1, 5), valid_until=date(2027, 12, 31))
    page = html.unescape(client(world).get(f"/agreements/{made.number}").content.decode())
    assert "5 Jan 2027" in page and "2027-01-05" not in page and "2027-12-31" not in page


def test_a_form_says_in_which_unit_a_number_is(world: World) -> None:
    browser = client(world)
    assert "In days." in browser.get("/agreements/new").content.decode()
    made = written(world)
    assert browser.get(f"/agreements/{made.number}/version").content.decode().count("In hours.") == 2


def test_on_paper(world: World) -> None:
    made = in_force(world, covers=[world.service], terms="## What we do\n\nWe answer.")
    answer = client(world, "auditor").get(f"/agreements/{made.number}/pdf")
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF")
    over_rest = caller_of(world, "auditor")("GET", f"/agreements/{made.number}/pdf")
    assert over_rest.content.startswith(b"%PDF")


def test_the_default_agreement_refuses_what_only_an_individual_one_says(world: World) -> None:
    call = caller_of(world, "manager")
    address = f"/agreements/{world.agreement.number}"
    odd = {"valid_from": "2026-05-02", "valid_until": "2026-05-01", "reference": "C-7"}
    for name, value in odd.items():
        answer = call("PATCH", address, {name: value, "reason": "Once more"}, If_Match="*")
        assert answer.status_code == 422, answer.content
        assert set(answer.json()["errors"]) == {name}
    world.agreement.refresh_from_db()
    assert world.agreement.item.latest == 1 and world.agreement.item.valid_until is None


def test_the_number_of_the_default_agreement_leads_to_its_page(world: World) -> None:
    answer = client(world, "auditor").get(f"/agreements/{world.agreement.number}")
    assert (answer.status_code, answer["Location"]) == (302, "/settings/agreement/")


def test_the_clocks_say_which_agreement_and_why(world: World) -> None:
    targets = [{**FAST[0], "priority": rank} for rank in (1, 2, 3, 4)]
    own = in_force(world, covers=[world.service], targets=targets)
    made = incidents.register(
        world.actor("agent"), INCIDENT, title="Dark", requester=world.people["requester"], service=world.service
    )
    theirs = incidents.register(world.actor("agent"), INCIDENT, title="Dark", requester=world.people["stranger"])
    page, other = (
        client(world, "agent").get(f"/incidents/{each.number}/explain").content.decode() for each in (made, theirs)
    )
    assert own.title in html.unescape(page)
    assert "The agreement that this customer has for this service" in page
    assert "The default agreement: no other covers" in other


def test_over_rest_versions_have_covers_and_signatures(world: World) -> None:
    manager = caller_of(world, "manager")
    body = {"title": "Own", "type": "sla", "organisation": "Riverside School", "contact": "office"}
    made = manager("POST", "/agreements", body).json()
    at = f"/agreements/{made['number']}"
    given = {"valid_from": "2027-01-01", "promises": [{"kind": "availability", "percent": 101, "period": "month"}]}
    refused = manager("PATCH", at, given, If_Match="*")
    assert refused.status_code == 422 and "Row 1: percent" in refused.content.decode()
    given["promises"][0]["percent"] = 99
    assert manager("PATCH", at, given, If_Match="*").status_code == 200
    covered = manager("POST", f"{at}/covers", {"service": world.service.number}).json()["items"][0]["covers"]
    assert covered[0]["service"] == world.service.number
    manager("POST", f"{at}/negotiate")
    manager("POST", f"{at}/sign", {"function": "Head"})
    told = manager("GET", f"{at}/versions").json()["items"][0]
    assert (told["valid_from"], told["signatures"][0]["side"]) == ("2027-01-01", "ours")
    missing = manager("POST", "/agreements", {"title": "Default"})
    assert missing.status_code == 422 and set(missing.json()["errors"]) >= {"targets", "calendar"}


def test_who_only_reads_changes_nothing(world: World) -> None:
    made = written(world)
    for path in ("edit", "version", "covers/add", "do/negotiate"):
        assert client(world, "auditor").get(f"/agreements/{made.number}/{path}").status_code == 403
    assert client(world, "requester").get(f"/agreements/{made.number}").status_code == 404


def test_an_underpinning_agreement_names_the_contract_at_the_supplier(world: World) -> None:
    """PR2.S5: under which number the supplier knows it."""
    browser, call = client(world), caller_of(world, "manager")
    world.rival.is_supplier = True
    world.rival.save()
    body = {"title": "The line", "type": "ua", "organisation": world.rival.name, "reference": "LN/4711"}
    made = call("POST", "/agreements", body)
    assert (made.status_code, made.json()["reference"]) == (201, "LN/4711")
    at = f"/agreements/{made.json()['number']}"
    assert "LN/4711" in browser.get(at).content.decode()
    assert printing.contract(Record.objects.get(number=made.json()["number"])) == [("Contract reference", "LN/4711")]
    assert browser.get(f"{at}/pdf").content.startswith(b"%PDF")
    assert b"LN/4711" in b"".join(call("GET", "/agreements/export?format=csv"))
    catch_up.run(timestamp=0)
    for found in ("/search?q=LN/4711&kind=agreement", "/agreements?q=ln/4711"):
        assert [row["title"] for row in call("GET", found).json()["items"]] == ["The line"], found
    assert 'name="reference"' in browser.get(f"{at}/edit").content.decode()
    assert call("PATCH", at, {"reference": "LN/4712"}, If_Match="*").json()["reference"] == "LN/4712"


def test_only_an_underpinning_agreement_has_a_contract_reference(world: World) -> None:
    browser, call = client(world), caller_of(world, "manager")
    body = {"title": "Own", "type": "sla", "organisation": world.school.name, "reference": "LN/4711"}
    refused = call("POST", "/agreements", body)
    assert refused.status_code == 422 and "underpinning" in refused.json()["errors"]["reference"]
    made = written(world)
    refused = call("PATCH", f"/agreements/{made.number}", {"reference": "LN/4711"}, If_Match="*")
    assert refused.status_code == 422 and "underpinning" in refused.json()["errors"]["reference"]
    assert 'name="reference"' not in browser.get(f"/agreements/{made.number}/edit").content.decode()
    assert "ontract reference" not in browser.get(f"/agreements/{made.number}").content.decode()
    assert printing.contract(made) == []
