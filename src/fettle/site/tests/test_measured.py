"""A chunked body gets its length, once it was read to its end."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from fettle.edges.rest import bodies
from fettle.edges.transfer import runs
from fettle.site.measured import BrokenOff, largest, measured

BOUNDARY = "a-boundary"
DISPOSITION = 'Content-Disposition: form-data; name="files"; filename="notes.txt"'
PARTS = f"--{BOUNDARY}\r\n{DISPOSITION}\r\n\r\nnotes\r\n--{BOUNDARY}--\r\n".encode()


def chunked(content: bytes, path: str = "/api/v1/incidents", **more: Any) -> HttpRequest:
    request = RequestFactory().post(path, content_type="application/json", HTTP_TRANSFER_ENCODING="chunked")
    request.META |= {"wsgi.input": io.BytesIO(content), "wsgi.input_terminated": True, "CONTENT_LENGTH": ""} | more
    return request


def echo(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.META.get("CONTENT_LENGTH", "") + request.body.decode())


def echo_form(request: HttpRequest) -> HttpResponse:
    found = request.FILES.get("files")
    return HttpResponse(found.read() if found else b"" if request.POST else request.body[:0])


@pytest.mark.parametrize("content", [b"", b"{}", b"x" * 200_000])
def test_it_is_gathered_and_measured(content: bytes) -> None:
    assert measured(echo)(chunked(content)).content == str(len(content)).encode() + content


def test_more_than_any_address_takes_is_refused_in_the_callers_way(db: None) -> None:
    content = b"x" * (bodies.LARGEST + 1)
    for path, media in (("/api/v1/incidents", "application/problem+json"), ("/sign-in/", "text/html; charset=utf-8")):
        answer = measured(echo)(chunked(content, path))
        assert answer.status_code == 413 and answer["Content-Type"] == media


def test_a_body_of_which_nobody_tells_the_end_is_not_waited_for() -> None:
    request = chunked(b"{}", **{"wsgi.input_terminated": False})
    assert measured(lambda request: HttpResponse("on"))(request).content == b"on"


@pytest.mark.parametrize(
    "media", ["application/json", "application/x-www-form-urlencoded", f"multipart/form-data; boundary={BOUNDARY}"]
)
@pytest.mark.parametrize("left", [0, 1, 60])
def test_a_body_that_was_broken_off_is_never_taken_for_a_whole_one(media: str, left: int) -> None:
    """However it is read, and wherever it ended; the whole one is taken."""
    request = RequestFactory().post("/", PARTS, content_type=media)
    assert measured(echo_form)(request).content == (b"notes" if "multi" in media else b"")
    request = RequestFactory().post("/", PARTS, content_type=media)
    request.META["wsgi.input"] = io.BytesIO(PARTS[:left])
    with pytest.raises(BrokenOff, match="send it whole"):
        measured(echo_form)(request)


def test_the_form_of_a_browser_that_was_broken_off_is_400(db: None) -> None:
    """Its token is looked for in what came: half a form is not taken for an empty one."""
    browser = Client(enforce_csrf_checks=True)
    browser.get("/sign-in/")
    short = {"wsgi.input": io.BytesIO(b"username=a"), "CONTENT_LENGTH": "100"}
    answer = browser.generic("POST", "/sign-in/", b"username=a", "application/x-www-form-urlencoded", **short)  # type: ignore[arg-type]
    assert answer.status_code == 400 and "could not be understood" in answer.content.decode()


def test_a_form_may_hold_the_largest_file_that_any_address_takes(db: None) -> None:
    assert largest("multipart/form-data") >= runs.LARGEST + bodies.SPARE > largest("text/plain")
