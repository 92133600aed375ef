"""Pages travel packed; what carries a tag or is a file of its own does not."""

from __future__ import annotations

import gzip

import pytest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from fettle.site.middleware import Packed

LONG = "<p>The projector flickers again.</p>" * 100


def answered(kind: str, text: str = LONG, takes: str = "br, gzip", **headers: str) -> HttpResponseBase:
    def respond(_request: HttpRequest) -> HttpResponse:
        return HttpResponse(text, content_type=kind, headers=headers)

    return Packed(respond)(RequestFactory().get("/", headers={"Accept-Encoding": takes}))


def test_a_page_travels_packed_and_is_the_same_when_unpacked() -> None:
    answer = answered("text/html; charset=utf-8")
    assert isinstance(answer, HttpResponse)
    assert answer["Content-Encoding"] == "gzip" and "Accept-Encoding" in answer["Vary"]
    assert len(answer.content) < len(LONG) / 10
    assert gzip.decompress(answer.content).decode() == LONG


def test_the_same_page_is_not_always_equally_long() -> None:
    answers = [answered("text/html") for _time in range(30)]
    assert len({len(answer.content) for answer in answers if isinstance(answer, HttpResponse)}) > 1


@pytest.mark.parametrize(
    ("kind", "text", "takes"),
    [
        ("application/json", LONG, "gzip"),
        ("application/pdf", LONG, "gzip"),
        ("text/csv", LONG, "gzip"),
        ("text/html", "<p>Short.</p>", "gzip"),
        ("text/html", LONG, "br"),
        ("text/html", LONG, ""),
    ],
)
def test_nothing_else_is_packed(kind: str, text: str, takes: str) -> None:
    answer = answered(kind, text, takes, ETag='"7"')
    assert "Content-Encoding" not in answer and answer["ETag"] == '"7"'
