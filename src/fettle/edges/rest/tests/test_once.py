"""Idempotency-Key, one caller after another; the parallel case stands in the conformance tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from fettle.edges.rest.models import Answered
from fettle.edges.rest.once import forget_answers
from fettle.kernel.records.models import Record
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World, make_world

Callers = Callable[..., Callable]


def test_a_repeat_is_answered_alike_and_does_nothing(world: World, caller: Callers) -> None:
    agent = caller("agent")
    first = agent("POST", "/incidents", {"title": "x"}, Idempotency_Key="k1")
    again = agent("POST", "/incidents", {"title": "x"}, Idempotency_Key="k1")
    assert (again.status_code, again.content) == (201, first.content)
    assert again["ETag"] == first["ETag"] and again["Location"] == first["Location"]
    assert Record.objects.filter(kind="incident").count() == 1
    other = agent("POST", "/incidents", {"title": "y"}, Idempotency_Key="k1")
    assert other.status_code == 422 and "Idempotency-Key" in other.json()["errors"]
    assert agent("POST", "/requests", {"title": "x"}, Idempotency_Key="k1").status_code == 422
    assert caller("colleague")("POST", "/incidents", {"title": "y"}, Idempotency_Key="k1").status_code == 201


def test_what_failed_leaves_the_key_free(world: World, caller: Callers) -> None:
    agent = caller("agent")
    assert agent("POST", "/incidents", {"title": ""}, Idempotency_Key="k2").status_code == 422
    assert agent("POST", "/incidents", {"title": "x"}, Idempotency_Key="k2").status_code == 201
    for wrong in ("", " ", "x" * 201, "ключ"):
        assert agent("POST", "/incidents", {"title": "x"}, Idempotency_Key=wrong).status_code == 422


def test_answers_are_forgotten_after_two_days(world: World, caller: Callers) -> None:
    for key in ("old", "new"):
        caller("agent")("POST", "/incidents", {"title": "x"}, Idempotency_Key=key)
    Answered.objects.filter(key="old").update(made_at=timezone.now() - timedelta(hours=49))
    forget_answers.run(0)
    assert list(Answered.objects.values_list("key", flat=True)) == ["new"]


def test_without_a_key_a_change_is_one_transaction_too(transactional_db: None) -> None:
    """What is locked to be compared with If-Match stays locked until it is written."""
    world = make_world()
    for who, path, body in (
        ("administrator", f"/people/{world.people['requester'].pk}", {"phone": "12"}),
        ("administrator", f"/teams/{world.desk.pk}", {"mail": "desk@example.org"}),
        ("agent", "/me", {"theme": "dark"}),
        ("manager", "/calendars/office", {"zone": "UTC", "reason": "x"}),
        ("manager", "/settings/incidents.priorities", {"procedure": "As agreed.", "reason": "x"}),
    ):
        answer = caller_of(world, who)("PATCH", path, body, If_Match="*")
        assert answer.status_code == 200, (path, answer.content)
