"""Tags from a table: a row says which tags one incident or request bears from then on. For those who keep the tags, on
records that they may change.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fettle.edges.transfer import reading
from fettle.edges.transfer.models import ImportRun
from fettle.edges.transfer.outcome import SAMPLE, Damage, Importer, NothingRead, Outcome, Progress, Shown
from fettle.edges.transfer.rows import named
from fettle.facilities.tags import actions as tags
from fettle.facilities.tags import queries
from fettle.facilities.tags.definitions import MANAGE
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import get, visible
from fettle.kernel.errors import FettleError, Invalid, NotSeen
from fettle.kernel.records.models import Record
from fettle.processes.incidents.records import DESK

NUMBER, ELSEWHERE, TAGS = "number", "external_ref", "tags"
COLUMNS = (NUMBER, ELSEWHERE, TAGS)
LONGEST = 2_000


def bring(
    actor: Actor,
    run: ImportRun,
    content: bytes,
    *,
    keep: bool = True,
    progress: Progress = lambda done, of: None,
) -> Outcome:
    """Every row by itself: what is refused does not stop the others. Raises NothingRead, Forbidden."""
    require(actor, MANAGE)
    try:
        rows = list(reading.read(content))
    except Invalid as problem:
        raise NothingRead(str(problem)) from None
    names = _named(rows[0][1] if rows else {})
    outcome = Outcome(rows=len(rows))
    with transaction.atomic():
        for at, (line, row) in enumerate(rows, start=1):
            _one(actor, line, {names[column]: cell for column, cell in row.items()}, outcome)
            progress(at, len(rows))
        transaction.set_rollback(not keep)
    return outcome


def _named(row: Mapping[str, str]) -> dict[str, str]:
    """The table's column → ours. Raises NothingRead, also when a column that is needed lacks."""
    names = named(row, {name: name for name in COLUMNS}, COLUMNS)
    there = set(names.values())
    if TAGS not in there or not there & {NUMBER, ELSEWHERE}:
        raise NothingRead(_("The column “%(name)s” is missing.") % {"name": NUMBER if TAGS in there else TAGS})
    return names


def _one(actor: Actor, line: int, row: Mapping[str, str], outcome: Outcome) -> None:
    called = (row.get(NUMBER) or row.get(ELSEWHERE) or "").strip()
    try:
        with transaction.atomic():
            record = _meant(actor, row)
            before = {tag.name.lower() for tag in queries.on(record)}
            wanted = [name.strip() for name in row[TAGS][:LONGEST].split(",") if name.strip()]
            gone = before - {name.lower() for name in wanted}
            tagged = tags.tag(actor, record.number, add=wanted, remove=sorted(gone))
    except FettleError as problem:
        outcome.refused.append(Damage(line, called, str(problem), called))
        return
    changed = tagged.tags != record.tags
    outcome.changed += changed
    outcome.same += not changed
    if changed and len(outcome.sample) < SAMPLE:
        state = str(record.declared.flow.by_state[record.state].label)
        fields = (str(record.declared.by_name[TAGS].label),)
        outcome.sample.append(Shown(record.number, record.title, state, False, fields))


def _meant(actor: Actor, row: Mapping[str, str]) -> Record:
    """By its number here, else by the one that it has elsewhere. Raises Invalid, NotSeen."""
    if "\x00" in "".join(row.values()):
        sentence = _("The text holds characters that cannot be stored (NUL or half a character): remove them.")
        raise Invalid({"": sentence})
    if number := row.get(NUMBER, "").strip():
        return get(actor, number, *DESK)
    elsewhere = row.get(ELSEWHERE, "").strip()
    if not elsewhere:
        raise Invalid({NUMBER: _("Give the number of the record, or the one that it has elsewhere.")})
    found = [
        record
        for kind in DESK
        if ELSEWHERE in kind.by_name
        for record in visible(actor, kind).filter(**{kind.lookup(ELSEWHERE): elsewhere}).order_by("pk")[:2]
    ]
    if len(found) > 1:
        raise Invalid({ELSEWHERE: _("Several records have this number elsewhere: give the number here.")})
    if not found:
        raise NotSeen(_("No record has the number “%(number)s” elsewhere.") % {"number": elsewhere[:60]})
    return found[0]


IMPORTER = Importer(
    "tags",
    gettext_lazy("Tags of incidents and requests"),
    gettext_lazy(
        "A CSV or XLSX file with one row for each record: its number, or the one that it has elsewhere (external_ref), "
        "and all tags that it bears from then on, parted by commas. An empty cell takes all of them off. The same file "
        "may come again."
    ),
    bring,
    MANAGE,
    COLUMNS,
)
