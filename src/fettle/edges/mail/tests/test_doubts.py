"""Who is told by mail of what came by mail; what may not be believed; and what is left when somebody is erased."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from fettle.edges.mail import intake, tokens, trying
from fettle.edges.mail.deciding import vouched
from fettle.edges.mail.jobs import forget_old
from fettle.edges.mail.mailboxes import Mailbox
from fettle.edges.mail.models import IncomingMail
from fettle.edges.mail.sources import drop
from fettle.edges.mail.tests.desk import DESK, Send, codes, set_up, source
from fettle.edges.notify import jobs, outbox
from fettle.edges.notify.deciding import decide
from fettle.edges.notify.models import NotificationDecision, OutgoingMail
from fettle.edges.notify.tests.conftest import mail_server as mail_server
from fettle.facilities.discussion.models import StoredFile
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.world import World

REQUESTER = "Requester <requester@example.org>"


def told(record: Record | None) -> dict[str, str]:
    """Of each mail that a record's entries would cause: the address and why it was withheld."""
    for entry in Entry.objects.filter(record=record).order_by("seq"):
        decide(entry)
    found = NotificationDecision.objects.filter(entry__record=record, way="mail").select_related("person")
    return {one.person.mail or "": one.reason for one in found}


@pytest.mark.usefixtures("mail_server")
def test_a_stranger_gets_no_mail_by_itself(world: World, send: Send) -> None:
    mail = send(sender="victim@elsewhere.example")
    assert told(mail.record)["victim@elsewhere.example"] == "unconfirmed"
    known = send(sender=REQUESTER)
    assert told(known.record)["requester@example.org"] == ""
    set_up({**DESK, "checked_by": "mx.fettle.example"})
    passed = {
        "Authentication-Results": "mx.fettle.example; spf=fail; dmarc=pass (p=reject) header.from=elsewhere.example"
    }
    vouched_for = send(sender="other@elsewhere.example", headers=passed)
    assert told(vouched_for.record)["other@elsewhere.example"] == ""


@pytest.mark.usefixtures("mail_server")
def test_a_stranger_stays_one_until_somebody_vouches_for_them(world: World, send: Send) -> None:
    send(sender="victim@elsewhere.example")
    again = send(sender="victim@elsewhere.example", subject="Once more")
    assert again.unconfirmed and told(again.record)["victim@elsewhere.example"] == "unconfirmed"
    person = Person.objects.get(mail="victim@elsewhere.example")
    person.may_sign_in = True
    person.save()
    assert not send(sender="victim@elsewhere.example", subject="And again").unconfirmed


@pytest.mark.usefixtures("mail_server")
def test_machines_are_not_answered(world: World, send: Send) -> None:
    mail = send(sender=REQUESTER, headers={"Auto-Submitted": "auto-generated"})
    assert told(mail.record)["requester@example.org"] == "automatic"


@pytest.mark.parametrize(
    "results,passes",
    [
        ([("mx.example", "dmarc=pass header.from=x.example")], True),
        ([("MX.example", " spf=pass; dmarc=pass")], True),
        ([("mx.example", "dmarc=fail")], False),
        ([("mx.example", "spf=pass")], False),
        ([("evil.example", "dmarc=pass"), ("mx.example", "dmarc=pass")], False),
        ([("mx.example", 'spf=fail smtp.mailfrom="a; dmarc=pass"@x')], False),
        ([("mx.example", "spf=fail (said; dmarc=pass)")], False),
        ([], False),
    ],
)
def test_only_the_own_server_vouches(results: list[tuple[str, str]], passes: bool) -> None:
    assert vouched(results, "mx.example") is passes
    assert not vouched(results, "")


def earlier(address: str) -> str:
    """The address as earlier versions wrote it: with 100 bits."""
    local, _at, domain = address.partition("@")
    return f"{local[: tokens.EARLIER_SIGNS - tokens.SIGNS]}@{domain}"


def wrote(record: Record, person: Person, reply_to: str) -> OutgoingMail:
    """A mail of ours in the log that is answered to this address."""
    key, words = f"test:{record.pk}:{person.pk}:{reply_to}", {"subject": "x", "body": "x"}
    mail = outbox.put(key, person, record, words, purpose="notice")
    OutgoingMail.objects.filter(pk=mail.pk).update(reply_to=reply_to)
    return mail


