"""Who leads a major incident, whom its updates reach, what late ones do, and its review."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from fettle.edges.notify.deciding import decide
from fettle.edges.notify.models import NotificationDecision, OutgoingMail
from fettle.edges.notify.tests.smtp_server import BadServer
from fettle.edges.pages.tests.test_frame import client
from fettle.kernel.access.read import get
from fettle.kernel.errors import Forbidden, Invalid, NotSeen, Refusal
from fettle.kernel.figures import Period, Scope
from fettle.kernel.history.deliver import deliver
from fettle.kernel.history.models import Entry
from fettle.kernel.history.replay import check
from fettle.kernel.records.models import Participant, Record
from fettle.kernel.settings import actions as settings
from fettle.kernel.settings.read import current
from fettle.processes.announcements import actions as announcements
from fettle.processes.announcements import queries as announced
from fettle.processes.incidents import actions, led
from fettle.processes.incidents.actions import by_itself, updating
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.world import World

SOLVED = {"resolution": "Changed the switch", "closure_code": "solved"}


def declared(world: World, **more: Any) -> Record:
    requester = world.people["requester"]
    record = actions.register(world.actor("agent"), INCIDENT, title="No network", requester=requester)
    given = {"criterion": "service_down", "reason": "All of it", **more}
    return actions.declare_major(world.actor("agent"), record.number, **given)


def fresh(record: Record) -> Record:
    found = Record.objects.get(pk=record.pk)
    assert check(found) == []
    return found


def ids(world: World, *names: str) -> list[int]:
    return [world.people[name].pk for name in names]


def told(record: Record) -> dict[str, int]:
    """How often each person is told of the last entry, by name, over all ways."""
    entry = Entry.objects.filter(record=record).latest("seq")
    decide(entry)
    counted: dict[str, int] = {}
    for name in NotificationDecision.objects.filter(entry=entry).values_list("person__name", flat=True):
        counted[name] = counted.get(name, 0) + 1
    return counted


def announce(world: World, record: Record, **more: Any) -> Record:
    words = {"title": "No network", "text": "Use your phone.", "nature": "outage", "organisation": world.school}
    return announcements.announce(world.actor("agent"), about=record, **{**words, **more})


def test_whoever_declares_it_coordinates_it_until_somebody_else_does(world: World) -> None:
    record = declared(world, communicator=world.people["colleague"], meeting="https://meet.example.org/1")
    agent, colleague = ids(world, "agent", "colleague")
    assert fresh(record).item.leads == {"coordinator": agent, "communication": colleague}
    actions.appoint(world.actor("agent"), record.number, lead="coordinator", person=world.people["manager"])
    actions.appoint(world.actor("agent"), record.number, lead="communication")
    assert fresh(record).item.leads == {"coordinator": world.people["manager"].pk}
    with pytest.raises(Invalid, match="Somebody has to coordinate"):
        actions.appoint(world.actor("agent"), record.number, lead="coordinator")
    with pytest.raises(Invalid, match="does not work here"):
        actions.appoint(world.actor("agent"), record.number, lead="technical", person=world.people["requester"])
    page = client(world, "agent").get(f"/incidents/{record.number}").content.decode()
    assert "Incident manager: Manager" in page and 'href="https://meet.example.org/1"' in page


def test_a_job_of_the_house_has_to_name_somebody(world: World) -> None:
    record = actions.register(world.actor("agent"), INCIDENT, title="No network")
    with pytest.raises(Invalid, match="Somebody has to coordinate"):
        actions.declare_major(by_itself.house(), record.number, criterion="data", reason="Seen by a probe")


def test_roles_are_a_setting(world: World) -> None:
    rows = [*current()["incidents.major_roles"]]
    scribe = {"code": "scribe", "label": "Scribe", "told": True, "active": True}
    settings.redefine(
        world.actor("manager"), "incidents.major_roles", value=[rows[0], rows[1] | {"active": False}, scribe]
    )
    record = declared(world)
    actions.appoint(world.actor("agent"), record.number, lead="scribe", person=world.people["colleague"])
    assert fresh(record).item.leads["scribe"] == world.people["colleague"].pk
    with pytest.raises(Invalid, match="not in use"):
        declared(world, communicator=world.people["colleague"])
    with pytest.raises(Exception, match="coordinator"):
        settings.redefine(world.actor("manager"), "incidents.major_roles", value=[scribe])


def test_the_interval_is_that_of_the_criterion_or_the_rules(world: World) -> None:
    record = declared(world)
    begun = Entry.objects.filter(record=record).latest("seq").happened_at
    assert fresh(record).item.next_update_at == begun + timedelta(minutes=30)
    rows = [row | {"update_minutes": 10 if row["code"] == "data" else None} for row in current()["incidents.major"]]
    settings.redefine(world.actor("manager"), "incidents.major", value=rows)
    assert fresh(declared(world, criterion="data")).item.update_minutes == 10
    actions.set_interval(world.actor("agent"), record.number, update_minutes=60, reason="It takes days")
    changed = Entry.objects.filter(record=record).latest("seq").happened_at
    assert fresh(record).item.next_update_at == changed + timedelta(minutes=60)


def test_an_update_reaches_everybody_once(world: World, mail_server: BadServer) -> None:
    """Whoever is on the incident reads it there, whoever said "me too" on the announcement reads it there."""
    record = declared(world)
    up = announce(world, record)
    announcements.me_too(world.actor("classmate"), up.number)
    assert announced.affected(up) == sorted(ids(world, "requester", "classmate"))
    assert updating.reach(world.actor("agent"), record, "affected").people == 2
    actions.send_update(world.actor("agent"), record.number, stage="identified", text="A switch is broken.")
    assert told(record) == {"Requester": 2} and told(up) == {"Classmate": 2}
    mails = {mail.address: mail for mail in OutgoingMail.objects.filter(purpose="broadcast")}
    assert set(mails) == {"requester@example.org", "classmate@example.org"}
    assert "> A switch is broken." in mails["classmate@example.org"].body
    assert "Cause found, being fixed" in mails["requester@example.org"].body
    stands = fresh(up).item
    assert (stands.stage, stands.next_update_at) == ("identified", fresh(record).item.next_update_at)
    entry = Entry.objects.filter(record=record).latest("seq")
    assert entry.facts[0]["data"]["told"] == 2 and entry.audience == "everyone"


def test_everybody_it_is_announced_to_gets_it_if_asked(world: World) -> None:
    record = declared(world)
    up = announce(world, record)
    assert updating.reach(world.actor("agent"), record, "everybody").people == 2
    actions.send_update(world.actor("agent"), record.number, stage="monitoring", text="Back.", audience="everybody")
    assert told(up) == {"Classmate": 2} and told(record) == {"Requester": 2}


def test_many_affected_are_no_loop(world: World, mail_server: BadServer) -> None:
    """The limit of a record is for automatic answers; it does not hold back what somebody sends on purpose."""
    value = {**current()["notify.mail"], "most_per_record_day": 1, "most_per_address_hour": 100}
    settings.redefine(world.actor("administrator"), "notify.mail", value=value)
    record = declared(world)
    for _again in range(3):
        actions.send_update(world.actor("agent"), record.number, stage="identified", text="We work on it.")
        told(record)
    assert OutgoingMail.objects.filter(purpose="broadcast").exclude(state="withheld").count() == 3


def test_a_late_update_is_told_once_to_those_who_lead(world: World) -> None:
    record = declared(world, communicator=world.people["colleague"])
    assert by_itself.notice_late_updates() == 0
    actions.set_interval(world.actor("agent"), record.number, update_minutes=1, reason="Now")
    later = timezone.now() + timedelta(minutes=1, seconds=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.utils.timezone.now", lambda: later)
        assert by_itself.notice_late_updates() == 1
        assert by_itself.notice_late_updates() == 0
        assert told(record) == {"Agent": 2, "Colleague": 2}
    fact = Entry.objects.filter(record=record).latest("seq").facts[0]
    assert fact["name"] == "incidents.update_late" and fact["data"]["count"] == 1


def test_nothing_is_promised_any_more_once_it_works(world: World) -> None:
    record, agent = declared(world), world.actor("agent")
    up = announce(world, record)
    announcements.me_too(world.actor("classmate"), up.number)
    actions.resolve(agent, record.number, **SOLVED)
    assert fresh(record).item.next_update_at is None
    over = fresh(up)
    assert (over.state, over.item.stage) == ("ended", "resolved") and told(up) == {"Classmate": 2}
    actions.reopen(agent, record.number, reason="Down again")
    assert fresh(record).item.next_update_at is not None


def test_what_is_put_up_again_after_the_incident_is_closed_tells_its_own_news(world: World) -> None:
    record, agent = declared(world), world.actor("agent")
    up = announce(world, record)
    actions.resolve(agent, record.number, **SOLVED)
    actions.review_major(world.actor("manager"), record.number, review="No spare.")
    actions.close(agent, record.number)
    announcements.put_up_again(agent, up.number, reason="It flickers")
    assert fresh(up).item.about == ""
    announcements.tell(agent, up.number, text="We look at it again.")


def test_not_major_after_all(world: World) -> None:
    record, manager = declared(world), world.actor("manager")
    up = announce(world, record)
    with pytest.raises(Forbidden):
        actions.undeclare_major(world.actor("agent"), record.number, reason="Only one room")
    actions.undeclare_major(manager, record.number, reason="Only one room")
    item = fresh(record).item
    assert (item.major, item.next_update_at, fresh(up).item.about) == ("", None, "")
    with pytest.raises(Refusal, match="not declared"):
        actions.send_update(world.actor("agent"), record.number, stage="identified", text="News")
    announcements.tell(world.actor("agent"), up.number, text="One room only.")
    actions.declare_major(world.actor("agent"), record.number, criterion="data", reason="After all")


def test_only_a_major_incident_is_announced_and_tells_its_news_itself(world: World) -> None:
    plain = actions.register(world.actor("agent"), INCIDENT, title="Paper jam")
    with pytest.raises(Refusal, match="no major incident"):
        announce(world, plain)
    up = announce(world, declared(world))
    with pytest.raises(Refusal, match="send the update there"):
        announcements.tell(world.actor("agent"), up.number, text="News")


def test_me_too_is_a_report_on_the_incident_and_opens_nothing(world: World) -> None:
    record = declared(world)
    up = announce(world, record)
    announcements.me_too(world.actor("classmate"), up.number)
    entry = Entry.objects.filter(record=up).latest("seq")
    deliver.run(entry.pk)
    deliver.run(entry.pk)
    reports = [e for e in Entry.objects.filter(record=record) if e.fact == "incidents.also_reported"]
    assert len(reports) == 1 and reports[0].facts[0]["data"] == {"who": "Classmate", "through": up.number}
    assert reports[0].on_behalf_of_id == world.people["classmate"].pk and reports[0].audience == "staff"
    with pytest.raises(NotSeen):
        get(world.actor("classmate"), record.number)
    assert not Participant.objects.filter(record=record, person=world.people["classmate"]).exists()


def test_a_caller_whom_staff_add_counts_on_the_announcement(world: World) -> None:
    record = declared(world)
    up = announce(world, record)
    actions.add_report(world.actor("agent"), record.number, person=world.people["classmate"])
    assert announced.affected(up) == sorted(ids(world, "requester", "classmate"))
    entry = Entry.objects.filter(record=up).latest("seq")
    deliver.run(entry.pk)
    assert Entry.objects.filter(record=record, fact="incidents.also_reported").count() == 1


def test_a_hint_after_many_reports_and_never_more(world: World) -> None:
    value = {**current()["incidents.major_rules"], "suggest_reports": 2}
    settings.redefine(world.actor("manager"), "incidents.major_rules", value=value)
    agent = world.actor("agent")
    record = actions.register(agent, INCIDENT, title="No network", requester=world.people["requester"])
    page, browser = f"/incidents/{record.number}", client(world, "agent")
    assert "Major incident?" not in browser.get(page).content.decode()
    actions.add_report(agent, record.number, person=world.people["classmate"])
    assert "2 reports came in a short time" in browser.get(page).content.decode()
    assert "Major incident?" not in client(world, "auditor").get(page).content.decode()
    assert fresh(record).item.major == ""


def test_the_review_begins_with_what_the_entries_say(world: World) -> None:
    record, agent, manager = declared(world), world.actor("agent"), world.actor("manager")
    actions.send_update(agent, record.number, stage="identified", text="A switch is broken.")
    actions.resolve(agent, record.number, **SOLVED)
    form = client(world, "agent").get(f"/incidents/{record.number}/do/write_review").content.decode()
    assert "1 of 1 in time" in form and "Incident manager: Agent" in form and "sent an update" in form
    actions.write_review(agent, record.number, review="## Cause\n\nNo spare.")
    assert fresh(record).item.major == "declared"
    with pytest.raises(Forbidden):
        actions.review_major(agent, record.number, review="Done")
    assert "No spare." in client(world, "manager").get(f"/incidents/{record.number}/do/review_major").content.decode()
    actions.review_major(manager, record.number, review="## Cause\n\nNo spare. Buy one.")
    with pytest.raises(Refusal, match="reviewed"):
        actions.write_review(agent, record.number, review="Other")
    paper = client(world, "auditor").get(f"/incidents/{record.number}/review.pdf")
    assert paper.status_code == 200 and paper.content.startswith(b"%PDF")
    assert client(world, "requester").get(f"/incidents/{record.number}/review.pdf").status_code == 404
    assert actions.close(agent, record.number).state == "closed"


def test_the_figures_are_those_of_the_entries(world: World) -> None:
    record, agent = declared(world), world.actor("agent")
    actions.send_update(agent, record.number, stage="identified", text="A switch is broken.")
    actions.resolve(agent, record.number, **SOLVED)
    now = timezone.now()
    period, scope = Period(now - timedelta(days=1), now + timedelta(minutes=1)), Scope(world.actor("auditor"))
    values = {figure.code: figure.compute(period, scope) for figure in led.FIGURES}
    assert (values["MAJ-2"].value, values["MAJ-3"].value) == (100.0, 1)
    assert values["MAJ-1"].value is not None and values["MAJ-3"].records() == (record.pk,)
    actions.review_major(world.actor("manager"), record.number, review="No spare.")
    assert led.unreviewed(period, Scope(world.actor("auditor"))).value == 0
    page = client(world, "manager").get("/my-work/").content.decode()
    assert (
        "Updates in time: 100 %" in page
        and "Updates in time" not in client(world, "agent").get("/my-work/").content.decode()
    )


def test_the_page_of_an_update_says_how_many_get_it(world: World) -> None:
    record = declared(world)
    announce(world, record)
    browser, page = client(world, "agent"), f"/incidents/{record.number}/do/send_update"
    form = browser.get(page).content.decode()
    assert "Send update to 1 person" in form and "Everybody to whom it is announced: 2 people" in form
    words = {"stage": "identified", "text": "A switch is broken.", "audience": "everybody"}
    shown = browser.post(page, {**words, "do": "preview"})
    said = shown.content.decode()
    assert shown.status_code == 200 and "This goes to 2 people" in said and "Send update to 2 people" in said
    assert Entry.objects.filter(record=record).latest("seq").fact == "incidents.declared_major"
    assert browser.post(page, {**words, "text": ""}).status_code == 422
    assert browser.post(page, words).status_code == 303
    assert Entry.objects.filter(record=record).latest("seq").fact == "incidents.update_sent"
