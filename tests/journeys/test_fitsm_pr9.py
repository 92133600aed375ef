"""Incident and service request management (PR9): each item done over a running server, as the role FitSM gives it.

The marker names the items, the coverage register names the test. A check breaks what each item stands on and sees the
test fail, so every journey opens the page that the register names.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from fettle.processes.incidents.actions import by_itself
from fettle.site.testing.visitor import Visits

fitsm = pytest.mark.fitsm
pytestmark = pytest.mark.django_db(transaction=True)
SOLVED = {"resolution": "Changed the cable", "closure_code": "solved"}
SAVED = {"reason": "Came up three times", "do": "save"}


def recorded(visits: Visits, kind: str = "incidents", **more: str) -> str:
    """Somebody calls, the desk records it. The number."""
    agent, caller = visits.as_("agent"), str(visits.world.people["requester"].pk)
    told = {"title": "Projector is dark", "requester": caller, "channel": "phone", **more}
    return agent.send(f"/{kind}/new", **told).rpartition("/")[2]


def decide(visits: Visits, key: str, *, add: bool = False, **values: str) -> None:
    """The process manager changes a definition and its procedure; both stand on its page from then on, with the reason
    and who changed it. ``add``: of a table, a further row first. Dashes of names are written as underscores.
    """
    manager, address, rule = visits.as_("incident_manager"), f"/settings/{key}/", f"Agreed with the schools: {key}."
    given = {re.sub(r"^(r\d+|v)_", r"\1-", name): value for name, value in values.items()}
    manager.send(address, **({"do": "add"} if add else {}), **({} if add else given | SAVED | {"procedure": rule}))
    if add:
        manager.go_on(**given, **SAVED, procedure=rule)
    page = visits.as_("agent").read(address)
    assert rule in page and f"<b>Incident Manager</b> changed the definition: “{SAVED['reason']}”" in page, key
    assert "settings.redefined" in visits.facts(visits.setting(key))


@fitsm("PR9.S1")
def test_the_tool_asks_for_what_the_process_manager_settled(visits: Visits) -> None:
    """From now on nothing is resolved that has no category: on an incident that was there before, too."""
    agent, at = visits.as_("agent"), f"/incidents/{recorded(visits)}"
    assert "It has no category yet" not in agent.read(at)
    decide(visits, "incidents.handling", v_category_needed="on")
    assert "It has no category yet" in agent.read(at)
    agent.send(f"{at}/edit", category="hardware")
    agent.send(f"{at}/do/resolve", **SOLVED)
    assert "incidents.resolved" in visits.facts(at.rpartition("/")[2])


@fitsm("PR9.S2")
def test_a_new_channel_is_offered_to_the_desk(visits: Visits) -> None:
    agent = visits.as_("agent")
    assert "Letter box" not in agent.read("/incidents/new")
    decide(visits, "incidents.channels", add=True, r6_code="letter", r6_label="Letter box")
    assert "Letter box" in agent.read("/incidents/new")
    number = recorded(visits, channel="letter")
    assert number in agent.read("/incidents", channel="letter") and "Letter box" in agent.read(f"/incidents/{number}")


@fitsm("PR9.S3")
def test_the_scheme_gains_a_category(visits: Visits) -> None:
    agent, at = visits.as_("agent"), f"/incidents/{recorded(visits)}"
    assert "Robots" not in agent.read(f"{at}/edit")
    decide(visits, "incidents.categories", add=True, r8_code="robots", r8_label="Robots", r8_group="Workplace")
    agent.send(f"{at}/edit", category="robots")
    assert "Robots" in agent.read(at) and at in agent.read("/incidents", category="robots")


@fitsm("PR9.S4")
def test_the_matrix_gives_another_priority(visits: Visits) -> None:
    """One pair of impact and urgency is critical from now on; what was recorded before stays as it was."""
    agent, pair = visits.as_("agent"), {"impact": "group", "urgency": "soon"}
    before = recorded(visits, **pair)
    assert before in agent.read("/incidents", priority="3")
    decide(visits, "incidents.matrix", r4_priority="1")
    after, listed = recorded(visits, **pair), agent.read("/incidents", priority="1")
    assert after in listed and before not in listed and before in agent.read("/incidents", priority="3")


@fitsm("PR9.S5")
def test_a_rule_escalates(visits: Visits) -> None:
    """What waited for its answer since long ago is escalated by the new rule as soon as the clockwork looks again."""
    agent, long_ago = visits.as_("agent"), timezone.now() - timedelta(days=60)
    at = f"/incidents/{recorded(visits, channel='mail', opened_at=f'{long_ago:%Y-%m-%dT%H:%M}')}"
    by_itself.watch_targets()
    assert "300 %" not in agent.read(at)
    row = {"r7_code": "long", "r7_clock": "response", "r7_percent": "300", "r7_most_urgent": "4"}
    decide(visits, "incidents.escalation", add=True, **row, r7_way="hierarchical")
    by_itself.watch_targets()
    page = agent.read(at)
    assert "300 %" in page and "incidents.escalated" in visits.facts(at.rpartition("/")[2])


@fitsm("PR9.S6")
def test_records_close_by_the_rules_of_closing(visits: Visits) -> None:
    """First the user is asked whether it is solved. Then there is a new code, and no time of grace any more."""
    agent, user = visits.as_("agent"), visits.as_("requester")
    asked = recorded(visits)
    agent.send(f"/incidents/{asked}/do/resolve", **SOLVED)
    assert "incidents.closed" not in visits.facts(asked)
    user.press(f"/portal/requests/{asked}", f"/portal/requests/{asked}/solved")
    assert "incidents.closed" in visits.facts(asked)
    decide(visits, "incidents.closure_codes", add=True, r6_code="trained", r6_label="Showed how it is done")
    decide(visits, "incidents.closure", v_close_after_days="0", v_reopen_within_days="0")
    at = f"/incidents/{recorded(visits)}"
    agent.send(f"{at}/do/resolve", resolution="Showed the second button", closure_code="trained")
    page, number = agent.read(at), at.rpartition("/")[2]
    assert "Showed how it is done" in page and "was closed more than 0 days ago" in page
    assert "incidents.closed" in visits.facts(number)
    assert "Showed the second button" in user.read(f"/portal/requests/{number}")


@fitsm("PR9.S7")
def test_an_incident_is_major_by_a_new_criterion(visits: Visits) -> None:
    """And those affected hear of it as often as was settled."""
    agent, at = visits.as_("agent"), f"/incidents/{recorded(visits)}"
    assert "No school can be called" not in agent.read(f"{at}/do/declare_major")
    decide(visits, "incidents.major", add=True, r4_code="phones", r4_label="No school can be called")
    decide(visits, "incidents.major_rules", v_update_minutes="45")
    agent.send(f"{at}/do/declare_major", criterion="phones", reason="The exchange is dark")
    assert "No school can be called" in agent.read(at) and 'value="45"' in agent.read(f"{at}/do/set_interval")


@fitsm("PR9.A1")
def test_incidents_and_requests_are_managed_from_the_first_step_to_the_last(visits: Visits) -> None:
    """Staff find both in the tool and work them from the first step to the last; each stands in its history."""
    agent = visits.as_("agent")
    for kind in ("incidents", "requests"):
        number = recorded(visits, kind)
        at = f"/{kind}/{number}"
        assert number in agent.read("/desk/", open="true")
        agent.send(f"{at}/do/take")
        agent.send(f"{at}/do/wait", pause_reason="supplier")
        agent.send(f"{at}/do/resume")
        agent.send(f"{at}/do/resolve", **SOLVED)
        visits.as_("requester").press(f"/portal/requests/{number}", f"/portal/requests/{number}/solved")
        page = agent.read(at)
        assert "took it" in page and "resolved it" in page and "closed it" in page and "Changed the cable" in page
        done = {f"incidents.{word}" for word in ("taken", "paused", "resumed", "resolved", "closed")}
        assert visits.facts(number) >= done


@fitsm("PR9.A1.7", "PR9.O3")
def test_a_major_incident_is_reviewed_before_it_is_closed(visits: Visits) -> None:
    manager, agent, auditor = (visits.as_(role) for role in ("incident_manager", "agent", "auditor"))
    at = f"/incidents/{recorded(visits)}"
    agent.send(f"{at}/do/declare_major", criterion="service_down", reason="No network in the whole school")
    agent.send(f"{at}/do/send_update", stage="identified", text="A switch is broken")
    agent.send(f"{at}/do/resolve", **SOLVED)
    assert "it is closed after its review" in agent.read(at)
    assert "1 of 1 in time" in agent.read(f"{at}/do/write_review")
    agent.send(f"{at}/do/write_review", review="The switch had no spare.")
    manager.send(f"{at}/do/review_major", review="The switch had no spare. Buy one until May: head of networks.")
    agent.send(f"{at}/do/close")
    number = at.rpartition("/")[2]
    done = {
        f"incidents.{word}" for word in ("declared_major", "update_sent", "review_written", "reviewed_major", "closed")
    }
    assert visits.facts(number) >= done
    page = auditor.read(at)
    assert "The switch had no spare." in page and "Major incident" in page
    assert number in auditor.read("/incidents", major="reviewed")
    assert auditor.fetch(f"{at}/review.pdf").startswith(b"%PDF")
    assert "The switch had no spare." in auditor.fetch("/incidents/export", format="csv", major="reviewed").decode()


@fitsm("PR9.S8")
def test_steps_for_a_well_known_incident_are_written_down_and_found(visits: Visits) -> None:
    """The process manager adds a row; from then on staff see its steps on every incident of the category."""
    steps = {"r2_code": "projector", "r2_label": "A projector is dark", "r2_steps": "1. Look at the cable."}
    decide(visits, "incidents.known_incidents", add=True, r2_category="hardware", **steps)
    agent, at = visits.as_("agent"), f"/incidents/{recorded(visits)}"
    assert "Look at the cable." not in agent.read(at)
    agent.send(f"{at}/edit", category="hardware")
    assert "Step by step: A projector is dark" in agent.read(at) and "Look at the cable." in agent.read(at)


@fitsm("PR9.S9")
def test_steps_for_a_standard_request_are_written_down_and_found(visits: Visits) -> None:
    steps = {"r2_code": "loan", "r2_label": "A laptop on loan", "r2_steps": "1. Look at the calendar."}
    decide(visits, "incidents.standard_requests", add=True, r2_category="hardware", **steps)
    agent, at = visits.as_("agent"), f"/requests/{recorded(visits, 'requests')}"
    assert "Look at the calendar." not in agent.read(at)
    agent.send(f"{at}/edit", category="hardware")
    assert "Step by step: A laptop on loan" in agent.read(at) and "Look at the calendar." in agent.read(at)


@fitsm("PR9.A2", "PR9.O5")
def test_steps_for_both_are_kept_up_to_date(visits: Visits) -> None:
    """Steps that were there are changed; they stand on a page to read and print, leave as a file, and on records."""
    agent = visits.as_("agent")
    for kind, key in (("incidents", "known_incidents"), ("requests", "standard_requests")):
        at = f"/{kind}/{recorded(visits, kind, category='account')}"
        steps, address = f"Ask for the badge, {kind} first.", f"/settings/incidents.{key}/"
        assert steps not in agent.read(at)
        decide(visits, f"incidents.{key}", r0_steps=f"1. {steps}")
        assert steps in agent.read(at) and steps in agent.read(address)
        told = agent.data(f"{address}export/")
        assert told["value"][0]["steps"] == f"1. {steps}" and told["version"] == 2


@fitsm("PR9.I1")
def test_an_incident_arrives_from_its_user_or_is_spotted(visits: Visits) -> None:
    arrived = visits.as_("requester").send("/portal/new", title="No sound in room 3", kind="incident")
    number = arrived.split("/")[3]
    assert "incidents.registered" in visits.facts(number)
    assert "No sound in room 3" in visits.as_("agent").read("/desk/", open="true")
    spotted = recorded(visits, channel="monitoring")
    assert "Spotted by ourselves" in visits.as_("agent").read(f"/incidents/{spotted}")


@fitsm("PR9.I2")
def test_a_request_arrives_from_its_user(visits: Visits) -> None:
    arrived = visits.as_("requester").send("/portal/new", title="A laptop for the new teacher", kind="request")
    number = arrived.split("/")[3]
    assert number.startswith("REQ-") and "incidents.registered" in visits.facts(number)
    assert "A laptop for the new teacher" in visits.as_("agent").read("/desk/", open="true")


@fitsm("PR9.A1.1", "PR9.A1.2", "PR9.A1.3", "PR9.A1.4")
def test_both_are_recorded_classified_prioritised_and_escalated_in_both_ways(visits: Visits) -> None:
    agent, team = visits.as_("agent"), visits.world.network
    for kind in ("incidents", "requests"):
        number = recorded(visits, kind)
        at = f"/{kind}/{number}"
        agent.send(f"{at}/edit", category="hardware")
        agent.send(f"{at}/do/prioritise", impact="service", urgency="stopped", reason="An exam stands still")
        agent.send(f"{at}/do/escalate", way="functional", team=str(team.pk), reason="They know the exchange")
        agent.send(f"{at}/do/escalate", way="hierarchical", reason="No spare part in the house")
        page = agent.read(at)
        for said in ("An exam stands still", "They know the exchange", team.name, "No spare part in the house"):
            assert said in page, said
        assert "Hardware" in page and number in agent.read(f"/{kind}", priority="1")
        done = {f"incidents.{word}" for word in ("registered", "classified", "prioritised", "escalated")}
        assert visits.facts(number) >= done


@fitsm("PR9.A1.5", "PR9.A1.6")
def test_both_are_resolved_and_closed(visits: Visits) -> None:
    """The user reads what was done."""
    agent = visits.as_("agent")
    for kind in ("incidents", "requests"):
        number = recorded(visits, kind)
        agent.send(f"/{kind}/{number}/do/resolve", **SOLVED)
        agent.send(f"/{kind}/{number}/do/close")
        assert visits.facts(number) >= {"incidents.resolved", "incidents.closed"}
        assert "Changed the cable" in visits.as_("requester").read(f"/portal/requests/{number}")


@fitsm("PR9.O1", "PR9.O2")
def test_records_are_listed_and_leave_as_a_file(visits: Visits) -> None:
    for kind in ("incidents", "requests"):
        number, agent = recorded(visits, kind), visits.as_("agent")
        assert number in agent.read(f"/{kind}")
        assert number in agent.fetch(f"/{kind}/export", format="csv").decode()


@fitsm("PR9.O6")
def test_incident_reports_are_agreed_made_and_delivered(visits: Visits) -> None:
    """It is agreed as one that is due each month; the process manager, whose words stand around it, reads it and takes
    it along; whoever it is for learns that it was delivered.
    """
    owner, manager, number = visits.as_("report_owner"), visits.as_("incident_manager"), recorded(visits)
    manager.send(
        "/settings/reporting.incidents/", **{"v-closing": "Ask the desk.", "reason": "Asked for", "do": "save"}
    )
    told = dict.fromkeys(("purpose", "recipients", "contents", "delivery"), "As we agreed")
    made = {"title": "Incidents of the month", "identifier": "incidents-monthly", "layout": "incidents", **told}
    often = {"frequency": "monthly", "format": "pdf", "starts_on": "2026-01-01", "told_role": "incident_manager"}
    at = owner.send("/reports/new", **made, **often)
    assert "Incidents of the month" in manager.read("/reports")
    page = manager.read("/reports/incidents", **visits.this_year)
    assert "Incident report" in page and "Ask the desk." in page and re.search(r'data-code="INC-1".*?>1</a>', page)
    assert number in manager.read("/reports/incidents/records", code="INC-1", **visits.this_year)
    assert manager.fetch("/reports/incidents.pdf", **visits.this_year).startswith(b"%PDF")
    owner.send(f"{at}/do/deliver", period_from="2026-01-01", period_until="2026-01-31", remark="In the meeting")
    page = manager.read(at)
    assert "In the meeting" in page and "1 – 31 January 2026" in page and "31 Jan 2026" in manager.read("/reports")
    assert "reporting.delivered" in visits.facts(at.rpartition("/")[2])
