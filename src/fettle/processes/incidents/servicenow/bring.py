"""Store the rows of a log, then restore each incident's whole past known so far.

An incident's rows and its past are written in one transaction, so a run that dies leaves whole incidents; the next run
goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fettle.edges.transfer import reading
from fettle.edges.transfer.models import ImportRun, RefusedRow, SourceRow
from fettle.edges.transfer.outcome import SAMPLE, Damage, Importer, Outcome, Progress, Shown, Told
from fettle.edges.transfer.runs import zone_of
from fettle.facilities.search.jobs import catch_up
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.history.restore import PERMISSION, restore
from fettle.kernel.jobs import enqueue
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.models import Participant, Record
from fettle.kernel.records.values import whole
from fettle.processes.incidents.definitions import options
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.incidents.servicenow import limits
from fettle.processes.incidents.servicenow.columns import Translator
from fettle.processes.incidents.servicenow.holes import BEGINNING
from fettle.processes.incidents.servicenow.labels import Labels
from fettle.processes.incidents.servicenow.limits import SOURCE
from fettle.processes.incidents.servicenow.mapping import MAPPING
from fettle.processes.incidents.servicenow.order import grouped, merge
from fettle.processes.incidents.servicenow.repairs import Damages, Waiting, kept, refuse
from fettle.processes.incidents.servicenow.rows import NEEDED, Event, read

SLACK = timedelta(days=1)
"""A clock that is ahead, and zones: so far in the future may an event lie."""


def bring(
    actor: Actor,
    run: ImportRun,
    content: bytes,
    *,
    keep: bool = True,
    progress: Progress = lambda done, of: None,
) -> Outcome:
    """Read a log and restore its incidents. Raises NothingRead when nothing can be read, Forbidden without
    ``transfer.import``.

    A trial takes each incident back by itself, so that nobody has to wait for the counter of numbers.
    """
    require(actor, PERMISSION)
    outcome = Outcome()
    events, damages = _sort(read(reading.lines(content), limits.Span(zone_of(run), timezone.now() + SLACK)), outcome)
    refused = _begin(run, outcome, damages) if keep else []
    labels = Labels(run.organisation)
    translator = Translator(zone_of(run), labels.person, labels.team, _ranks(), outcome.told)
    groups = grouped(events, lambda event: event.group)
    waiting = Waiting.of(run, SOURCE, groups, refused)
    for done, (group, coming) in enumerate(groups.items(), start=1):
        with transaction.atomic():
            _bring_one(actor, run, group, coming, waiting, translator, outcome)
            transaction.set_rollback(not keep)
        if not keep:
            labels.forget_made()
        progress(done, len(groups))
    if keep:
        with transaction.atomic():
            waiting.place_last(run, SOURCE)
            enqueue(catch_up)
    return outcome


def _ranks() -> set[int | None]:
    """The priorities that this house has, also those that are no longer offered."""
    return {whole(option.code, 1) for option in options("incidents.priorities")} - {None}


def _begin(run: ImportRun, outcome: Outcome, damages: Damages) -> list[RefusedRow]:
    """What is owed to the log's makers, and the damaged rows, before anything is made of the others."""
    run.outcome = {"attribution": outcome.attribution}
    run.save(update_fields=["outcome"])
    return refuse(run, damages)


def _sort(rows: Iterable[Event | Damage], outcome: Outcome) -> tuple[list[Event], Damages]:
    """Events apart from damage; each damage with the key of the event before it in its incident."""
    events: list[Event] = []
    damages: list[tuple[Damage, str]] = []
    last: dict[str, str] = {}
    for row in rows:
        outcome.rows += 1
        if isinstance(row, Event):
            events.append(row)
            outcome.attribution = outcome.attribution or MAPPING.owed(row.values)
            last[row.group] = row.key
        else:
            damages.append((row, last.get(kept(row.group), BEGINNING)))
            outcome.refused.append(row)
    return events, damages


def _bring_one(
    actor: Actor,
    run: ImportRun,
    group: str,
    coming: Sequence[Event],
    waiting: Waiting,
    translator: Translator,
    outcome: Outcome,
) -> None:
    rows = {row.key: row for row in _stored(run.organisation, group)}
    fresh: dict[str, SourceRow] = {}
    for event in coming:
        if event.key not in rows and event.key not in fresh:
            fresh[event.key] = SourceRow(
                source=SOURCE, organisation=run.organisation, group=group, key=event.key, place=0, run=run,
                line=event.line, values=dict(event.values),
            )  # fmt: skip
        elif (rows.get(event.key) or fresh[event.key]).values != dict(event.values):
            outcome.told.append(Told(group, event.line, "said otherwise before", event.key))
    outcome.known += len(coming) - len(fresh)
    outcome.added += len(fresh)
    known = sorted(rows.values(), key=lambda row: row.place)
    if not fresh:
        waiting.place(group, [row.key for row in known], coming)
        outcome.same += 1
        return
    there = waiting.among(group, known, coming)
    stood = {hole.pk: hole.after for hole in there}
    order = merge({row.key: row.run_id for row in known}, coming, there)
    waiting.settle(there, stood)
    waiting.place(group, order, coming)
    both = rows | fresh
    for place, key in enumerate(order):
        both[key].place = place
    SourceRow.objects.bulk_update(rows.values(), ["place"])
    SourceRow.objects.bulk_create(fresh.values())
    _restore(actor, run.organisation, group, [both[key] for key in order], translator, outcome)


def _stored(organisation: Organisation, group: str) -> Iterable[SourceRow]:
    return SourceRow.objects.select_for_update().filter(source=SOURCE, organisation=organisation, group=group)


def _restore(
    actor: Actor,
    organisation: Organisation,
    group: str,
    rows: Sequence[SourceRow],
    translator: Translator,
    outcome: Outcome,
) -> None:
    past = translator.past([(row.line, row.values) for row in rows])
    record = Record.objects.filter(kind=INCIDENT.key, organisation=organisation, incident__external_ref=group).first()
    requesters = {event.set["requester"] for event in past if event.set["requester"]}
    parts = [(person, str(Participant.Part.REQUESTER)) for person in requesters]
    done = restore(actor, INCIDENT, past, record=record, organisation=organisation, parts=parts)
    outcome.made += done.made
    outcome.changed += not done.made and done.added > 0
    outcome.same += not done.made and not done.added
    if len(outcome.sample) < SAMPLE:
        now = Record.objects.get(pk=done.record.pk)
        state = str(INCIDENT.flow.by_state[now.state].label)
        outcome.sample.append(Shown(group, now.title, state, done.made))


IMPORTER = Importer(
    SOURCE,
    _("Incident log of ServiceNow"),
    _(
        "A CSV file with one row for each audit event. "
        "Each incident gets its whole past; running it twice adds nothing."
    ),
    bring,
    PERMISSION,
    NEEDED,
    timed=True,
    restores=True,
)
