"""Tokens and sessions: who gets in, and how far."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from fettle.edges.rest import tokens
from fettle.kernel.access.actor import Actor
from fettle.kernel.errors import Invalid
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import ApiToken
from fettle.site.testing.api import Caller
from fettle.site.testing.world import World

Callers = Callable[..., Callable]
HOUSE = Actor.house("tests", "people.administer")


def test_a_secret_is_kept_as_a_hash_only_and_its_making_is_noted(world: World) -> None:
    token, secret = tokens.issue(HOUSE, world.people["agent"], "laptop")
    assert secret not in str(ApiToken.objects.values().get(pk=token.pk))
    noted = Entry.objects.filter(fact="settings.register_changed").latest("pk").facts
    assert noted[0]["data"]["what"] == "token issued" and secret not in str(noted)


def test_what_is_over_or_wrong_is_401(world: World) -> None:
    token, secret = tokens.issue(HOUSE, world.people["agent"], "laptop")
    call = Caller(Client(), secret)
    assert call("GET", "/me").json()["name"] == "Agent"
    for change in ({"expires_at": timezone.now() - timedelta(1)}, {"revoked_at": timezone.now(), "expires_at": None}):
        ApiToken.objects.filter(pk=token.pk).update(**change)
        assert call("GET", "/me").status_code == 401
    ApiToken.objects.filter(pk=token.pk).update(revoked_at=None)
    world.people["agent"].is_active = False
    world.people["agent"].save()
    assert call("GET", "/me").status_code == 401
    for secret in ("", "fettle_", "fettle_\udcff", "x" * 10_000):
        answer = Caller(Client(), secret or " ")("GET", "/me")
        assert answer.status_code == 401 and answer["WWW-Authenticate"] == "Bearer"


def test_scopes_narrow(world: World, caller: Callers) -> None:
    body = {"title": "x"}
    assert caller("agent", "read")("GET", "/incidents").status_code == 200
    assert caller("agent", "read")("POST", "/incidents", body).status_code == 403
    assert caller("agent", "write")("POST", "/incidents", body).status_code == 201
    service = f"/services/{world.service.number}"
    assert caller("manager", "write")("PATCH", service, body, If_Match="*").status_code == 403
    assert caller("manager", "administer")("PATCH", service, body, If_Match="*").status_code == 200


def test_a_scope_that_is_missing_is_named_and_not_the_role(world: World, caller: Callers) -> None:
    """Who has the role hears of the scope; who has not hears of the role, whatever their token."""
    body = {"name": "Lakeside School"}
    refused = caller("administrator", "write")("POST", "/organisations", body)
    assert refused.status_code == 403 and refused.json()["scope"] == "administer" and "roles" not in refused.json()
    assert "“administer”" in refused.json()["detail"]
    for scope in ("write", "administer"):
        refused = caller("agent", scope)("POST", "/organisations", body)
        assert refused.status_code == 403 and refused.json()["roles"] and "scope" not in refused.json()


def test_use_is_noted_once_a_minute(world: World, django_assert_num_queries: Callable) -> None:
    token, secret = tokens.issue(HOUSE, world.people["agent"], "laptop")
    with django_assert_num_queries(2):
        tokens.find(secret)
    with django_assert_num_queries(1):
        tokens.find(secret)
    assert ApiToken.objects.get(pk=token.pk).last_used_at


def test_nobody_without_sign_in_gets_one(world: World) -> None:
    world.people["requester"].may_sign_in = False
    with pytest.raises(Invalid):
        tokens.issue(HOUSE, world.people["requester"], "laptop")


def test_a_session_needs_its_csrf_token(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.people["agent"])
    call = Caller(client, "")
    assert call("GET", "/me").status_code == 200
    refused = call("POST", "/incidents", {"title": "x"})
    assert refused.status_code == 403 and refused["Content-Type"] == "application/problem+json"
    secret = "a" * 32
    client.cookies["fettle-csrf"] = secret
    assert call("POST", "/incidents", {"title": "x"}, X_CSRFToken=secret).status_code == 201
    assert Caller(client, "wrong")("GET", "/me").status_code == 401
