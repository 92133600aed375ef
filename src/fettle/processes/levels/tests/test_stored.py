"""The arithmetic over stored agreements: a witness that real clocks confirm; random portfolios against all states."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from fettle.kernel.clock import actions as clock
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents import queries
from fettle.processes.incidents.beside import readings
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.levels import actions
from fettle.processes.levels.arithmetic.answers import Late, Verdict
from fettle.processes.levels.feasible import judging, modelling
from fettle.processes.levels.feasible.costs import NO_COSTS
from fettle.processes.levels.feasible.questions import questions
from fettle.processes.levels.models import AgreementVersion, Cover
from fettle.processes.levels.standing import shown_version
from fettle.processes.levels.tests.agreed import in_force, sign, written
from fettle.processes.levels.tests.test_feasible import row, share
from fettle.processes.services import actions as services
from fettle.processes.services.models import Component
from fettle.site.testing.world import WORKDAYS, World

MONDAY = datetime(2026, 6, 1, 6, 0, tzinfo=UTC)
EIGHT = [{"kind": "incident", "priority": 1, "response_minutes": None, "resolution_minutes": 480}]


def calendar(key: str, week: dict[str, list[list[str]]], zone: str) -> Any:
    return clock.define(key, key, {"zone": zone, "week": week}, "tests").calendar


@pytest.mark.parametrize(
    ("zone", "start", "hours"),
    [
        ("UTC", datetime(2026, 6, 5, 9, 1, tzinfo=UTC), 72),
        ("Europe/Prague", datetime(2026, 10, 23, 7, 1, tzinfo=UTC), 73),  # over the night that has an hour more
    ],
)
def test_eight_hours_around_the_clock_over_office_hours_fail_on_friday_as_clocks_confirm(
    world: World, monkeypatch: pytest.MonkeyPatch, zone: str, start: datetime, hours: int
) -> None:
    """The worst instant comes with its due time and when it is done; recorded then, a real incident is due and has its
    OLA due at these very seconds.
    """
    monkeypatch.setattr(timezone, "now", lambda: MONDAY)
    office = calendar("nine-to-five", {day: [["09:00", "17:00"]] for day in WORKDAYS}, zone)
    always = calendar("always", {day: [["00:00", "24:00"]] for day in (*WORKDAYS, "saturday", "sunday")}, zone)
    manager = world.actor("manager")
    begins = {"targets": EIGHT, "valid_from": date(2026, 5, 1), "covers": [world.service]}
    made = []
    for about, hours_of in (
        ({"type": "ola", "team": world.network, "organisation": world.network.organisation}, office),
        ({}, always),
    ):
        agreement = written(world, **begins, **about)
        actions.revise(manager, agreement.number, calendar=hours_of)
        actions.negotiate(manager, agreement.number)
        sign(world, agreement, override="To be seen")
        made.append(actions.put_in_force(manager, agreement.number, override="To be seen"))
    _ola, sla = made
    verdict = answers(world, shown_version(sla))["resolution"]
    worst = verdict.witness
    assert verdict.says == "infeasible" and isinstance(worst, Late)
    assert (worst.start, worst.due) == (start, start + timedelta(hours=8))
    assert worst.takes_seconds == hours * 3600
    found = row(world, sla, "Resolution")
    assert found.says == "infeasible" and f"it takes {hours} h" in found.why and "Friday" in found.why
    monkeypatch.setattr(timezone, "now", lambda: worst.start)
    record = incidents.register(
        world.actor("agent"), INCIDENT, title="It stands still", requester=world.people["requester"], channel="mail",
        priority=1, reason="so", service=world.service, team=world.network,
    )  # fmt: skip
    record = Record.objects.get(pk=record.pk)
    assert record.item.resolution_due_at == worst.due
    ((_team, _name, reading),) = readings(queries.clocks_of(record).beside, worst.start)
    assert reading.due_at == worst.done


def answers(world: World, version: AgreementVersion) -> dict[str, Verdict]:
    """The exact answers behind the words, by kind."""
    said = modelling.said(version)
    below = modelling.below(world.actor("manager"), world.service, timezone.localdate())
    each = [judging._answers(below, said, question, NO_COSTS) for question in questions(said)]
    return {verdict.kind: verdict for verdicts in each for verdict in verdicts}


NAMES = ("Power feed", "Line", "Disk", "Gate")
MOST_STATES = 9


class Portfolio:
    """Some services in a row, each on named components and on later ones; and who promises a name, or a service as a
    whole by its place, how much of the time: often several the same. Knows nothing of how it is stored, nor of models.
    """

    def __init__(self, dice: random.Random, size: int, agreements: int) -> None:
        self.services = [self._rows(dice, at, size) for at in range(size)]
        self.promises: dict[str | int, dict[int, Fraction]] = {what: {} for what in (*NAMES, *range(size))}
        for number in range(agreements):
            what = dice.choice([*NAMES, *range(size)])
            self.promises[what][number] = Fraction(dice.choice([500, 900, 990, 999, 1000]), 1000)
        self.minutes = [dice.choice([15, 60, 240, 480, 1000]) for _number in range(agreements)]

    @staticmethod
    def _rows(dice: random.Random, at: int, size: int) -> list[tuple[str | int, str, str, int]]:
        """(name or place of a service, role, group, so many are needed) of one service."""
        things: list[str | int] = dice.choices(NAMES, k=dice.randint(0, 3))
        things += [below for below in range(at + 1, size) if dice.random() < 0.7]
        rows: list[tuple[str | int, str, str, int]] = []
        while things:
            many = dice.randint(1, min(3, len(things)))
            some, things = things[:many], things[many:]
            role = "enhancing" if dice.random() < 0.1 else "enabling"
            group, needed = (f"group {len(rows)}", dice.randint(1, many)) if many > 1 else ("", 1)
            rows += [(thing, role, group, needed) for thing in some]
        return rows

    def needs(self, at: int) -> list[tuple[int, list[tuple[str, int] | int]]]:
        """(so many, of which): a name that stands there twice are two. Counted in the order of a service's page."""
        met: dict[str, int] = {}
        of: dict[tuple[str, str, str], tuple[int, list[tuple[str, int] | int]]] = {}
        for number, (thing, role, group, needed) in sorted(
            enumerate(self.services[at]), key=lambda each: (each[1][1], each[1][2], each[0])
        ):
            if isinstance(thing, str):
                met[thing] = met.get(thing, 0) + 1
            key = (role, group, "" if group else str(number))
            of.setdefault(key, (needed, []))[1].append((thing, met[thing]) if isinstance(thing, str) else thing)
        return [found for (role, _group, _alone), found in of.items() if role == "enabling"]

    def things(self, at: int = 0) -> set[tuple[str | int, int]]:
        """What is promised, and which of several of that name it is."""
        found: set[tuple[str | int, int]] = {(at, 1)}
        for _needed, some in self.needs(at):
            for each in some:
                found |= self.things(each) if isinstance(each, int) else {each}
        return found

    def works(self, up: set[tuple[tuple[str | int, int], int]], at: int = 0) -> bool:
        """When of all (thing, agreement) these are kept."""

        def kept(thing: tuple[str | int, int]) -> bool:
            return all((thing, number) in up for number in self.promises[thing[0]])

        def good(each: tuple[str, int] | int) -> bool:
            return self.works(up, each) if isinstance(each, int) else kept(each)

        return kept((at, 1)) and all(sum(map(good, some)) >= needed for needed, some in self.needs(at))

    def takes(self, at: int = 0) -> int:
        """In minutes of the hours that all have: who promises a service hands it on, then come those that it needs."""

        def of(each: tuple[str, int] | int) -> int:
            if isinstance(each, int):
                return self.takes(each)
            return max((self.minutes[number] for number in self.promises[each[0]]), default=0)

        below = (sorted(map(of, some))[needed - 1] for needed, some in self.needs(at))
        return sum(self.minutes[number] for number in self.promises[at]) + max(below, default=0)

    def availability(self) -> Fraction | None:
        """All states, one after another; None where there are too many of them."""
        kept = [
            ((thing, number), share) for thing in self.things() for number, share in self.promises[thing[0]].items()
        ]
        if len(kept) > MOST_STATES:
            return None
        total = Fraction(0)
        for state in product((True, False), repeat=len(kept)):
            chance = Fraction(1)
            for (_what, percent), is_up in zip(kept, state, strict=True):
                chance *= percent if is_up else 1 - percent
            if chance and self.works({what for (what, _percent), is_up in zip(kept, state, strict=True) if is_up}):
                total += chance
        return total


