"""The page of the register: who reads it, and that it says what the register says."""

from __future__ import annotations

from django.test import Client

from fettle.site.testing.world import World


def test_the_register_has_its_page(world: World) -> None:
    client = Client()
    client.force_login(world.people["auditor"])
    page = client.get("/governance/coverage").content.decode()
    assert "PR9.A1.5" in page and "not yet" in page and 'href="/reports/fits"' in page
    client.force_login(world.people["agent"])
    assert client.get("/governance/coverage").status_code == 403
