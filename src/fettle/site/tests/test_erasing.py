"""Erasing somebody: nothing tells any more who they were, and nothing that is measured moves."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fettle.administration.people.jobs import erase_the_departed
from fettle.facilities.discussion import actions as discussion
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.models import Grant
from fettle.kernel.assembly import assembly, install
from fettle.kernel.errors import Forbidden, Invalid, Refusal
from fettle.kernel.figures import Period, Scope
from fettle.kernel.history.erase import Erasing, Trace
from fettle.kernel.history.models import Entry, Erasure
from fettle.kernel.history.replay import check
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as definitions
from fettle.kernel.settings import erasing, people, retention
from fettle.kernel.settings.read import current
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT
from fettle.site import erased
from fettle.site.refusal import Refused
from fettle.site.testing.world import World

NAME, MAIL, PHONE, NICKNAME = "Ludmila Ferrer", "ludmila.ferrer@example.org", "0171 5550 123", "Lumi-Fee"
FORMER = "Ludmila Okonkwo"


def make(world: World) -> Person:
    """Somebody who left traces everywhere: asked, wrote, attached, was renamed, was written about."""
    admin, agent = world.actor("administrator"), world.actor("agent")
    person = people.add(
        admin, name=FORMER, organisation=world.school, mail=MAIL, phone=PHONE, place="Villa 7", may_sign_in=True
    )
    person = people.change(admin, person, name=NAME)
    record = actions.register(
        Actor.of(person), INCIDENT, title=f"{NAME} cannot print", details=f"Call {PHONE} or {MAIL.upper()}.",
        impact="person", urgency="soon", service=world.service,
    )  # fmt: skip
    discussion.attach(Actor.of(person), record.number, [SimpleUploadedFile(f"letter of {FORMER}.txt", b"hello")])
    actions.take(agent, record.number)
    actions.reply(agent, record.number, text=f"Dear {NAME.upper()}, ({NICKNAME}) which printer?")
    actions.note(world.actor("colleague"), record.number, text=f"Okonkwo? {FORMER}!")
    actions.hand_over(agent, record.number, team=world.network, reason=f"{NAME} leaves")
    other = actions.register(
        world.actor("classmate"), INCIDENT, title=f"As {NAME} wrote", impact="person", urgency="soon",
        service=world.service,
    )  # fmt: skip
    actions.revise(agent, other.number, title="Something else")
    people.deactivate(admin, person)
    person.refresh_from_db()
    return person


def test_what_each_trace_found_is_told_under_a_key_of_its_own() -> None:
    """What ``run`` returns goes by key: of two alike only one would be told."""
    keys = [trace.key for trace in assembly().traces]
    assert sorted(set(keys)) == sorted(keys)


def leave_out_words(value: Any) -> Any:
    """The structure: texts of more than one word give way, codes and moments stay."""
    if isinstance(value, dict):
        return {key: leave_out_words(item) for key, item in value.items()}
    if isinstance(value, list):
        return [leave_out_words(item) for item in value]
    return "…" if isinstance(value, str) and (" " in value or "@" in value) else value


def measured() -> Any:
    """Everything that clocks, figures and replay say, and what entries are made of besides words."""
    house = Actor.house("test", *(kind.may.see for kind in assembly().kinds), "restricted.see")
    period = Period(timezone.now() - timedelta(days=2), timezone.now() + timedelta(days=1))
    readings = {figure.code: figure.compute(period, Scope(house)) for figure in assembly().figures}
    figures = {code: (reading.value, sorted(reading.records()), reading.by) for code, reading in readings.items()}
    rows = Entry.everything.exclude(record__setting__key="kernel.register").order_by("pk")
    columns = ("pk", "record", "seq", "happened_at", "recorded_at", "actor", "on_behalf_of", "channel", "fact", "txid")
    entries = list(rows.values_list(*columns))
    shapes = [(leave_out_words(entry.facts), leave_out_words(entry.changes)) for entry in rows]
    versions = list(Record.objects.exclude(setting__key="kernel.register").order_by("pk").values_list("pk", "version"))
    differences = [difference for record in Record.objects.all() for difference in check(record)]
    assert differences == []
    return figures, entries, shapes, versions


def tables_with(word: str) -> list[str]:
    """The tables of the whole database in one of whose rows a word stands."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'select count(*) from "{table}" as row where row::text ilike %s', [f"%{word}%"])
            if cursor.fetchone()[0]:
                found.append(table)
    return found


