"""Mails wait for the end of quiet hours, urgent ones do not; what became pointless meanwhile stays here."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from fettle.edges.notify import actions as notify
from fettle.edges.notify import choices, jobs, queries, tables
from fettle.edges.notify.deciding import decide
from fettle.edges.notify.leaving import leave
from fettle.edges.notify.models import Notice, NotificationDecision, OutgoingMail
from fettle.edges.notify.tests.smtp_server import BadServer
from fettle.edges.operations import health
from fettle.kernel.assembly import assembly
from fettle.kernel.errors import Invalid
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings_actions
from fettle.kernel.settings.read import current
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.world import World

EVENING = datetime(2026, 11, 23, 20, 30, tzinfo=UTC)
"""A Monday, 21:30 in Prague."""
SEVEN = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
NIGHT = {"quiet": "own", "quiet_from": "20:00", "quiet_until": "07:00", "quiet_weekends": False}
AT_ONCE = {"mails": "at_once", "digest_at": None, "digest_days": []}


class Hands:
    """A clock that is moved by hand."""

    now = EVENING


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Hands:
    hands = Hands()
    monkeypatch.setattr("django.utils.timezone.now", lambda: hands.now)
    return hands


@pytest.fixture
def record(clock: Hands, world: World, mail_server: BadServer) -> Record:
    made = actions.register(world.actor("requester"), INCIDENT, title="Wi-Fi down", service=world.service)
    notify.choose_times(world.actor("requester"), NIGHT | AT_ONCE)
    return made


def told(record: Record) -> NotificationDecision:
    """Decide about the last entry; what became of the requester's mail."""
    entry = Entry.objects.filter(record=record).latest("seq")
    decide(entry)
    return NotificationDecision.objects.select_related("mail", "person").get(
        entry=entry, person__name="Requester", way="mail"
    )


def left(clock: Hands, moment: datetime) -> OutgoingMail:
    """The last mail after its job ran at ``moment``. The database's own clock does not follow ours."""
    clock.now = moment
    mail = OutgoingMail.objects.latest("pk")
    OutgoingMail.objects.filter(pk=mail.pk).update(next_at=datetime(2020, 1, 1, tzinfo=UTC))
    leave.run(mail=mail.pk)
    return OutgoingMail.objects.get(pk=mail.pk)


def test_a_mail_waits_for_the_morning_and_the_screen_does_not(
    clock: Hands, world: World, record: Record, mail_server: BadServer
) -> None:
    actions.reply(world.actor("agent"), record.number, text="Which room?")
    one = told(record)
    assert one.told and one.reason == "quiet" and one.mail is not None
    assert one.mail.state == "waiting" and one.mail.next_at == one.mail.leaves_at == SEVEN
    assert tables.told(one) == "waits for the end of quiet hours" and tables.leaves(one) == SEVEN
    assert tables.became(one.mail) == "waits for the end of quiet hours; leaves on 24 Nov 2026, 06:00"
    assert Notice.objects.filter(person=world.people["requester"]).exists()
    assert left(clock, SEVEN).state == "sent" and len(mail_server.taken) == 1
    one.refresh_from_db()
    assert one.told and tables.told(one) == ""


def test_an_urgent_mail_leaves_at_once(clock: Hands, world: World, record: Record) -> None:
    rules = [row | {"urgent": row["fact"] == "discussion.replied"} for row in current()["notify.rules"]]
    settings_actions.redefine(world.actor("administrator"), "notify.rules", value=rules)
    actions.reply(world.actor("agent"), record.number, text="Leave the building")
    one = told(record)
    assert (one.told, one.reason) == (True, "") and one.mail is not None
    assert one.mail.next_at == EVENING and one.mail.leaves_at is None
    assert next(row for row in choices.of(world.people["requester"]) if row.fact == "discussion.replied").urgent


def test_major_incidents_passed_targets_and_asked_approvals_are_urgent_at_first() -> None:
    rows = assembly().definition_by_key["notify.rules"].default
    urgent = {row["fact"] for row in rows if row["urgent"]}
    assert urgent == {
        *("incidents.declared_major", "incidents.appointed", "incidents.update_sent", "incidents.update_late"),
        *("incidents.escalated:functional", "incidents.escalated:hierarchical", "levels.breached"),
        *("problems.escalated:functional", "problems.escalated:hierarchical"),
        *("approvals.asked", "approvals.asked_next", "approvals.delegated", "approvals.reminded"),
    }
    assert all(row["mail"] for row in rows if row["urgent"])


def test_a_mail_of_the_day_leaves_at_once(clock: Hands, world: World, record: Record) -> None:
    clock.now = SEVEN
    actions.reply(world.actor("agent"), record.number, text="Good morning")
    one = told(record)
    assert one.reason == "" and one.mail is not None and one.mail.leaves_at is None


def solved(world: World, record: Record) -> None:
    actions.resolve(world.actor("agent"), record.number, resolution="Antenna replaced", closure_code="solved")


