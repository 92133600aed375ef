"""People, teams, organisations and roles: every change leaves one entry, nothing goes beyond one's own place."""

from __future__ import annotations

import re

import pytest

from fettle.administration.people import csv_rows, why
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.models import Grant
from fettle.kernel.access.read import visible
from fettle.kernel.errors import Forbidden, Invalid, NotSeen, Refusal
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Membership, Organisation, Person, SignInLink, Team
from fettle.kernel.orgs.signing import links
from fettle.kernel.records.models import Record
from fettle.kernel.settings import parties, people, rights
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.world import World

PAGES = ("/people/", "/people/new/", "/people/import/", "/people/why/", "/teams/", "/teams/new/", "/organisations/")


def register_entries() -> int:
    return Entry.objects.filter(record__setting__key="kernel.register").count()


def incident(world: World, **values: object) -> Record:
    return actions.register(
        world.actor("requester"),
        INCIDENT,
        title="No sound",
        impact="person",
        urgency="soon",
        service=world.service,
        **values,
    )


@pytest.mark.parametrize("page", PAGES)
def test_only_who_administers_people_opens_their_pages(world: World, as_, page: str) -> None:
    assert as_("administrator").get(page).status_code == 200
    assert as_("manager").get(page).status_code == (200 if page.startswith("/teams/") else 403), "teams they keep"
    for who in ("agent", "auditor", "requester"):
        assert as_(who).get(page).status_code == 403


def test_each_change_writes_exactly_one_entry(world: World) -> None:
    admin = world.actor("administrator")
    person = people.add(admin, name="Ida New", organisation=world.school, mail="Ida@Example.org", may_sign_in=True)
    grant = rights.give(admin, person, "agent", world.school)
    steps = [
        lambda: people.change(admin, person, phone="12"),
        lambda: people.invite(admin, person),
        lambda: rights.take(admin, person, grant.pk),
        lambda: parties.join(admin, person, world.desk),
        lambda: parties.join(admin, person, world.desk, leads=True),
        lambda: parties.leave(admin, person, world.desk),
        lambda: people.end_sessions(admin, person),
        lambda: people.deactivate(admin, person),
        lambda: people.activate(admin, person),
        lambda: parties.add_team(admin, name="Labs", organisation=world.school),
        lambda: parties.change_team(admin, Team.objects.get(name="Labs"), active=False),
        lambda: parties.add_organisation(admin, name="Annex", parent=world.school),
        lambda: parties.change_organisation(admin, Organisation.objects.get(name="Annex"), is_customer=True),
    ]
    for count, step in enumerate(steps, start=register_entries() + 1):
        step()
        assert register_entries() == count
    assert person.mail == "ida@example.org"


def test_what_changes_nothing_leaves_no_entry(world: World) -> None:
    admin, agent = world.actor("administrator"), world.people["agent"]
    before = register_entries()
    people.change(admin, agent, name=agent.name)
    parties.join(admin, agent, world.desk)
    rights.give(admin, agent, "agent", world.provider)
    assert register_entries() == before


def test_an_administrator_of_a_part_stays_in_it(world: World) -> None:
    part = people.add(
        world.actor("administrator"), name="Part", organisation=world.school, mail="part@example.org", may_sign_in=True
    )
    Grant.objects.create(person=part, role="administrator", organisation=world.school)
    actor = Actor.of(part)
    for wish in (
        lambda: people.add(actor, name="X", organisation=world.provider),
        lambda: people.change(actor, world.people["agent"], name="X"),
        lambda: people.change(actor, world.people["requester"], organisation=world.rival),
        lambda: rights.give(actor, part, "administrator", world.provider),
        lambda: rights.give(actor, world.people["agent"], "auditor", world.school),
        lambda: parties.add_team(actor, name="X", organisation=world.rival),
    ):
        with pytest.raises(Forbidden):
            wish()
    people.change(actor, world.people["requester"], phone="7")


def test_a_role_for_a_team_belongs_to_its_organisation(world: World) -> None:
    with pytest.raises(Invalid):
        rights.give(world.actor("administrator"), world.people["agent"], "agent", world.school, world.desk)


def test_a_change_of_rights_begins_a_new_session(world: World, as_) -> None:
    client = as_("agent")
    rights.give(world.actor("administrator"), world.people["agent"], "auditor", world.provider)
    assert client.get("/me/").status_code == 302


