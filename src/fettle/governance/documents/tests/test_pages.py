"""The pages of documents: written, previewed, approved, compared, distributed, confirmed, printed."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from fettle.facilities.documents import actions as texts
from fettle.governance.documents.tests.test_life import entered, published
from fettle.kernel.records.models import Record
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World


def client(world: World, who: str) -> Client:
    browser = Client()
    browser.force_login(world.people[who])
    return browser


def html(browser: Client, address: str) -> str:
    page = browser.get(address)
    assert page.status_code == 200, (address, page.status_code)
    return page.content.decode()


def test_a_document_is_entered_written_and_previewed(world: World) -> None:
    browser = client(world, "manager")
    answer = browser.post("/documents/new", {"title": "Service policy", "type": "policy"})
    assert answer["Location"] == "/documents/DOC-000001"
    assert "No text is written yet." in html(browser, "/documents/DOC-000001")
    sent = {"text": "## Why\n\n<script>alert(1)</script> **We** serve.", "note": "", "base": "0", "do": "preview"}
    preview = browser.post("/documents/DOC-000001/do/write", sent).content.decode()
    assert "<strong>We</strong>" in preview and "<script>alert" not in preview
    assert not Record.objects.get(number="DOC-000001").versions.exists()
    assert browser.post("/documents/DOC-000001/do/write", {**sent, "do": "save"}).status_code == 303
    page = html(browser, "/documents/DOC-000001")
    assert "<h2>Why</h2>" in page and "Version 1" in page and "/do/submit" in page
    same = browser.post("/documents/DOC-000001/do/write", {**sent, "do": "save", "base": "1"})
    assert same.status_code == 422 and "same text" in same.content.decode()


def test_the_register_shows_documents_and_procedures(world: World) -> None:
    number = published(world)
    page = html(client(world, "auditor"), "/documents?state=published")
    assert number in page and "Procedures" in page and "/settings/documents.control/" in page
    assert "/documents/new" not in page
    export = client(world, "auditor").get("/documents/export?format=csv")
    assert number in b"".join(export).decode()


def test_what_holds_is_said_to_hold_while_a_draft_is_written(world: World) -> None:
    """Staff see both; a reader sees that it is published, and is not led to a draft that is not theirs."""
    number = published(world)
    texts.distribute(world.actor("manager"), number, person=world.people["requester"])
    texts.write(world.actor("manager"), number, text="## Why\nWe serve gladly.")
    manager, reader = client(world, "manager"), client(world, "requester")
    assert "Published · new draft" in html(manager, "/documents")
    assert "Published · new draft" in html(manager, f"/documents/{number}")
    texts.submit(world.actor("manager"), number)
    assert "Published · in review" in html(manager, f"/documents/{number}")
    page = html(reader, f"/documents/{number}")
    assert "Published" in page and "in review" not in page and "/compare" not in page and "?draft" not in page
    first = entered(world)
    texts.write(world.actor("manager"), first, text="New")
    assert "Published" not in html(manager, f"/documents/{first}")


def test_two_versions_side_by_side_and_in_one_column(world: World) -> None:
    number = published(world)
    texts.write(world.actor("manager"), number, text="## Why\nWe serve gladly.")
    for query in ("", "?layout=inline", "?old=2&new=1"):
        page = html(client(world, "manager"), f"/documents/{number}/compare{query}")
        word = "del" if "old=2" in query else "ins"
        assert f"<{word}> gladly</{word}>" in page
    assert client(world, "manager").get(f"/documents/{number}/compare?old=7").status_code == 404
    assert "The two versions are the same" in html(client(world, "manager"), f"/documents/{number}/compare?old=1&new=1")


def test_readers_read_and_confirm_and_see_no_draft(world: World) -> None:
    number = published(world)
    browser = client(world, "manager")
    sent = {"person": f"person:{world.people['requester'].pk}"}
    assert browser.post(f"/documents/{number}/distribution", sent).status_code == 303
    assert browser.post(f"/documents/{number}/distribution", {}).status_code == 422
    texts.write(world.actor("manager"), number, text="Secret plans")
    reader = client(world, "requester")
    page = html(reader, f"/documents/{number}")
    assert "I have read and understood it" in page and "We serve." in page and "Secret" not in page
    for below in ("/distribution", "/versions/2", "/pdf?version=2"):
        assert reader.get(f"/documents/{number}{below}").status_code == 404
    assert "Secret" not in html(reader, f"/documents/{number}/versions")
    assert "0 of 1 have confirmed" in html(browser, f"/documents/{number}/distribution")
    assert reader.post(f"/documents/{number}/acknowledge").status_code == 303
    assert "I have read" not in html(reader, f"/documents/{number}")
    page = html(browser, f"/documents/{number}/distribution")
    assert "1 of 1 have confirmed" in page
    row = re.search(r'name="row" value="(\d+)"', page)
    assert row and browser.post(f"/documents/{number}/take-off", {"row": row[1]}).status_code == 303
    assert reader.get(f"/documents/{number}").status_code == 404


def test_the_author_is_told_why_they_cannot_approve(world: World) -> None:
    number = entered(world)
    texts.write(world.actor("head"), number, text="We serve.")
    texts.submit(world.actor("head"), number)
    refused = client(world, "head").post(f"/documents/{number}/do/approve", {})
    assert refused.status_code == 409 and "somebody else approves it" in refused.content.decode()


def test_who_is_to_read_it_is_told_where_they_come_in(world: World) -> None:
    """In the portal and over REST, until they have confirmed."""
    number, reader = published(world), client(world, "requester")
    assert "To be read by you" not in reader.get("/portal/").content.decode()
    texts.distribute(world.actor("manager"), number, person=world.people["requester"])
    page = reader.get("/portal/").content.decode()
    assert "To be read by you" in page and f'href="/documents/{number}"' in page and "in force from" in page
    call = caller_of(world, "requester")
    (paper,) = call("GET", "/me/documents").json()["items"]
    assert (paper["number"], paper["title"]) == (number, "Policy")
    assert "I have read and understood it" in reader.get(f"/documents/{number}").content.decode()
    reader.post(f"/documents/{number}/acknowledge")
    assert "To be read by you" not in reader.get("/portal/").content.decode()
    assert call("GET", "/me/documents").json() == {"items": []}


def test_many_to_read_are_counted_and_the_newest_shown(world: World) -> None:
    numbers = [published(world) for _at in range(6)]
    for number in numbers:
        texts.distribute(world.actor("manager"), number, person=world.people["requester"])
    page = client(world, "requester").get("/portal/").content.decode()
    assert "5 of 6" in page and f'href="/documents/{numbers[-1]}"' in page
    assert f'href="/documents/{numbers[0]}"' not in page


@pytest.mark.parametrize("who", ["agent", "auditor", "requester"])
def test_others_change_nothing(world: World, who: str) -> None:
    number = published(world)
    texts.distribute(world.actor("manager"), number, person=world.people["requester"])
    for below in ("/edit", "/do/write", "/do/withdraw"):
        answer = client(world, who).post(f"/documents/{number}{below}", {"text": "Mine", "reason": "x", "title": "x"})
        assert answer.status_code == 403, below


def test_a_version_on_paper(world: World) -> None:
    number = entered(world)
    text = "# Top\n\n#### Deep\n\nWe *serve* `all` [people](https://example.org).\n\n3. one\n4. two\n   - inner\n\n"
    text += "> said\n\n---\n\n| a | b |\n|---|---|\n| **c** #x | d |\n\n```\n#let x = 1\n```\n\n<b>plain</b>\n"
    texts.write(world.actor("manager"), number, text=text)
    answer = client(world, "manager").get(f"/documents/{number}/pdf")
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"] == f'attachment; filename="{number}-1.pdf"'