def test_nothing_tells_who_they_were_and_nothing_measured_moves(world: World) -> None:
    person = make(world)
    before = measured()
    assert {"orgs_person", "records_record", "history_entry", "discussion_comment"} <= set(tables_with(NAME))
    outcome = erasing.erase(world.actor("administrator"), person, reason="asked by letter", also=[NICKNAME])
    for word in (NAME, FORMER, MAIL, PHONE, NICKNAME, "Villa 7"):
        assert tables_with(word) == [], word
    assert measured() == before
    assert outcome.mark == f"Erased person {person.pk}"
    assert Record.objects.filter(title=f"{outcome.mark} cannot print").exists()


def test_a_preview_counts_the_same_and_changes_nothing(world: World) -> None:
    person, admin = make(world), world.actor("administrator")
    seen = erasing.erase(admin, person, reason="asked", preview=True)
    assert not Erasure.objects.exists() and "orgs_person" in tables_with(MAIL)
    assert erasing.erase(admin, person, reason="asked").found == seen.found


def test_once_more_is_no_fault_and_the_erased_come_back_never(world: World) -> None:
    person, admin = make(world), world.actor("administrator")
    erasing.erase(admin, person, reason="asked")
    count = Entry.everything.count()
    assert erasing.erase(admin, person, reason="again").found == {}
    assert Entry.everything.count() == count and Erasure.objects.count() == 1
    for wish in (
        lambda: people.activate(admin, person),
        lambda: people.change(admin, person, name=NAME),
        lambda: people.invite(admin, person),
    ):
        with pytest.raises(Refusal):
            wish()


def test_it_leaves_one_entry_that_says_who_and_why(world: World) -> None:
    person, admin = make(world), world.actor("administrator")
    count = Entry.everything.count()
    erasing.erase(admin, person, reason=f"{NAME} asked for it")
    entry = Entry.everything.latest("pk")
    assert Entry.everything.count() == count + 1 and entry.actor_id == admin.person_id
    data = entry.facts[0]["data"]
    assert data["what"] == "erased" and data["after"]["reason"] == f"Erased person {person.pk} asked for it"


def test_whom_it_refuses(world: World) -> None:
    admin, person = world.actor("administrator"), world.people["requester"]
    with pytest.raises(Refusal, match="deactivate them first"):
        erasing.erase(admin, person, reason="asked")
    with pytest.raises(Refusal, match="yourself"):
        erasing.erase(admin, world.people["administrator"], reason="asked")
    house = Actor.house("test", "people.administer", "people.erase")
    with pytest.raises(Refusal, match="only administrator"):
        erasing.erase(house, world.people["administrator"], reason="asked")
    people.deactivate(admin, person)
    with pytest.raises(Invalid):
        erasing.erase(admin, person, reason=" ")
    with pytest.raises(Invalid):
        erasing.erase(admin, person, reason="asked", also=["ab"])
    for who in ("agent", "manager", "auditor", "requester"):
        actor = Actor.of(world.people[who]) if who != "requester" else world.actor("classmate")
        with pytest.raises(Forbidden):
            erasing.erase(actor, person, reason="asked")


def test_an_administrator_of_a_part_erases_only_there(world: World) -> None:
    admin, rival = world.actor("administrator"), world.people["stranger"]
    part = people.add(admin, name="Part Keeper", organisation=world.school, mail="part@example.org", may_sign_in=True)
    Grant.objects.create(person=part, role="administrator", organisation=world.school)
    people.deactivate(admin, rival)
    people.deactivate(admin, world.people["requester"])
    with pytest.raises(Forbidden):
        erasing.erase(Actor.of(part), rival, reason="asked")
    erasing.erase(Actor.of(part), world.people["requester"], reason="asked")


def test_a_namesake_keeps_their_name(world: World) -> None:
    person, admin = make(world), world.actor("administrator")
    namesake = people.add(admin, name=NAME, organisation=world.rival)
    theirs = actions.register(
        world.actor("stranger"), INCIDENT, title=f"{NAME} needs a key", impact="person", urgency="soon",
        service=world.service,
    )  # fmt: skip
    erasing.erase(admin, person, reason="asked")
    namesake.refresh_from_db()
    theirs.refresh_from_db()
    assert namesake.name == NAME and theirs.title == f"{NAME} needs a key"
    assert not Record.objects.filter(title__contains=f"{NAME} cannot").exists()