@pytest.mark.parametrize("form", ["now", "earlier"])
def test_a_proof_that_was_changed_anywhere_proves_nothing(world: World, desk: Mailbox, form: str) -> None:
    record = incidents.register(world.actor("requester"), INCIDENT, title="Wi-Fi", details="Since eight")
    person = world.people["requester"]
    address = tokens.reply_address(desk, record, person)
    if form == "earlier":
        address = earlier(address)
        wrote(record, person, address)
    proof = tokens.of_address(address)
    assert proof == tokens.of_address(address.upper()) == tokens.Proof(record.number, person.pk)
    local, _at, domain = address.partition("@")
    start = local.index("+") + 1
    for at in range(start, len(local)):
        for other in {"a", "2", "7", "."} - {local[at]}:
            changed = tokens.of_address(f"{local[:at]}{other}{local[at + 1 :]}@{domain}")
            assert changed is None, f"character {at}"
        assert tokens.of_address(f"{local[:at]}{local[at + 1 :]}@{domain}") is None, f"without character {at}"


def test_a_proof_has_at_least_128_bits(world: World, desk: Mailbox) -> None:
    record = incidents.register(world.actor("requester"), INCIDENT, title="Wi-Fi", details="Since eight")
    sign = tokens.reply_address(desk, record, world.people["requester"]).partition("@")[0].rpartition(".")[2]
    assert len(sign) * 5 >= 128 and len(sign) == tokens.SIGNS


def test_the_earlier_form_counts_only_where_we_wrote_it_and_while_we_know(world: World, desk: Mailbox) -> None:
    record = incidents.register(world.actor("requester"), INCIDENT, title="Wi-Fi", details="Since eight")
    person = world.people["requester"]
    short = earlier(tokens.reply_address(desk, record, person))
    assert tokens.of_address(short) is None, "nobody was sent it: it is the new one, cut off"
    wrote(record, world.people["classmate"], short)
    assert tokens.of_address(short) is None, "it was sent to somebody else"
    mail = wrote(record, person, short.replace("1", "2"))
    assert tokens.of_address(short) is None
    wrote(record, person, short)
    assert tokens.of_address(short) == tokens.Proof(record.number, person.pk)
    OutgoingMail.objects.filter(record=record).exclude(pk=mail.pk).update(
        state="sent", made_at=timezone.now() - jobs.KEPT - timedelta(days=1)
    )
    jobs.forget_old.run(timestamp=0)
    assert tokens.of_address(short) is None, "forgotten with the mail that carried it"


def test_other_lengths_prove_nothing(world: World, desk: Mailbox) -> None:
    record = incidents.register(world.actor("requester"), INCIDENT, title="Wi-Fi", details="Since eight")
    address = tokens.reply_address(desk, record, world.people["requester"])
    local, _at, domain = address.partition("@")
    for cut in range(1, tokens.SIGNS + 1):
        wrote(record, world.people["requester"], f"{local[:-cut]}@{domain}")
        found = tokens.of_address(f"{local[:-cut]}@{domain}")
        assert (found is not None) is (tokens.SIGNS - cut == tokens.EARLIER_SIGNS), cut
    assert tokens.of_address(f"{local}a@{domain}") is None


def test_where_the_server_has_no_plus_addresses_or_the_address_is_long_there_is_no_proof_in_it(
    world: World, desk: Mailbox
) -> None:
    record = incidents.register(world.actor("requester"), INCIDENT, title="Wi-Fi", details="Since eight")
    person = world.people["requester"]
    assert tokens.reply_address(Mailbox("a", "A", "a@b.example", "incident"), record, person) == "a@b.example"
    long = Mailbox("a", "A", f"{'x' * 40}@b.example", "incident", plus=True)
    assert tokens.reply_address(long, record, person) == long.address


@pytest.mark.usefixtures("mail_server")
def test_mails_about_a_record_come_from_its_mailbox(world: World, desk: Mailbox) -> None:
    network = {"team": f"team:{world.network.pk}", "code": "net", "label": "Network", "address": "net@fettle.example"}
    set_up(DESK, {**DESK, **network})
    senders = []
    for team in (None, world.network):
        record = incidents.register(
            world.actor("agent"), INCIDENT, title="Wi-Fi", requester=world.people["requester"], details="x", team=team
        )
        told(record)
        mail = OutgoingMail.objects.get(record=record, person=world.people["requester"])
        senders.append(mail.sender)
    assert senders == ["Service desk <desk@fettle.example>", "Network <net@fettle.example>"]
    assert tokens.of_address(mail.reply_to) == tokens.Proof(record.number, world.people["requester"].pk)


def test_the_tester_says_the_same_and_does_nothing(world: World, desk: Mailbox) -> None:
    before = (Record.objects.count(), Person.objects.count(), IncomingMail.objects.count())
    trial = trying.attempt(world.actor("manager"), "desk", source(sender="new@elsewhere.example"))
    assert trial.verdict is not None and trial.verdict.decision == "opened"
    assert (Record.objects.count(), Person.objects.count(), IncomingMail.objects.count()) == before


