"""Bad input: each a clear error, with nothing lost or half-written."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from django.test import Client, RequestFactory

from fettle.edges.rest import bodies, given
from fettle.kernel.assembly import assembly
from fettle.kernel.errors import TooLarge
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.site.testing.api import Caller
from fettle.site.testing.world import World

Callers = Callable[..., Callable]
MALFORMED = [
    b"{",
    b"nonsense",
    b'{"title": NaN}',
    b'{"title": "a", "title": "b"}',
    b"\xff\xfe",
    b"[" * 100_000,
    b"9" * 5000,
]


@pytest.mark.parametrize("raw", MALFORMED, ids=range(len(MALFORMED)))
def test_what_is_no_json_is_400(caller: Callers, raw: bytes) -> None:
    answer = caller("agent")("POST", "/incidents", raw=raw)
    assert answer.status_code == 400 and answer.json()["title"] == "The request cannot be read"


WRONG: list[tuple[object, str]] = [
    ([], ""),
    ("text", ""),
    ({}, "title"),
    ({"title": ""}, "title"),
    ({"title": None}, "title"),
    ({"title": 7}, "title"),
    ({"title": {"a": 1}}, "title"),
    ({"title": "a\x00b"}, "title"),
    ({"title": "a\ud800b"}, "title"),
    ({"title": "x" * 201}, "title"),
    ({"title": "x", "details": "x" * 50_001}, "details"),
    ({"title": "x", "owner": "me"}, "owner"),
    ({"title": "x", "state": "closed"}, "state"),
    ({"title": "x", "version": 9}, "version"),
    ({"title": "x", "\ud800": 1}, "\ud800"),
    ({"title": "x", "requester": "nobody@example.org"}, "requester"),
    ({"title": "x", "requester": ["a"]}, "requester"),
    ({"title": "x", "service": "SVC-999999"}, "service"),
    ({"title": "x", "service": True}, "service"),
    ({"title": "x", "priority": "high"}, "priority"),
    ({"title": "x", "priority": True}, "priority"),
    ({"title": "x", "impact": "huge"}, "impact"),
    ({"title": "x", "opened_at": "yesterday"}, "opened_at"),
    ({"title": "x", "opened_at": "0001-01-01T00:00:00+14:00"}, "opened_at"),
    ({"title": "x", "opened_at": "2199-01-01T00:00:00Z"}, "opened_at"),
    ({"title": "x", "custom": []}, "custom"),
    ({"title": "x", "custom": {"none": 1}}, "custom.none"),
]


@pytest.mark.parametrize(("body", "field"), WRONG, ids=[str(field) + str(i) for i, (_, field) in enumerate(WRONG)])
def test_what_cannot_be_taken_is_422_and_names_the_field(caller: Callers, body: object, field: str) -> None:
    answer = caller("agent")("POST", "/incidents", body)
    assert answer.status_code == 422 and field in answer.json()["errors"], answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert not Record.objects.filter(kind="incident").exists()


def test_each_field_at_fault_is_named_with_its_sentence(caller: Callers) -> None:
    answer = caller("administrator")("POST", "/teams", {"owner": "me"}).json()
    missing = ", ".join(name for name, text in answer["errors"].items() if text == "Give a value.")
    assert answer["detail"] == f"owner: There is no such field here: remove it. {missing}: Give a value."
    assert "name" in missing and len(answer["errors"]) > 2


def test_another_media_type_is_415(caller: Callers) -> None:
    assert caller("agent")("POST", "/incidents", {"title": "x"}, media="text/plain").status_code == 415


class Unreadable(io.BytesIO):
    """A body of 50 MB of which not a byte may be asked for."""

    def read(self, *args: object) -> bytes:
        raise AssertionError("the body was read")


def test_a_huge_body_is_refused_by_its_announced_length() -> None:
    request = RequestFactory().post("/api/v1/incidents", content_type="application/json")
    request.META["CONTENT_LENGTH"] = str(50 * 1024 * 1024)
    request._stream = Unreadable()  # type: ignore[attr-defined]
    with pytest.raises(TooLarge):
        bodies.read(request)


def test_too_large_is_413(caller: Callers) -> None:
    answer = caller("agent")("POST", "/incidents", {"title": "x", "details": "x" * 2_000_000})
    assert answer.status_code == 413 and answer.json()["title"] == "Too large"


def test_a_wrong_verb_number_or_address(world: World, caller: Callers) -> None:
    """As a real caller meets them: without a page's CSRF token."""
    agent = Caller(Client(enforce_csrf_checks=True), caller("agent").secret)
    number = agent("POST", "/incidents", {"title": "x"}).json()["number"]
    for method, path, code in [
        ("POST", f"/incidents/{number}/explode", 404),
        ("GET", "/incidents/INC-%00", 404),
        ("GET", "/incidents/%F0%9F%92%A5", 404),
        ("GET", f"/requests/{number}", 404),
        ("GET", f"/services/{world.service.number}", 200),
        ("DELETE", f"/incidents/{number}", 405),
        ("GET", "/nothing", 404),
        ("POST", "/nothing", 404),
        ("PUT", "/nothing/at/all", 404),
        ("GET", "/", 404),
        ("POST", "/", 404),
        ("POST", "/openapi.json", 405),
        ("PUT", "/incidents", 405),
        ("DELETE", "/me", 405),
    ]:
        answer = agent(method, path)
        assert answer.status_code == code, path
        assert code == 200 or answer["Content-Type"] == "application/problem+json", path
    assert Entry.objects.filter(record__number=number).count() == 1


def test_what_is_needed_cannot_be_emptied(world: World) -> None:
    """Whether its column could be empty or not: an action counts on it."""
    actor = world.actor("manager")
    for kind in assembly().kinds:
        for field in (field for field in kind.fields if field.needed):
            with pytest.raises(ValueError, match="Give a"):
                given.of_field(kind, field).clean(None, actor)