def test_changing_ones_own_rights_keeps_ones_session(world: World, as_) -> None:
    client, me = as_("administrator"), world.people["administrator"]
    before = client.session.session_key
    client.post(f"/people/{me.pk}/roles/", {"role": "auditor", "organisation": str(world.provider.pk), "team": ""})
    assert Grant.objects.filter(person=me, role="auditor").exists()
    assert client.get("/me/").status_code == 200 and client.session.session_key != before


def test_the_last_administrator_stays(world: World) -> None:
    admin = world.people["administrator"]
    with pytest.raises(Refusal):
        rights.take(world.actor("administrator"), admin, Grant.objects.get(person=admin, role="administrator").pk)


def test_an_invitation_is_shown_once_and_ends_with_the_address(world: World, as_, letters) -> None:
    person = people.add(world.actor("administrator"), name="Ida", organisation=world.school, mail="ida@example.org")
    response = as_("administrator").post(f"/people/{person.pk}/invite/")
    secret = re.search(r"/sign-in/link/([\w-]+)/", response.content.decode())[1]
    assert links.look(secret).person == person
    assert [mail.address for mail in letters()] == ["ida@example.org"]
    people.change(world.actor("administrator"), person, mail="ida.new@example.org")
    assert links.look(secret) is None


def test_leaving_hands_over_open_work_and_ends_everything(world: World, as_) -> None:
    agent, admin = world.people["agent"], as_("administrator")
    numbers = [incident(world).number for _each in range(3)]
    for number in numbers[:2]:
        actions.take(world.actor("agent"), number)
    actions.resolve(world.actor("agent"), numbers[1], resolution="Plugged in", closure_code="solved")
    with pytest.raises(Refusal):
        people.deactivate(world.actor("administrator"), agent)
    page = admin.get(f"/people/{agent.pk}/deactivate/").content.decode()
    assert numbers[0] in page and numbers[1] not in page and numbers[2] not in page
    wish = {"team": str(world.network.pk), "successor": "colleague@example.org"}
    assert admin.post(f"/people/{agent.pk}/deactivate/", wish).status_code == 302
    record = Record.objects.get(number=numbers[0])
    assert (record.team, record.assignee) == (world.network, world.people["colleague"])
    entry = record.entries.order_by("-seq").first()
    assert entry.on_behalf_of == world.people["administrator"] and entry.actor_label
    agent.refresh_from_db()
    assert not agent.is_active and not agent.grants.exists() and not agent.memberships.exists()
    assert not SignInLink.objects.filter(person=agent, used_at=None).exists()


def test_a_team_with_open_work_is_not_retired(world: World) -> None:
    incident(world)
    with pytest.raises(Refusal):
        parties.change_team(world.actor("administrator"), world.desk, active=False)


def test_the_explanation_agrees_with_the_read_door(world: World) -> None:
    record, admin = incident(world), world.actor("administrator")
    for person in world.people.values():
        told = why.explain(admin, person, record.number)
        assert told.sees == visible(Actor.of(person)).filter(pk=record.pk).exists()
        assert told.sees == any(reason.opens for reason in told.reasons), told
    Record.objects.filter(pk=record.pk).update(restricted=True)
    for person in world.people.values():
        told = why.explain(admin, person, record.number)
        assert told.sees == any(reason.opens for reason in told.reasons), told


def test_nobody_has_a_record_explained_that_they_may_not_see(world: World) -> None:
    record = incident(world)
    part = people.add(
        world.actor("administrator"), name="Part", organisation=world.rival, mail="p@example.org", may_sign_in=True
    )
    Grant.objects.create(person=part, role="administrator", organisation=world.rival)
    with pytest.raises(NotSeen):
        why.explain(Actor.of(part), world.people["stranger"], record.number)


GOOD = """name;mail;organisation;team;role;may_sign_in
Ada Long;ada@example.org;Riverside School;Campus desk;agent;yes
Bo Short;bo@example.org;;;;no
"""
BAD = """name,mail,organisation,zone,may_sign_in
,x@example.org,,,
Ada,not an address,,,
Bo,bo@example.org,Nowhere,,
Cy,cy@example.org,,Mars/Base,
Di,di@example.org,,,perhaps
Eve,eve@example.org,,,yes
Eve again,eve@example.org,,,yes
"""


def outcomes(rows: list[csv_rows.Row]) -> list[tuple[int, str]]:
    return [(row.line, row.outcome) for row in rows]


