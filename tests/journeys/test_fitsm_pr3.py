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


@fitsm("PR3.I1")
def test_what_agreements_promise_to_report_arrives(visits: Visits) -> None:
    """The service level manager promises a report; whoever keeps the list of reports reads it there."""
    promise = "Each school gets its figures on the fifth of each month."
    manager = visits.as_("service_level_manager")
    manager.send("/settings/agreement/", reporting=promise, reason="The schools asked for it")
    assert promise in visits.as_("report_owner").read("/reports")


@fitsm("PR3.A2", "PR3.A2.1", "PR3.A2.2")
def test_reports_are_checked_and_what_is_wrong_is_followed_up(visits: Visits) -> None:
    """The list says what is due; the check of a period is kept, and somebody sees to what it found."""
    manager = visits.as_("report_owner")
    at = manager.send("/reports/new", **REPORT)
    assert "Check was due" in manager.read("/reports")
    period = {"period_from": "2026-01-05", "period_until": "2026-01-11"}
    manager.send(f"{at}/do/verify", outcome="inaccurate", remark="Two schools are left out", **period)
    assert "Two schools are left out" in manager.read(at) and "Start follow-up" in manager.read("/reports")
    who = str(visits.world.people["agent"].pk)
    wish = "Add both and send it again"
    manager.send(f"{at}/do/follow_up", follow_up=wish, follow_up_by=who, follow_up_until="2030-01-18")
    assert wish in manager.read(at) and "Follow-up until" in manager.read("/reports")
    manager.send(f"{at}/do/settle", remark="Sent again on Friday")
    assert "Sent again on Friday" in manager.read(at) and "Follow-up until" not in manager.read("/reports")
    done = {f"reporting.{word}" for word in ("verified", "follow_up_started", "follow_up_ended")}
    assert visits.facts(at.rpartition("/")[2]) >= done


@fitsm("PR3.S1", "PR3.S2", "PR3.O1", "PR3.O2")
def test_all_agreed_reports_are_listed_and_specified(visits: Visits) -> None:
    """The list begins with the FITS report; each has all that a specification needs, and leaves as a file."""
    reporting.install()
    manager, auditor = visits.as_("report_owner"), visits.as_("auditor")
    rule = "Ask those who get it once a year whether they read it."
    manager.send("/settings/reporting.agreeing/", procedure=rule, reason="So that the list stays short", do="save")
    assert rule in auditor.read("/settings/reporting.agreeing/")
    at = manager.send("/reports/new", **REPORT)
    listed = auditor.read("/reports")
    assert "FITS service report" in listed and "Weekly desk report" in listed
    page = auditor.read(at)
    for said in (*list(REPORT.values())[1:5], "Weekly", "XLSX", "In the folder"):
        assert said in page, said
    listed = auditor.take("/reports", "CSV").decode()
    assert "weekly-desk" in listed and "fits" in listed and auditor.take("/reports", "XLSX").startswith(b"PK")
    alone = auditor.take(at, "Export").decode()
    assert "weekly-desk" in alone and "FITS service report" not in alone


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


@fitsm("PR3.S3")
def test_reports_have_one_structure(visits: Visits) -> None:
    """The words of the template stand in every report; two periods have the same lines in the same order."""
    auditor, manager = visits.as_("auditor"), visits.as_("report_owner")
    words = {"v-title": "Our services", "v-closing": "Questions go to the desk.", "reason": "Asked for", "do": "save"}
    manager.send("/settings/reporting.template/", procedure="Same blocks, same order.", **words)
    assert "Same blocks, same order." in auditor.read("/settings/reporting.template/")
    periods = ({"from": "2026-01-01", "to": "2026-02-01"}, {"from": "2026-03-01", "to": "2026-04-01"})
    codes = [re.findall(r'data-code="([A-Z]+-\d+)"', auditor.read("/reports/fits", **period)) for period in periods]
    assert codes[0] == codes[1] and codes[0][0] == "INC-1"
    for page in (
        auditor.read("/reports/fits", **periods[0]),
        auditor.fetch("/reports/fits.html", **periods[1]).decode(),
    ):
        assert "Our services" in page and "Questions go to the desk." in page
    assert auditor.take("/reports/fits?from=2026-01-01&to=2026-02-01", "PDF").startswith(b"%PDF-")
    assert auditor.data("/reports/fits.json", **periods[0])["reactive"][0]["code"] == "INC-1"
