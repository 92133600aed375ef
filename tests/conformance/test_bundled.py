"""Whoever's work the front end brings along is named, with its licence, in NOTICE and on the page About."""

from __future__ import annotations

import json
from pathlib import Path

from django.test import Client

from fettle.site.testing.world import World

ROOT = Path(__file__).parents[2]
CALLED = {
    "@expo-google-fonts/inter": "@expo-google-fonts/inter",
    "@fontsource-variable/inter": "Inter",
    "@tabler/icons": "Tabler Icons",
    "htmx.org": "htmx",
}
LICENCES = {"OFL-1.1": "SIL Open Font License 1.1", "MIT": "MIT", "BSD-0-Clause": "0BSD", "MIT AND OFL-1.1": "MIT"}


def test_each_bundled_work_is_named_with_its_licence(world: World) -> None:
    """All that the lock file lists and that is not only used to build."""
    locked = json.loads((ROOT / "frontend/package-lock.json").read_text())["packages"]
    bundled = {
        path.removeprefix("node_modules/"): each for path, each in locked.items() if path and not each.get("dev")
    }
    assert set(bundled) == set(CALLED)
    browser = Client()
    browser.force_login(world.people["agent"])
    for told in ((ROOT / "NOTICE").read_text(), browser.get("/about/").content.decode()):
        for name, package in bundled.items():
            work = told.partition(CALLED[name])[2]
            assert work and LICENCES[package["license"]] in work[:60], (name, package["license"])
