"""Who is told, who is not and why; and that nobody reads what is not for them."""

from __future__ import annotations

from typing import Any

import pytest

from fettle.edges.notify import actions as notify
from fettle.edges.notify import choices, queries
from fettle.edges.notify.deciding import decide
from fettle.edges.notify.models import Notice, NotificationDecision, OutgoingMail
from fettle.edges.notify.tests.smtp_server import BadServer
from fettle.facilities.discussion import actions as discussion
from fettle.kernel.errors import Invalid
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.records.models import Participant, Record
from fettle.kernel.settings import actions as settings_actions
from fettle.kernel.settings.read import current
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.world import World


@pytest.fixture
def record(world: World) -> Record:
    return actions.register(world.actor("requester"), INCIDENT, title="Wi-Fi down", service=world.service)


def told(record: Record) -> dict[tuple[str, str], str]:
    """Decide about the last entry; (person, way) → "told" or the reason why not."""
    entry = Entry.objects.filter(record=record).latest("seq")
    decide(entry)
    decisions = NotificationDecision.objects.filter(entry=entry).select_related("person")
    return {(one.person.name, one.way): one.reason or "told" for one in decisions}


def test_a_new_record_is_acknowledged_and_the_team_hears_of_it(
    world: World, record: Record, mail_server: BadServer
) -> None:
    assert told(record) == {
        ("Requester", "mail"): "own",
        ("Agent", "screen"): "told",
        ("Colleague", "screen"): "told",
    }
    assert queries.unread(world.people["agent"].pk) == 1


def test_a_reply_reaches_the_requester_in_their_language(world: World, record: Record, mail_server: BadServer) -> None:
    person = world.people["requester"]
    person.language = "de"
    person.save()
    actions.reply(world.actor("agent"), record.number, text="Which room?\n.\nFrom: me")
    assert told(record)[("Requester", "mail")] == "told"
    mail = OutgoingMail.objects.get()
    assert mail.subject == f"[{record.number}] Wi-Fi down: Eingegangen"
    assert mail.body.startswith("Agent hat Ihnen geschrieben.\nAntworten Sie")
    assert "> Which room?\n> .\n> From: me" in mail.body
    assert f"/{record.number}\n" in mail.body


def test_a_note_never_reaches_the_people_we_serve(world: World, record: Record, mail_server: BadServer) -> None:
    staff_watcher = world.actor("colleague")
    discussion.watch(staff_watcher, record.number)
    discussion.watch(world.actor("agent"), record.number, world.people["classmate"])
    rules = [*current()["notify.rules"]]
    more = {"fact": "discussion.noted", "screen": True, "mail": True, "active": True}
    rules += [{"code": f"x{who}", "who": who, **more} for who in ("requester", "affected")]
    settings_actions.redefine(world.actor("administrator"), "notify.rules", value=rules)
    actions.note(world.actor("agent"), record.number, text="The caretaker suspects sabotage")
    decided = told(record)
    assert decided[("Requester", "mail")] == decided[("Requester", "screen")] == "unseen"
    assert decided[("Classmate", "screen")] == "unseen"
    assert decided[("Colleague", "screen")] == "told"
    for person in ("requester", "classmate"):
        assert not Notice.objects.filter(person=world.people[person]).exists()
    assert "sabotage" not in "".join(OutgoingMail.objects.values_list("body", flat=True))


def test_every_reason_is_kept(world: World, record: Record, mail_server: BadServer) -> None:
    for who in ("classmate", "stranger", "colleague"):
        discussion.watch(world.actor("agent"), record.number, world.people[who])
    classmate = world.people["classmate"]
    choices.choose(classmate, {"mail": ["discussion.replied", "not.a_fact"], "fax": ["discussion.replied"]})
    assert classmate.notices == {"screen": [], "mail": ["discussion.replied"]}
    world.people["stranger"].is_active = False
    world.people["stranger"].save()
    nobody = orgs.add_person("Walk-in", world.school)
    Participant.objects.create(record=record, person=nobody, part=Participant.Part.AFFECTED)
    actions.reply(world.actor("agent"), record.number, text="Hello")
    decided = told(record)
    assert decided == {
        ("Requester", "screen"): "told",
        ("Requester", "mail"): "told",
        ("Walk-in", "screen"): "no_sign_in",
        ("Walk-in", "mail"): "no_address",
        ("Classmate", "screen"): "told",
        ("Classmate", "mail"): "declined",
        ("Stranger", "screen"): "left",
        ("Stranger", "mail"): "left",
        ("Colleague", "screen"): "told",
        ("Colleague", "mail"): "told",
    }
    before = OutgoingMail.objects.count()
    assert told(record) == decided and OutgoingMail.objects.count() == before


