"""Services from a table: a CSV or XLSX file with a row for each. A row means the service of its number, else the one of
its name in its organisation, else a new one; so the same file may come again, and our own export comes back unchanged.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fettle.edges.transfer import importing, reading
from fettle.edges.transfer.models import ImportRun
from fettle.edges.transfer.outcome import SAMPLE, Damage, Importer, NothingRead, Outcome, Progress, Shown
from fettle.edges.transfer.tables import FIRST
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.access.read import visible
from fettle.kernel.access.references import ToOrganisation
from fettle.kernel.errors import Invalid
from fettle.kernel.orgs.models import Organisation
from fettle.processes.services import actions
from fettle.processes.services.records import SERVICE

ALSO = {
    "name": "title",
    "service": "title",
    "owner e-mail": "owner",
    "owner mail": "owner",
    "supporting team": "team",
    "hours": "calendar",
}
"""What else people call our columns, besides the words on the screen."""
COLUMNS = ("name", "owner e-mail", "supporting team", "hours", "requestable", "description", "organisation")


def bring(
    actor: Actor,
    run: ImportRun,
    content: bytes,
    *,
    keep: bool = True,
    progress: Progress = lambda done, of: None,
) -> Outcome:
    """Add or update the services of a table. Raises NothingRead, Forbidden."""
    require(actor, SERVICE.may.register)
    try:
        names = _named(content)
        done = importing.bring_in(
            actor,
            SERVICE,
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
    """The file's column → ours. Raises NothingRead for one that we do not have, and when none names the service."""
    known = {str(field.label).casefold(): field.called for field in SERVICE.fields} | ALSO
    known |= {name: name for name in (*FIRST, *(field.called for field in SERVICE.fields))}
    first = next(iter(reading.read(content)), None)
    if first is None:
        raise NothingRead(_("There is no line below the names of the columns."))
    names = {column: known.get(column.casefold(), "") for column in first[1]}
    if unknown := [column for column, ours in names.items() if not ours]:
        sentence = _("The column “%(name)s” is not known: remove it. Known are: %(known)s.")
        raise NothingRead(sentence % {"name": unknown[0][:40], "known": ", ".join(COLUMNS)})
    if not {"title", "number"} & set(names.values()):
        raise NothingRead(_("The column “%(name)s” is missing.") % {"name": "name"})
    if len(set(names.values())) != len(names):
        raise NothingRead(_("Two columns mean the same: remove one of them."))
    return names


def _settled(actor: Actor, home: Organisation, names: Mapping[str, str], row: Mapping[str, str]) -> dict[str, str]:
    """The row by our names, with the number of the service that it means, if there is one. Raises Invalid."""
    ours = {names[column]: cell for column, cell in row.items()}
    if ours.get("number", "").strip():
        return ours
    name = " ".join(ours.get("title", "").split())
    try:
        place = ToOrganisation().clean(ours["organisation"], actor) if ours.get("organisation", "").strip() else home
    except ValueError as problem:
        raise Invalid({"organisation": str(problem)}) from None
    same = Q(title__iexact=name, organisation=place)
    found = list(visible(actor, SERVICE).filter(same).values_list("number", flat=True)[:2])
    if len(found) > 1:
        raise Invalid({"name": _("Several services of this organisation bear this name: give the number.")})
    if found:
        return {name: cell for name, cell in ours.items() if name not in ("organisation", *FIRST)} | {
            "number": found[0]
        }
    return {**ours, "organisation": place.name}


def _outcome(done: list[importing.Done]) -> Outcome:
    outcome = Outcome(rows=len(done))
    labels = {field.name: str(field.label) for field in SERVICE.fields}
    for row in done:
        outcome.made += row.outcome == "new"
        outcome.changed += row.outcome == "changed"
        outcome.same += row.outcome == "same"
        if row.outcome == "refused":
            outcome.refused.append(Damage(row.line, row.number, row.detail, row.number))
        elif row.outcome != "same" and len(outcome.sample) < SAMPLE:
            state = str(SERVICE.flow.by_state[row.state].label)
            changed = tuple(labels.get(name, name) for name in row.fields)
            number = "" if row.outcome == "new" else row.number
            outcome.sample.append(Shown(number, row.title, state, row.outcome == "new", changed))
    return outcome


IMPORTER = Importer(
    "services",
    gettext_lazy("Services"),
    gettext_lazy(
        "A CSV or XLSX file with one row for each service. Its number, or its name and organisation, say which one is "
        "meant; an empty cell empties the value, a column that is not there leaves it. The export of the list of "
        "services fits."
    ),
    bring,
    SERVICE.may.register,
    COLUMNS,
)
