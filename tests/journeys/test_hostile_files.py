"""Hostile files by mail, by the portal and by REST (bar T18). Nothing is written outside the store, and no path holds
any part of a name; nothing is shown in place but what can do nothing; archives, pictures and XML that would grow are
never opened; and nothing is lost. There is no virus scanner in Fettle: what one would find is kept and given out like
any other file, which is why a file is only ever saved unless its own bytes say that it is an image, a PDF or plain
text.
"""

from __future__ import annotations

import hashlib
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from fettle.edges.mail import apart
from fettle.edges.mail.models import IncomingMail
from fettle.edges.mail.tests import corpus
from fettle.edges.mail.tests.conftest import desk as desk
from fettle.edges.mail.tests.conftest import send as send
from fettle.facilities.discussion import media, queries
from fettle.facilities.discussion.models import Attachment, StoredFile
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World

TEST_VIRUS = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""In two pieces, so that no scanner takes this file for it."""
NAMES = {name: raw.decode() for name, raw in corpus.NAMES.items() if name != "empty"} | {
    "absolute": "/etc/cron.d/evil-absolute",
    "line": "a\r\nSet-Cookie: evil-cookie=1\r\n\r\n.txt",
    "joined": "evil\u200d\u2060\ufeff.htaccess",
    "blank": " ",
    "dots": "..",
    "device-in-windows": "evil-com1.txt:stream",
    "markup": '"><img src=x onerror=alert(1)>.png',
    "format": "%s%n{0}{{7*7}}.txt",
}
CONTENTS = {
    "zip bomb": corpus._zip_bomb(),
    "png of gigapixels": corpus._png_of_gigapixels(),
    "xml bomb": corpus._xml_bomb(),
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "page": b"<!doctype html><script>alert(1)</script>",
    "page behind blanks": b" \n\t" * 500 + b"<html><script>alert(1)</script>",
    "page that begins as a picture": b"GIF89a/*<script>alert(1)</script>*/=1;",
    "page in a pdf": b"%PDF-1.7\n<script>alert(1)</script>",
    "program": b"MZ\x90\x00" + bytes(100),
    "virus": TEST_VIRUS,
    "text": b"Only words.\n",
}
KEY = re.compile(r"(?:[0-9a-f]{2}/[0-9a-f]{64})")
ROOM_BYTES = 100_000_000
Given = dict[str, tuple[str, bytes]]


def given() -> Given:
    """Each name with a content of its own, and each content under a name that claims something else."""
    named = {f"name {at}": (name, f"{at}: words".encode()) for at, name in NAMES.items()}
    return named | {f"content {at}": (f"{at}.png", content) for at, content in CONTENTS.items()}


_writes: list[str] | None = None


def _watch(event: str, args: tuple[Any, ...]) -> None:
    """What this process opens to write, makes or renames while a test looks."""
    if _writes is None:
        return
    if event == "open" and isinstance(args[0], str) and isinstance(args[2], int) and args[2] & 0o3:
        _writes.append(args[0])
    elif event in ("os.mkdir", "os.symlink", "os.link", "os.rename"):
        _writes.extend(str(each) for each in args if isinstance(each, str | Path))


@contextmanager
def written() -> Iterator[list[str]]:
    global _writes
    if not getattr(_watch, "installed", False):
        sys.addaudithook(_watch)
        _watch.installed = True  # type: ignore[attr-defined]
    _writes = found = []
    try:
        yield found
    finally:
        _writes = None


@pytest.fixture
def record(world: World) -> Record:
    return incidents.register(world.actor("requester"), INCIDENT, title="Wi-Fi down", details="Since eight")


def by_mail(world: World, record: Record, files: Given, send_mail: Callable[..., IncomingMail]) -> None:
    spelled = [(f"attachment; filename*=utf-8''{quote(name, safe='')}".encode(), each) for name, each in files.values()]
    parts = [corpus.TEXT, *(corpus.attached(b"", content, how=how) for how, content in spelled)]
    sender, subject = b"requester@example.org", f"Re: [{record.number}]".encode()
    mail = send_mail(raw=corpus.parted("files", *parts, From=sender, Subject=subject))
    assert (mail.decision, mail.record) == ("answered", record), mail.reasons


def by_portal(world: World, record: Record, files: Given, _send: object) -> None:
    browser = Client()
    browser.force_login(world.people["requester"])
    form = _form(files, "attached", text="See")
    answer = browser.generic("POST", f"/portal/requests/{record.number}/reply", form, MULTIPART_CONTENT)
    assert answer.status_code == 302, answer.content[:2000]


def by_rest(world: World, record: Record, files: Given, _send: object) -> None:
    form = _form(files, "files")
    answer = caller_of(world, "agent")(
        "POST", f"/records/{record.number}/attachments", raw=form, media=MULTIPART_CONTENT
    )
    assert answer.status_code == 201, answer.content[:2000]


def _form(files: Given, field: str, **values: str) -> bytes:
    """A form with each file under its name as it is, as long as that of a file can be: Django's own client tidies names
    before it sends them.
    """
    attached = [SimpleUploadedFile("x", content) for _name, content in files.values()]
    raw = encode_multipart(BOUNDARY, {**values, field: attached})
    for name, _content in files.values():
        spelled = name[:250].replace("\r\n", "%0D%0A").replace('"', "%22").encode()
        raw = raw.replace(b'filename="x"', b'filename="' + spelled + b'"', 1)
    return raw


@pytest.mark.parametrize("way", [by_mail, by_portal, by_rest], ids=lambda way: way.__name__)
def test_hostile_files(
    way: Callable[..., None], world: World, record: Record, send: Any, settings: Any, tmp_path: Path
) -> None:
    """The bar T18, by each of the three ways."""
    settings.MEDIA_ROOT = tmp_path / "store"
    files, before = given(), _room()
    if way is not by_mail:
        del files["name dots"]  # a form takes this for no file at all
    with written() as paths:
        way(world, record, files, send)
    assert _room() - before < ROOM_BYTES, "nothing was opened that grows"
    rows = list(Attachment.objects.select_related("file").filter(record=record).order_by("pk"))
    assert len(rows) == len(files), "none is lost"
    assert {row.file_id for row in rows} == {_sha(content) for _name, content in files.values()}, "nor changed"
    _only_in_the_store(settings.MEDIA_ROOT, paths)
    browser = Client()
    browser.force_login(world.people["agent"])
    for row in rows:
        assert not re.search(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\ufeff]", row.name) and row.name
        _sealed(browser, row)
    page = browser.get(f"/{record.number}", follow=True)
    assert page.status_code == 200 and b"<img src=x onerror" not in page.content


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _room() -> int:
    """Bytes that this process and the one that reads mails have in memory."""
    reader = apart._readers._process
    there = [psutil.Process()] + ([psutil.Process(reader.pid)] if reader and reader.poll() is None else [])
    return sum(each.memory_info().rss for each in there)


def _only_in_the_store(root: Path, paths: list[str]) -> None:
    kept = {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}
    assert kept and all(KEY.fullmatch(path) for path in kept), "no name of anybody is a path"
    assert {path.rpartition("/")[2] for path in kept} >= set(StoredFile.objects.values_list("pk", flat=True))
    here = (str(root), tempfile.gettempdir(), "/dev/null")
    strays = [path for path in paths if not path.startswith(here) and "/" in path and "__pycache__" not in path]
    assert not strays, "written outside the store and the folders for what is on its way"
    telling = ("evil", "htaccess", "cron.d", "win.ini", "passwd", "onerror", "invoice")
    assert not [path for path in paths if any(word in path.removeprefix(str(root)) for word in telling)]


def _sealed(browser: Client, row: Attachment) -> None:
    for query in ("", "?show"):
        answer = browser.get(queries.address(row) + query)
        assert answer.status_code == 200 and answer["X-Content-Type-Options"] == "nosniff"
        inline = answer["Content-Disposition"].startswith("inline")
        kind = media.type_of(b"".join(answer.streaming_content)[: media.ENOUGH])  # type: ignore[attr-defined]
        assert inline == (bool(query) and kind in media.INLINE), row.name
        assert "default-src 'none'" in answer["Content-Security-Policy"]
        assert not re.search(r"[\r\n]", answer["Content-Disposition"]) and "evil-cookie" not in answer.cookies
        if not inline:
            assert answer["Content-Type"] == "application/octet-stream"
            assert "sandbox" in answer["Content-Security-Policy"]


def test_what_is_shown_in_place_is_on_the_list() -> None:
    """The bar T18: of all contents only those whose own bytes say that they can do nothing."""
    shown = {at for at, content in CONTENTS.items() if media.type_of(content[: media.ENOUGH]) in media.INLINE}
    assert shown == {"png of gigapixels", "page that begins as a picture", "page in a pdf", "virus", "text"}
