"""Risks to information security (PR6) over a running server: how they are judged, and what becomes of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from fettle.site.testing.visitor import Visits

fitsm = pytest.mark.fitsm
pytestmark = pytest.mark.django_db(transaction=True)


@fitsm("PR6.S5")
def test_how_risks_are_assessed_is_settled(visits: Visits) -> None:
    """The matrix with its procedure is laid down, and judges from then on."""
    head, auditor = visits.as_("sms_manager"), visits.as_("auditor")
    rule = "The heads of the schools judge in March and October."
    head.send("/settings/risks.matrix/", procedure=rule, reason="Agreed", do="save")
    assert rule in auditor.read("/settings/risks.matrix/")
    assert "settings.redefined" in visits.facts(visits.setting("risks.matrix"))
    at = head.send("/risks/new", title="Keys in one hand", nature="threat", category="security")
    head.send(f"{at}/do/assess", likelihood="5", impact="5", reason="As laid down")
    assert "Critical" in auditor.read(at)


@fitsm("PR6.A2", "PR6.A2.1", "PR6.A2.2", "PR6.O3")
def test_security_risks_are_managed(visits: Visits) -> None:
    """Noted, assessed, accepted by another for a time, assessed again when the review is due, and told on paper."""
    agent, head, auditor = visits.as_("agent"), visits.as_("sms_manager"), visits.as_("auditor")
    at = agent.send("/risks/new", title="Shared passwords", nature="threat", category="security")
    number = at.rpartition("/")[2]
    head.send(f"{at}/edit", assignee="agent@example.org")
    head.send(f"{at}/do/assess", likelihood="4", impact="3", reason="The younger classes do")
    until = (timezone.localdate() + timedelta(days=60)).isoformat()
    head.send(f"{at}/do/accept", until=until, reason="Until each class has its tablets")
    assert "Until each class has its tablets" in auditor.read(at)
    head.send(f"{at}/do/assess", likelihood="2", impact="3", reason="Half of the classes have them")
    assert "likelihood=2" in auditor.read("/risks/matrix") and "Shared passwords" in auditor.read("/risks")
    assert number in head.read("/duties/")
    assert number in auditor.fetch("/risks/export", format="csv", category="security").decode()
    assert auditor.fetch("/risks/print", category="security").startswith(b"%PDF")
    assert visits.facts(number) >= {"risks.identified", "risks.assessed", "risks.accepted", "cycles.done"}
