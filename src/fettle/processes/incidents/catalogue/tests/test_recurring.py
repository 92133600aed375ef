"""What comes again is recorded on its day, once, and the days do not drift."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fettle.facilities.cycles.dates import UNITS, after
from fettle.kernel.access.actor import Actor
from fettle.kernel.errors import Invalid
from fettle.kernel.history.replay import check
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.processes.incidents.catalogue.definitions import QUESTIONS
from fettle.processes.incidents.catalogue.recurring import RECURRING, latest, make_due
from fettle.processes.incidents.models import Recurrence
from fettle.site.testing.world import World

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


def row(**values: Any) -> dict[str, Any]:
    empty: dict[str, Any] = dict.fromkeys(field.name for field in RECURRING.shape.fields)
    plan = {"code": "backup", "label": "Read a backup back", "first_on": "2026-01-31", "every": 1, "unit": "months"}
    return {**empty, **plan, "active": True, **values}


def planned(*rows: dict[str, Any]) -> None:
    settings.redefine(Actor.house("tests", "incidents.manage"), RECURRING.key, value=list(rows))


def made() -> list[Record]:
    return list(Record.objects.filter(kind="request").order_by("pk"))


@given(first=DAYS, today=DAYS, every=st.integers(1, 40), unit=st.sampled_from(UNITS), last=st.none() | DAYS)
def test_the_latest_day_is_the_one_that_counting_finds(
    first: date, today: date, every: int, unit: str, last: date | None
) -> None:
    """Against an oracle that counts one after the other."""
    found = latest(row(first_on=first.isoformat(), every=every, unit=unit, last_on=last and last.isoformat()), today)
    end = min(today, last) if last else today
    expected, at = None, 0
    while (day := after(first, every * at, unit)) <= end:
        expected, at = day, at + 1
    assert found == expected


def test_it_is_made_on_its_day_and_once(world: World) -> None:
    planned(row(details="Into an empty folder", service=world.service.number, requester="requester@example.org"))
    assert make_due(date(2026, 1, 30)) == 0
    assert make_due(date(2026, 1, 31)) == 1
    assert make_due(date(2026, 1, 31)) == make_due(date(2026, 2, 27)) == 0
    assert make_due(date(2026, 2, 28)) == 1, "a short month ends it"
    assert make_due(date(2026, 4, 2)) == 1, "the 31st of March was missed two days ago"
    assert make_due(date(2026, 4, 3)) == 0
    record = made()[0]
    assert (record.title, record.service, record.item.requester) == (
        "Read a backup back",
        world.service,
        world.people["requester"],
    )
    assert check(record) == []
    assert [each.day for each in Recurrence.objects.order_by("day")] == [
        date(2026, 1, 31),
        date(2026, 2, 28),
        date(2026, 3, 31),
    ]


def test_what_lies_long_back_or_is_over_is_not_made(world: World) -> None:
    planned(row(first_on="2026-01-01", unit="years"), row(code="b", last_on="2026-02-01"), row(code="c", active=False))
    assert make_due(date(2026, 1, 9)) == 0
    assert make_due(date(2026, 6, 1)) == 0


def test_a_standard_request_is_ordered_with_its_answers(world: World) -> None:
    planned(row(standard="software", answers="program: Maps: large\ndevice: A-012"))
    make_due(date(2026, 1, 31))
    item = made()[0].item
    assert (item.standard, item.category) == ("software", "software")
    assert item.custom == {"program": "Maps: large", "device": "A-012"}


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"requester": "nobody@example.org"}, "nobody active"),
        ({"standard": "software", "answers": "program: Maps"}, "On which device"),
        ({"standard": "software", "answers": "program: M\ndevice: A\nsize: 1"}, "no such field"),
        ({"first_on": "soon"}, "first day"),
        ({"every": 0}, "again every"),
    ],
)
def test_what_can_never_be_made_is_refused(world: World, values: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Invalid) as caught:
        planned(row(**values))
    assert sentence in str(caught.value.errors)


def test_what_can_no_longer_be_made_stops_nothing_else_and_says_so(world: World) -> None:
    planned(row(standard="software", answers="program: Maps\ndevice: A-012"), row(code="other"))
    house = Actor.house("tests", "incidents.manage")
    rows = [dict(each) for each in QUESTIONS.begins()["value"]]
    rows.append({**rows[-1], "code": "why", "label": "Why?", "needed": True})
    settings.redefine(house, QUESTIONS.key, value=rows)
    with pytest.raises(Invalid, match="backup"):
        make_due(date(2026, 1, 31))
    assert [record.title for record in made()] == ["Read a backup back"]
    assert Recurrence.objects.get().code == "other"
    settings.redefine(house, QUESTIONS.key, value=rows[:-1])
    assert make_due(date(2026, 1, 31) + timedelta(days=1)) == 1
