"""Risks to availability and continuity (PR4) over a running server."""

from __future__ import annotations

import pytest

from fettle.site.testing.visitor import Visits

fitsm = pytest.mark.fitsm
pytestmark = pytest.mark.django_db(transaction=True)


@fitsm("PR4.I2", "PR4.A2")
def test_risks_to_availability_are_assessed(visits: Visits) -> None:
    """What threatens a service is noted by the desk from its page, and judged with and without measures."""
    agent, manager, auditor = visits.as_("agent"), visits.as_("service_level_manager"), visits.as_("auditor")
    service = visits.world.service.number
    at = agent.send(
        f"/risks/new?about={service}",
        title="One line for all",
        nature="threat",
        category="availability",
        description="Both buildings hang on one cable.",
    )
    number = at.rpartition("/")[2]
    assert "Both buildings hang on one cable." in auditor.read(at)
    assert "One line for all" in auditor.read(f"/services/{service}")
    manager.send(
        f"{at}/do/assess",
        likelihood="4",
        impact="4",
        residual_likelihood="1",
        residual_impact="4",
        reason="It was cut twice.",
    )
    told = auditor.read(at)
    assert "Low" in told and "It was cut twice." in told
    assert "likelihood=4" in auditor.read("/risks/matrix")
    assert visits.facts(number) >= {"risks.identified", "links.linked", "risks.assessed"}
