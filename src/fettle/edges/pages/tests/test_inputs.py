"""What stands in a list before anybody chose: nothing, unless it stands on the record or is right for most."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client

from fettle.edges.pages.inputs import form_of
from fettle.kernel.access.references import ToTeam
from fettle.kernel.records.declare import Field
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Choice, Option
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.world import World

COLOURS = Choice(lambda: [Option("red", "Red"), Option("blue", "Blue")])


def codes(world: World, field: Field, kept: str | None = None) -> list[str]:
    made = form_of([field], world.actor("agent"), values={field.name: kept})
    return [str(code) for code, _label in made.fields[field.name].widget.choices]  # type: ignore[attr-defined]


def test_what_has_to_be_chosen_begins_empty(world: World) -> None:
    needed = Field("colour", COLOURS, "Colour", needed=True)
    assert codes(world, needed) == ["", "red", "blue"]
    assert codes(world, needed, "blue") == ["red", "blue"], "what stands there is not taken away"
    assert codes(world, Field("colour", COLOURS, "Colour")) == ["", "red", "blue"]
    assert codes(world, Field("team", ToTeam(), "Team", needed=True))[0] == ""
    form = form_of([needed], world.actor("agent"), {"colour": ""})
    assert form.errors == {"colour": ["Choose one of them."]}


def chosen(page: str, name: str) -> str:
    """What a browser would send for a list that nobody touched."""
    listed = re.search(rf'<select[^>]*name="{name}".*?</select>', page, re.DOTALL)
    assert listed is not None
    found = re.search(r'value="([^"]*)" selected', listed[0]) or re.search(r'value="([^"]*)"', listed[0])
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    ("step", "name", "first"),
    [("resolve", "closure_code", "solved"), ("wait", "pause_reason", "requester"), ("hand_over", "team", "")],
)
def test_a_step_begins_with_what_is_right_for_most_or_empty(world: World, step: str, name: str, first: str) -> None:
    record = actions.register(world.actor("requester"), INCIDENT, title="Lamp is dark")
    actions.take(world.actor("agent"), record.number)
    browser = Client()
    browser.force_login(world.people["agent"])
    address = f"/incidents/{record.number}/do/{step}"
    assert chosen(unescape(browser.get(address).content.decode()), name) == first
    assert browser.post(address, {"reason": "Theirs", "resolution": "New lamp", name: ""}).status_code == 422
    assert Record.objects.get(pk=record.pk).state == "in_progress"
