"""One's own page over REST: profile, notifications, sessions, tokens that are no wider than what makes them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.test import Client
from django.utils import timezone

from fettle.administration.profile.api import TOKEN
from fettle.edges.rest import tokens
from fettle.edges.rest.models import Answered
from fettle.kernel.access.actor import Actor
from fettle.kernel.orgs.models import ApiToken, Person
from fettle.site.testing.api import Caller
from fettle.site.testing.world import World

Callers = Callable[..., Callable]


def test_one_changes_ones_own_profile(world: World, caller: Callers) -> None:
    call = caller("requester", "write")
    mine = call("GET", "/me")
    assert mine.json()["theme"] == "auto"
    new = {"name": "Rea Quester", "theme": "dark", "zone": "Europe/Berlin", "single_keys": False, "signature": "Rea"}
    changed = call("PATCH", "/me", new, If_Match=mine["ETag"])
    assert new.items() <= changed.json().items() and changed["ETag"] == call("GET", "/me")["ETag"] != mine["ETag"]
    assert call("PATCH", "/me", {"theme": "light"}, If_Match=mine["ETag"]).status_code == 412
    wrong = call(
        "PATCH", "/me", {"name": "", "theme": "pink", "mail": "x@example.org", "may_sign_in": True}, If_Match="*"
    )
    assert set(wrong.json()["errors"]) == {"name", "theme", "mail", "may_sign_in"}
    assert set(call("PATCH", "/me", {"zone": "Nowhere"}, If_Match="*").json()["errors"]) == {"zone"}
    assert caller("requester", "read")("PATCH", "/me", {"theme": "light"}, If_Match="*").status_code == 403


def test_one_chooses_what_one_is_told_of(world: World, caller: Callers) -> None:
    call = caller("agent", "write")
    offered = call("GET", "/me/notices").json()["items"]
    fact = offered[0]["fact"]
    chosen = call("POST", "/me/notices", {"fact": fact, "mail": False}).json()["items"]
    assert chosen == [{**row, "mail": False} if row["fact"] == fact else row for row in offered]
    assert Person.objects.get(pk=world.people["agent"].pk).notices == {"screen": [], "mail": [fact]}
    assert call("POST", "/me/notices", {"fact": "nothing"}).json()["errors"].keys() == {"fact"}


def test_a_token_is_told_once_and_kept_nowhere(world: World, caller: Callers) -> None:
    call = caller("agent", "write")
    body = {"name": "script", "scope": "read", "days": 30}
    made = call("POST", "/me/tokens", body, Idempotency_Key="a")
    assert made.status_code == 201 and made["Cache-Control"] == "no-store"
    secret = made.json()["secret"]
    assert made.json().keys() == {*TOKEN, "secret"}, "the seed is not told"
    assert call("POST", "/me/tokens", body, Idempotency_Key="a").json() == made.json()
    assert ApiToken.objects.filter(name="script").count() == 1
    assert secret not in str(list(Answered.objects.values())) + str(list(ApiToken.objects.values()))
    script = Caller(Client(), secret)
    assert (
        script("GET", "/me").json()["name"] == "Agent"
        and script("POST", "/incidents", {"title": "x"}).status_code == 403
    )
    listed = call("GET", "/me/tokens").json()["items"]
    assert [row["name"] for row in listed] == ["script", "test"] and "secret" not in listed[0]
    left = call("POST", f"/me/tokens/{made.json()['id']}/revoke")
    assert [row["name"] for row in left.json()["items"]] == ["test"] and script("GET", "/me").status_code == 401
    assert call("POST", f"/me/tokens/{made.json()['id']}/revoke").status_code == 200


def test_a_token_makes_none_that_may_more(world: World, caller: Callers) -> None:
    write, administer = caller("agent", "write"), caller("agent", "administer")
    assert write("POST", "/me/tokens", {"name": "x", "scope": "administer"}).status_code == 403
    assert caller("agent", "read")("POST", "/me/tokens", {"name": "x", "scope": "read"}).status_code == 403
    body = {"name": "x", "scope": "administer"}
    assert administer("POST", "/me/tokens", body, Idempotency_Key="b").status_code == 201
    assert write("POST", "/me/tokens", body, Idempotency_Key="b").status_code == 403, "not by a repeat either"


def test_a_token_makes_none_that_outlives_it(world: World) -> None:
    ends = timezone.now() + timedelta(days=10)
    house = Actor.house("tests", "people.administer")
    call = Caller(Client(), tokens.issue(house, world.people["agent"], "short", "write", ends)[1])
    for days in (None, 11):
        refused = call("POST", "/me/tokens", {"name": "x", "scope": "read", "days": days})
        assert refused.status_code == 422 and set(refused.json()["errors"]) == {"days"}
    made = call("POST", "/me/tokens", {"name": "x", "scope": "read", "days": 9})
    assert datetime.fromisoformat(made.json()["expires_at"]) < ends


def test_a_token_of_somebody_else_is_none(world: World, caller: Callers) -> None:
    theirs = ApiToken.objects.get(pk=tokens.issue(world.actor("manager"), world.people["manager"], "theirs")[0].pk)
    assert caller("agent")("POST", f"/me/tokens/{theirs.pk}/revoke").status_code == 404
    assert caller("administrator")("POST", f"/me/tokens/{theirs.pk}/revoke").status_code == 404
    assert ApiToken.objects.get(pk=theirs.pk).revoked_at is None


def test_one_ends_ones_own_sessions_and_sees_who_tried(world: World, caller: Callers) -> None:
    browser, call = Client(), caller("agent", "write")
    browser.post("/sign-in/", {"mail": "agent@example.org", "password": "wrong"})
    browser.post("/sign-in/", {"mail": "agent@example.org", "password": "correct horse battery"})
    assert [row["succeeded"] for row in call("GET", "/me/sign-ins").json()["items"]] == [True, False]
    assert browser.get("/me/").status_code == 200
    assert call("POST", "/me/sign-out").status_code == 200
    assert browser.get("/me/").status_code == 302 and call("GET", "/me").status_code == 200


def test_one_chooses_when_mails_leave(world: World, caller: Callers) -> None:
    call = caller("agent", "write")
    before = call("GET", "/me/times").json()
    assert (before["quiet"], before["mails"], before["holds"]["mails"]) == ("house", "house", "at_once")
    night = {"quiet": "own", "quiet_from": "20:00", "quiet_until": "7:00"}
    chosen = call("POST", "/me/times", night).json()
    assert (chosen["quiet"], chosen["quiet_until"], chosen["mails"]) == ("own", "07:00", "house")
    daily = {"mails": "digest", "digest_at": "16:00", "digest_days": ["friday", "monday"]}
    chosen = call("POST", "/me/times", daily).json()
    assert chosen["quiet_from"] == "20:00" and chosen["holds"]["digest_days"] == ["monday", "friday"]
    assert call("POST", "/me/times", {"digest_days": []}).json()["errors"].keys() == {"digest_days"}
    assert call("POST", "/me/times", {"digest_days": ["someday"]}).json()["errors"].keys() == {"digest_days"}
    assert call("POST", "/me/times", {"quiet_until": None}).json()["errors"].keys() == {"quiet_until"}
    assert call("POST", "/me/times", {"quiet_from": "noon"}).json()["errors"].keys() == {"quiet_from"}
    assert call("POST", "/me/times", {"quiet": "none", "mails": "house"}).json()["holds"]["quiet_from"] is None
    assert caller("agent", "read")("POST", "/me/times", night).status_code == 403
