"""What waits for somebody, and what is not taken in at all, is shown where they look."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from fettle.edges.mail import intake
from fettle.edges.mail.mailboxes import Mailbox, mailbox
from fettle.edges.mail.models import MailboxState
from fettle.edges.mail.sources import drop
from fettle.edges.mail.tests.desk import DESK, Send, set_up, source
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World


def page(world: World, who: str, address: str) -> str:
    client = Client()
    client.force_login(world.people[who])
    return client.get(address).content.decode()


@pytest.mark.parametrize("raw", [b"", b"\r\n\r\nno headers"], ids=["held", "unreadable"])
def test_the_notice_leads_to_what_it_counted(world: World, send: Send, raw: bytes) -> None:
    set_up({**DESK, "unknown": "hold"})
    mail = send(sender="ana@elsewhere.example") if not raw else send(raw=raw)
    assert mail.state in ("held", "quarantined")
    above = page(world, "manager", "/my-work/")
    notice = re.search(r'href="([^"]+)">(?:(?!</a>).)*One mail waits for a decision', above)
    assert notice is not None
    listed = page(world, "manager", notice[1].replace("&amp;", "&"))
    assert f"/operations/mail/in/{mail.pk}/" in listed and '<option value="waiting" selected>' in listed


def test_a_list_of_one_state_has_no_other(world: World, send: Send) -> None:
    mail = send(raw=b"\r\n\r\nno headers")
    for state, there in (("quarantined", True), ("held", False), ("done", False), ("waiting", True), ("", True)):
        listed = page(world, "manager", f"/operations/mail/in/?state={state}")
        assert (f"/operations/mail/in/{mail.pk}/" in listed) is there, state


def test_a_mail_too_large_to_be_taken_in_is_told_as_long_as_it_is_there(
    world: World, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAIL_DROP = tmp_path
    set_up({**DESK, "source": "drop"})
    box = mailbox("desk")
    assert box is not None
    monkeypatch.setattr(intake, "MOST_BYTES", 1_000)
    monkeypatch.setattr(drop, "STILL_SECONDS", -1.0)
    (drop.folder(box) / "large.eml").write_bytes(source("x" * 2_000))
    assert drop.take(box) == 0
    assert _told(world, box)
    [left] = drop.folder(box).iterdir()
    left.unlink()
    assert drop.take(box) == 0
    assert not _told(world, box)


def _told(world: World, box: Mailbox) -> bool:
    """On its page, in the list, in the health of the installation and over REST: everywhere or nowhere."""
    state, _new = MailboxState.objects.get_or_create(pk=box.code)
    state.looked_at = "2026-11-02T10:00:00Z"
    state.save(update_fields=["looked_at"])
    call = caller_of(world, "administrator")
    told = {
        "One mail is larger than 200 MB" in page(world, "administrator", f"/operations/mail/mailboxes/{box.code}/"),
        "Some mails are too large" in page(world, "administrator", "/operations/mail/mailboxes/"),
        "mails too large to be taken in: desk" in page(world, "administrator", "/operations/health/"),
        call("GET", f"/mailboxes/{box.code}").json()["too_large"] == 1,
    }
    assert len(told) == 1
    return told.pop()
