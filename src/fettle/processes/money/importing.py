"""Costs from a table: a CSV or XLSX file with a row for each. A row means the cost of its number, else one that says
the same already, else a new one; so the same file may come again, and our own export comes back unchanged.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fettle.edges.transfer import importing, reading
from fettle.edges.transfer.models import ImportRun
from fettle.edges.transfer.outcome import SAMPLE, Damage, Importer, NothingRead, Outcome, Progress, Shown
from fettle.edges.transfer.tables import FIRST
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import visible
from fettle.kernel.errors import Invalid
from fettle.kernel.orgs.models import Organisation
from fettle.processes.money import actions
from fettle.processes.money.records import COST

COLUMNS = ("title", "nature", "service", "component", "price", "rate", "stage", "begins", "ends", "years", "source")


def bring(
    actor: Actor,
    run: ImportRun,
    content: bytes,
    *,
    keep: bool = True,
    progress: Progress = lambda done, of: None,
) -> Outcome:
    """Enter the costs of a table. Raises NothingRead, Forbidden."""
    require(actor, COST.may.register)
    try:
        names = _named(content)
        done = importing.bring_in(
            actor,
            COST,
            content,
            register=actions.register,
            revise=actions.revise,
            preview=not keep,
            settled=lambda row: _settled(actor, run.organisation, names, row),
            progress=progress,
        )
    except Invalid as problem:
        raise NothingRead(str(problem)) from None
    return _outcome(done)


def _named(content: bytes) -> dict[str, str]:
    """The file's column → ours. Raises NothingRead for one that we do not have, and when none says how much."""
    known = {str(field.label).casefold(): field.called for field in COST.fields}
    known |= {name: name for name in (*FIRST, *(field.called for field in COST.fields))}
    first = next(iter(reading.read(content)), None)
    if first is None:
        raise NothingRead(_("There is no line below the names of the columns."))
    names = {column: known.get(column.casefold(), "") for column in first[1]}
    if unknown := [column for column, ours in names.items() if not ours]:
        sentence = _("The column “%(name)s” is not known: remove it. Known are: %(known)s.")
        raise NothingRead(sentence % {"name": unknown[0][:40], "known": ", ".join(COLUMNS)})
    if not {"price", "number"} & set(names.values()):
        raise NothingRead(_("The column “%(name)s” is missing.") % {"name": "price"})
    if len(set(names.values())) != len(names):
        raise NothingRead(_("Two columns mean the same: remove one of them."))
    return names


def _settled(actor: Actor, home: Organisation, names: Mapping[str, str], row: Mapping[str, str]) -> dict[str, str]:
    """The row by our names, with the number of the cost that says the same already, if there is one."""
    ours = {names[column]: cell for column, cell in row.items()}
    if ours.get("number", "").strip():
        return ours
    ours = {"organisation": home.name, **{name: cell for name, cell in ours.items() if name not in FIRST}}
    if not ours["organisation"].strip():
        ours["organisation"] = home.name
    found = _the_same(actor, ours)
    return {"number": found} if found else ours


def _the_same(actor: Actor, ours: Mapping[str, str]) -> str | None:
    """The number of a cost of the same name, day, sum and source, that was not withdrawn."""
    fields = COST.by_name
    try:
        begins = fields["begins"].type.clean(ours.get("begins", ""), actor)
        price = fields["price"].type.clean(ours.get("price", ""), actor)
    except ValueError:
        return None  # the row is refused where it is read in full
    same = (
        visible(actor, COST)
        .exclude(state="withdrawn")
        .filter(
            title=" ".join(ours.get("title", "").split()),
            organisation__name__iexact=ours["organisation"].strip(),
            cost__begins=begins,
            cost__price=price,
            cost__source=" ".join(ours.get("source", "").split()),
        )
    )
    return same.order_by("pk").values_list("number", flat=True).first()


def _outcome(done: list[importing.Done]) -> Outcome:
    outcome = Outcome(rows=len(done))
    labels = {field.name: str(field.label) for field in COST.fields}
    for row in done:
        outcome.made += row.outcome == "new"
        outcome.changed += row.outcome == "changed"
        outcome.same += row.outcome == "same"
        if row.outcome == "refused":
            outcome.refused.append(Damage(row.line, row.number, row.detail, row.number))
        elif row.outcome != "same" and len(outcome.sample) < SAMPLE:
            state = str(COST.flow.by_state[row.state].label)
            changed = tuple(labels.get(name, name) for name in row.fields)
            number = "" if row.outcome == "new" else row.number
            outcome.sample.append(Shown(number, row.title, state, row.outcome == "new", changed))
    return outcome


IMPORTER = Importer(
    "costs",
    gettext_lazy("Costs"),
    gettext_lazy(
        "A CSV or XLSX file with one row for each cost. A row that says the same as a cost that is there already is "
        "left out, so the same file may come again. The export of the list of costs fits."
    ),
    bring,
    COST.may.register,
    COLUMNS,
)
