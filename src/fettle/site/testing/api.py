"""A caller of the API: a token of somebody in the world."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from django.test import Client

from fettle.edges.rest import tokens
from fettle.kernel.access.actor import Actor
from fettle.site.testing.world import World


@dataclass
class Caller:
    """Sends JSON with the person's token; ``headers`` as HTTP spells them."""

    client: Client
    secret: str

    def __call__(self, method: str, path: str, body: Any = None, raw: bytes | None = None, **headers: str) -> Any:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.secret:
            sent["Authorization"] = f"Bearer {self.secret}"
        data = raw if raw is not None else json.dumps(body).encode() if body is not None else b""
        return self.client.generic(method, f"/api/v1{path}", data, sent.pop("media", "application/json"), headers=sent)


def caller_of(world: World, who: str, scope: str = "administer") -> Caller:
    """``who`` of the world with a token; "anonymous" without one."""
    if who == "anonymous":
        return Caller(Client(), "")
    house = Actor.house("tests", "people.administer")
    return Caller(Client(), tokens.issue(house, world.people[who], "test", scope)[1])
