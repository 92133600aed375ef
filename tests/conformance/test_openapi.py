"""The committed description of the API is the one that is served."""

from __future__ import annotations

import json

from django.test import Client

from fettle.site.api import api
from fettle.site.testing.golden import same
from fettle.site.testing.world import World


def test_the_committed_description_is_true() -> None:
    same("docs/api/openapi.json", json.dumps(api.get_openapi_schema(), indent=1, ensure_ascii=False) + "\n")


def test_it_is_served_in_one_language_without_sign_in(world: World) -> None:
    answer = Client().get("/api/v1/openapi.json", headers={"Accept-Language": "de"})
    assert answer.json()["openapi"] == "3.1.0"
    assert answer.json() == json.loads(json.dumps(api.get_openapi_schema()))
