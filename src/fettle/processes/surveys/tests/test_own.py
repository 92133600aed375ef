"""An agent reads the mean of their own ratings, once enough people rated, and of nobody else."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from fettle.processes.surveys.models import Answer, Invitation
from fettle.processes.surveys.own import own
from fettle.processes.surveys.tests.desk import Resolve, settle
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World


def rated(resolved: Resolve, world: World, who: str, score: int, days: int = 40, by: str = "agent") -> None:
    """Somebody rated what an agent solved so many days ago."""
    record, at = resolved("requester", by, ask=False), timezone.now() - timedelta(days=days)
    person = world.people[who]
    row, _new = Invitation.objects.update_or_create(
        record=record, person=person, defaults={"state": "answered", "made_at": at, "due_at": at, "asked_at": at}
    )
    Answer.objects.create(record=record, invitation=row, score=score, channel="portal", at=at)


def test_the_mean_is_said_once_enough_people_rated(world: World, resolved: Resolve) -> None:
    settle(world, "surveys.handling", {"smallest": 3})
    for who, score in (("requester", 5), ("classmate", 4), ("classmate", 4), ("classmate", 4)):
        rated(resolved, world, who, score)
    found = own(world.actor("agent"))
    assert found is not None and found.mean is None and found.least == 3, "four ratings of two people are too few"
    rated(resolved, world, "manager", 2)
    assert own(world.actor("agent")).mean == 3.8  # type: ignore[union-attr]
    assert own(world.actor("colleague")).mean is None, "of others nobody reads"  # type: ignore[union-attr]
    assert own(world.actor("requester")) is None


def test_this_month_old_ones_and_their_own_do_not_count(world: World, resolved: Resolve) -> None:
    settle(world, "surveys.handling", {"smallest": 1})
    rated(resolved, world, "requester", 1, days=0)
    rated(resolved, world, "requester", 1, days=500)
    rated(resolved, world, "agent", 5)
    assert own(world.actor("agent")).mean is None  # type: ignore[union-attr]
    rated(resolved, world, "classmate", 3)
    found = own(world.actor("agent"))
    assert found is not None and found.mean == 3.0 and found.last.day >= 28 and found.first.day == 1


def test_on_the_profile_and_over_rest(world: World, resolved: Resolve) -> None:
    settle(world, "surveys.handling", {"smallest": 2})

    def profile(who: str) -> str:
        browser = Client()
        browser.force_login(world.people[who])
        return browser.get("/me/").content.decode()

    assert "2 people have rated" in profile("agent") and "How people rate my work" not in profile("requester")
    for who, score in (("requester", 5), ("classmate", 4)):
        rated(resolved, world, who, score)
    assert '<b class="x-num">4.5</b>' in profile("agent")
    told = caller_of(world, "agent", "read")("GET", "/ratings/mine").json()
    assert set(told) == {"mean", "least", "first", "last"} and told["mean"] == 4.5
    assert caller_of(world, "requester", "read")("GET", "/ratings/mine").status_code == 404