def stored(portfolio: Portfolio, records: list[Record], versions: list[AgreementVersion], dice: random.Random) -> None:
    """As components, and as what the agreements cover, each in one of the services at random."""
    for record, rows in zip(records, portfolio.services, strict=False):
        Component.objects.bulk_create(
            Component(
                record=record,
                name=dice.choice([thing, thing.upper()]) if isinstance(thing, str) else "",
                service=None if isinstance(thing, str) else records[thing],
                role=role,
                group=group,
                needed=needed,
            )
            for thing, role, group, needed in rows
        )
    for what, promised in portfolio.promises.items():
        for number, percent in promised.items():
            service, name = (records[what], "") if isinstance(what, int) else (dice.choice(records), what)
            Cover.objects.create(version=versions[number], service=service, component=name)
            times = [{**EIGHT[0], "resolution_minutes": portfolio.minutes[number]}]
            said = {"promises": share(float(percent * 100)), "targets": times}
            AgreementVersion.objects.filter(pk=versions[number].pk).update(**said)


def compare(world: World, seeds: range) -> int:
    """How many were compared; among them are those that share something, and services that several promise."""
    agreements = 6
    records = [world.service, *(services.register(world.actor("manager"), title=f"Below {at}") for at in range(3))]
    uas = [in_force(world, type="ua", organisation=supplier(world, at), title=f"UA {at}") for at in range(agreements)]
    versions = [shown_version(ua) for ua in uas]
    ample = [{**EIGHT[0], "resolution_minutes": 50_000}]
    asked = shown_version(written(world, promises=share(99), targets=ample))
    compared = shared = several = 0
    for seed in seeds:
        dice = random.Random(seed)
        portfolio = Portfolio(dice, dice.randint(1, 4), agreements)
        exact = portfolio.availability()
        if exact is None:
            continue
        with transaction.atomic():
            stored(portfolio, records, versions, dice)
            below = modelling.below(world.actor("manager"), world.service, timezone.localdate())
            shared += bool(below.shared)
            several += any(code.startswith("SVC-") and ":" not in code for code in below.several)
            found = answers(world, asked)
            assert found["availability"].reached == exact, seed
            assert found["resolution"].reached == portfolio.takes() * 60, seed
            transaction.set_rollback(True)
        compared += 1
    assert shared > compared / 10 and several > compared / 10
    return compared


def supplier(world: World, at: int) -> Any:
    return orgs.add_organisation(f"Supplier {at}", world.provider, is_supplier=True)


def test_stored_portfolios_are_exactly_what_all_their_states_sum_to(world: World) -> None:
    assert compare(world, range(20)) > 15


@pytest.mark.long
def test_a_thousand_stored_portfolios(world: World) -> None:
    assert compare(world, range(20, 1020)) > 800
