"""Contacts of a party who have an address and no account: what reaches them by mail, and what never does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from fettle.edges.notify import composing
from fettle.edges.notify.deciding import decide
from fettle.edges.notify.models import NotificationDecision, OutgoingMail
from fettle.edges.notify.tests.smtp_server import BadServer
from fettle.facilities.relationships import contacts
from fettle.kernel.errors import Invalid
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings_actions
from fettle.kernel.settings.read import current
from fettle.processes.customers.records import CUSTOMER
from fettle.processes.levels import actions as agreements
from fettle.processes.levels.evaluation import actions as evaluating
from fettle.processes.levels.tests.agreed import in_force, written
from fettle.processes.levels.tests.test_evaluating import decided, month, promised
from fettle.processes.levels.violations import actions as violations
from fettle.processes.reviews import actions as reviews
from fettle.processes.suppliers.records import SUPPLIER
from fettle.site.testing import relating
from fettle.site.testing.world import World

ADDRESS = "night.desk@school.example"


def contact(world: World, role: str, channel: str = ADDRESS, **values: Any) -> Record:
    """The school as a customer, with one more contact."""
    party = Record.objects.filter(kind=CUSTOMER.key, organisation=world.school).first()
    if party is None:
        party = relating.relationship(world, CUSTOMER, world.school, "school")
        Record.objects.filter(pk=party.pk).update(organisation=world.school)
        party.refresh_from_db()
    given = {"role": role, "name": "Night desk", "channel": channel, "person": None} | values
    contacts.add(world.actor("manager"), party.number, (CUSTOMER,), **given)
    return party


def rule(world: World, fact: str, who: str, **values: Any) -> None:
    row = {"code": f"{fact[7:]}-{who[8:]}", "fact": fact, "who": who, "screen": False, "mail": True, "urgent": False}
    rows = [*current()["notify.rules"], {**row, "active": True, **values}]
    settings_actions.redefine(world.actor("administrator"), "notify.rules", value=rows)


def mails(record: Record) -> list[OutgoingMail]:
    """Decide about all entries of a record, twice; what was written to people without an account."""
    for _again in (1, 2):
        for entry in Entry.objects.filter(record=record).order_by("seq"):
            decide(entry)
    return list(OutgoingMail.objects.filter(record=record, person=None).order_by("pk"))


def violation(world: World) -> Record:
    made = promised(world)
    decided(world, made, month(), kept=0, missed=1)
    evaluating.confirm(world.actor("manager"), made.number, period=month())
    return Record.objects.get(kind="violation")


def test_a_notice_of_violation_reaches_the_contact_with_its_words(world: World, mail_server: BadServer) -> None:
    contact(world, "signatory")
    contact(world, "technical", "other@school.example")
    rule(world, "levels.violation_told", "contact_signatory")
    made = violation(world)
    assert mails(made) == [], "nobody has sent the notice yet"
    violations.notify(world.actor("manager"), made.number, notice="We missed the printers", how="By mail")
    (mail,) = mails(made)
    assert (mail.address, mail.purpose, mail.entry_id is not None) == (ADDRESS, "contact", True)
    assert "> We missed the printers" in mail.body and "To Night desk" in mail.body and made.number in mail.subject
    assert "You get this because you are a contact of Riverside School" in mail.body
    assert "http" not in mail.body, "they could open no page"
    assert not NotificationDecision.objects.filter(who__startswith="contact").exists()


def test_it_is_written_in_the_language_of_the_organisation(world: World, mail_server: BadServer) -> None:
    contact(world, "signatory")
    type(world.school).objects.filter(pk=world.school.pk).update(language="de")
    rule(world, "levels.negotiated", "contact_signatory")
    made = written(world)
    agreements.negotiate(world.actor("manager"), made.number)
    (mail,) = mails(made)
    assert "Kontakt von Riverside School" in mail.body


def test_own_words_for_such_contacts_are_settled(world: World, mail_server: BadServer) -> None:
    contact(world, "signatory")
    row = {"fact": "levels.negotiated", "reader": "outside", "language": "en", "subject": "Our offer {number}"}
    rows = [*current()["notify.texts"], {**row, "first": "Please read {title}.", "second": "Answer {link}us."}]
    settings_actions.redefine(world.actor("administrator"), "notify.texts", value=rows)
    rule(world, "levels.negotiated", "contact_signatory")
    made = written(world)
    agreements.negotiate(world.actor("manager"), made.number)
    (mail,) = mails(made)
    assert mail.subject == f"Our offer {made.number}" and f"Please read {made.title}." in mail.body


def test_nothing_of_staff_and_of_drafts_goes_there(world: World, mail_server: BadServer) -> None:
    contact(world, "general")
    rule(world, "levels.signed", "contact_general")
    with pytest.raises(Invalid, match="for staff only"):
        rule(world, "levels.revised", "contact_general")
    with pytest.raises(Invalid, match="by mail only"):
        rule(world, "levels.negotiated", "contact_general", screen=True)
    made = written(world, terms="Secret draft")
    assert mails(made) == []
    agreements.negotiate(world.actor("manager"), made.number)
    agreements.sign(world.actor("manager"), made.number, function="Head of IT")
    (mail,) = mails(made)
    assert "Secret draft" not in mail.body


def test_what_staff_said_in_the_same_entry_stays_here(world: World) -> None:
    facts = [{"name": "levels.put_in_force", "version": 1}, {"name": "levels.overridden", "version": 1}]
    facts[1]["data"] = {"reason": "Secret reason"}
    entry = Entry(record=written(world), facts=facts, changes={}, audience="everyone")
    assert "Secret" not in composing.outside(entry, "levels.put_in_force", "")["body"]


def told(record: Record, fact: str) -> tuple[set[str], set[str]]:
    """Who is told of it by mail at first: addresses of people, and of contacts without an account."""
    mails(record)
    about = OutgoingMail.objects.filter(record=record, entry__facts__contains=[{"name": fact}])
    people = {mail.address for mail in about if mail.person_id}
    return people, {mail.address for mail in about} - people


@pytest.mark.parametrize("end", ["terminated", "expired", "notice_given"])
def test_at_first_whoever_signs_is_told_of_beginning_and_end(world: World, mail_server: BadServer, end: str) -> None:
    contact(world, "signatory")
    contact(world, "signatory", "", person=world.people["requester"])
    manager, today = world.actor("manager"), timezone.localdate()
    day = timedelta(days=1)
    made = in_force(world, **({"valid_from": today - 9 * day, "valid_until": today - day} if end == "expired" else {}))
    theirs = {str(world.people["requester"].mail), ADDRESS}
    assert theirs <= set[str]().union(*told(made, "levels.put_in_force"))
    if end == "expired":
        agreements.tell_of_ends(today)
    elif end == "terminated":
        agreements.terminate(manager, made.number, reason="Both want it")
    else:
        agreements.give_notice(manager, made.number, ends_on=today + 400 * day, reason="Too dear")
    people, outside = told(made, f"levels.{end}")
    assert theirs <= people | outside and outside == {ADDRESS}
    about = OutgoingMail.objects.filter(entry__facts__contains=[{"name": f"levels.{end}"}], address__in=theirs)
    assert len({mail.body for mail in about}) == 2 and not any("{" in mail.body for mail in about)


def test_an_agreement_with_a_team_is_told_to_no_customer(world: World, mail_server: BadServer) -> None:
    contact(world, "signatory")
    contact(world, "signatory", "", person=world.people["requester"])
    made = in_force(world, type="ola", organisation=None, team=world.desk)
    assert ADDRESS not in set[str]().union(*told(made, "levels.put_in_force"))
    assert str(world.people["requester"].mail) not in set[str]().union(*told(made, "levels.put_in_force"))


def test_at_first_a_supplier_without_an_account_is_told_of_a_violation(world: World, mail_server: BadServer) -> None:
    party = relating.relationship(world, SUPPLIER, world.provider, "supplier")
    type(party.item).objects.filter(pk=party.pk).update(contact_point="sales@supplier.example")
    Organisation.objects.filter(pk=party.organisation_id).update(is_supplier=True)
    made = promised(world, type="ua", organisation=Organisation.objects.get(pk=party.organisation_id))
    decided(world, made, month(), kept=0, missed=1)
    evaluating.confirm(world.actor("manager"), made.number, period=month())
    noted = Record.objects.get(kind="violation")
    assert told(noted, "levels.violation_told") == (set(), set())
    violations.notify(world.actor("manager"), noted.number, notice="You missed the line", how="By mail")
    assert told(noted, "levels.violation_told") == (set(), {"sales@supplier.example"})
    mail = OutgoingMail.objects.get(record=noted, person=None)
    assert "> You missed the line" in mail.body and "Please confirm to us" in mail.body


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_times_are_those_of_their_organisation(world: World, zone: str) -> None:
    made = written(world)
    made.due_at = datetime(2026, 5, 20, 11, 30, tzinfo=UTC)
    made.organisation.zone = zone
    entry = Entry(record=made, facts=[], changes={}, audience="everyone")
    due = composing.placeholders(entry, "levels.negotiated", None, "served")["due"]
    assert due == composing.day_and_clock(made.due_at.astimezone(ZoneInfo(zone)))


def test_reviews_and_complaints_too_and_each_address_once(world: World, mail_server: BadServer) -> None:
    party = contact(world, "reviews")
    contact(world, "general", ADDRESS.upper())
    for who in ("contact_reviews", "contact_general"):
        rule(world, "reviews.planned", who)
        rule(world, "complaints.answered", who)
    day = timezone.localdate() + timedelta(days=9)
    made = reviews.register(world.actor("manager"), relationship=party, planned_on=day, title="Spring")
    assert [mail.address for mail in mails(made)] == [ADDRESS]
    complaint = relating.complaint(world, world.people["requester"], "slow", "answered")
    assert complaint.organisation == world.school and len(mails(complaint)) == 1


def test_only_who_holds_the_role_and_has_an_address_and_no_account(world: World) -> None:
    party = contact(world, "reviews", "extension 30")
    assert contacts.outside(party, "reviews") == []
    contact(world, "reviews", "gone@school.example", valid_until=timezone.localdate() - timedelta(days=1))
    contact(world, "reviews", "", person=world.people["requester"])
    assert contacts.outside(party, "reviews") == []
    contact(world, "reviews")
    assert contacts.outside(party, "reviews") == [("Night desk", ADDRESS)]
    assert contacts.outside(party, "money") == [], "the party itself is reached by no address"
    type(party.item).objects.filter(pk=party.pk).update(contact_point="office@school.example")
    party = Record.objects.get(pk=party.pk)
    assert contacts.outside(party, "money") == [("", "office@school.example")]
    Record.objects.filter(pk=party.pk).update(state="ended")
    assert contacts.outside(Record.objects.get(pk=party.pk), "reviews") == []


def test_another_organisation_hears_nothing(world: World, mail_server: BadServer) -> None:
    theirs = relating.relationship(world, CUSTOMER, world.rival, "rival")
    Record.objects.filter(pk=theirs.pk).update(organisation=world.rival)
    given = {"role": "signatory", "name": "Spy", "channel": "spy@rival.example", "person": None}
    contacts.add(world.actor("manager"), theirs.number, (CUSTOMER,), **given)
    supplier = relating.relationship(world, SUPPLIER, world.school, "school")
    Record.objects.filter(pk=supplier.pk).update(organisation=world.school)
    contacts.add(world.actor("manager"), supplier.number, (SUPPLIER,), **{**given, "channel": "sales@school.example"})
    rule(world, "levels.negotiated", "contact_signatory")
    made = written(world)
    agreements.negotiate(world.actor("manager"), made.number)
    assert mails(made) == [], "an SLA is told to contacts of the customer"


def test_without_a_mail_server_the_log_says_so(world: World) -> None:
    contact(world, "signatory")
    rule(world, "levels.negotiated", "contact_signatory")
    made = written(world)
    agreements.negotiate(world.actor("manager"), made.number)
    assert [(mail.state, mail.reason) for mail in mails(made)] == [("withheld", "no_server")]
