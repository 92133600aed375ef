"""Lists: what is asked stands in the address, counts agree with rows, nobody sees or learns more than they may."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fettle.edges.pages.models import SavedView
from fettle.edges.pages.tests.test_frame import client
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT, REQUEST
from fettle.site.testing.world import World

BUDGET = {"split": 11, "list": 11, "board": 13, "peek": 9}
"""Statements of a page, by its layout; on a board one for rounds of approval, which say what may be solved."""


def fill(world: World, count: int = 8) -> list[Record]:
    """Incidents and requests of the school in several states."""
    agent, made = world.actor("agent"), []
    for at in range(count):
        kind = REQUEST if at % 3 == 2 else INCIDENT
        record = actions.register(
            world.actor("requester"), kind, title=f"Trouble number {at:02d}", service=world.service, impact="group"
        )
        if at % 4 == 1:
            actions.take(agent, record.number)
        if at % 4 == 2:
            actions.wait(agent, record.number, pause_reason="requester")
        if at % 4 == 3:
            actions.resolve(agent, record.number, resolution="Done", closure_code="solved")
        made.append(record)
    return made


def numbers(text: str) -> list[str]:
    """The numbers of the rows of a page, in order."""
    return re.findall(r'id="row-([A-Z]+-\d+)"', text)


def get(browser: Client, address: str, status: int = 200) -> str:
    answer = browser.get(address)
    assert answer.status_code == status, answer.content[:2000]
    return answer.content.decode()


TABS = (
    ("open=true&team=mine", lambda r: r.is_open),
    ("assignee=me&open=true", lambda r: r.is_open and r.assignee_id is not None),
    ("assignee=none&open=true", lambda r: r.is_open and r.assignee_id is None),
    ("open=true&overdue=true", lambda r: False),
    ("open=true&state=waiting&pause_reason=requester", lambda r: r.state == "waiting"),
    ("open=true", lambda r: r.is_open),
)


@pytest.mark.parametrize(("query", "belongs"), TABS)
def test_counts_of_views_agree_with_their_rows(world: World, query: str, belongs) -> None:
    fill(world)
    text = get(client(world, "agent"), f"/desk/?{query}")
    expected = {record.number for record in Record.objects.filter(kind__in=("incident", "request")) if belongs(record)}
    assert set(numbers(text)) == expected
    tab = re.search(r'aria-current="page"[^>]*>[^<]*<span class="x-count">(\d+)', text.partition('class="x-views"')[2])
    assert tab and int(tab[1]) == len(expected)
    assert f"{len(expected)} record" in text


@pytest.mark.parametrize("layout", ["split", "list", "board"])
@pytest.mark.parametrize("count", [0, 1, 9])
def test_a_page_stays_within_its_budget(world: World, layout: str, count: int) -> None:
    fill(world, count)
    browser = client(world, "agent")
    browser.get("/desk/")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        get(browser, f"/desk/?open=true&layout={layout}")
    assert len(queries) <= BUDGET[layout], [query["sql"][:160] for query in queries]


def test_the_bare_address_is_the_first_view(world: World) -> None:
    fill(world)
    browser = client(world, "agent")
    assert numbers(get(browser, "/desk/")) == numbers(get(browser, "/desk/?open=true&team=mine"))


def test_a_filter_survives_sorting_paging_and_reloading(world: World) -> None:
    for at in range(53):
        actions.register(world.actor("requester"), INCIDENT, title=f"Printer {at:02d}")
    actions.register(world.actor("requester"), INCIDENT, title="Beamer")
    browser = client(world, "agent")
    first = get(browser, "/desk/?q=printer&sort=title&layout=list")
    assert len(numbers(first)) == 50 and "53 records" in first
    following = re.search(r'href="([^"]+)" rel="next"', first)
    assert following
    address = following[1].replace("&amp;", "&")
    assert "q=printer" in address and "sort=title" in address and "page=2" in address
    second = get(browser, address)
    assert len(numbers(second)) == 3 and not set(numbers(second)) & set(numbers(first))
    assert get(browser, address) and numbers(get(browser, address)) == numbers(second)
    turned = re.search(r'href="([^"]*sort=-title[^"]*)"', second)
    assert turned and "q=printer" in turned[1] and "page" not in turned[1]


def test_a_filter_is_a_chip_that_can_be_taken_off(world: World) -> None:
    fill(world)
    text = get(client(world, "agent"), "/desk/?open=true&priority=3&state=waiting,new")
    assert "Remove filter Priority" in text
    assert 'href="/desk/?open=true&amp;state=new,waiting"' in text
    assert "New, Waiting" in text


@pytest.mark.parametrize("query", ["priority=99", "team=Nobody%27s", "assignee=nobody@example.org", "state=gone"])
def test_a_value_that_is_not_understood_is_said_and_shows_nothing(world: World, query: str) -> None:
    fill(world)
    text = get(client(world, "agent"), f"/desk/?{query}")
    assert 'role="alert"' in text and numbers(text) == []


def test_bad_addresses_do_not_break_it(world: World) -> None:
    fill(world)
    browser = client(world, "agent")
    for query in ("page=-1", "page=99999999", "sort=password", "q=%00", "columns=nothing", "layout=x", "open=perhaps"):
        get(browser, f"/desk/?{query}")
        get(browser, f"/incidents?{query}")


def test_a_stranger_sees_an_empty_list(world: World) -> None:
    fill(world)
    for address in (
        "/desk/?every=1",
        "/incidents",
        "/requests",
        "/my-work/",
        "/search?q=Trouble",
        "/palette?q=Trouble",
    ):
        text = get(client(world, "stranger"), address)
        assert numbers(text) == [] and "Trouble number" not in text


def test_the_people_we_serve_see_their_own_and_learn_nothing_by_asking(world: World) -> None:
    made = fill(world)
    browser = client(world, "requester")
    assert len(numbers(get(browser, "/incidents"))) == sum(record.kind == "incident" for record in made)
    asked = get(browser, "/incidents?channel=portal")
    assert "channel" not in asked, "a staff field is neither a filter nor a column for others"


def test_display_chooses_columns_and_density(world: World) -> None:
    fill(world)
    text = get(client(world, "agent"), "/desk/?every=1&layout=list&columns=title,priority&density=compact")
    heads = re.findall(r"<th scope=\"col\"[^>]*>(?:<a[^>]*>)?([^<]+)", text)
    assert heads == ["Number", "Subject", "Status", "Prio"]
    assert 'data-density="compact"' in text


def test_a_view_is_saved_with_all_it_shows(world: World) -> None:
    fill(world)
    browser = client(world, "agent")
    text = get(browser, "/desk/?open=true&priority=3&layout=list&sort=title&columns=title,priority&density=compact")
    save = re.search(r'href="(/views/new[^"]+)"', text)
    assert save
    answer = browser.post(save[1].replace("&amp;", "&"), {"name": "My threes", "shared": "on"})
    there = answer["Location"]
    assert there == "/desk/?open=true&priority=3&sort=title&layout=list&density=compact&columns=title,priority"
    assert re.search(r'aria-current="page">My threes', get(browser, there))
    assert "My threes" in get(client(world, "colleague"), "/desk/")
    assert "My threes" not in get(client(world, "requester"), "/incidents")


def test_only_the_owner_changes_or_deletes_a_view(world: World) -> None:
    row = SavedView.objects.create(person=world.people["agent"], path="/desk/", query="open=true", name="Mine")
    other = client(world, "colleague")
    assert other.post(f"/views/{row.pk}", {"name": "Stolen"}).status_code == 404
    assert other.post(f"/views/{row.pk}/delete").status_code == 404
    browser = client(world, "agent")
    browser.post(f"/views/{row.pk}", {"name": "Renamed"})
    assert "Renamed" in get(browser, "/views/")
    browser.post(f"/views/{row.pk}/delete")
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("path", ["//evil.example/", "https://evil.example/", "/no/list"])
def test_a_view_leads_nowhere_else(world: World, path: str) -> None:
    assert client(world, "agent").post(f"/views/new?list={path}", {"name": "Away"}).status_code == 422


def test_my_work_holds_what_is_mine_in_every_process(world: World) -> None:
    made = fill(world)
    mine = {record.number for record in Record.objects.filter(assignee=world.people["agent"], is_open=True)}
    assert mine and len(mine) < len(made)
    assert set(numbers(get(client(world, "agent"), "/my-work/"))) == mine


def test_search_by_number_leads_to_the_record(world: World) -> None:
    record = fill(world, 1)[0]
    browser = client(world, "agent")
    assert browser.get(f"/search?q={record.number.lower()}")["Location"] == f"/incidents/{record.number}"
    assert record.number in get(browser, "/palette?q=inc-1")


def test_the_palette_is_short_and_offers_places(world: World) -> None:
    fill(world, 15)
    text = get(client(world, "agent"), "/palette?q=")
    assert "My work" in text
    assert get(client(world, "agent"), "/palette?q=o").count('role="option"') <= 12


def test_the_preview_shows_report_and_clocks_within_its_budget(world: World) -> None:
    record = actions.register(world.actor("requester"), INCIDENT, title="Wi-Fi", details="No address on floor 3")
    browser = client(world, "agent")
    assert browser.get(f"/incidents/{record.number}/peek")["Location"] == f"/incidents/{record.number}"
    with CaptureQueriesContext(connection) as queries:
        answer = browser.get(f"/incidents/{record.number}/peek", headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert "No address on floor 3" in text and "First response" in text and "<html" not in text
    assert len(queries) <= BUDGET["peek"]
    assert client(world, "stranger").get(f"/incidents/{record.number}/peek").status_code == 404


def test_services_are_a_list_by_their_declaration_alone(world: World) -> None:
    text = get(client(world, "manager"), "/services")
    assert numbers(text) == [world.service.number] and "Propose a service" in text
    assert "New service" not in get(client(world, "agent"), "/services")


def test_the_palette_offers_what_may_be_done_with_the_record_one_is_on(world: World) -> None:
    record = actions.take(world.actor("agent"), fill(world, 1)[0].number)
    agent = client(world, "agent")
    hand_over = f'href="/incidents/{record.number}/do/hand_over?within=/desk/"'
    assert hand_over in get(agent, f"/palette?q=hand+o&on={record.number}&within=/desk/")
    assert f"/incidents/{record.number}/do/resolve" in get(agent, f"/palette?q=>+res&on={record.number}")
    assert "/do/" not in get(agent, "/palette?q=hand+over"), "on no record"
    assert "/do/" not in get(client(world, "stranger"), f"/palette?q=&on={record.number}"), "nothing one may not see"
    resolved = actions.resolve(world.actor("agent"), record.number, resolution="Done", closure_code="solved")
    assert "/do/resolve" not in get(agent, f"/palette?q=&on={resolved.number}"), "nothing that is not possible now"


def test_the_palette_finds_people_for_whoever_administers_them(world: World) -> None:
    person = world.people["colleague"]
    assert f'href="/people/{person.pk}/"' in get(client(world, "administrator"), "/palette?q=colleag")
    assert "/people/" not in get(client(world, "agent"), "/palette?q=colleag")


def test_a_moment_is_picked_and_stands_in_its_control_again(world: World) -> None:
    agent = client(world, "agent")
    text = get(agent, "/desk/?panel=filter&opened_from=2026-03-31+14:05&opened_before=soon")
    assert re.search(r'<input type="datetime-local" name="opened_from" value="2026-03-31T14:05"', text)
    assert re.search(r'<input type="text" name="opened_before" value="soon"', text), (
        "what is no moment stays to be mended"
    )
    assert 'type="datetime-local" name="updated_from"' in text
