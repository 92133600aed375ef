"""Delivery of an entry to the house's reactions: one job per entry, one row per reaction, each retried alone.

A reaction runs in its own transaction together with the row that says it is done, so an effect inside the database
happens
once even when the worker dies; effects outside are jobs of their own with a unique key (reliability findings 3 and 4).
"""

from __future__ import annotations

import logging

from django.db import connection, transaction
from django.utils import timezone

from fettle.kernel import columns
from fettle.kernel.assembly import assembly
from fettle.kernel.history.models import Delivery, Entry
from fettle.kernel.history.reactions import Reaction
from fettle.kernel.jobs import enqueue, task

MOST_ATTEMPTS = 6
log = logging.getLogger(__name__)


class Undelivered(Exception):
    """Some reaction failed: the queue tries the job again, and only what is not done runs."""


@task("history.deliver", most_seconds=120, attempts=MOST_ATTEMPTS)
def deliver(entry_id: int) -> None:
    """Run every reaction that wants the entry and has not run yet. Raises Undelivered while one of them fails and may
    be retried.
    """
    entry = Entry.everything.select_related("record__organisation").get(pk=entry_id)
    again = [reaction.key for reaction in assembly().reactions if reaction.wants(entry) and not _run(reaction, entry)]
    if again:
        raise Undelivered(", ".join(again))


def deliver_later(entry: Entry) -> None:
    """Enqueue the delivery in the entry's own transaction: a rollback takes it along."""
    enqueue(deliver, entry_id=entry.pk)


def _run(reaction: Reaction, entry: Entry) -> bool:
    """True when the reaction is done or given up, False when it must be tried again."""
    try:
        with transaction.atomic():
            row = _row(reaction, entry)
            if row.done_at or row.dead:
                return True
            reaction.run(entry)
            row.done_at, row.problem = timezone.now(), ""
            row.save(update_fields=["done_at", "problem"])
        return True
    except Exception as problem:  # whatever a reaction raises must not take the others with it
        log.exception("reaction %s to entry %s failed", reaction.key, entry.pk)
        return _failed(entry, reaction, problem)


def _failed(entry: Entry, reaction: Reaction, problem: Exception) -> bool:
    with transaction.atomic():
        row = _row(reaction, entry)
        row.attempts += 1
        row.problem = f"{type(problem).__name__}: {problem}"[:2000]
        row.dead = row.attempts >= MOST_ATTEMPTS
        row.save(update_fields=["attempts", "problem", "dead"])
        return row.dead


HOLD = """
    INSERT INTO history_delivery AS delivery (entry_id, reaction, attempts, problem, dead) VALUES (%s, %s, 0, '', FALSE)
        ON CONFLICT (entry_id, reaction) DO UPDATE SET reaction = excluded.reaction RETURNING """


def _row(reaction: Reaction, entry: Entry) -> Delivery:
    """The delivery's row, made where it is missing and held until the transaction ends: a second worker waits here.
    Two for every entry, so it is written out.
    """
    with connection.cursor() as cursor:
        cursor.execute(HOLD + columns.listed(Delivery, "delivery"), [entry.pk, reaction.key])
        return columns.read(Delivery, cursor.fetchone())
