"""Bulk changes: what was seen is what is changed. The four failures of a peer are tests with their names."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from fettle.edges.pages.bulk_run import run_bulk
from fettle.edges.pages.models import BulkRun
from fettle.edges.pages.tests.test_frame import client
from fettle.edges.pages.tests.test_listing import get, numbers
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.world import World


def printers(world: World, count: int, title: str = "Printer") -> list[str]:
    requester = world.actor("requester")
    return [actions.register(requester, INCIDENT, title=f"{title} {at}").number for at in range(count)]


def hidden(text: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', text)
    assert found, text[-3000:]
    return html.unescape(found[1])


def preview(browser: Client, address: str, status: int = 200, **posted: object) -> str:
    answer = browser.post(address, posted)
    assert answer.status_code == status, answer.content.decode()[-3000:]
    return answer.content.decode()


def confirm(browser: Client, address: str, text: str, **values: str) -> str:
    """Where the confirmed change leads."""
    answer = browser.post(address, {"plan": hidden(text, "plan"), "action": hidden(text, "action"), **values})
    assert answer.status_code == 303, answer.content.decode()[-3000:]
    return str(answer["Location"])


def assigned(world: World) -> set[str]:
    return set(Record.objects.filter(assignee=world.people["colleague"]).values_list("number", flat=True))


def to_colleague(world: World) -> dict[str, str]:
    return {"assignee": f"person:{world.people['colleague'].pk}"}


def test_after_a_quick_search_all_matching_are_changed_and_no_others(world: World) -> None:
    others = printers(world, 3, "Beamer")
    wanted = printers(world, 52)
    browser = client(world, "agent")
    address = "/desk/?open=true&q=printer"
    whole = hidden(get(browser, address), "whole")
    text = preview(browser, address, action="assign", whole=whole)
    assert "The first 10 of 52" in text and len(re.findall(r'<li><a class="x-number"', text)) == 10
    there = confirm(browser, address, text, **to_colleague(world))
    assert there.startswith("/bulk/")
    run_bulk.run(run=BulkRun.objects.get().pk)
    assert assigned(world) == set(wanted) and not assigned(world) & set(others)
    assert "52 of 52 records are done" in get(browser, there)


def test_all_in_view_on_page_two_are_all_and_not_the_page(world: World) -> None:
    wanted = printers(world, 53)
    browser = client(world, "agent")
    address = "/desk/?open=true&page=2"
    text = preview(browser, address, action="assign", whole=hidden(get(browser, address), "whole"))
    assert "of 53" in text
    confirm(browser, address, text, **to_colleague(world))
    run_bulk.run(run=BulkRun.objects.get().pk)
    assert assigned(world) == set(wanted)


def test_picked_on_page_two_are_only_those(world: World) -> None:
    printers(world, 53)
    browser = client(world, "agent")
    address = "/desk/?open=true&page=2"
    shown = numbers(get(browser, address))
    there = confirm(browser, address, preview(browser, address, action="assign", pick=shown[:2]), **to_colleague(world))
    assert assigned(world) == set(shown[:2])
    assert there == address, "one is back at the same page of the same filter"


def test_a_filter_changed_in_another_tab_changes_nothing_here(world: World) -> None:
    printers(world, 52)
    printers(world, 51, "Beamer")
    browser = client(world, "agent")
    whole = hidden(get(browser, "/desk/?open=true&q=printer"), "whole")
    get(browser, "/desk/?open=true&q=beamer")
    text = preview(browser, "/desk/?open=true&q=beamer", action="assign", whole=whole)
    assert "of 52" in text and "Beamer" not in text, "the filter that was ticked counts, not the one of the address"


def test_another_count_stops_and_shows_both(world: World) -> None:
    printers(world, 52)
    browser = client(world, "agent")
    address = "/desk/?open=true&q=printer"
    whole = hidden(get(browser, address), "whole")
    text = preview(browser, address, action="assign", whole=whole)
    printers(world, 1)
    stopped = preview(browser, address, 409, action="assign", whole=whole)
    assert "52" in stopped and "53" in stopped
    again = preview(browser, address, 409, plan=hidden(text, "plan"), action="assign", **to_colleague(world))
    assert "52" in again and "53" in again
    assert assigned(world) == set()


def test_a_concurrent_change_is_left_alone_and_listed(world: World) -> None:
    one, two = printers(world, 2)
    browser = client(world, "agent")
    text = preview(browser, "/desk/?open=true", action="assign", pick=[one, two])
    actions.note(world.actor("agent"), one, text="Mine")
    there = confirm(browser, "/desk/?open=true", text, **to_colleague(world))
    assert assigned(world) == {two}
    page = get(browser, there)
    assert one in page and "changed it after you looked" in page and two not in page


def test_those_whose_state_forbids_it_are_left_out_and_named(world: World) -> None:
    one, two = printers(world, 2)
    actions.take(world.actor("agent"), one)
    browser = client(world, "agent")
    text = preview(browser, "/desk/?open=true", action="assign", pick=[one, two])
    assert "1 of the 2 selected records are left out" in text and "In progress" in text
    confirm(browser, "/desk/?open=true", text, **to_colleague(world))
    assert assigned(world) == {two}


def test_each_record_gets_one_entry_by_the_person(world: World) -> None:
    made = printers(world, 3)
    browser = client(world, "agent")
    text = preview(browser, "/desk/?open=true", action="resolve", pick=made)
    confirm(browser, "/desk/?open=true", text, resolution="Restarted the spooler", closure_code="solved")
    for number in made:
        last = Entry.objects.filter(record__number=number).latest("seq")
        assert last.fact == "incidents.resolved" and last.actor == world.people["agent"]


def test_what_a_verb_needs_is_asked_again(world: World) -> None:
    made = printers(world, 2)
    browser = client(world, "agent")
    text = preview(browser, "/desk/?open=true", action="resolve", pick=made)
    again = preview(browser, "/desk/?open=true", 422, plan=hidden(text, "plan"), action="resolve", resolution="")
    assert "Give a value." in again and hidden(again, "plan")
    assert Record.objects.filter(state="resolved").count() == 0


def test_a_seal_of_somebody_else_or_broken_is_refused(world: World) -> None:
    printers(world, 52)
    whole = hidden(get(client(world, "agent"), "/desk/?open=true"), "whole")
    other = client(world, "colleague")
    for token in (whole, "x" + whole, ""):
        answer = other.post("/desk/?open=true", {"action": "assign", "whole": token})
        assert answer.status_code in (303, 409)
    assert not BulkRun.objects.exists()


@pytest.mark.parametrize("who", ["auditor", "requester", "stranger"])
def test_without_the_permission_nothing_is_offered_or_done(world: World, who: str) -> None:
    made = printers(world, 2)
    browser = client(world, who)
    assert 'name="action"' not in get(browser, "/incidents")
    assert browser.post("/incidents", {"action": "assign", "pick": made}).status_code == 403


def test_what_one_may_not_see_cannot_be_picked(world: World) -> None:
    made = printers(world, 1)
    Record.objects.filter(number=made[0]).update(restricted=True)
    text = preview(client(world, "agent"), "/desk/?open=true", 409, action="assign", pick=made)
    assert "Printer" not in text


def test_a_job_that_runs_twice_does_each_record_once(world: World) -> None:
    made = printers(world, 51)
    browser = client(world, "agent")
    address = "/desk/?open=true"
    text = preview(browser, address, action="assign", whole=hidden(get(browser, address), "whole"))
    confirm(browser, address, text, **to_colleague(world))
    key = BulkRun.objects.get().pk
    run_bulk.run(run=key)
    before = Entry.objects.count()
    run_bulk.run(run=key)
    assert Entry.objects.count() == before and len(assigned(world)) == len(made)


def test_nothing_selected_is_said(world: World) -> None:
    printers(world, 1)
    browser = client(world, "agent")
    assert browser.post("/desk/?open=true", {"action": "assign"})["Location"] == "/desk/?open=true"
    assert "Select at least one record." in get(browser, "/desk/?open=true")


def test_somebody_elses_run_is_not_there(world: World) -> None:
    made = printers(world, 2)
    browser = client(world, "agent")
    text = preview(browser, "/desk/?open=true", action="assign", pick=made)
    confirm(browser, "/desk/?open=true", text, **to_colleague(world))
    assert client(world, "colleague").get(f"/bulk/{BulkRun.objects.get().pk}").status_code == 404
