"""Bodies as they really come in, through the web server of ``fettle serve``: in chunks without a length, and of 50 MB
that are sent and not only announced.
"""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from typing import Any

import pytest

from fettle.edges.rest import bodies
from fettle.site.testing.installation import Installation

pytestmark = pytest.mark.kill
FILL = """
from django.db import transaction
from fettle.site.testing.world import make_world
with transaction.atomic():
    make_world()
"""
PIECE, PIECES = b"x" * 65_536, 800
"""Together 50 MB."""
BOUNDARY = "a-boundary"
FORM = (
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="notes.txt"\r\n\r\n'.encode(),
    b"half of it, ",
    b"and the rest",
    f"\r\n--{BOUNDARY}--\r\n".encode(),
)


def answer(
    installation: Installation, path: str, pieces: Iterable[bytes], media: str = "application/json", **more: str
) -> tuple[int, Any]:
    """Status and content; chunked unless ``more`` announces a length. Who refuses early hangs up on the rest."""
    token = installation.environment_too["TOKEN"]
    headers = {"Authorization": f"Bearer {token}", "Content-Type": media} | {
        name.replace("_", "-"): value for name, value in more.items()
    }
    with closing(http.client.HTTPConnection("127.0.0.1", installation.port, timeout=30)) as line:
        with suppress(BrokenPipeError, ConnectionResetError):
            line.request("POST", path, iter(pieces), headers, encode_chunked="Content_Length" not in more)
        got = line.getresponse()
        content = got.read()
        return got.status, json.loads(content) if "json" in got.getheader("Content-Type", "") else content.decode()


def broken_off(installation: Installation, path: str, sent: bytes, announced: int, media: str) -> tuple[int, str]:
    """The answer to a caller who announces more than they send, and then only listens."""
    with socket.create_connection(("127.0.0.1", installation.port), timeout=30) as line:
        head = (
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Authorization: Bearer {installation.environment_too['TOKEN']}\r\n"
            f"Content-Type: {media}\r\nContent-Length: {announced}\r\n\r\n"
        )
        line.sendall(head.encode() + sent)
        line.shutdown(socket.SHUT_WR)
        said = b"".join(iter(lambda: line.recv(65_536), b""))
    return int(said.split(b" ", 2)[1]) if said else 0, said.decode()


@pytest.fixture
def served(installation: Installation) -> Iterator[Installation]:
    installation.start()
    installation.python(FILL)
    token = installation.command("token", "agent@example.org").stdout.strip().splitlines()[-1]
    installation.environment_too["TOKEN"] = token
    yield installation
    assert installation.stop() == 0


def test_a_body_in_chunks_is_read_to_its_end_and_has_the_same_limits(served: Installation) -> None:
    status, made = answer(served, "/api/v1/incidents", [b'{"title":', b' "x"}'])
    assert (status, made["title"]) == (201, "x")
    status, said = answer(served, "/api/v1/incidents", [b'{"title":'])
    assert status == 400, said

    status, files = answer(
        served, f"/api/v1/records/{made['number']}/attachments", FORM, f"multipart/form-data; boundary={BOUNDARY}"
    )
    assert (status, files["items"][0]["size"]) == (201, len(FORM[1] + FORM[2]))

    for pieces in ([b'{"details": "', b"x" * bodies.LARGEST, b'"}'], [PIECE] * PIECES):
        status, said = answer(served, "/api/v1/incidents", pieces)
        assert status == 413 and str(bodies.LARGEST) in said["detail"], said
    status, said = answer(served, "/sign-in/", [PIECE] * PIECES, "application/x-www-form-urlencoded")
    assert status == 413 and "Too large" in said

    status, said = answer(served, "/api/v1/incidents", [PIECE] * PIECES, Content_Length=str(len(PIECE) * PIECES))
    assert status == 413 and str(bodies.LARGEST) in said["detail"], said
    a_body_that_was_broken_off_does_nothing(served, made["number"])


def a_body_that_was_broken_off_does_nothing(served: Installation, kept: str) -> None:
    """Though what came is whole JSON, or half of a file: who hung up learns nothing of it, and sends it again."""
    json_body, form = b'{"title": "half"}', b"".join(FORM[:2])
    for path, sent, media in (
        ("/api/v1/incidents", json_body, "application/json"),
        (f"/api/v1/records/{kept}/attachments", form, f"multipart/form-data; boundary={BOUNDARY}"),
    ):
        status, said = broken_off(served, path, sent, len(sent) + 100, media)
        assert status in (0, 400), said
    count = "from fettle.kernel.records.models import Record; print(Record.objects.filter(title='half').count())"
    files = "from fettle.facilities.discussion.models import Attachment; print(Attachment.objects.count())"
    assert [served.python(asked).strip() for asked in (count, files)] == ["0", "1"], "one came whole, in chunks"
