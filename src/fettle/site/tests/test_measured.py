"""A chunked body gets its length, once it was read to its end."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from fettle.edges.rest import bodies
from fettle.edges.transfer import runs
from fettle.site.measured import largest, measured


def chunked(content: bytes, path: str = "/api/v1/incidents", **more: Any) -> HttpRequest:
    request = RequestFactory().post(path, content_type="application/json", HTTP_TRANSFER_ENCODING="chunked")
    request.META |= {"wsgi.input": io.BytesIO(content), "wsgi.input_terminated": True, "CONTENT_LENGTH": ""} | more
    return request


def echo(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.META.get("CONTENT_LENGTH", "") + request.body.decode())


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


def test_a_form_may_hold_the_largest_file_that_any_address_takes(db: None) -> None:
    assert largest("multipart/form-data") >= runs.LARGEST + bodies.SPARE > largest("text/plain")