def test_a_rule_that_is_off_is_named(world: World, record: Record, mail_server: BadServer) -> None:
    rules = [row | {"active": row["who"] != "requester"} for row in current()["notify.rules"]]
    settings_actions.redefine(world.actor("administrator"), "notify.rules", value=rules)
    actions.reply(world.actor("agent"), record.number, text="Hello")
    assert told(record)[("Requester", "mail")] == "rule_off" and not OutgoingMail.objects.exists()


def test_without_a_server_or_in_silence_mails_are_written_down_and_go_nowhere(
    world: World, record: Record, settings: Any
) -> None:
    settings.EMAIL_HOST = ""
    actions.reply(world.actor("agent"), record.number, text="Hello")
    assert told(record)[("Requester", "mail")] == "no_server"
    mail = OutgoingMail.objects.get()
    assert (mail.state, mail.reason) == ("withheld", "no_server") and "> Hello" in mail.body
    settings.EMAIL_HOST = "127.0.0.1"
    settings_actions.redefine(world.actor("administrator"), "operations.silence", value={"silent": True})
    actions.reply(world.actor("agent"), record.number, text="Again")
    assert told(record)[("Requester", "mail")] == "silence"


def test_limits_are_counted_in_the_database(world: World, record: Record, mail_server: BadServer) -> None:
    limits = current()["notify.mail"] | {"most_per_address_hour": 2}
    settings_actions.redefine(world.actor("administrator"), "notify.mail", value=limits)
    results = []
    for _ in range(4):
        actions.reply(world.actor("agent"), record.number, text="Hello")
        results.append(told(record)[("Requester", "mail")])
    assert results == ["told", "told", "cap_address", "cap_address"]
    limits |= {"most_per_address_hour": 100, "most_per_record_day": 2}
    settings_actions.redefine(world.actor("administrator"), "notify.mail", value=limits)
    actions.reply(world.actor("agent"), record.number, text="Hello")
    assert told(record)[("Requester", "mail")] == "cap_record"


def test_a_restored_or_silent_record_tells_nobody(world: World, record: Record, mail_server: BadServer) -> None:
    Record.objects.filter(pk=record.pk).update(silent=True)
    assert told(record) == {}


def test_leaders_and_managers_hear_of_an_escalation(world: World, record: Record, mail_server: BadServer) -> None:
    orgs.join(world.people["colleague"], world.desk, leads=True)
    actions.escalate(world.actor("agent"), record.number, way="hierarchical", reason="The head asks")
    decided = told(record)
    assert decided[("Colleague", "mail")] == decided[("Manager", "mail")] == "told"
    assert ("Requester", "mail") not in decided
    assert "The head asks" in OutgoingMail.objects.get(person=world.people["manager"]).body


def test_notices_hide_what_may_no_longer_be_seen_and_are_read(world: World, record: Record) -> None:
    told(record)
    agent = world.actor("agent")
    (notice,) = queries.notices(agent)
    assert notice.unread and notice.record == record and notice.actor == "Requester"
    assert notify.mark_read(world.actor("colleague"), notice.pk) == 0
    assert notify.mark_read(agent, notice.pk) == 1 and queries.unread(agent.person_id) == 0
    Record.objects.filter(pk=record.pk).update(restricted=True)
    assert queries.notices(agent) == []


def test_a_text_that_cannot_be_rendered_is_not_taken(world: World) -> None:
    rows = [row | {"first": "{actor.__class__}"} for row in current()["notify.texts"]]
    with pytest.raises(Invalid, match="placeholder"):
        settings_actions.redefine(world.actor("administrator"), "notify.texts", value=rows)


def test_the_first_rows_are_clean(world: World) -> None:
    for key in ("notify.rules", "notify.texts", "notify.mail"):
        settings_actions.redefine(world.actor("administrator"), key, value=current()[key])