def test_files_of_a_folder_are_taken_whole(
    world: World, desk: Mailbox, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAIL_DROP = tmp_path
    take = drop._take

    def cursed(mailbox: Mailbox, path: Path) -> bool:
        if path.name == "0.eml":
            raise OSError("the first of them")
        return take(mailbox, path)

    folder = drop.folder(desk)
    raws = [source(f"No {at}", sender=REQUESTER) for at in range(3)]
    for at, raw in enumerate(raws):
        (folder / f"{at}.eml").write_bytes(raw)
    assert drop.take(desk) == 0, "somebody may still be writing them"
    drop.STILL_SECONDS = -1.0
    try:
        (folder / ".hidden").write_bytes(b"half of it")
        (folder / "inside").mkdir()
        (folder / "link").symlink_to("/etc/passwd")
        monkeypatch.setattr(drop, "_take", cursed)
        with pytest.raises(OSError, match="first of them"):
            drop.take(desk)
        assert IncomingMail.objects.count() == 2, "one that cannot be read stops no other"
        monkeypatch.setattr(drop, "_take", take)
        assert (drop.take(desk), drop.take(desk)) == (1, 0)
    finally:
        drop.STILL_SECONDS = 2.0
    assert sorted(path.name for path in folder.iterdir()) == [".hidden", "inside", "link"]
    assert sorted(intake.original(mail) for mail in IncomingMail.objects.all()) == sorted(raws)


def test_what_is_old_is_forgotten_but_not_what_waits(world: World, send: Send) -> None:
    done = send(sender=REQUESTER)
    set_up({**DESK, "unknown": "hold"})
    held = send(sender="ana@elsewhere.example")
    IncomingMail.objects.update(arrived_at="2020-01-01T00:00:00Z")
    forget_old.run(timestamp=0)
    assert [mail.pk for mail in IncomingMail.objects.all()] == [held.pk]
    assert not StoredFile.objects.filter(pk=done.file_id).exists()
    assert StoredFile.objects.filter(pk=held.file_id).exists()


def test_a_person_takes_in_what_waits_or_sets_it_aside(world: World, send: Send) -> None:
    set_up({**DESK, "unknown": "hold"})
    first, second = send(sender="ana@elsewhere.example"), send(sender="bob@elsewhere.example", subject="Buy now")
    browser = Client()
    browser.force_login(world.people["manager"])
    assert browser.post(f"/operations/mail/in/{first.pk}/", {"do": "take_in"}).status_code == 302
    intake.handle.run(mailbox="desk")
    first.refresh_from_db()
    assert first.decision == "opened" and first.settled_by == world.people["manager"] and "released" in codes(first)
    answer = browser.post(f"/operations/mail/in/{second.pk}/", {"do": "set_aside", "reason": " "})
    assert answer.status_code == 422
    browser.post(f"/operations/mail/in/{second.pk}/", {"do": "set_aside", "reason": "Advertising"})
    second.refresh_from_db()
    assert second.state == "ignored" and second.reasons[-1][1]["reason"] == "Advertising"
    agent = Client()
    agent.force_login(world.people["agent"])
    assert agent.post(f"/operations/mail/in/{second.pk}/", {"do": "take_in"}).status_code in (403, 404)


def test_a_mail_without_a_byte_is_not_said_to_be_gone(world: World, send: Send) -> None:
    browser = Client()
    browser.force_login(world.people["manager"])
    for raw, gone in ((b"", False), (b"\r\nno headers", False), (b"\r\nforgotten", True)):
        mail = send(raw=raw)
        if gone:
            IncomingMail.objects.filter(pk=mail.pk).update(file=None)
        page = browser.get(f"/operations/mail/in/{mail.pk}/").content.decode()
        assert ("no longer there" in page) == gone, raw


def test_images_of_the_mail_stand_in_its_text_and_none_from_elsewhere(world: World, send: Send) -> None:
    """In a page that may run and load nothing; what only says that it is an image is none."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "requester@example.org", DESK["address"], "See the picture"
    made.set_content("See the picture")
    names = "".join(f'<img src="{src}">' for src in ("cid:real@x", "cid:script@x", "http://127.0.0.1:1/seen"))
    made.add_alternative(f"<p>See</p>{names}", subtype="html")
    [_text, html] = made.get_payload()  # type: ignore[misc]
    html.add_related(b"\x89PNG\r\n\x1a\n" + bytes(20), "image", "png", cid="<real@x>")
    html.add_related(b"<script>alert(1)</script>", "image", "png", cid="<script@x>")
    mail = send(raw=bytes(made))
    browser = Client()
    browser.force_login(world.people["manager"])
    page = browser.get(f"/operations/mail/in/{mail.pk}/body")
    shown = page.content.decode()
    assert shown.count('src="data:image/png;base64,iVBOR') == 1 and shown.count('src=""') == 2
    assert "127.0.0.1" not in shown and "cid:" not in shown
    assert page["Content-Security-Policy"].startswith("sandbox ") and "script" not in page["Content-Security-Policy"]
