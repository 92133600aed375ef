"""Problem management (PR10) over a running server: problems to their end, known errors, and whom workarounds reach."""

from __future__ import annotations

from typing import Any

import pytest

from fettle.facilities.search.jobs import catch_up
from fettle.processes.incidents import actions as incidents
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.visitor import Visits

fitsm = pytest.mark.fitsm
pytestmark = pytest.mark.django_db(transaction=True)
MANAGER = "problem_manager"


def reported(visits: Visits, title: str = "Wi-Fi down") -> str:
    """The number of an incident of the requester."""
    requester = visits.world.actor("requester")
    return incidents.register(requester, INCIDENT, title=title, service=visits.world.service).number


def recorded(visits: Visits, **values: Any) -> str:
    """The address of a problem, recorded by the problem manager."""
    values = {"title": "The Wi-Fi drops out", "source": "trend", **values}
    return visits.as_(MANAGER).send("/problems/new", **values)


def written_down(visits: Visits, problem: str, **values: Any) -> str:
    """The address of a known error of a problem."""
    values = {"title": "Wi-Fi drops out every hour", "workaround": "Restart the controller", **values}
    return visits.as_(MANAGER).send(f"/known-errors/new?problem={problem.rpartition('/')[2]}", **values)


@fitsm("PR10.S1")
def test_how_known_errors_are_kept_is_settled(visits: Visits) -> None:
    """With the procedure; the first known error is opened, and reviewed as often as was settled."""
    manager, auditor = visits.as_(MANAGER), visits.as_("auditor")
    rule = "Each workaround is tried before it is written down."
    manager.send("/settings/problems.keeping/", **{"v-review_months": "3"}, procedure=rule, reason="Ours", do="save")
    assert rule in auditor.read("/settings/problems.keeping/")
    at = written_down(visits, recorded(visits))
    assert at.rpartition("/")[2] in auditor.read("/known-errors")
    assert visits.facts(at.rpartition("/")[2]) == {"problems.known_error_added", "cycles.set"}


@fitsm("PR10.S2")
def test_the_tool_for_problems_is_set_up(visits: Visits) -> None:
    """Sources, impacts, urgencies, matrix, priorities with targets, ways and outcomes: tables with their procedures."""
    manager, auditor = visits.as_(MANAGER), visits.as_("auditor")
    for name in ("handling", "sources", "impacts", "urgencies", "matrix", "priorities", "ways", "outcomes"):
        rule = f"The {name} are looked through in May."
        manager.send(f"/settings/problems.{name}/", procedure=rule, reason="Ours", do="save")
        assert rule in auditor.read(f"/settings/problems.{name}/")
    page = manager.read("/problems/new")
    assert "Somebody noticed it" in page and "A service fails, or many cannot work" in page


@fitsm("PR10.I2", "PR10.A2.1")
def test_a_problem_comes_of_incidents(visits: Visits) -> None:
    """Recorded from one of them, others added by number; all are counted, and lead to it."""
    manager, auditor = visits.as_(MANAGER), visits.as_("auditor")
    first, second, third = (reported(visits, f"Wi-Fi down in room {room}") for room in (1, 2, 3))
    at = manager.send(f"/problems/new?from={first}", source="incident")
    assert "Wi-Fi down in room 1" in auditor.read(at)
    manager.send(f"{at}/incidents/add", incidents=f"{second} {third}")
    page = auditor.read(at)
    assert "3 in all, 3 open" in page and third in auditor.read(f"{at}/incidents")
    assert at.rpartition("/")[2] in auditor.read(f"/incidents/{second}")
    with pytest.raises(AssertionError, match="answered 422"):
        manager.send(f"{at}/incidents/add", incidents="INC-000999")
    assert visits.facts(at.rpartition("/")[2]) == {"problems.recorded", "links.linked"}


@fitsm("PR10.I4")
def test_a_problem_is_found_on_an_item(visits: Visits) -> None:
    """What stands in the configuration shows where it lies; the two are linked."""
    keeper, manager = visits.as_("configuration_manager"), visits.as_(MANAGER)
    server = {"type": "server", "begins": "in_use"}
    item = keeper.send("/items/new?type=server", title="Controller 1", **server)
    at = manager.send(f"/problems/new?from={item.rpartition('/')[2]}", source="monitoring")
    other = keeper.send("/items/new?type=server", title="Controller 2", **server).rpartition("/")[2]
    manager.send(f"{at}/link", relation="related", other=other)
    page = visits.as_("auditor").read(at)
    assert item.rpartition("/")[2] in page and other in page
    assert at.rpartition("/")[2] in visits.as_("auditor").read(item)
    assert "links.linked" in visits.facts(at.rpartition("/")[2])


