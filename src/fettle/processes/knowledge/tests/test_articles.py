"""Articles from the solved record to the review, and who may what with them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from fettle.facilities.cycles.models import Duty
from fettle.facilities.documents import actions as texts
from fettle.facilities.links import queries as links
from fettle.kernel.errors import Forbidden, NotSeen, Refusal
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.kernel.settings.read import current
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.knowledge import actions, drafting, queries, rules, tallies
from fettle.processes.knowledge.tests.writing import PRINTER, article, draft
from fettle.site.testing.world import World


def solved(world: World, **more: str) -> Record:
    values = {"title": PRINTER, "details": "Since Monday. Call Requester at +420 123 456 789.", **more}
    record = incidents.register(world.actor("requester"), INCIDENT, **values)
    incidents.take(world.actor("agent"), record.number)
    return incidents.resolve(world.actor("agent"), record.number, resolution="New drum.", closure_code="solved")


def counted(record: Record) -> dict[str, int]:
    return tallies.of([record.pk])[record.pk]


def test_it_is_begun_from_a_solved_record_without_the_people_on_it(world: World) -> None:
    source = solved(world)
    begun = drafting.from_record(source)
    assert begun["title"] == PRINTER and "New drum." in begun["text"] and "Since Monday." in begun["text"]
    assert "Requester" not in begun["text"] and "456" not in begun["text"]
    made = actions.register(world.actor("agent"), of=source.number, title=begun["title"], text="x", audience="staff")
    ends = links.links(world.actor("agent"), source)
    assert [(end.record.number, end.relation) for end in ends] == [(made.number, "documented_by")]
    assert made.item.draft == 1 and made.item.owner == world.people["agent"]


def test_an_open_record_is_solved_first(world: World) -> None:
    record = incidents.register(world.actor("agent"), INCIDENT, title="Dark")
    with pytest.raises(Refusal, match="not solved yet"):
        actions.register(world.actor("agent"), of=record.number, title="Dark", audience="staff")
    with pytest.raises(Refusal):
        rules.it_is_solved("waiting", "INC-1")


def test_mail_addresses_and_names_are_left_out() -> None:
    said = drafting.without_people("Ada Byron (ada@example.org) says: the lamp of room 12 is dark.", ["Ada Byron"])
    assert said == "… (…) says: the lamp of room 12 is dark."


def test_requesters_write_nothing_and_see_no_article_by_the_staffs_door(world: World) -> None:
    found = article(world)
    with pytest.raises(Forbidden):
        actions.register(world.actor("requester"), title="x", audience="everyone")
    with pytest.raises(NotSeen):
        actions.revise(world.actor("requester"), found.number, title="x")
    with pytest.raises(Forbidden):
        actions.revise(world.actor("auditor"), found.number, title="x")


def test_what_is_withdrawn_is_not_changed(world: World) -> None:
    found = article(world)
    texts.withdraw(world.actor("agent"), found.number, reason="New printers.")
    with pytest.raises(Refusal, match="withdrawn"):
        actions.revise(world.actor("agent"), found.number, title="x")
    assert not queries.published(world.actor("requester")).exists()


def test_the_review_is_due_as_it_was_settled(world: World) -> None:
    value = {**current()["knowledge.keeping"], "review_months": 1}
    settings.redefine(world.actor("manager"), "knowledge.keeping", value=value)
    due = Duty.objects.get(record=article(world))
    assert due.code == "knowledge.review" and due.person == world.people["agent"]
    assert due.due_on - timezone.localdate() <= timedelta(days=31)


def test_work_with_an_article_is_counted_once_on_each_record(world: World) -> None:
    agent, found = world.actor("agent"), article(world)
    record = incidents.register(agent, INCIDENT, title="Stripes again")
    before = Entry.objects.filter(record=record).count()
    for _time in range(2):
        actions.use(agent, record.number, article=found)
    assert counted(found)["used"] == 1 and Entry.objects.filter(record=record).count() == before + 1
    assert [end.record for end in links.links(agent, record)] == [found]


def test_nobody_works_by_a_draft(world: World) -> None:
    agent = world.actor("agent")
    record = incidents.register(agent, INCIDENT, title="Stripes again")
    with pytest.raises(Refusal, match="not in force"):
        actions.use(agent, record.number, article=Record.objects.get(number=draft(world)))


def test_what_is_for_staff_is_not_sent(world: World) -> None:
    agent, found = world.actor("agent"), article(world, audience="staff")
    record = incidents.register(agent, INCIDENT, title="Stripes again", requester=world.people["requester"])
    with pytest.raises(Refusal, match="staff only"):
        actions.send(agent, record.number, article=found, text="Look")
    actions.revise(agent, found.number, audience="everyone")
    actions.send(agent, record.number, article=found, text="Look")
    assert counted(found)["used"] == 1 and record.comments.get().text == "Look"


def test_nothing_is_counted_twice_or_lost_on_a_day(world: World) -> None:
    found = article(world)
    for _time in range(3):
        tallies.add(found.pk, tallies.SHOWN, date(2026, 3, 1))
    tallies.add(found.pk, tallies.SHOWN, date(2026, 3, 2))
    assert counted(found) == {"shown": 4, "helped": 0, "failed": 0, "used": 0}
    assert tallies.Tally.objects.count() == 2


def test_an_article_solves_ones_own_record(world: World) -> None:
    requester, found = world.actor("requester"), article(world)
    record = incidents.register(requester, INCIDENT, title=PRINTER)
    actions.helped(requester, found.number, of=record.number)
    after = Record.objects.get(pk=record.pk)
    assert after.state == "closed" and found.number in after.item.resolution and counted(found)["helped"] == 1
    with pytest.raises(Refusal, match="closed already"):
        actions.helped(requester, found.number, of=record.number)
    assert counted(found)["helped"] == 1


def test_nobody_closes_the_record_of_somebody_else(world: World) -> None:
    found = article(world)
    record = incidents.register(world.actor("requester"), INCIDENT, title=PRINTER)
    with pytest.raises(NotSeen):
        actions.helped(world.actor("classmate"), found.number, of=record.number)
    with pytest.raises(Refusal, match="Only whoever sent it"):
        actions.helped(world.actor("agent"), found.number, of=record.number)
    assert Record.objects.get(pk=record.pk).state == "new" and counted(found)["helped"] == 0


def test_an_article_that_did_not_help_is_noted_for_staff_alone(world: World) -> None:
    requester, found = world.actor("requester"), article(world)
    record = incidents.register(requester, INCIDENT, title=PRINTER)
    for _time in range(2):
        actions.did_not_help(requester, found.number, of=record.number)
    noted = Entry.objects.get(record=record, facts__contains=[{"name": "knowledge.did_not_help"}])
    assert noted.audience == "staff" and counted(found)["failed"] == 1


@pytest.mark.parametrize("more", [{"audience": "staff"}, {"organisation": "rival"}, {"effective": 3}])
def test_the_door_of_those_we_serve_opens_for_nothing_else(world: World, more: dict[str, object]) -> None:
    values = {k: v for k, v in more.items() if k == "audience"}
    if "organisation" in more:
        values["organisation"] = world.rival
    number = draft(world, **values)
    requester = world.actor("requester")
    with pytest.raises(NotSeen):
        queries.read(requester, number)
    texts.submit(world.actor("agent"), number)
    day = timezone.localdate() + timedelta(days=3) if "effective" in more else None
    texts.approve(world.actor("manager"), number, effective_on=day)
    with pytest.raises(NotSeen):
        queries.read(requester, number)
    for act in (actions.helped, actions.did_not_help):
        with pytest.raises(NotSeen):
            act(requester, number)
    assert not queries.answering(requester, PRINTER)
    if "organisation" in more:
        assert queries.read(world.actor("stranger"), number)


def test_a_new_draft_beside_what_is_in_force_stays_with_the_staff(world: World) -> None:
    found = article(world)
    texts.write(world.actor("agent"), found.number, text="Secret plans for zebras.")
    seen = queries.read(world.actor("requester"), found.number)
    assert queries.text(seen) == "Clean the cartridge with a dry cloth."
    assert not queries.answering(world.actor("requester"), "secret plans for zebras")


def test_a_question_in_ones_own_words_finds_it(world: World) -> None:
    found = article(world)
    article(world, "Wi-Fi at home", text="Ask your provider.")
    article(world, "Printers for staff", audience="staff")
    requester = world.actor("requester")
    fits = queries.answering(requester, "the printing has black stripes since yesterday")
    assert [fit.record for fit in fits] == [found]
    assert not queries.answering(requester, "the door squeaks") and not queries.answering(requester, "a b")
    staff = {fit.record.title for fit in queries.suggested(world.actor("agent"), "printer stripes")}
    assert staff == {PRINTER, "Printers for staff"}


def test_suggestions_can_be_turned_off(world: World) -> None:
    article(world)
    value = {**current()["knowledge.keeping"], "suggest": False}
    settings.redefine(world.actor("manager"), "knowledge.keeping", value=value)
    assert not queries.answering(world.actor("requester"), PRINTER)