def test_the_same_file_twice_changes_nothing_the_second_time(world: World) -> None:
    admin = world.actor("administrator")
    assert outcomes(csv_rows.read(admin, GOOD)) == [(2, "new"), (3, "new")]
    assert csv_rows.write(admin, csv_rows.read(admin, GOOD)) == 2
    ada = Person.objects.get(mail="ada@example.org")
    assert ada.organisation == world.school and Membership.objects.filter(person=ada, team=world.desk).exists()
    assert list(ada.grants.values_list("role", flat=True)) == ["agent"]
    before = register_entries()
    assert outcomes(csv_rows.read(admin, GOOD)) == [(2, "same"), (3, "same")]
    assert csv_rows.write(admin, csv_rows.read(admin, GOOD)) == 0 and register_entries() == before


def test_lines_with_a_problem_are_told_and_the_rest_is_in(world: World) -> None:
    admin = world.actor("administrator")
    rows = csv_rows.read(admin, BAD)
    assert [row.line for row in rows if row.outcome == "problem"] == [2, 3, 4, 5, 6, 8]
    assert all(row.problem for row in rows if row.outcome == "problem")
    assert csv_rows.write(admin, rows) == 1 and Person.objects.filter(name="Eve").exists()


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00", b"name,mail\n", b"nonsense\nx\n", b"mail\nx@example.org\n", b"", b"a" * 1_000_001]
)
def test_a_file_that_cannot_be_read_is_refused_whole(world: World, content: bytes) -> None:
    with pytest.raises(Invalid):
        csv_rows.read(world.actor("administrator"), csv_rows.decoded(content))


def test_the_preview_writes_nothing_until_it_is_confirmed(world: World, as_) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client, count = as_("administrator"), Person.objects.count()
    response = client.post("/people/import/", {"file": SimpleUploadedFile("p.csv", GOOD.encode())})
    assert response.status_code == 200 and Person.objects.count() == count
    signed = re.search(r'name="signed" value="([^"]+)"', response.content.decode())[1]
    assert client.post("/people/import/", {"signed": signed}).status_code == 302
    assert Person.objects.count() == count + 2
    client.post("/people/import/", {"signed": signed[:-3] + "abc"})
    assert Person.objects.count() == count + 2


def test_every_page_about_somebody_draws(world: World, as_) -> None:
    client, person = as_("administrator"), world.people["agent"]
    people.change(world.actor("administrator"), person, phone="12")
    addresses = [
        f"/people/{person.pk}/",
        f"/people/{person.pk}/edit/",
        f"/people/{person.pk}/deactivate/",
        f"/teams/{world.desk.pk}/",
    ]
    addresses += [f"/organisations/{world.school.pk}/", "/people/?q=agent&state=active", "/people/options/?q=ag"]
    for address in addresses:
        assert client.get(address).status_code == 200, address
    assert client.get("/people/999999/").status_code == 404


def test_forms_of_people_teams_and_organisations(world: World, as_) -> None:
    client = as_("administrator")
    here = {"organisation": str(world.school.pk), "language": "de", "zone": "", "may_sign_in": "on"}
    assert client.post("/people/new/", {"name": "Ida", "mail": "agent@example.org", **here}).status_code == 422
    assert client.post("/people/new/", {"name": "Ida", "mail": "ida@example.org", **here}).status_code == 302
    ida = Person.objects.get(mail="ida@example.org")
    client.post(f"/people/{ida.pk}/edit/", {"name": "Ida B", "mail": ida.mail, **here})
    assert Person.objects.get(pk=ida.pk).name == "Ida B"
    client.post("/teams/new/", {"name": "Labs", "organisation": str(world.school.pk), "mail": ""})
    team = Team.objects.get(name="Labs")
    client.post(f"/teams/{team.pk}/members/", {"member-person": "ida@example.org", "member-leads": "on"})
    assert Membership.objects.get(team=team).leads
    client.post(f"/teams/{team.pk}/members/{ida.pk}/remove/")
    assert not Membership.objects.filter(team=team).exists()
    party = {
        "name": "Annex",
        "parent": str(world.school.pk),
        "language": "en",
        "zone": "Europe/Berlin",
        "is_customer": "on",
    }
    assert client.post("/organisations/new/", party).status_code == 302
    annex = Organisation.objects.get(name="Annex")
    assert annex.path.startswith(world.school.path)
    client.post(f"/organisations/{annex.pk}/", {**party, "active": ""})
    assert not Organisation.objects.get(pk=annex.pk).active
