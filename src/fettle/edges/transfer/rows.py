"""Records of a kind from a table: a CSV or XLSX file with a row for each. A row means the record of its number, else
the one that its room finds for it, else a new one; so the same file may come again, and our own export comes back
unchanged.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Max
from django.utils.translation import gettext as _

from fettle.edges.transfer import further, importing, reading
from fettle.edges.transfer.importing import Action
from fettle.edges.transfer.models import ImportRun
from fettle.edges.transfer.outcome import SAMPLE, Damage, NothingRead, Outcome, Progress, Shown, Told
from fettle.edges.transfer.tables import FIRST
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require
from fettle.kernel.errors import Invalid
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.declare import Kind

Means = Callable[[Actor, Organisation, dict[str, str]], dict[str, str]]
"""A row without a number, by our names → with the number of the record that it means, or as a new one."""
Filled = Callable[[Actor, dict[str, str]], dict[str, str]]
"""A row by our names → with what an empty cell stands for, where that is not nothing."""


def _as_it_is(actor: Actor, row: dict[str, str]) -> dict[str, str]:
    return row


def named(first: Mapping[str, str], known: Mapping[str, str], shown: Sequence[str]) -> dict[str, str]:
    """A table's column → ours, from its first row. ``known`` is what people call ours, in small letters; ``shown`` are
    the columns that they are told of. Raises NothingRead for a table without rows, a column that means nothing here,
    and two that mean the same.
    """
    if not first:
        raise NothingRead(_("There is no line below the names of the columns."))
    names = {column: known.get(column.casefold(), "") for column in first}
    if unknown := [column for column, ours in names.items() if not ours]:
        sentence = _("The column “%(name)s” is not known: remove it. Known are: %(known)s.")
        raise NothingRead(sentence % {"name": unknown[0][:40], "known": ", ".join(shown)})
    if len(set(names.values())) != len(names):
        raise NothingRead(_("Two columns mean the same: remove one of them."))
    return names


@dataclass(frozen=True)
class Rows:
    """Brings in the rows of one kind. ``columns`` are what people are told of, ``needed`` that which a new row cannot
    do without; ``also`` is what else people call ours, besides the words on the screen; ``filled`` says what an empty
    cell stands for.
    """

    kind: Kind
    register: Action
    revise: Action
    means: Means
    columns: tuple[str, ...]
    needed: str
    also: Mapping[str, str] = field(default_factory=dict)
    filled: Filled = _as_it_is

    def __call__(
        self,
        actor: Actor,
        run: ImportRun,
        content: bytes,
        *,
        keep: bool = True,
        progress: Progress = lambda done, of: None,
    ) -> Outcome:
        """Raises NothingRead, Forbidden."""
        require(actor, self.kind.may.register)
        last = Organisation.objects.aggregate(last=Max("pk"))["last"] or 0
        try:
            names = self._named(content)
            done = importing.bring_in(
                actor,
                self.kind,
                content,
                register=self.register,
                revise=self.revise,
                preview=not keep,
                settled=lambda row: self.filled(actor, self._settled(actor, run.organisation, names, row)),
                called=self._called(names),
                progress=progress,
            )
        except Invalid as problem:
            raise NothingRead(str(problem)) from None
        return self._outcome(done, last)

    def _named(self, content: bytes) -> dict[str, str]:
        """The file's column → ours. Raises NothingRead for one that we do not have, and when what is needed lacks."""
        known = {str(each.label).casefold(): each.called for each in self.kind.fields} | dict(self.also)
        ours = (*FIRST, *(each.called for each in self.kind.fields))
        known |= {said: name for name in ours for said in (name.replace("_", " "), name)}
        first = next((row for _line, row in reading.read(content)), {})
        if (beside := further.of(self.kind)) is not None:
            known |= {name: hangs for name in map(str.casefold, first) if (hangs := beside.known(name))}
        names = named(first, known, self.columns)
        if not {self.also.get(self.needed, self.needed), "number"} & set(names.values()):
            raise NothingRead(_("The column “%(name)s” is missing.") % {"name": self.needed})
        return names

    def _called(self, names: Mapping[str, str]) -> dict[str, str]:
        """Ours → as the file calls it; what it leaves out as people are told of it."""
        told = {self.also.get(name, name): name for name in self.columns}
        return told | {ours: column for column, ours in names.items()}

    def _settled(
        self, actor: Actor, home: Organisation, names: Mapping[str, str], row: Mapping[str, str]
    ) -> dict[str, str]:
        """The row by our names, with the number of the record that it means, if there is one. Raises Invalid."""
        ours = {names[column]: cell for column, cell in row.items()}
        if ours.get("number", "").strip():
            return ours
        return self.means(actor, home, {name: cell for name, cell in ours.items() if name not in FIRST})

    def _outcome(self, done: list[importing.Done], last: int) -> Outcome:
        """An organisation that is newer than the ``last`` one before was made with its row."""
        outcome = Outcome(rows=len(done))
        labels = {each.name: str(each.label) for each in self.kind.fields}
        for row in done:
            outcome.made += row.outcome == "new"
            outcome.changed += row.outcome == "changed"
            outcome.same += row.outcome == "same"
            if row.outcome == "refused":
                outcome.refused.append(Damage(row.line, row.number or row.title, row.detail, row.number))
            if row.organisation is not None and row.organisation.pk > last:
                outcome.told.append(Told(row.title, row.line, "new organisation", row.organisation.name))
            if row.outcome in ("new", "changed") and len(outcome.sample) < SAMPLE:
                state = str(self.kind.flow.by_state[row.state].label)
                changed = tuple(labels.get(name, name) for name in row.fields)
                number = "" if row.outcome == "new" else row.number
                outcome.sample.append(Shown(number, row.title, state, row.outcome == "new", changed))
        return outcome
