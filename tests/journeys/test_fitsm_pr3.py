"""Service reporting (PR3) over a running server: which reports are agreed, and the report itself."""

from __future__ import annotations

import re

import pytest

from fettle.processes.reporting import actions as reporting
from fettle.site.testing.visitor import Visits

fitsm = pytest.mark.fitsm
pytestmark = pytest.mark.django_db(transaction=True)
REPORT = {
    "title": "Weekly desk report", "identifier": "weekly-desk",
    "purpose": "Shows the team its week", "recipients": "Head of the desk",
    "contents": "Opened, resolved, open", "frequency": "weekly", "format": "xlsx", "delivery": "In the folder",
    "starts_on": "2026-01-01",
}  # fmt: skip


@fitsm("PR3.S1", "PR3.S2", "PR3.O1", "PR3.O2")
def test_all_agreed_reports_are_listed_and_specified(visits: Visits) -> None:
    """The list begins with the FITS report; each has all that a specification needs, and leaves as a file."""
    reporting.install()
    manager, auditor = visits.as_("report_owner"), visits.as_("auditor")
    at = manager.send("/reports/new", **REPORT)
    listed = auditor.read("/reports")
    assert "FITS service report" in listed and "Weekly desk report" in listed
    page = auditor.read(at)
    for said in (*list(REPORT.values())[1:5], "Weekly", "XLSX", "In the folder"):
        assert said in page, said
    assert "weekly-desk" in auditor.fetch("/reports/export", format="csv").decode()


@fitsm("PR3.A1", "PR3.A1.1", "PR3.A1.2", "PR3.A1.3")
def test_a_report_is_defined_changed_and_ended(visits: Visits) -> None:
    manager = visits.as_("report_owner")
    at = manager.send("/reports/new", **REPORT)
    manager.send(f"{at}/edit", frequency="monthly")
    manager.send(f"{at}/do/terminate", reason="Nobody reads it")
    page = manager.read(at)
    assert "Ended" in page and "changed the specification" in page
    done = {f"reporting.{word}" for word in ("specified", "respecified", "terminated")}
    assert visits.facts(at.rpartition("/")[2]) == done


@fitsm("PR3.S3", "PR3.O3")
def test_the_report_is_produced_in_one_structure(visits: Visits) -> None:
    """Two periods have the same lines in the same order, on the page and in files."""
    auditor = visits.as_("auditor")
    periods = ({"from": "2026-01-01", "to": "2026-02-01"}, {"from": "2026-03-01", "to": "2026-04-01"})
    codes = [re.findall(r'data-code="([A-Z]+-\d+)"', auditor.read("/reports/fits", **period)) for period in periods]
    assert codes[0] == codes[1] and codes[0][0] == "INC-1"
    assert auditor.fetch("/reports/fits.pdf", **periods[0]).startswith(b"%PDF-")
    assert auditor.data("/reports/fits.json", **periods[0])["reactive"][0]["code"] == "INC-1"
