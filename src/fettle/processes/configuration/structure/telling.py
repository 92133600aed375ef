"""An impact in words: each hit by its name, and the way by which it is reached. What the reader may not see is counted,
and told as *another item* where a way leads through it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models.expressions import RawSQL
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.assembly import assembly
from fettle.kernel.records.models import Record
from fettle.processes.configuration.definitions import passing, types
from fettle.processes.configuration.queries import Impact
from fettle.processes.configuration.records import ITEM
from fettle.processes.configuration.structure import asks
from fettle.processes.configuration.structure.reach import Effect, Need, Step
from fettle.processes.services.queries import SERVICE

ORDER = (Effect.FAILS, Need.NEEDED, Need.STANDS_IN, Effect.WEAKENED, Need.BETTER)


@dataclass(frozen=True)
class Named:
    """A service or item that the reader sees. ``type``: what it is, in words."""

    pk: int
    number: str
    title: str
    kind: str
    type: str

    @property
    def url(self) -> str:
        return f"/{assembly().kind_by_key[self.kind].path}/{self.number}"


@dataclass(frozen=True)
class Hit:
    """One row of the table. ``distance``: so many steps from where it began."""

    named: Named
    effect: Effect | Need
    distance: int


@dataclass
class Told:
    """What is told of an impact: the hits that the reader sees, services first and then what is nearest. ``distances``:
    so many steps each is away, what it began from and what is not seen among them.
    """

    impact: Impact
    hits: list[Hit]
    names: Mapping[int, Named]
    unseen: int
    distances: Mapping[int, int]
    _how: Callable[[Step], str]

    def way(self, hit: Hit) -> list[tuple[str, str]]:
        """The steps of the way: what is reached, and how it hangs together with what was reached before."""
        steps = self.impact.found.way(hit.named.pk)
        up = self.impact.found.upwards
        first = steps[0].tie.below if up else steps[0].tie.above
        return [
            (self.name(first), ""),
            *((self.name(step.tie.above if up else step.tie.below), self._how(self._told(step))) for step in steps),
        ]

    def _told(self, step: Step) -> Step:
        """What a group of something unseen is called stays unsaid."""
        return step if step.tie.above in self.names else step._replace(tie=step.tie._replace(group=""))

    def name(self, node: int) -> str:
        return self.names[node].title if node in self.names else _("another item")

    def count(self, kind: str, *effects: Effect | Need) -> int:
        """How many services or items."""
        return sum(hit.named.kind == kind and hit.effect in effects for hit in self.hits)

    def by_type(self, among: Iterable[Hit]) -> list[tuple[str, int]]:
        """How many of each type, most first."""
        return Counter(hit.named.type for hit in among).most_common()


def effects() -> dict[Effect | Need, str]:
    """What becomes of a hit, or what it is for, in words."""
    return {
        Effect.FAILS: _("fails"),
        Effect.WEAKENED: _("is weakened"),
        Need.NEEDED: _("needed"),
        Need.STANDS_IN: _("one of a group"),
        Need.BETTER: _("better with it"),
    }


def told(actor: Actor, impact: Impact) -> Told:
    """The impact for a reader: two statements, however much it is."""
    found = impact.found
    names = named(actor, {*found.starts, *found.hits})
    distances = _distances(impact)
    hits = [Hit(names[node], effect, distances[node]) for node, effect in found.hits.items() if node in names]
    hits.sort(key=lambda hit: (hit.named.kind != SERVICE.key, ORDER.index(hit.effect), hit.distance, hit.named.title))
    return Told(impact, hits, names, len(found.hits) - len(hits), distances, _words(found.upwards))


def named(actor: Actor, ids: Collection[int]) -> dict[int, Named]:
    """Those that the reader sees, by id."""
    labels = {option.code: str(option.label) for option in types()}
    service = str(capfirst(SERVICE.label))
    columns = ("pk", "number", "title", "kind", "configuration_item__type")
    given = RawSQL("select unnest(%s::bigint[])", [list(ids)])  # thousands of values would be planned anew each time
    rows = visible(actor, ITEM, SERVICE).filter(pk__in=given).values_list(*columns)
    return {
        pk: Named(pk, number, title, kind, service if kind == SERVICE.key else labels.get(type_, type_ or ""))
        for pk, number, title, kind, type_ in rows
    }


def direct(record: Record) -> str:
    """The address of the page that tells the impact of an item or service."""
    return f"/{record.declared.path}/{record.number}/impact"


def _distances(impact: Impact) -> dict[int, int]:
    """Steps from where it began; of a hit all that it was reached by was reached before it."""
    found, distances = impact.found, dict.fromkeys(impact.found.starts, 0)
    for node in found.hits:
        tie = found.steps[node].tie
        distances[node] = distances[tie.below if found.upwards else tie.above] + 1
    return distances


def _words(upwards: bool) -> Callable[[Step], str]:
    """How what is reached hangs together with what was reached before."""
    back, _forth = passing()
    readings: dict[str, str] = {}

    def how(step: Step) -> str:
        tie = step.tie
        if not tie.said:
            words = _("has it as a component") if upwards else _("is a component of it")
        else:
            from_source = (tie.said in back) == upwards
            key = f"{tie.said}{from_source}"
            words = readings.setdefault(key, asks.said(tie.said, not from_source))
        if not tie.group:
            return words
        counts = {"lost": step.lost, "of": tie.of, "needed": tie.needed, "group": tie.group[2:], "words": words}
        if upwards:
            return _("%(words)s; %(lost)s of %(of)s of “%(group)s” lost, %(needed)s needed") % counts
        return _("%(words)s; %(needed)s of %(of)s of “%(group)s” needed") % counts

    return how
