"""What stands on the paper of an agreement: both parties, hours in words, review and reporting (PR2.S3, PR2.S5)."""

from __future__ import annotations

import re
import subprocess
from typing import Any

import pytest

from fettle.facilities.cycles.models import Duty
from fettle.kernel.clock.models import CalendarVersion
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.models import Record
from fettle.processes.levels import beginnings, printing, support
from fettle.processes.levels.standing import shown_version
from fettle.processes.levels.tests.agreed import in_force, written
from fettle.site.testing.world import World


def on_paper(record: Record) -> str:
    return " ".join("".join(pages(record)).split())


def pages(record: Record) -> list[str]:
    fresh = Record.objects.get(pk=record.pk)
    data = printing.write(fresh, shown_version(fresh))
    text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True).stdout
    return text.decode().split("\f")


def test_both_sign_on_one_page(world: World) -> None:
    made = written(world)
    for lines in range(12, 22):
        made.item.terms = "\n\n".join(f"Line {number}." for number in range(lines))
        made.item.save()
        (page,) = (page for page in pages(made) if "For us" in page)
        assert "For the other party" in page and "Signatures" in page, lines


def test_it_names_both_parties_hours_review_and_reporting(world: World) -> None:
    made = in_force(world, reporting="A report each month, by mail.")
    due = Duty.objects.get(record=made)
    text = on_paper(made)
    assert world.provider.name in text and world.school.name in text
    assert re.search(r"Monday – Friday: [0-9:]+–[0-9:]+", text) and "Saturday – Sunday: no support" in text
    assert printing.review(made).endswith(f"{due.due_on:%Y} at the latest, then every 12 months")
    assert "at the latest" in text
    assert "A report each month, by mail." in text and "read by the customer in the portal" in text


def test_before_it_is_in_force_it_says_when_it_will_be_reviewed(world: World) -> None:
    made = written(world)
    made.item.versions.update(promises=[{"kind": "reporting", "days": 30}])
    text = on_paper(made)
    assert printing.review(made) == "12 months after it is put in force"
    assert "12 months after" in text and "30 days" in text
    Organisation.objects.filter(pk=world.rival.pk).update(is_supplier=True)
    world.rival.refresh_from_db()
    below = written(world, type="ua", title="The line", organisation=world.rival)
    assert "No report is promised." in on_paper(below) and "in the portal" not in on_paper(below)


@pytest.mark.parametrize(
    ("data", "lines"),
    [
        ({"week": {day: [["08:00", "12:00"], ["13:00", "17:00"]] for day in ("monday", "friday")}}, 5),
        ({"week": {"sunday": [["00:00", "24:00"]]}, "holidays": {"2026-12-25": "Christmas"}}, 4),
        ({"week": {}, "special": {"2026-12-24": [["09:00", "12:00"]]}}, 3),
    ],
)
def test_hours_in_words(data: dict[str, Any], lines: int) -> None:
    told = support.in_words(CalendarVersion(data={"zone": "Europe/Prague", **data}))
    assert len(told) == lines and told[-1] == "Times are those of Europe/Prague."
    assert ("Monday: 08:00–12:00, 13:00–17:00" in told) == (lines == 5)
    assert ("Sunday: day and night" in told) == ("No support on the holidays of the calendar." in told) == (lines == 4)
    assert ("Special days of the calendar have hours of their own." in told) == (lines == 3)


def test_day_and_night() -> None:
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    data = {"zone": "UTC", "week": {day: [["00:00", "24:00"]] for day in days}}
    assert support.in_words(CalendarVersion(data=data)) == ["Day and night, all year."]


@pytest.mark.parametrize("text", [beginnings.SLA, beginnings.OLA, beginnings.UA])
def test_templates_have_what_a_serious_agreement_says(text: str) -> None:
    """Scope, hours, duties of both, escalation, exceptions, what is missed, reporting and review."""
    heads = [line.removeprefix("## ").casefold() for line in text.splitlines() if line.startswith("## ")]
    assert len(heads) == len(set(heads)) >= 8
    for word in ("provide", "gets stuck", "does not count", "is missed", "review"):
        assert any(word in head for head in heads) or (word == "provide" and "does" in heads[0]), word
    assert any("what we do" in head or "the owner do" in head for head in heads)
    assert "report" in text and "at least once a year" in text