def test_files_go_only_when_asked(world: World) -> None:
    person, admin = make(world), world.actor("administrator")
    record = Record.objects.get(title__contains="cannot print")
    erasing.erase(admin, person, reason="asked", preview=True)
    assert record.attachments.count() == 1
    erasing.erase(admin, person, reason="asked", files=True)
    assert record.attachments.count() == 0


def test_the_door_of_the_database_takes_marks_only(world: World) -> None:
    """Whatever the app sends: no other entry, no time, no code, no name of a fact, and nothing without an erasure."""
    person = make(world)
    entry = Entry.everything.filter(fact="incidents.registered", record__title__contains="cannot print").get()
    call = "select history_erase(%s, %s, %s::jsonb, %s::jsonb, null, '')"

    def refused(erasure: int, facts: str, changes: str) -> None:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(call, [erasure, entry.pk, facts, changes])

    with connection.cursor() as cursor:
        cursor.execute("select facts::text, changes::text from history_entry where id = %s", [entry.pk])
        facts, changes = cursor.fetchone()
    refused(1, facts, changes)
    made = Erasure.objects.create(person=person, mark=f"Erased person {person.pk}", reason="test")
    refused(made.pk, facts.replace("incidents.registered", made.mark), changes)
    refused(made.pk, facts, changes.replace(f"{NAME} cannot print", "nothing"))
    refused(made.pk, facts, changes.replace('"title"', f'"{made.mark}"'))
    refused(made.pk, facts, "{}")
    with connection.cursor() as cursor:
        cursor.execute(call, [made.pk, entry.pk, facts, changes.replace(NAME, made.mark)])
    wide = Erasure.objects.create(person=world.people["agent"], mark="", reason="test")
    refused(wide.pk, facts, changes.replace(NAME, "nobody"))


def test_stopped_in_the_middle_nothing_has_happened(world: World) -> None:
    person, admin = make(world), world.actor("administrator")
    there, before = tables_with(NAME), Entry.everything.count()

    def stop(_erasing: Erasing) -> int:
        raise KeyboardInterrupt

    whole = assembly()
    install(replace(whole, traces=(*whole.traces[:-1], Trace("stop", "stop", stop))))
    try:
        with pytest.raises(KeyboardInterrupt), transaction.atomic():
            erasing.erase(admin, person, reason="asked")
    finally:
        install(whole)
    assert tables_with(NAME) == there and Entry.everything.count() == before and not Erasure.objects.exists()


def test_a_setting_that_names_them_is_changed_first(world: World) -> None:
    person, admin = make(world), world.actor("administrator")
    value = {**current()["operations.silence"], "why": f"ask {MAIL}"}
    definitions.redefine(admin, "operations.silence", value=value)
    with pytest.raises(Refusal, match="Silence"):
        erasing.erase(admin, person, reason="asked")
    definitions.redefine(admin, "operations.silence", value={**value, "why": "ask the desk"})
    erasing.erase(admin, person, reason="asked")
    assert tables_with(MAIL) == []


def test_the_time_that_is_set_erases_whoever_left_before_it(world: World) -> None:
    person, admin = make(world), world.actor("administrator")
    erase_the_departed.run()
    definitions.redefine(admin, "people.retention", value={"days": 30, "files": False})
    erase_the_departed.run()
    assert not Erasure.objects.exists()
    assert retention.due(30, timezone.now() + timedelta(days=29)) == []
    assert retention.due(30, timezone.now() + timedelta(days=31)) == [person]
    later = timezone.now() + timedelta(days=31)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: later)
        erase_the_departed.run()
    assert Erasure.objects.get().person == person


def test_an_older_backup_is_erased_again_by_the_list(world: World, tmp_path: Path) -> None:
    person, admin = make(world), world.actor("administrator")
    listed = tmp_path / "erased.csv"
    with transaction.atomic():
        erasing.erase(admin, person, reason="asked")
        with listed.open("w", encoding="utf-8", newline="") as out:
            erased.write(out)
        transaction.set_rollback(True)
    assert NAME not in listed.read_text() and MAIL not in listed.read_text() and tables_with(NAME)
    people.activate(admin, person)
    lines = erased.read(listed)
    assert [outcome for _, outcome in erased.again(lines)] == ["erased"]
    assert [outcome for _, outcome in erased.again(lines)] == ["before"]
    assert tables_with(NAME) == []
    other = [replace(lines[0], added_at=timezone.now())]
    assert [outcome for _, outcome in erased.again(other)] == ["unknown"]
    (tmp_path / "wrong.txt").write_text("nonsense\n1\n")
    with pytest.raises(Refused):
        erased.read(tmp_path / "wrong.txt")


