"""The page for what failed here stands when all else does not, and leads on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from fettle.edges.pages import errors

pytestmark = pytest.mark.django_db


@pytest.fixture
def without_database() -> Iterator[None]:
    """Every statement fails, as while the database is down."""

    def down(*_asked: object) -> None:
        raise OperationalError("the connection is gone")

    with connection.execute_wrapper(down):
        yield


@pytest.mark.usefixtures("without_database")
def test_without_a_database_there_is_a_page_with_a_way_on() -> None:
    client = Client(raise_request_exception=False)
    client.cookies["fettle-session"] = "some-session"
    answer = client.get("/desk/?open=true")
    page = answer.content.decode()
    assert (answer.status_code, answer["Content-Type"]) == (500, "text/html; charset=utf-8")
    assert 'href="/desk/?open=true">Try again</a>' in page
    assert answer["X-Request-ID"] in page


@pytest.mark.usefixtures("without_database")
def test_without_a_database_the_api_says_whose_fault_it_is() -> None:
    client = Client(raise_request_exception=False)
    client.cookies["fettle-session"] = "some-session"
    answer = client.get("/api/v1/incidents")
    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert answer.json()["detail"].startswith("Something went wrong here.")


def test_what_was_sent_is_not_sent_again_by_a_link(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        page = errors.failed(RequestFactory().post("/incidents/new")).content.decode()
    assert "Try again</a>" not in page and 'href="/">Back to the start page</a>' in page


def test_trying_again_leads_to_no_other_host() -> None:
    request = RequestFactory().get("/desk")
    request.path = "//elsewhere.example/desk"
    page = errors.failed(request).content.decode()
    assert 'href="/%2Felsewhere.example/desk"' in page


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ("/incidents/", "/incidents"),
        ("/incidents//?open=true&sort=title", "/incidents?open=true&sort=title"),
        ("/incidents/INC-000001/", "/incidents/INC-000001"),
        ("//evil.example/incidents/", None),
        ("/nothing/of/ours/", None),
    ],
)
def test_a_slash_too_many_leads_on(asked: str, meant: str | None) -> None:
    """Whoever asks: nothing is looked up, so that nothing is told."""
    request = RequestFactory().get("/")
    request.path, _mark, request.META["QUERY_STRING"] = asked.partition("?")
    answer = errors.not_found(request, Exception())
    assert answer.get("Location") == meant and answer.status_code == (301 if meant else 404)
