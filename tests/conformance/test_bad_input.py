"""Bad input at every operation of the API: a clear error of the right kind, and nothing is changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from fettle.kernel.records.models import Record
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.api import Caller, caller_of
from fettle.site.testing.cast import Cast
from fettle.site.testing.operations import Operation, operations
from fettle.site.testing.rows import done, snapshot

MALFORMED = (b"{", b"nonsense", b'{"title": NaN}', b'{"a": 1, "a": 2}', b"\xff\xfe", b"[" * 100_000, b"9" * 5000)
NOT_OBJECTS = ([], "text", 7, None, True)
HUGE = str(50 * 1024 * 1024)


@pytest.fixture
def keepers(cast: Cast) -> dict[str, Caller]:
    return {who: caller_of(cast.world, who) for who in ("agent", "manager", "administrator", "head", "requester")}


def bodied() -> Iterator[Operation]:
    """Those that take JSON."""
    return (operation for operation in operations("POST", "PATCH", "PUT") if operation.schema)


@dataclass
class Asking:
    """One operation, asked by who may do it, with something put in place of what would be right."""

    operation: Operation
    caller: Caller
    path: str
    arguments: dict[str, Any]

    def __call__(self, codes: set[int], **instead: Any) -> Any:
        arguments = {**self.arguments, **instead}
        if "raw" in instead:
            arguments.pop("body", None)
        answer = self.caller(self.operation.method, self.path, **arguments)
        assert answer.status_code in codes, (self.operation.method, self.path, str(instead)[:200], answer.content[:300])
        assert answer["Content-Type"] == "application/problem+json"
        return answer


@pytest.fixture
def asking(cast: Cast, keepers: dict[str, Caller]) -> Callable[[Operation], AbstractContextManager[Asking]]:
    """An operation to be asked in a block, at whose end every row must be as it was."""

    @contextmanager
    def unchanged(operation: Operation) -> Iterator[Asking]:
        path, arguments = operation.asks(cast, "A")
        before = snapshot()
        yield Asking(operation, keepers[operation.keeper], path, arguments)
        assert not done(before, snapshot()), path

    return unchanged


Ask = Callable[[Operation], AbstractContextManager[Asking]]


def test_what_cannot_be_read_is_400(asking: Ask) -> None:
    for operation in bodied():
        with asking(operation) as ask:
            for raw in MALFORMED:
                ask({400}, raw=raw)
            ask({415}, raw=b"title=x", media="text/plain")


def test_what_is_no_object_is_422(asking: Ask) -> None:
    for operation in bodied():
        with asking(operation) as ask:
            for value in NOT_OBJECTS:
                ask({422}, raw=json.dumps(value).encode())


MANY = {f"name{at}": "1" for at in range(2000)}
FILES = {f"file{at}": SimpleUploadedFile("a", b"") for at in range(200)}
UNREADABLE = (
    (b"nothing", "multipart/form-data", {400}),
    (b"nothing", "multipart/form-data; boundary=", {400}),
    (b"nothing", "multipart/form-data; boundary=\xff", {400}),
    (b"--x\r\nnothing", "multipart/form-data; boundary=x", {422}),
    (encode_multipart(BOUNDARY, MANY), MULTIPART_CONTENT, {413}),
    (encode_multipart(BOUNDARY, FILES), MULTIPART_CONTENT, {413}),
)


def test_a_form_that_cannot_be_read_says_so(asking: Ask) -> None:
    """No boundary, none that closes, and more parts than anybody fills in."""
    for operation in operations("POST"):
        if MULTIPART_CONTENT.partition(";")[0] in operation.details.get("requestBody", {}).get("content", {}):
            with asking(operation) as ask:
                for raw, media, codes in UNREADABLE:
                    ask(codes, raw=raw, media=media)


def test_a_body_of_fifty_megabytes_is_413_before_it_is_read(cast: Cast, keepers: dict[str, Caller]) -> None:
    """By its announced length; where no body is declared none is read."""
    for operation in operations("POST", "PATCH", "PUT"):
        if operation.details.get("requestBody"):
            path, arguments = operation.asks(cast, "A")
            media = arguments.get("media", "application/json")
            headers = {"Authorization": f"Bearer {keepers[operation.keeper].secret}", "If-Match": "*"}
            address = f"/api/v1{path}"
            answer = Client().generic(operation.method, address, b"", media, headers=headers, CONTENT_LENGTH=HUGE)
            assert answer.status_code == 413, (path, answer.status_code)


def test_a_wrong_if_match_is_refused(asking: Ask) -> None:
    for operation in operations("PATCH"):
        with asking(operation) as ask:
            ask({412}, If_Match='"999"')
            ask({428}, If_Match="")
            ask({400, 412, 422}, If_Match="nonsense")


def test_a_verb_that_the_state_forbids_is_409(cast: Cast, keepers: dict[str, Caller]) -> None:
    """Each verb in each state that is not among its sources."""
    refused = 0
    for operation in operations("POST"):
        verb = operation.kind.flow.by_verb.get(operation.name)
        if verb is None or not operation.path.startswith(f"/{INCIDENT.path}/"):
            continue
        _, arguments = operation.asks(cast, "A")
        for state in (state.key for state in INCIDENT.flow.states if state.key not in verb.sources):
            record = cast.record(INCIDENT, "A", state)
            version = Record.objects.get(pk=record.pk).version
            path = f"/incidents/{record.number}/{operation.path.rpartition('/')[2]}"
            answer = keepers[operation.keeper]("POST", path, **arguments)
            assert answer.status_code == 409, (path, state, answer.content)
            assert Record.objects.get(pk=record.pk).version == version
            refused += 1
    assert refused > 20


BROKEN = (
    b"",
    b"\xff\xfe\x00",
    b'title\n"never closed',
    b"a,b,c\n1\n",
    b"nothing,known\n1,2\n",
    b"title\n" + b"\0\n",
    b"title\nx,y,z\n",
    b"PK\x03\x04broken",
)


def test_a_broken_table_is_refused_or_reported_by_its_line(cast: Cast, keepers: dict[str, Caller]) -> None:
    for operation in operations("POST"):
        if operation.name != "import":
            continue
        for data in BROKEN:
            raw = encode_multipart(BOUNDARY, {"file": SimpleUploadedFile("t.csv", data), "preview": "false"})
            before = snapshot()
            answer = keepers[operation.keeper]("POST", operation.path, raw=raw, media=MULTIPART_CONTENT)
            assert answer.status_code in (200, 400, 413, 422), (operation.path, data, answer.content)
            assert answer.status_code != 200 or not {"new", "changed"} & set(answer.json()["counts"]), (
                data,
                answer.json(),
            )
            assert not done(before, snapshot()), (operation.path, data)


NAMES = (
    "../../x",
    "..\\..\\x",
    "/etc/passwd",
    "C:\\x",
    "a/b",
    ".",
    "..",
    "x\x00.txt",
    "\u202etxt.exe",
    "x" * 300,
    "con",
    "%2e%2e%2fx",
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize("name", NAMES)
def test_a_files_name_is_no_path_and_its_script_is_no_page(cast: Cast, keepers: dict[str, Caller], name: str) -> None:
    number = cast.record(INCIDENT, "A", "new").number
    body = (
        (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
            "Content-Type: image/svg+xml\r\n\r\n"
        ).encode()
        + SVG
        + f"\r\n--{BOUNDARY}--\r\n".encode()
    )
    outside = {path for path in settings.MEDIA_ROOT.parent.rglob("*") if "postgres" not in path.parts}
    answer = keepers["agent"]("POST", f"/records/{number}/attachments", raw=body, media=MULTIPART_CONTENT)
    assert answer.status_code in (201, 422), answer.content
    new = {path for path in settings.MEDIA_ROOT.parent.rglob("*") if "postgres" not in path.parts} - outside
    assert all(settings.MEDIA_ROOT in path.parents or path == settings.MEDIA_ROOT for path in new)
    if answer.status_code == 201:
        file = max(answer.json()["items"], key=lambda each: each["id"])
        assert not set("/\\\0") & set(file["name"]) and len(file["name"]) <= 255
        for show in ("", "?show"):
            shown = _browser(cast).get(f"/files/{file['id']}/x{show}")
            assert (
                shown["Content-Disposition"].startswith("attachment") and "sandbox" in shown["Content-Security-Policy"]
            )
            assert shown["X-Content-Type-Options"] == "nosniff" and "svg" not in shown["Content-Type"]


def _browser(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.world.people["agent"])
    return client
