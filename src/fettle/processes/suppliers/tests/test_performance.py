"""How suppliers are measured and rated (PR8.A2), and the scorecard of it (PR8.O2)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from fettle.facilities.tasks import actions as tasks
from fettle.kernel.errors import Forbidden, Invalid, Refusal
from fettle.kernel.figures import Period, Scope
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.kernel.settings import actions as settings
from fettle.kernel.settings.read import current
from fettle.processes.levels import actions as levels
from fettle.processes.levels.evaluation import actions as evaluating
from fettle.processes.levels.evaluation import spans
from fettle.processes.levels.tests.test_served import browser
from fettle.processes.reviews import actions as reviews
from fettle.processes.suppliers.actions import DATABASE
from fettle.processes.suppliers.figures import FIGURES
from fettle.processes.suppliers.models import Rating
from fettle.processes.suppliers.performance import pages, rating, scorecard
from fettle.processes.suppliers.performance.rating import Criterion, score
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World

FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)


def entered(world: World, **values: Any) -> Record:
    party = {"organisation": world.rival, "assignee": world.people["agent"], "importance": "normal"} | values
    return DATABASE.register(world.actor("manager"), contact_point="the duty phone", **party)


def rated(world: World, record: Record, first: date = FIRST, last: date = LAST, **points: int) -> Record:
    return rating.rate(world.actor("manager"), record.number, first=first, last=last, points=points)


CRITERIA = st.lists(st.tuples(st.integers(0, 100), st.integers(1, 5)), min_size=1, max_size=8)


@given(CRITERIA)
def test_the_score_lies_between_the_worst_and_the_best_and_weighs(rows: list[tuple[int, int]]) -> None:
    by = [Criterion(str(at), "", weight, True) for at, (weight, _points) in enumerate(rows)]
    points = {str(at): given for at, (_weight, given) in enumerate(rows)}
    found, counted = score(points, by), [given for weight, given in rows if weight]
    assert (found is None) == (not counted)
    if found is not None:
        assert 25 * (min(counted) - 1) <= found <= 25 * (max(counted) - 1)
        heavier = [Criterion(each.code, "", each.weight * 3, True) for each in by]
        assert score(points, heavier) == found


def test_points_become_one_number_in_the_list(world: World) -> None:
    made = entered(world)
    rated(world, made, quality=5, time=1)
    made.refresh_from_db()
    assert made.item.score == 50
    rated(world, made, date(2026, 4, 1), date(2026, 6, 30), quality=4)
    rated(world, made, talk=1)
    made.refresh_from_db()
    assert made.item.score == 75 and [each.last for each in rating.periods(made)] == [date(2026, 6, 30), LAST]
    told = [entry.facts[0]["name"] for entry in Entry.objects.filter(record=made).order_by("seq")]
    assert told == ["relationships.entered", *["suppliers.rated"] * 3]
    assert re.search(r">\s*75 %\s*<", browser(world, "manager").get("/suppliers").content.decode())


def test_the_same_days_once_more_replace_what_stood_there(world: World) -> None:
    made = entered(world)
    rated(world, made, quality=2, time=2)
    rated(world, made, quality=5)
    assert dict(Rating.objects.values_list("criterion", "points")) == {"quality": 5, "time": 2}
    fact = Entry.objects.filter(record=made).latest("seq").facts[0]["data"]
    assert (fact["points"], fact["before"]) == ({"quality": 5}, {"quality": 2})


def test_not_enough_is_noted_for_those_who_look_after_it(world: World) -> None:
    made = entered(world)
    rated(world, made, quality=1)
    facts = [fact["name"] for fact in Entry.objects.filter(record=made).latest("seq").facts]
    assert facts == ["suppliers.rated", "suppliers.fell_short"]
    settings.redefine(world.actor("manager"), rating.ENOUGH, value={"enough": 0, "days": 30})
    rated(world, made, quality=2)
    assert len(Entry.objects.filter(record=made).latest("seq").facts) == 1


def test_what_has_no_weight_is_shown_and_neither_counted_nor_too_little(world: World) -> None:
    """As the screen of the criteria says: a rating that counts nothing is no rating of nought."""
    rows = [{**row, "weight": 0} if row["code"] == "talk" else row for row in current()[rating.CRITERIA]]
    settings.redefine(world.actor("manager"), rating.CRITERIA, value=rows)
    made = entered(world)
    rated(world, made, talk=1)
    made.refresh_from_db()
    assert made.item.score is None
    assert [fact["name"] for fact in Entry.objects.filter(record=made).latest("seq").facts] == ["suppliers.rated"]
    client = browser(world, "manager")
    for page in (f"/suppliers/{made.number}", f"/suppliers/{made.number}/scorecard"):
        assert "0 %" not in client.get(page).content.decode()
    assert client.get(f"/suppliers/{made.number}/scorecard/pdf").content.startswith(b"%PDF")
    card = caller_of(world, "manager")("GET", f"/suppliers/{made.number}/scorecard").json()
    assert card["ratings"][0]["score"] is None


def test_what_cannot_be_rated_is_refused(world: World) -> None:
    made, today = entered(world), timezone.localdate()
    for wrong, field, values in (
        ("still to come", "last", {"last": today + timedelta(days=1)}),
        ("ends before", "last", {"first": LAST, "last": FIRST}),
        ("three years", "first", {"first": date(2000, 1, 1)}),
        ("one criterion at least", "", {"points": {}}),
        ("no criterion in use", "criterion", {"points": {"charm": 3}}),
        ("from 1 to 5", "points", {"points": {"quality": 6}}),
    ):
        said = {"first": FIRST, "last": LAST, "points": {"quality": 3}} | values
        with pytest.raises(Invalid, match=wrong) as problem:
            rating.rate(world.actor("manager"), made.number, **said)
        assert field in problem.value.errors
    with pytest.raises(Forbidden):
        rating.rate(world.actor("agent"), made.number, first=FIRST, last=LAST, points={"quality": 3})
    DATABASE.end(world.actor("manager"), made.number, reason="Over")
    with pytest.raises(Refusal, match="take the relationship up again"):
        rated(world, made, quality=3)


def test_the_figure_weighs_what_was_rated_in_the_period(world: World) -> None:
    made, now = entered(world), timezone.now()
    period, scope = (
        Period(now - timedelta(days=1), now + timedelta(days=1)),
        Scope(world.actor("auditor"), world.rival.path),
    )
    assert FIGURES[0].compute(period, scope).because == "nothing rated"
    rated(world, made, quality=5, time=1)
    assert FIGURES[0].compute(period, scope).value == 50.0
    assert FIGURES[0].compute(Period(now - timedelta(days=9), now - timedelta(days=8)), scope).value is None
    assert FIGURES[0].compute(period, Scope(world.actor("stranger"))).value is None


def test_the_scorecard_tells_figures_ratings_and_what_is_left(world: World) -> None:
    made, client = entered(world), browser(world, "manager")
    rated(world, made, quality=4)
    today, manager = timezone.localdate(), world.actor("manager")
    review = reviews.register(manager, relationship=made, planned_on=today)
    reviews.hold(manager, review.number, held_on=today, participants="Both", minutes="It was late.")
    tasks.add(manager, review.number, title="Talk about delays")
    card = scorecard.of(world.actor("auditor"), made, today - timedelta(days=29), today)
    assert {"SUP-1", "SUP-6", "SUP-8", "REV-1"} <= {line.code for line in card.lines}
    page = client.get(f"/suppliers/{made.number}/scorecard")
    text = page.content.decode()
    assert page.status_code == 200 and "Talk about delays" in text and "75 %" in text
    assert client.get(f"/suppliers/{made.number}/scorecard?from=soon").status_code == 422
    assert client.get(f"/suppliers/{made.number}/scorecard?from=2026-02-01&to=2026-01-01").status_code == 422
    for days in ("from=0001-01-01&to=0001-01-02", "from=9999-12-30&to=9999-12-31"):
        assert client.get(f"/suppliers/{made.number}/scorecard?{days}").status_code == 422
        assert client.get(f"/suppliers/{made.number}/scorecard/pdf?{days}").status_code == 422
    assert client.get(f"/suppliers/{made.number}/scorecard/pdf").content.startswith(b"%PDF")
    assert browser(world, "stranger").get(f"/suppliers/{made.number}/scorecard").status_code == 404
    at = f"/suppliers/{made.number}/rate"
    sent = client.post(at, {"first": "2026-04-01", "last": "2026-04-30", "points_quality": "2", "remark": "Late"})
    assert sent.status_code == 303 and "Late" in client.get(f"/suppliers/{made.number}").content.decode()
    assert client.post(at, {"first": "2026-04-01", "last": "2026-04-30"}).status_code == 422


def test_a_remark_stands_once_and_says_about_what(world: World) -> None:
    made, client, manager = entered(world), browser(world, "manager"), world.actor("manager")
    days = {"first": date(2026, 4, 1), "last": date(2026, 4, 30)}
    rating.rate(manager, made.number, **days, points={"quality": 2, "time": 1}, remark="Late and broken")
    period = rating.periods(made)[0]
    assert period.remarks == [("", "Late and broken")]
    assert client.get(f"/suppliers/{made.number}/scorecard").content.decode().count("Late and broken") == 1
    assert str(pages._body(scorecard.of(manager, made, **days))).count("Late and broken") == 1
    rating.rate(manager, made.number, **days, points={"talk": 3}, remark="Nobody called")
    named = "Quality of what is delivered, In time, and as agreed"
    period = rating.periods(made)[0]
    assert period.remarks == [(named, "Late and broken"), ("Reached, and tells in time", "Nobody called")]
    assert f"{named}:" in client.get(f"/suppliers/{made.number}/scorecard").content.decode()


def test_a_million_minutes_are_written_out_on_paper() -> None:
    assert pages.told(1234567.0, "min") == "1234567 min"


def test_over_rest(world: World) -> None:
    made, call = entered(world), caller_of(world, "manager")
    wish = {"criterion": "quality", "points": 4, "first": "2026-01-01", "last": "2026-03-31", "remark": "Quick"}
    answer = call("POST", f"/suppliers/{made.number}/ratings", wish).json()
    assert answer["items"][0]["score"] == 75 and answer["items"][0]["rows"][0]["remark"] == "Quick"
    card = call("GET", f"/suppliers/{made.number}/scorecard?from=2026-01-01&to=2026-03-31").json()
    assert (card["first"], card["last"], card["ratings"][0]["score"]) == ("2026-01-01", "2026-03-31", 75)
    assert call("GET", f"/suppliers/{made.number}/scorecard?from=x").status_code == 422
    assert call("GET", f"/suppliers/{made.number}/scorecard/pdf").content.startswith(b"%PDF")
    assert caller_of(world, "auditor")("POST", f"/suppliers/{made.number}/ratings", wish).status_code == 403
    assert caller_of(world, "stranger")("GET", f"/suppliers/{made.number}/scorecard").status_code == 404


def test_how_it_kept_its_agreement_stands_on_the_scorecard_and_on_the_agenda(world: World) -> None:
    """PR8.A2.1: measured against the UAs."""
    manager, month, today = world.actor("manager"), spans.last_month(spans.today()), timezone.localdate()
    world.rival.is_supplier = True
    world.rival.save()
    made = entered(world)
    promised = [{"kind": "availability", "percent": 99, "period": "month"}]
    said: dict[str, Any] = {"type": "ua", "organisation": world.rival, "contact": "the duty phone"}
    ua = levels.register(manager, title="The line", **said)
    levels.change_version(manager, ua.number, promises=promised, valid_from=month.start)
    levels.negotiate(manager, ua.number)
    levels.sign(manager, ua.number, function="Head of IT")
    levels.countersign(manager, ua.number, name="Ann Line", function="Director", signed_on=today)
    levels.put_in_force(manager, ua.number)
    evaluating.measure(manager, ua.number, period=month, target="availability", value=Decimal(98), source="Probe")
    evaluating.confirm(manager, ua.number, period=month)
    card = scorecard.of(world.actor("auditor"), made, today - timedelta(days=29), today)
    lines = {line.code: line.now for line in card.lines}
    assert (lines["AGR-1"], lines["AGR-2"]) == (0, 1)
    other = entered(world, organisation=world.school)
    lines = {line.code: line.now for line in scorecard.of(world.actor("auditor"), other, today, today).lines}
    assert lines["AGR-2"] == 0, "what others promise is theirs"
    agenda = reviews.register(manager, relationship=made, planned_on=today).item.agenda
    assert "Agreements kept" in agenda and "Violations of agreements" in agenda
