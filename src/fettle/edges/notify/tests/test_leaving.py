"""What becomes of a mail, whatever the server does; and that it leaves once, or says that it may have left twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from fettle.edges.notify import actions as notify
from fettle.edges.notify import leaving, outbox, smtp
from fettle.edges.notify.deciding import decide
from fettle.edges.notify.jobs import find_cut_off, forget_old
from fettle.edges.notify.leaving import leave
from fettle.edges.notify.models import Notice, NotificationDecision, OutgoingMail, Secret
from fettle.edges.notify.tests.smtp_server import BadServer
from fettle.kernel.errors import Forbidden, Refusal
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Person
from fettle.kernel.settings import actions as settings_actions
from fettle.kernel.settings.read import current
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.facts import UNDO_WITHIN
from fettle.processes.incidents.tests.test_actions import opened
from fettle.site.testing.world import World


def letter(world: World, local: str, **options: Any) -> OutgoingMail:
    person = world.people["requester"]
    person.mail = f"{local}@example.org"
    person.save()
    return outbox.send(person, "Subject\r\nBcc: all@example.org", "Grüße\n.\nEnd", **options)


def sent(mail: OutgoingMail) -> OutgoingMail:
    """Run the job now, whatever the time of the next try."""
    OutgoingMail.objects.filter(pk=mail.pk).update(next_at=timezone.now() - timedelta(seconds=1))
    leave.run(mail=mail.pk)
    return OutgoingMail.objects.get(pk=mail.pk)


def promised() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from procrastinate_jobs where task_name = 'notify.send'")
        return int(cursor.fetchone()[0])


def test_a_mail_is_automatic_text_under_a_name_of_its_own(world: World, mail_server: BadServer) -> None:
    mail = sent(letter(world, "ok", private=False))
    assert (mail.state, mail.attempts, mail.maybe_twice, mail.answer) == ("sent", 1, False, "250 taken")
    (taken,) = mail_server.taken
    assert taken["Message-ID"] == mail.message_id and taken["From"] == "Service desk <desk@example.org>"
    assert taken["Auto-Submitted"] == "auto-generated" and taken["X-Auto-Response-Suppress"] == "All"
    assert taken["Bcc"] is None and taken["Subject"] == "Subject Bcc: all@example.org"
    assert taken.get_content_type() == "text/plain" and taken.get_content().splitlines() == ["Grüße", ".", "End"]
    assert sent(mail).attempts == 1 and len(mail_server.taken) == 1


def of_entry(world: World, entry: Entry, who: str, local: str = "ok") -> OutgoingMail:
    person = world.people[who]
    person.mail = f"{local}@example.org"
    person.save()
    words = {"subject": "Subject", "body": "Text"}
    return outbox.put(f"{entry.pk}:{who}:{local}", person, entry.record, words, purpose="notice", entry=entry)


def test_what_a_machine_says_has_no_return_path_and_what_a_person_says_has(
    world: World, mail_server: BadServer
) -> None:
    record = opened(world)
    confirms = Entry.objects.filter(record=record).latest("pk")
    incidents.reply(world.actor("agent"), record.number, text="Restart it, please")
    wrote = Entry.objects.filter(record=record).latest("pk")
    said = [
        (letter(world, "ok"), ""),
        (of_entry(world, confirms, "requester"), ""),
        (of_entry(world, confirms, "agent", "ok-too"), "desk@example.org"),
        (of_entry(world, wrote, "requester"), "desk@example.org"),
    ]
    for mail, returned_to in said:
        assert sent(mail).state == "sent" and mail_server.returns[-1] == returned_to
        assert mail_server.taken[-1]["From"] == "Service desk <desk@example.org>", "whoever reads it sees who wrote it"
    for change in ({"actor_id": None}, {"channel": "mail"}):
        made = of_entry(world, wrote, "requester")
        made.entry = Entry(**{"actor_id": world.people["agent"].pk, "channel": "screen", **change})
        assert smtp.is_automatic(made)


@pytest.mark.parametrize("where", ["mail", "rcpt"])
def test_a_server_that_refuses_null_senders_gets_the_mail_with_one(
    world: World, mail_server: BadServer, where: str
) -> None:
    mail_server.never_null = where
    assert sent(letter(world, "ok")).state == "sent" and mail_server.returns == ["desk@example.org"]
    refused = sent(letter(world, "550-rcpt"))
    assert refused.state == "failed" and "no such user" in refused.answer


def test_the_administrator_may_give_every_mail_a_return_path(world: World, mail_server: BadServer) -> None:
    value = {**current()["notify.mail"], "null_return": False}
    settings_actions.redefine(world.actor("administrator"), "notify.mail", value=value, reason="the relay drops them")
    assert sent(letter(world, "ok")).state == "sent" and mail_server.returns == ["desk@example.org"]


@pytest.mark.parametrize("local", ["451-rcpt", "451-data"])
def test_later_is_tried_again_further_apart_for_two_days(world: World, mail_server: BadServer, local: str) -> None:
    mail, pauses = letter(world, local), []
    for _ in range(12):
        mail = sent(mail)
        assert mail.state == "waiting" and mail.answer.startswith("451")
        pauses.append(round((mail.next_at - timezone.now()) / timedelta(minutes=1)))
    assert pauses == [1, 2, 4, 8, 16, 32, 64, 128, 240, 240, 240, 240] and promised() == 13
    OutgoingMail.objects.filter(pk=mail.pk).update(made_at=timezone.now() - timedelta(hours=49))
    assert sent(mail).state == "failed" and not mail_server.taken


@pytest.mark.parametrize("local", ["550-rcpt", "550-data"])
def test_refused_is_failed_at_once_with_the_servers_words(world: World, mail_server: BadServer, local: str) -> None:
    mail = sent(letter(world, local))
    assert mail.state == "failed" and mail.answer.startswith("550") and mail.ended_at and not mail_server.taken


def test_flaky_arrives_once(world: World, mail_server: BadServer) -> None:
    mail = letter(world, "flaky")
    states = [(mail := sent(mail)).state for _ in range(3)]
    assert states == ["waiting", "waiting", "sent"] and len(mail_server.taken) == 1


def test_a_connection_lost_after_the_text_says_possibly_twice_under_the_same_name(
    world: World, mail_server: BadServer
) -> None:
    mail = sent(letter(world, "drop-after"))
    assert mail.state == "waiting" and mail.maybe_twice
    mail = sent(mail)
    first, second = mail_server.taken
    assert first["Message-ID"] == second["Message-ID"] == mail.message_id
    before = sent(letter(world, "drop-before"))
    assert before.state == "waiting" and before.maybe_twice


def test_a_crash_between_our_write_and_the_answer_is_found_again(world: World, mail_server: BadServer) -> None:
    mail = letter(world, "ok")
    assert leaving.take(mail.pk) is not None
    assert leaving.take(mail.pk) is None, "a second worker does not take it"
    find_cut_off.run()
    assert promised() == 1, "it may still be on its way"
    OutgoingMail.objects.filter(pk=mail.pk).update(sending_at=timezone.now() - timedelta(seconds=151))
    find_cut_off.run()
    assert promised() == 2
    leave.run(mail=mail.pk)
    mail.refresh_from_db()
    assert (mail.state, mail.maybe_twice, mail.attempts) == ("sent", True, 2)


def test_a_mail_that_is_cut_off_again_and_again_ends(world: World, mail_server: BadServer) -> None:
    mail = letter(world, "ok")
    for _ in range(5):
        assert leaving.take(mail.pk) is not None
        OutgoingMail.objects.filter(pk=mail.pk).update(sending_at=timezone.now() - timedelta(seconds=151))
    find_cut_off.run()
    mail.refresh_from_db()
    assert mail.state == "failed" and mail.maybe_twice and promised() == 1


def test_no_server_at_all_is_later(world: World, settings: Any) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", 1, False
    settings.DEFAULT_FROM_EMAIL = "desk@example.org"
    mail = sent(letter(world, "ok"))
    assert mail.state == "waiting" and "refused" in mail.answer and not mail.maybe_twice


@pytest.mark.parametrize("address", ["a b@example.org", "a@b@c", "x\r\nRCPT TO:<y@example.org>"])
def test_an_address_that_is_none_fails_and_stops_nothing(world: World, mail_server: BadServer, address: str) -> None:
    mail = letter(world, "ok")
    OutgoingMail.objects.filter(pk=mail.pk).update(address=address)
    assert sent(mail).state == "failed" and not mail_server.taken


def test_a_link_to_sign_in_is_forgotten_when_it_left(world: World, mail_server: BadServer) -> None:
    assert sent(letter(world, "ok")).body == ""
    assert sent(letter(world, "451-rcpt")).body != ""


def test_nobody_is_bombed_with_letters(world: World, mail_server: BadServer) -> None:
    reasons = [letter(world, "ok").reason for _ in range(8)]
    assert reasons == [""] * 6 + ["cap_address"] * 2


def test_silence_that_falls_later_holds_back_what_waits(world: World, mail_server: BadServer) -> None:
    mail = letter(world, "ok")
    settings_actions.redefine(world.actor("administrator"), "operations.silence", value={"silent": True})
    assert sent(mail).reason == "silence" and not mail_server.taken
    with pytest.raises(Refusal):
        notify.send_again(world.actor("administrator"), mail.pk)
    settings_actions.redefine(world.actor("administrator"), "operations.silence", value={"silent": False})
    with pytest.raises(Forbidden):
        notify.send_again(world.actor("agent"), mail.pk)
    assert sent(notify.send_again(world.actor("administrator"), mail.pk)).state == "sent"


def test_the_password_is_in_no_setting_and_no_entry(world: World, settings: Any) -> None:
    settings.EMAIL_HOST = ""
    administrator = world.actor("administrator")
    notify.keep_password(administrator, "tell nobody")
    assert Secret.objects.get().value == "tell nobody"
    entries = str(list(Entry.objects.values_list("facts", "changes")))
    assert "tell nobody" not in entries and "notify.mail" in entries
    with pytest.raises(Refusal):
        notify.test_mail(administrator, "a@example.org")
    with pytest.raises(Forbidden):
        notify.keep_password(world.actor("manager"), "mine")


def test_a_test_mail_tells_the_servers_own_answer(world: World, mail_server: BadServer) -> None:
    administrator = world.actor("administrator")
    assert notify.test_mail(administrator, "ok@example.org").fate == "sent"
    assert "550" in notify.test_mail(administrator, "550-rcpt@example.org").answer


def test_old_mails_are_forgotten(world: World, mail_server: BadServer) -> None:
    mail = sent(letter(world, "ok"))
    OutgoingMail.objects.filter(pk=mail.pk).update(made_at=timezone.now() - timedelta(days=401))
    forget_old.run()
    assert not OutgoingMail.objects.exists() and Person.objects.exists()


def test_what_is_taken_back_at_once_is_told_to_nobody(world: World, mail_server: BadServer) -> None:
    """The mail about it waits as long as it may be taken back; what is said again by taking back is no news."""
    agent, number = world.actor("agent"), opened(world).number
    incidents.take(agent, number)
    waits = incidents.wait(agent, number, pause_reason="requester")
    slip = Entry.objects.get(record=waits, seq=waits.version)
    decide(slip)
    mail = OutgoingMail.objects.get(entry=slip, person=world.people["requester"])
    assert mail.next_at == slip.recorded_at + UNDO_WITHIN
    leave.run(mail=mail.pk)
    assert OutgoingMail.objects.get(pk=mail.pk).state == "waiting"
    incidents.undo(agent, number, entry=waits.version)
    assert (sent(mail).reason, mail_server.taken) == ("taken_back", [])

    incidents.wait(agent, number, pause_reason="requester")
    went_on = incidents.resume(agent, number)
    again = incidents.undo(agent, number, entry=went_on.version)
    back = Entry.objects.get(record=again, seq=again.version)
    assert "incidents.paused" in [fact["name"] for fact in back.facts]
    decide(back)
    assert not OutgoingMail.objects.filter(entry=back).exists() and not Notice.objects.filter(entry=back).exists()


def test_a_late_worker_tells_nobody_of_what_was_taken_back(world: World, mail_server: BadServer) -> None:
    agent, number = world.actor("agent"), opened(world).number
    incidents.take(agent, number)
    waits = incidents.wait(agent, number, pause_reason="requester")
    incidents.undo(agent, number, entry=waits.version)
    slip = Entry.objects.get(record=waits, seq=waits.version)
    decide(slip)
    reasons = set(NotificationDecision.objects.filter(entry=slip).values_list("reason", flat=True))
    assert reasons == {"taken_back"} and not Notice.objects.filter(entry=slip).exists()


def test_a_reply_that_waits_leaves_at_once(world: World, mail_server: BadServer) -> None:
    """It cannot be taken back, so nothing is to be waited for."""
    agent, number = world.actor("agent"), opened(world).number
    incidents.take(agent, number)
    said = incidents.reply(agent, number, text="Which room?", then="wait")
    entry = Entry.objects.get(record=said, seq=said.version)
    decide(entry)
    assert OutgoingMail.objects.get(entry=entry, person=world.people["requester"]).next_at <= timezone.now()