def test_every_table_that_names_a_person_is_thought_of() -> None:
    """A new reference to people is either erased by a trace or, like these, stays as a number under the mark."""
    stays = {
        "history.Entry.actor", "history.Entry.on_behalf_of",
        "history.Erasure.person", "history.Erasure.by", "records.Record.assignee", "records.Participant.person",
        "discussion.Comment.author", "discussion.Attachment.added_by", "links.Link.made_by", "tags.Tag.made_by",
        "notify.OutgoingMail.person", "notify.NotificationDecision.person", "transfer.ImportRun.by",
        "mail.IncomingMail.person", "mail.IncomingMail.settled_by",
        "documents.Version.author", "documents.Approval.person", "documents.Acknowledgement.person",
        "approvals.Round.asked_by", "approvals.Seat.person", "approvals.Decision.seat", "approvals.Decision.person",
        "tasks.Step.person", "tasks.Step.ended_by",
        "surveys.Invitation.person", "surveys.FollowUp.person",
        "risks.Risk.identified_by", "risks.Risk.accepted_by",
        "cycles.Duty.person", "sms_documents.Document.owner",
        "services.Service.owner", "services.Specification.owner", "services.Package.owner", "configuration.Item.owner",
        "money.Budget.approved_by",
        "levels.Agreement.owner", "levels.Signature.person",
        "levels.Measurement.by", "levels.Evaluation.by", "levels.Violation.told",
        "levels.LevelEstimate.by", "levels.LevelEstimate.withdrawn_by",
        "services.Criterion.settled_by", "services.Party.contact",
        "customers.Customer.contact", "customers.Complaint.requester", "suppliers.Supplier.contact",
        "relationships.Contact.person", "suppliers.Rating.person",
        "knowledge.Article.owner", "reporting.ReportSpecification.owner",
        "reporting.ReportSpecification.follow_up_by", "incidents.Incident.requester",
        "incidents.Incident.affected", "incidents.Recalculation.by", "incidents.Recalculation.confirmed_by",
        "incidents.ServiceRequest.requester", "incidents.ServiceRequest.affected",
    }  # fmt: skip
    goes = {
        "approvals.Key.person", "approvals.Delegation.person", "approvals.Delegation.delegate",
        "orgs.Membership.person", "access.Grant.person", "orgs.ApiToken.person", "orgs.SignInLink.person",
        "notify.Notice.person", "pages.Draft.person", "pages.Presence.person", "pages.SavedView.person",
        "pages.BulkRun.person", "pages.Sent.person", "rest.Answered.person", "documents.Addressee.person",
        "incidents.OwnAnswer.person",
    }  # fmt: skip
    found = {
        f"{model._meta.label}.{column.name}"
        for model in apps.get_models()
        for column in model._meta.concrete_fields
        if column.related_model is Person
    }
    assert found - stays - goes == set()


