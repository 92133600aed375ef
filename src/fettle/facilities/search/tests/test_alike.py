"""A second report of the same, in other words, finds the first: measured at a small size, and whole in ``make
check-long``; ``python -m bench.alike`` measures the time too, over tables that the database has looked through.
"""

from __future__ import annotations

import random

import pytest

from fettle.facilities.search.alike import alike, closeness, stems
from fettle.facilities.search.words import beginnings
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.alike import generated, measure
from fettle.site.testing.rewording import reports, reworded
from fettle.site.testing.world import World


@pytest.mark.parametrize(
    ("seed", "count", "asked"), [(1, 500, 40), (7, 500, 40), pytest.param(1, 10_000, 200, marks=pytest.mark.long)]
)
def test_four_of_five_reworded_duplicates_are_among_the_first_five(
    world: World, seed: int, count: int, asked: int
) -> None:
    made, written = generated(world.school, world.people["requester"], count, seed)
    found = measure(world.actor("agent"), made, written, asked, seed + 1)
    assert found.share >= 0.8, found.missed
    nobody = alike(world.actor("stranger"), written[0].title, INCIDENT, 5)
    assert nobody == [], "what they may not see is not found"


def test_the_rewording_is_honest() -> None:
    """Few of the second reports repeat the first's words: none of them all, and every third no more than half."""
    chance, shared = random.Random(3), []
    for report in reports(200, 2):
        first, second = ({*stems(text)} for text in (report.title, reworded(report, chance)))
        shared.append(len(first & second) / len(first))
    assert sum(share <= 0.5 for share in shared) >= 66 and sum(share == 1 for share in shared) < 100


def test_a_code_is_found_with_and_without_its_hyphen() -> None:
    assert beginnings("l147") == "'l147':* | '147':* | '-147':*"
    assert beginnings("printer") == "'printer':*"


def test_a_slip_of_the_finger_is_nearer_than_another_word() -> None:
    typed = "projecotr dark in library"
    assert closeness(typed, "Projector in library dark", "") > closeness(typed, "Printer in library dark", "")
    assert closeness("", "x", "") == 0
