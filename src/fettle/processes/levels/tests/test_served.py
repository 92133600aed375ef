"""What the customer reads of agreements: its own SLAs from the day on which they are offered, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from fettle.administration.people import why
from fettle.facilities.discussion import actions as discussion
from fettle.facilities.relationships import contacts
from fettle.kernel.access.actor import Actor, Channel
from fettle.kernel.access.models import Grant
from fettle.kernel.access.read import get, visible
from fettle.kernel.errors import Forbidden, Invalid, NotSeen, Refusal
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.models import Participant, Record
from fettle.processes.customers.actions import DATABASE as CUSTOMERS
from fettle.processes.levels import actions
from fettle.processes.levels.models import Signature
from fettle.processes.levels.queries import of_the_portal
from fettle.processes.levels.records import AGREEMENT
from fettle.processes.levels.tests.agreed import in_force, renewed, sign, written
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World


def represents(world: World, who: str, organisation: Organisation) -> Actor:
    Grant.objects.create(person=world.people[who], role="representative", organisation=organisation)
    return world.actor(who)


def browser(world: World, who: str) -> Client:
    client = Client()
    client.force_login(world.people[who])
    return client


def seen(actor: Actor) -> set[str]:
    return set(visible(actor, AGREEMENT).values_list("number", flat=True))


def test_a_customer_reads_its_own_from_the_day_on_which_they_are_offered(world: World) -> None:
    own, other = represents(world, "classmate", world.school), represents(world, "stranger", world.rival)
    made, manager = written(world), world.actor("manager")
    assert seen(own) == set()
    actions.negotiate(manager, made.number)
    assert seen(own) == {made.number} and seen(other) == set()
    actions.rework(manager, made.number, reason="Not yet")
    assert seen(own) == set()
    actions.negotiate(manager, made.number)
    sign(world, made)
    actions.put_in_force(manager, made.number)
    assert seen(own) == {made.number}
    actions.terminate(manager, made.number, reason="Both agreed")
    assert seen(own) == {made.number} and seen(other) == seen(world.actor("requester")) == set()
    with pytest.raises(NotSeen):
        get(other, made.number)


@pytest.mark.parametrize("type", ["ola", "ua"])
def test_nothing_is_read_of_what_stands_below(world: World, type: str) -> None:
    """An OLA or UA with the very organisation, such as a member that is a customer as well."""
    own = represents(world, "classmate", world.school)
    Organisation.objects.filter(pk=world.school.pk).update(is_member=True, is_supplier=True)
    world.school.refresh_from_db()
    made = in_force(world, type=type, covers=[world.service])
    assert seen(own) == set() and made.number in seen(world.actor("agent"))
    assert world.agreement.number not in seen(own)


@pytest.mark.parametrize("way", ["member", "anyone"])
def test_what_everybody_of_an_organisation_may_see_is_no_more_than_what_is_for_them(world: World, way: str) -> None:
    """The rule of ``Kind.served`` holds for implicit roles as well: no kind gives them this permission today."""
    draft, person = written(world), world.people["requester"]
    held: dict[str, Any] = {"member": frozenset(), "anyone": frozenset(), way: frozenset({AGREEMENT.may.see})}
    actor = replace(Actor.without_roles(person, Channel.SCREEN), **held)
    assert draft.organisation == world.school and seen(actor) == set()
    actions.negotiate(world.actor("manager"), draft.number)
    assert seen(actor) == {draft.number}


def test_being_named_on_one_opens_no_draft(world: World) -> None:
    made = written(world)
    Participant.objects.create(record=made, person=world.people["stranger"], part=Participant.Part.NAMED)
    assert seen(world.actor("stranger")) == set()
    actions.negotiate(world.actor("manager"), made.number)
    assert seen(world.actor("stranger")) == {made.number}


def test_who_signs_is_told_and_reads_it(world: World) -> None:
    manager = world.actor("manager")
    entered: dict[str, Any] = {"assignee": world.people["agent"], "importance": "high", "contact_point": "the office"}
    party = CUSTOMERS.register(manager, organisation=world.school, **entered)
    contacts.add(manager, party.number, (party.declared,), role="signatory", person=world.people["requester"])
    made = written(world)
    actions.negotiate(manager, made.number)
    actions.sign(manager, made.number, function="Head of IT")
    wanted = {
        entry.fact: entry.facts[0]["data"]["people"]
        for entry in Entry.objects.filter(record=made, fact__in=("levels.negotiated", "levels.signed"))
    }
    asked = [world.people["requester"].pk]
    assert wanted == {"levels.negotiated": asked, "levels.signed": asked}
    assert seen(world.actor("requester")) == {made.number} and seen(world.actor("classmate")) == set()


def test_the_page_tells_what_is_promised_and_nothing_of_the_staffs(world: World) -> None:
    own = represents(world, "classmate", world.school)
    made = in_force(world, owner=world.people["agent"], terms="Help within the hour.", exclusions="The sea")
    Record.objects.filter(pk=made.pk).update(title="Network of the school")
    client = browser(world, "classmate")
    listed = client.get("/portal/agreements/").content.decode()
    page = client.get(f"/portal/agreements/{made.number}").content.decode()
    assert "Network of the school" in listed and "Help within the hour." in page and "The sea" in page
    assert "Ann Head" in page and ">60<" in page and "feasibility" not in page and "Change what" not in page
    assert client.get(f"/agreements/{made.number}")["Location"] == f"/portal/agreements/{made.number}"
    assert client.get(f"/agreements/{made.number}/pdf").content.startswith(b"%PDF")
    gaps = ("/agreements/gaps", "/agreements/gaps/customers", "/agreements/gaps/customers/export")
    for path in (f"/agreements/{made.number}/feasibility", *gaps):
        assert client.get(path).status_code == 404
    assert of_the_portal(own).count() == 1 and not of_the_portal(world.actor("auditor")).exists()
    stranger = browser(world, "stranger")
    assert stranger.get(f"/portal/agreements/{made.number}").status_code == 404
    assert made.number not in stranger.get("/portal/agreements/").content.decode()
    unread = "Agreements are read by those who represent your organisation."
    assert unread in browser(world, "requester").get("/portal/agreements/").content.decode() and unread not in listed


def test_over_rest_the_staffs_fields_and_drafts_stay_theirs(world: World) -> None:
    represents(world, "classmate", world.school)
    made = in_force(world, owner=world.people["agent"])
    call = caller_of(world, "classmate")
    body = call("GET", f"/agreements/{made.number}").json()
    assert "owner" not in body and "accepted" not in body and "contact" not in body
    told = call("GET", f"/records/{made.number}/entries").json()["items"]
    facts = {fact["name"] for entry in told for fact in entry["facts"]}
    assert facts <= {"levels.negotiated", "levels.signed", "levels.put_in_force", "cycles.set"}
    renewed(world, made, made.item.valid_from.replace(year=made.item.valid_from.year + 1))
    assert [each["version"] for each in call("GET", f"/agreements/{made.number}/versions").json()["items"]] == [2, 1]
    assert call("GET", "/agreements/gaps").status_code == 404
    assert caller_of(world, "stranger")("GET", f"/agreements/{made.number}/versions").status_code == 404


def test_the_signed_paper_is_kept_and_read_by_both(world: World) -> None:
    represents(world, "classmate", world.school)
    made, manager = written(world), world.actor("manager")
    actions.negotiate(manager, made.number)
    with pytest.raises(Refusal, match="Record their signature first"):
        actions.keep_paper(manager, made.number, files=[ContentFile(b"x", name="signed.pdf")])
    sign(world, made)
    with pytest.raises(Forbidden):
        actions.keep_paper(world.actor("agent"), made.number, files=[ContentFile(b"x", name="signed.pdf")])
    with pytest.raises(Invalid, match="Attach the file"):
        actions.keep_paper(manager, made.number, attachment=7)
    actions.keep_paper(manager, made.number, files=[ContentFile(b"x", name="signed.pdf")])
    first = Signature.objects.get(version__agreement_id=made.pk, side="theirs").file
    assert first is not None and Entry.objects.filter(record=made).latest("seq").fact == "levels.paper_kept"
    discussion.attach(manager, made.number, [ContentFile(b"y", name="better.pdf")])
    newest = made.attachments.latest("pk").pk
    call = caller_of(world, "manager")
    away = f"/files/on/{made.number}/{first.pk}/withdraw"
    refused = browser(world, "manager").post(away, {"reason": "A better one came"})
    assert refused.status_code == 409 and "signature rests on this file" in refused.content.decode()
    assert call("POST", f"/agreements/{made.number}/paper", {"attachment": newest}).status_code == 200
    assert browser(world, "manager").post(away, {"reason": "A better one came"}).status_code == 303
    assert (
        f"/files/{newest}/better.pdf"
        in browser(world, "classmate").get(f"/portal/agreements/{made.number}").content.decode()
    )


def test_a_service_names_its_agreements_to_whom_they_are_for(world: World) -> None:
    represents(world, "classmate", world.school)
    made = in_force(world, covers=[world.service], title="Network of the school")
    other = in_force(world, covers=[world.service], title="Network of the hill", organisation=world.rival)
    at = f"/services/{world.service.number}"
    staff = browser(world, "manager").get(at).content.decode()
    assert made.title in staff and other.title in staff
    page = browser(world, "classmate").get(at, follow=True).content.decode()
    assert other.title not in page


def test_why_somebody_sees_it_not_is_told(world: World) -> None:
    represents(world, "classmate", world.school)
    made = written(world)
    told = why.explain(world.actor("administrator"), world.people["classmate"], made.number)
    assert not told.sees and any("they are for staff" in reason.sentence for reason in told.reasons)