@fitsm("PR10.A2.2", "PR10.A2.3", "PR10.A2.4")
def test_a_problem_is_classified_prioritised_and_escalated(visits: Visits) -> None:
    agent, auditor = visits.as_("agent"), visits.as_("auditor")
    at = agent.send("/problems/new", title="The Wi-Fi drops out", source="person", impact="much", urgency="soon")
    agent.press(at, f"{at}/do/take")
    agent.send(f"{at}/edit", category="network", investigation="The controller was watched")
    with pytest.raises(AssertionError, match="answered 422"):
        agent.send(f"{at}/do/prioritise", priority="3")
    agent.send(f"{at}/do/prioritise", priority="3", reason="It drops out at night alone")
    head = visits.world.people["head"]
    agent.send(f"{at}/do/escalate", way="hierarchical", to=f"person:{head.pk}", reason="A new one costs money")
    assert "The controller was watched" in auditor.read(at) and "A new one costs money" in auditor.read(at)
    facts = visits.facts(at.rpartition("/")[2])
    assert facts == {f"problems.{word}" for word in ("recorded", "taken", "revised", "prioritised", "escalated")}


@fitsm("PR10.A2", "PR10.A2.5", "PR10.A2.6")
def test_a_problem_is_worked_to_its_end(visits: Visits) -> None:
    """Its cause named, resolved, closed with an outcome."""
    agent, manager, auditor = visits.as_("agent"), visits.as_(MANAGER), visits.as_("auditor")
    at = agent.send("/problems/new", title="The Wi-Fi drops out", source="person", impact="much", urgency="soon")
    number = at.rpartition("/")[2]
    assert number in manager.read("/problems")
    agent.press(at, f"{at}/do/take")
    agent.send(f"{at}/do/name_cause", causes="It restarts\nIt is full", root_cause="It leaks memory")
    agent.send(f"{at}/do/resolve", way="removed", solution="A new version")
    page = auditor.read(at)
    assert "It leaks memory" in page and "A new version" in page
    with pytest.raises(AssertionError, match="answered 409"):
        visits.as_("incident_manager").send(f"{at}/do/close", outcome="stopped")
    manager.send(f"{at}/do/close", outcome="stopped")
    words = ("recorded", "taken", "cause_named", "resolved", "closed")
    assert visits.facts(number) == {f"problems.{word}" for word in words}
    assert number in manager.fetch("/problems/export", format="csv", state="closed").decode()


@fitsm("PR10.A3", "PR10.A3.1", "PR10.A3.2", "PR10.A3.3", "PR10.A3.4")
def test_the_kedb_is_maintained(visits: Visits) -> None:
    """Added, updated with what stood before in the history, found right again, removed with a reason, brought back."""
    manager, auditor = visits.as_(MANAGER), visits.as_("auditor")
    problem = recorded(visits)
    at = written_down(visits, problem)
    number = at.rpartition("/")[2]
    assert number in auditor.read("/known-errors") and number in auditor.read(problem)
    manager.press(problem, f"{problem}/do/declare")
    manager.send(f"{at}/edit", workaround="Restart it, and wait five minutes")
    assert "wait five minutes" in auditor.read(at)
    manager.send(f"{at}/do/confirm", remark="Tried on Monday")
    manager.send(f"{at}/do/remove", reason="It was another device")
    assert "It was another device" in auditor.read(at) and number not in auditor.read("/known-errors")
    manager.send(f"{at}/do/bring_back", reason="It was this one")
    words = ("added", "updated", "confirmed", "removed", "back")
    assert visits.facts(number) >= {f"problems.known_error_{word}" for word in words}


@fitsm("PR10.O1")
def test_workarounds_reach_those_whom_they_help(visits: Visits) -> None:
    """Offered beside an incident and in the portal; one text goes to all incidents of a problem, once."""
    agent, requester, auditor = visits.as_("agent"), visits.as_("requester"), visits.as_("auditor")
    first, second = reported(visits, "Wi-Fi drops out"), reported(visits, "Wi-Fi gone again")
    problem = visits.as_(MANAGER).send(f"/problems/new?from={second}", source="incident", title="The Wi-Fi drops out")
    at = written_down(visits, problem, for_users="Switch the Wi-Fi off and on")
    number = at.rpartition("/")[2]
    catch_up.run(timestamp=0)
    page = agent.read(f"/incidents/{first}/helping")
    assert number in page and "Restart the controller" in page
    agent.send(f"{at}/send?on={first}", text="Switch the Wi-Fi off and on")
    assert "Switch the Wi-Fi off and on" in requester.read(f"/portal/requests/{first}")
    assert "problems.worked_around" in visits.facts(first)
    agent.send(f"{problem}/push", way="reply", text="A new version comes tonight ({number}).", do="preview")
    agent.go_on(do="send")
    for each in (first, second):
        assert f"A new version comes tonight ({each})." in requester.read(f"/portal/requests/{each}")
    assert "problems.wrote_to_incidents" in visits.facts(problem.rpartition("/")[2])
    found = requester.read("/portal/search", q="wifi drops out")
    assert f"/portal/workarounds/{number}" in found
    requester.press(f"/portal/workarounds/{number}?q=wifi", f"/portal/workarounds/{number}/helped")
    assert "Helped there" in auditor.read(at)
    assert number in auditor.read("/known-errors") and problem.rpartition("/")[2] in auditor.read("/problems")
    assert number in agent.fetch("/known-errors/export", format="csv").decode()