TEXTS = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\x00"), max_size=40)
VALUES = st.recursive(
    TEXTS | st.integers() | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(value=VALUES, name=st.from_regex(r"[^\W\d_]{3,8} [^\W\d_]{3,8}", fullmatch=True), before=TEXTS, after=TEXTS)
def test_replacing_keeps_the_structure_and_is_done_after_once(value: Any, name: str, before: str, after: str) -> None:
    one = Erasing(Person(pk=17), "Erased person 17", frozenset({name}), frozenset(), frozenset(), frozenset())
    new = one.value([value, f"{before} {name} {after}"])
    assert skeleton(new) == skeleton([value, ""])
    assert one.value(new) == new
    assert f" {name} ".casefold() not in f" {new[1]} ".casefold() and "Erased person 17" in new[1]


def skeleton(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: skeleton(item) for key, item in value.items()}
    if isinstance(value, list):
        return [skeleton(item) for item in value]
    return "" if isinstance(value, str) else value


CODES = {
    "announcements.announced": {"people"},
    "announcements.told": {"stage", "people"},
    "configuration.added": {"of_type"},
    "configuration.related": {"relation", "code", "role"},
    "configuration.relation_changed": {"relation", "code", "role"},
    "configuration.unrelated": {"relation", "code", "role"},
    "configuration.updated": {"of_type"},
    "cycles.done": {"code", "due_on", "done_on", "next_due"},
    "cycles.ended": {"code"},
    "cycles.late": {"code", "due_on"},
    "cycles.looms": {"code", "due_on"},
    "cycles.set": {"code", "due_on", "unit", "role"},
    "cycles.skipped": {"code", "due_on", "next_due"},
    "discussion.forwarded": {"files"},
    "documents.distributed": {"role"},
    "documents.published": {"effective_on"},
    "documents.taken_off": {"role"},
    "incidents.appointed": {"role", "people"},
    "incidents.closed": {"how"},
    "incidents.declared_major": {"criterion"},
    "incidents.escalated": {"way", "rule", "clock"},
    "incidents.let_go": {"relation"},
    "incidents.merged_into": {"relation"},
    "incidents.ordered": {"request"},
    "incidents.paused": {"reason"},
    "incidents.recurred": {"code", "day"},
    "incidents.resolved": {"code"},
    "incidents.resumed": {"why"},
    "incidents.split_from": {"relation"},
    "incidents.split_into": {"relation"},
    "incidents.time_corrected": {"day"},
    "incidents.time_spent": {"day"},
    "incidents.took_in": {"relation"},
    "incidents.unmerged": {"relation"},
    "incidents.update_late": {"due_at", "people"},
    "incidents.update_sent": {"next_at", "stage"},
    "levels.breached": {"clock", "due_at"},
    "levels.clock_set": {"type", "agreement", "chosen"},
    "levels.estimated": {"counts_from", "expected", "was", "confidence"},
    "levels.estimate_withdrawn": {"counts_from"},
    "levels.expired": {"valid_until", "people"},
    "levels.measured": {"period", "code", "value"},
    "levels.missed_again": {"action"},
    "levels.notice_given": {"ends_on", "people"},
    "levels.put_in_force": {"valid_from", "valid_until", "people"},
    "levels.negotiated": {"people"},
    "levels.signed": {"people", "side", "signed_on"},
    "relationships.contact_added": {"role", "valid_from", "valid_until"},
    "relationships.contact_changed": {"role", "valid_from", "valid_until"},
    "relationships.contact_removed": {"role", "valid_from", "valid_until"},
    "reviews.planned": {"people"},
    "suppliers.rated": {"before", "first", "last", "points"},
    "levels.support_breached": {"type", "agreement", "clock", "due_at", "people"},
    "levels.support_warned": {"type", "agreement", "clock", "rule", "people"},
    "levels.targets_set": {"agreement", "why", "chosen"},
    "levels.terminated": {"people"},
    "levels.violation_acknowledged": {"on"},
    "levels.violation_noted": {"period"},
    "levels.violation_told": {"people"},
    "levels.warned": {"clock", "rule"},
    "links.linked": {"relation"},
    "links.unlinked": {"relation"},
    "levels.wrote": {"people"},
    "money.budget_replaced": {"by"},
    "problems.escalated": {"way", "people"},
    "problems.late": {"due_at"},
    "problems.looms": {"due_at"},
    "reporting.delivered": {"period_from", "people", "period_until"},
    "reporting.verified": {"outcome", "period_from", "period_until"},
    "services.component_added": {"role"},
    "services.component_changed": {"role"},
    "services.component_removed": {"role"},
    "services.party_added": {"role"},
    "services.party_changed": {"role"},
    "services.party_removed": {"role"},
    "services.transition_started": {"package"},
    "services.went_live": {"package"},
    "risks.accepted": {"until"},
    "risks.acceptance_ends": {"until"},
    "risks.acceptance_ended": {"until"},
    "settings.defined": {"key"},
    "settings.redefined": {"key", "decided"},
    "settings.register_changed": {"subject", "what"},
    "surveys.asked": {"people"},
    "surveys.reminded": {"people"},
    "surveys.started": {"people"},
    "tasks.laid_out": {"workflow", "steps"},
}
"""What the program or a list of choices gives, and nobody writes: codes, dates, numbers of records, ids of people."""


def test_whatever_people_write_into_a_fact_can_be_erased() -> None:
    """A new text of a fact is either marked (``personal``, ``quotes``) or is named here as a code."""
    numbers = {"int", "int | None", "bool", "float", "float | None"}
    unmarked = {
        fact.name: loose
        for fact in assembly().facts
        if (
            loose := {item.name for item in fields(fact) if str(item.type) not in numbers}
            - {*fact.personal, *fact.quotes}
        )
    }
    assert unmarked == CODES
