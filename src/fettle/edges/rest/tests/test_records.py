"""Comments, files, watchers and links of a record over REST."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from fettle.site.testing.world import World

Callers = Callable[..., Callable]


@pytest.fixture
def number(world: World, caller: Callers) -> str:
    body = {"title": "Wi-Fi down", "requester": "requester@example.org"}
    return caller("agent")("POST", "/incidents", body).json()["number"]


def form(name: str, content: bytes, **fields: str) -> dict:
    files = {"files": SimpleUploadedFile(name, content), **fields}
    return {"raw": encode_multipart(BOUNDARY, files), "media": MULTIPART_CONTENT}


def test_comments_by_audience(number: str, caller: Callers) -> None:
    agent, user = caller("agent"), caller("requester")
    agent("POST", f"/incidents/{number}/note", {"text": "secret note"})
    user("POST", f"/incidents/{number}/reply", {"text": "hello"})
    where = f"/records/{number}/comments"
    assert [one["text"] for one in agent("GET", where).json()["items"]] == ["hello", "secret note"]
    assert [one["text"] for one in user("GET", where).json()["items"]] == ["hello"]
    assert user("GET", where).json()["count"] == 1
    assert caller("stranger")("GET", where).status_code == 404


def test_files_come_back_as_they_were_and_sealed(number: str, caller: Callers) -> None:
    agent, user, where = caller("agent"), caller("requester"), f"/records/{number}/attachments"
    made = user("POST", where, **form("../../x.svg", b"<svg onload='x'/>"), Idempotency_Key="f")
    assert made.status_code == 201 and ".." not in made.json()["items"][0]["name"]
    again = user("POST", where, **form("../../x.svg", b"<svg onload='x'/>"), Idempotency_Key="f")
    assert again.content == made.content and len(agent("GET", where).json()["items"]) == 1
    one = made.json()["items"][0]["id"]
    content = agent("GET", f"{where}/{one}")
    assert b"".join(content.streaming_content) == b"<svg onload='x'/>"
    assert content["Content-Type"] == "application/octet-stream" and "sandbox" in content["Content-Security-Policy"]
    hidden = agent("POST", where, **form("note.txt", b"for us", audience="staff")).json()["items"][-1]["id"]
    assert user("GET", f"{where}/{hidden}").status_code == 404
    assert user("POST", where, **form("a.txt", b"a", audience="staff")).status_code == 403
    for strange in ("x", "0", "9" * 30, "-1"):
        assert user("GET", f"{where}/{strange}").status_code == 404
    assert user("POST", where, {"files": []}).status_code == 415
    assert user("POST", where, **form("a.txt", b"")).status_code == 422
    assert user("POST", f"{where}/{one}/withdraw", {"reason": ""}).status_code == 422
    assert user("POST", f"{where}/{one}/withdraw", {"reason": "mine"}).json()["items"] == []


def test_watching(number: str, caller: Callers) -> None:
    agent = caller("agent")
    assert agent("POST", f"/records/{number}/watch").json() == {"watches": True}
    assert agent("POST", f"/records/{number}/unwatch", {}).json() == {"watches": False}
    assert caller("classmate")("GET", f"/incidents/{number}").status_code == 404
    agent("POST", f"/records/{number}/watch", {"person": "classmate@example.org"})
    assert caller("classmate")("GET", f"/incidents/{number}").status_code == 200


def test_links_show_no_end_that_is_not_seen(number: str, caller: Callers) -> None:
    agent = caller("agent")
    other = agent("POST", "/incidents", {"title": "Hidden", "requester": "stranger@example.org"}).json()["number"]
    refused = agent("POST", f"/records/{number}/link", {"other": other, "relation": "nonsense"})
    code = refused.json()["errors"]["relation"].partition(": ")[2].partition(",")[0]
    made = agent("POST", f"/records/{number}/link", {"other": other, "relation": code}).json()
    assert made["items"][0]["number"] == other
    assert other in agent("GET", f"/records/{number}/entries").content.decode()
    assert caller("requester")("GET", f"/records/{number}/links").json()["items"] == []
    assert other not in caller("requester")("GET", f"/records/{number}/entries").content.decode()
    assert agent("POST", f"/records/{number}/unlink", {"other": other, "relation": code}).json()["items"] == []


def test_a_huge_form_is_refused_unread(number: str, caller: Callers) -> None:
    agent = caller("agent")
    headers = {"Authorization": f"Bearer {agent.secret}"}
    where = f"/api/v1/records/{number}/attachments"
    answer = Client().generic("POST", where, b"x", MULTIPART_CONTENT, CONTENT_LENGTH="50000000", headers=headers)
    assert answer.status_code == 413
