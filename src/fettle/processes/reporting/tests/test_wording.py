"""The report in the reader's language: days, decimals, the words of its charts."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from fettle.kernel.figures.chart import Chart, Series
from fettle.kernel.figures.drawing import PAPER
from fettle.processes.reporting import actions
from fettle.processes.reporting.periods import Days
from fettle.processes.reporting.wording import amount, days, duration, number
from fettle.site.testing.api import caller_of
from fettle.site.testing.world import World

SPANS = [
    (date(2016, 3, 31), date(2016, 3, 31), "31 March 2016", "31. März 2016"),
    (date(2016, 3, 1), date(2016, 3, 31), "1 – 31 March 2016", "1. – 31. März 2016"),
    (date(2016, 2, 29), date(2016, 3, 31), "29 February – 31 March 2016", "29. Februar – 31. März 2016"),
    (date(2015, 12, 1), date(2016, 1, 2), "1 December 2015 – 2 January 2016", "1. Dezember 2015 – 2. Januar 2016"),
]


@pytest.mark.parametrize(("first", "last", "english", "german"), SPANS)
def test_days_are_written_as_a_language_writes_them(first: date, last: date, english: str, german: str) -> None:
    assert days(first, last) == english
    with override("de"):
        assert days(first, last) == german


def test_decimals_have_the_sign_of_the_language() -> None:
    assert (number(16.7), number(4.0), amount(16.7, "%")) == ("16.7", "4", "16.7\u00a0%")
    with override("de"):
        assert (number(16.7), number(4.0), amount(16.7, "%")) == ("16,7", "4", "16,7\u00a0%")


@pytest.mark.parametrize(
    ("minutes", "english", "german"),
    [(7, "7 min", "7 Min"), (379, "6 h 19 min", "6 Std 19 Min"), (2487.3, "1 d 17 h", "1 T 17 Std")],
)
def test_durations_are_said_in_the_language(minutes: float, english: str, german: str) -> None:
    assert duration(minutes) == english.replace(" ", "\u00a0")
    with override("de"):
        assert duration(minutes) == german.replace(" ", "\u00a0")


def test_every_bar_has_its_word() -> None:
    """What is no course of time is never thinned; long words get smaller letters."""
    names = ("eröffnet", "gelöst", "geschlossen", "offen")
    drawn = Chart("Störungen", "", "bar", names, (Series("", (1, 2, 3, 4)),), equal=True).drawn(PAPER)
    assert all(f">{name}</text>" in drawn for name in names)


def test_whoever_asks_with_a_token_reads_in_their_own_language(world: World) -> None:
    """As on the screen: the profile decides, and not what the client asks for."""
    actions.install()
    call, who = caller_of(world, "auditor"), world.people["auditor"]
    month = Days(timezone.localdate(), timezone.localdate() + timedelta(days=30), "UTC").query

    def said(**headers: str) -> tuple[str, str]:
        page = call("GET", f"/reports/fits/file?{month}&format=html", **headers).content.decode()
        told = json.loads(call("GET", f"/reports/fits?{month}", **headers).content)
        return page.partition('lang="')[2][:2], told["reactive"][0]["label"]

    assert said() == said(Accept_Language="de") == ("en", "Incidents opened")
    type(who).objects.filter(pk=who.pk).update(language="de")
    assert said() == said(Accept_Language="en") == ("de", "Störungen eröffnet")