def closed(world: World, record: Record) -> None:
    actions.confirm(world.actor("requester"), record.number)


def hidden(world: World, record: Record) -> None:
    record.participants.filter(person=world.people["requester"]).delete()


def deactivated(world: World, record: Record) -> None:
    Person.objects.filter(pk=world.people["requester"].pk).update(is_active=False)


@pytest.mark.parametrize(("meanwhile", "reason"), [(closed, "closed"), (hidden, "unseen"), (deactivated, "left")])
def test_what_became_pointless_is_withheld_with_its_reason(
    clock: Hands, world: World, record: Record, mail_server: BadServer, meanwhile: Any, reason: str
) -> None:
    solved(world, record)
    assert told(record).reason == "quiet"
    mail = OutgoingMail.objects.latest("pk")
    meanwhile(world, record)
    after = left(clock, SEVEN)
    assert (after.pk, after.state, after.reason) == (mail.pk, "withheld", reason) and not mail_server.taken
    one = NotificationDecision.objects.get(mail=mail)
    assert (one.told, one.reason) == (False, reason)
    log = queries.decisions(world.actor("administrator"), told=False)
    assert one in log


def test_words_for_the_reader_and_the_end_itself_are_told_all_the_same(
    clock: Hands, world: World, record: Record, mail_server: BadServer
) -> None:
    actions.reply(world.actor("agent"), record.number, text="The antenna was broken")
    assert told(record).reason == "quiet"
    solved(world, record)
    closed(world, record)
    assert left(clock, SEVEN).state == "sent" and "> The antenna" in str(mail_server.taken[0].get_content())
    actions.reopen(world.actor("requester"), record.number, reason="Again")
    clock.now = EVENING + timedelta(days=1)
    actions.withdraw(world.actor("agent"), record.number, reason="Double")
    assert told(record).reason == "quiet" and not Record.objects.get(pk=record.pk).is_open
    assert left(clock, SEVEN + timedelta(days=1)).state == "sent"


def test_two_days_of_trying_begin_when_it_could_leave_first(clock: Hands, world: World, record: Record) -> None:
    Person.objects.filter(pk=world.people["requester"].pk).update(mail="451-rcpt@example.org")
    notify.choose_times(world.actor("requester"), NIGHT | AT_ONCE | {"quiet_weekends": True})
    clock.now = datetime(2026, 11, 27, 20, 0, tzinfo=UTC)
    actions.reply(world.actor("agent"), record.number, text="Hello")
    told(record)
    monday = datetime(2026, 11, 30, 6, 0, tzinfo=UTC)
    assert OutgoingMail.objects.latest("pk").leaves_at == monday
    assert left(clock, monday + timedelta(hours=1)).state == "waiting"
    assert left(clock, monday + timedelta(hours=49)).state == "failed"


def test_the_house_begins_without_and_may_have_its_own(clock: Hands, world: World, record: Record) -> None:
    requester = world.actor("requester")
    notify.choose_times(requester, NIGHT | AT_ONCE | {"quiet": "house", "mails": "house"})
    assert Person.objects.get(pk=requester.person_id).notices == {}
    actions.reply(world.actor("agent"), record.number, text="One")
    assert told(record).reason == ""
    house = current()["notify.times"] | {"quiet_from": "18:30", "quiet_until": "06:15"}
    settings_actions.redefine(world.actor("administrator"), "notify.times", value=house)
    actions.reply(world.actor("agent"), record.number, text="Two")
    one = told(record)
    assert one.reason == "quiet" and one.mail is not None and one.mail.leaves_at == SEVEN - timedelta(minutes=45)
    notify.choose_times(requester, NIGHT | AT_ONCE | {"quiet": "none"})
    assert OutgoingMail.objects.latest("pk").next_at <= clock.now, "what waited leaves by the new choice"
    actions.reply(world.actor("agent"), record.number, text="Three")
    assert told(record).reason == ""


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"quiet_from": "8:00"}, "both ends"),
        ({"quiet_from": "25:00", "quiet_until": "07:00"}, "time of day"),
        ({"quiet_from": "noon", "quiet_until": "07:00"}, "time of day"),
        (
            {"digest": True, "monday": False, **dict.fromkeys(("tuesday", "wednesday", "thursday", "friday"), False)},
            "day",
        ),
        ({"digest": True, "digest_at": None}, "time"),
    ],
)
def test_a_house_rule_that_cannot_work_is_refused(world: World, wrong: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        settings_actions.redefine(world.actor("administrator"), "notify.times", value=current()["notify.times"] | wrong)


def test_waiting_mails_are_no_fault(clock: Hands, world: World, record: Record) -> None:
    actions.reply(world.actor("agent"), record.number, text="Hello")
    told(record)
    clock.now = EVENING + timedelta(hours=2)
    jobs.find_cut_off.run()
    found = next(one for one in health.checks() if "quiet" in one.text)
    assert found.state == "good" and found.text == "0 waiting, 0 failed; 1 for the end of quiet hours"
