"""Store the rows of a log, then restore each incident's whole past known so far.

The rows and the pasts of some incidents are written in one transaction, so a run that dies leaves whole incidents; the
next run goes on.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fettle.edges.transfer import reading
from fettle.edges.transfer.models import ImportRun, RefusedRow
from fettle.edges.transfer.outcome import Damage, Importer, Outcome, Progress
from fettle.edges.transfer.runs import zone_of
from fettle.facilities.search.jobs import catch_up
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.history.restore import PERMISSION
from fettle.kernel.jobs import enqueue
from fettle.kernel.records.values import whole
from fettle.kernel.settings.choices import options
from fettle.processes.incidents.servicenow import limits
from fettle.processes.incidents.servicenow.columns import Translator
from fettle.processes.incidents.servicenow.holes import BEGINNING
from fettle.processes.incidents.servicenow.labels import Labels
from fettle.processes.incidents.servicenow.limits import SOURCE
from fettle.processes.incidents.servicenow.mapping import MAPPING
from fettle.processes.incidents.servicenow.order import grouped
from fettle.processes.incidents.servicenow.repairs import Damages, Waiting, kept, refuse
from fettle.processes.incidents.servicenow.rows import NEEDED, Event, read
from fettle.processes.incidents.servicenow.some import AT_ONCE, Job

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

    A trial takes some incidents back at a time, so that nobody has to wait long for the counter of numbers.
    """
    require(actor, PERMISSION)
    outcome = Outcome()
    events, damages = _sort(read(reading.lines(content), limits.Span(zone_of(run), timezone.now() + SLACK)), outcome)
    refused = _begin(run, outcome, damages) if keep else []
    labels = Labels(run.organisation)
    translator = Translator(zone_of(run), labels.person, labels.team, _ranks(), outcome.told)
    groups = grouped(events, lambda event: event.group)
    waiting = Waiting.of(run, SOURCE, groups, refused)
    job = Job(actor, run, waiting, translator, outcome)
    numbers = list(groups)
    for start in range(0, len(numbers), AT_ONCE):
        some = {group: groups[group] for group in numbers[start : start + AT_ONCE]}
        with transaction.atomic():
            job.bring(some)
            transaction.set_rollback(not keep)
        if not keep:
            labels.forget_made()
        progress(start + len(some), len(numbers))
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
