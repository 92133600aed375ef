"""A file is taken away on the screen: who is offered it, what is asked, and what the history keeps."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from fettle.facilities.discussion import actions as discussion
from fettle.facilities.discussion.models import Attachment
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.world import World

As = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def record(world: World) -> Record:
    return actions.register(world.actor("requester"), INCIDENT, title="Wi-Fi down", service=world.service)


def attached(world: World, who: str, record: Record, name: str, **more: Any) -> str:
    """The address at which a new file of somebody is taken away."""
    discussion.attach(world.actor(who), record.number, [ContentFile(name.encode(), name)], **more)
    return f"/files/on/{record.number}/{Attachment.objects.latest('pk').pk}/withdraw"


def test_staff_take_a_file_away_and_the_history_names_it(world: World, record: Record, as_: As) -> None:
    away, page = attached(world, "requester", record, "plan.txt"), f"/incidents/{record.number}"
    agent = as_("agent")
    assert f'href="{away}"' in agent.get(page).content.decode()
    refused = agent.post(away, {"reason": " "})
    assert refused.status_code == 422 and Attachment.objects.get().withdrawn_at is None
    assert "plan.txt" in refused.content.decode()
    done = agent.post(away, {"reason": "It is of another school"}, follow=True)
    assert done.redirect_chain == [(page, 303)]
    text = done.content.decode()
    assert "The file is taken away." in text and away not in text
    assert "took a file away: “plan.txt; It is of another school”" in text
    assert agent.post(away, {"reason": "Twice"}).status_code == 404


def test_a_file_of_a_message_is_taken_away_beside_it(world: World, record: Record, as_: As) -> None:
    file = ContentFile(b"x", "key.txt")
    actions.reply(world.actor("agent"), record.number, text="See there", files=[file])
    away = f"/files/on/{record.number}/{Attachment.objects.get().pk}/withdraw"
    page = f"/incidents/{record.number}"
    assert as_("agent").get(page).content.decode().count(f'href="{away}"') == 2, "in the story and beside it"
    theirs = as_("requester").get(f"/portal/requests/{record.number}").content.decode()
    assert "key.txt" in theirs and away not in theirs
    assert as_("requester").get(away).status_code == 403
    assert as_("auditor").get(page).status_code == 200
    assert away not in as_("auditor").get(page).content.decode()
    assert as_("auditor").post(away, {"reason": "x"}).status_code == 403


def test_in_the_portal_ones_own(world: World, record: Record, as_: As) -> None:
    away, page = attached(world, "requester", record, "mine.txt"), f"/portal/requests/{record.number}"
    client = as_("requester")
    assert f'href="{away}"' in client.get(page).content.decode()
    asked = client.get(away).content.decode()
    assert "x-portal" in asked and f'href="{page}"' in asked
    done = client.post(away, {"reason": "The wrong one"}, follow=True)
    assert done.redirect_chain == [(page, 303)] and away not in done.content.decode()
    assert Attachment.objects.get().withdrawn_at


def test_staff_who_look_on_are_not_offered_it_there(world: World, record: Record, as_: As) -> None:
    away = attached(world, "requester", record, "plan.txt")
    assert away not in as_("agent").get(f"/portal/requests/{record.number}").content.decode()


def test_what_is_for_staff_is_not_there_for_others(world: World, record: Record, as_: As) -> None:
    away = attached(world, "agent", record, "secret.txt", audience=STAFF)
    assert as_("requester").get(away).status_code == 404
    other = actions.register(world.actor("agent"), INCIDENT, title="Another", service=world.service)
    assert as_("agent").get(away.replace(record.number, other.number)).status_code == 404, "of another record"
