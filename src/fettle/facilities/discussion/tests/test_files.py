"""Files on records: who may attach, see and take away; how they are given out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import RequestFactory

from fettle.facilities.discussion import actions as discussion
from fettle.facilities.discussion import queries, views
from fettle.facilities.discussion.jobs import sweep_files
from fettle.facilities.discussion.models import Attachment, StoredFile
from fettle.kernel.errors import Forbidden, Invalid, NotSeen, TooLarge
from fettle.kernel.history.models import Entry
from fettle.kernel.history.replay import check
from fettle.kernel.history.timeline import timeline
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF
from fettle.kernel.settings import actions as settings_actions
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.world import World

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


@pytest.fixture(autouse=True)
def _files(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def record(world: World) -> Record:
    return actions.register(world.actor("requester"), INCIDENT, title="Wi-Fi down", service=world.service)


def given_out(world: World, who: str, file: Attachment, query: str = "") -> Any:
    request = RequestFactory().get(queries.address(file) + query)
    request.user = world.people[who]
    return views.file(request, file.pk, "x")


def test_one_entry_tells_of_the_files_and_the_record_still_equals_its_replay(world: World, record: Record) -> None:
    files = [ContentFile(PNG, "screen.png"), ContentFile(b"log", "app.log")]
    discussion.attach(world.actor("requester"), record.number, files)
    now = Record.objects.get(pk=record.pk)
    last = Entry.objects.filter(record=record).latest("seq")
    assert now.version == 2 and len(last.facts) == 2 and check(now) == []
    assert [file.name for file in queries.attachments(world.actor("agent"), now)] == ["screen.png", "app.log"]


def test_equal_contents_are_stored_once(world: World, record: Record) -> None:
    for name in ("a.png", "b.png"):
        discussion.attach(world.actor("agent"), record.number, [ContentFile(PNG, name)])
    assert StoredFile.objects.count() == 1 and Attachment.objects.count() == 2


def test_a_file_of_a_note_is_never_the_requesters(world: World, record: Record) -> None:
    actions.note(world.actor("agent"), record.number, text="See", files=[ContentFile(b"secret words", "plan.txt")])
    actions.reply(world.actor("agent"), record.number, text="Hello", files=[ContentFile(b"public", "help.txt")])
    requester, agent = world.actor("requester"), world.actor("agent")
    now = Record.objects.select_related("organisation").get(pk=record.pk)
    assert [file.name for file in queries.attachments(requester, now)] == ["help.txt"]
    assert queries.attachments(agent, now).count() == 2
    secret = Attachment.objects.get(name="plan.txt")
    for who in ("requester", "classmate", "stranger"):
        with pytest.raises(NotSeen):
            given_out(world, who, secret)
    assert given_out(world, "agent", secret).status_code == 200
    assert "plan.txt" not in str([entry.facts for entry in timeline(requester, now)])
    with pytest.raises(Forbidden):
        discussion.attach(requester, record.number, [ContentFile(b"x", "x")], audience=STAFF)


def test_what_may_not_be_shown_is_saved_and_sealed(world: World, record: Record) -> None:
    hostile = [ContentFile(SVG, "../../x.svg"), ContentFile(PNG, "ok.png"), ContentFile(b"%PDF-1.7 ", "a.pdf")]
    discussion.attach(world.actor("requester"), record.number, hostile)
    drawing, image, pdf = Attachment.objects.order_by("pk")
    assert drawing.name.endswith("x.svg")
    for query in ("", "?show"):
        answer = given_out(world, "agent", drawing, query)
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"] == 'attachment; filename="x.svg"'
        assert "sandbox" in answer["Content-Security-Policy"] and answer["X-Content-Type-Options"] == "nosniff"
    shown = given_out(world, "agent", image, "?show")
    assert shown["Content-Type"] == "image/png" and shown["Content-Disposition"].startswith("inline")
    assert "sandbox" in shown["Content-Security-Policy"]
    assert b"".join(shown.streaming_content) == PNG
    assert given_out(world, "agent", image)["Content-Disposition"].startswith("attachment")
    assert given_out(world, "agent", pdf, "?show")["Content-Type"] == "application/pdf"
    assert [queries.preview(each) for each in (drawing, image, pdf)] == ["", "image", "pdf"]


def test_limits_are_settings(world: World, record: Record) -> None:
    limits = {"most_megabytes": 1, "most_per_record": 2}
    settings_actions.redefine(world.actor("administrator"), "discussion.files", value=limits)
    agent = world.actor("agent")
    with pytest.raises(TooLarge):
        discussion.attach(agent, record.number, [ContentFile(b"x" * 1_000_001, "big")])
    with pytest.raises(Invalid):
        discussion.attach(agent, record.number, [ContentFile(b"", "nothing")])
    with pytest.raises(Invalid):
        discussion.attach(agent, record.number, [ContentFile(b"x", "x")] * 3)
    assert Attachment.objects.count() == 0 and Record.objects.get(pk=record.pk).version == 1


def test_a_file_is_taken_away_by_its_owner_or_by_staff_with_a_reason(world: World, record: Record) -> None:
    discussion.attach(world.actor("agent"), record.number, [ContentFile(PNG, "a.png")])
    file = Attachment.objects.get()
    with pytest.raises(Forbidden):
        discussion.withdraw(world.actor("requester"), record.number, file.pk, reason="not mine")
    with pytest.raises(Invalid):
        discussion.withdraw(world.actor("colleague"), record.number, file.pk, reason=" ")
    discussion.withdraw(world.actor("colleague"), record.number, file.pk, reason="Wrong record")
    with pytest.raises(NotSeen):
        given_out(world, "agent", file)
    assert Entry.objects.filter(fact="discussion.file_withdrawn").count() == 1


def test_the_sweeper_takes_only_what_no_row_names(world: World, record: Record, tmp_path: Path) -> None:
    discussion.attach(world.actor("agent"), record.number, [ContentFile(PNG, "a.png")])
    kept = Attachment.objects.get().file_id
    orphan = tmp_path / "ab" / ("ab" + "0" * 62)
    orphan.parent.mkdir(exist_ok=True)
    orphan.write_bytes(b"left over")
    for path in (orphan, tmp_path / kept[:2] / kept):
        os.utime(path, (0, 0))
    sweep_files.run()
    assert not orphan.exists() and (tmp_path / kept[:2] / kept).exists()
