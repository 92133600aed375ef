"""Each output that the register names, in a real browser: whoever keeps the process opens it, finds a file of it to
take along on the page, and prints it.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from fettle.governance.coverage import register
from fettle.kernel.access.models import Grant
from fettle.kernel.orgs import actions as orgs
from fettle.kernel.records.models import Record
from fettle.site.testing.breaking import NUMBERED
from fettle.site.testing.house import House

pytestmark = pytest.mark.browser
KEEPERS = {
    "PR1": "service_portfolio_manager",
    "PR2": "service_level_manager",
    "PR3": "report_owner",
    "PR6": "sms_manager",
    "PR7": "customer_relationship_manager",
    "PR8": "supplier_relationship_manager",
    "PR9": "incident_manager",
    "PR10": "problem_manager",
    "PR11": "configuration_manager",
}
"""The role that answers for a process, and no other."""
FILE = "main :is(a[download], a[href*='/export'])"
TOLD = "main :is(table, dl, .x-prose, .x-timeline)"
"""What of a page is worth its paper."""


def outputs() -> Iterator[pytest.ParameterSet]:
    for row in register.rows():
        if row.covered and row.item.kind == "output":
            for screen in filter(None, (row.covered.screen, row.covered.also)):
                yield pytest.param(row.item.process, screen, id=f"{row.item.id}-{screen}")


@pytest.fixture(scope="module")
def keepers(house: House) -> House:
    """The house, with somebody for each role."""
    for role in KEEPERS.values():
        person = orgs.add_person(role, house.world.provider, f"{role}@example.org", may_sign_in=True)
        Grant.objects.create(person=person, role=role, organisation=house.world.provider)
        house.world.people[role] = person
    return house


def filled(screen: str) -> str:
    """The address of the first record, where it is about one."""
    found = NUMBERED.search(screen)
    if found is None:
        return screen
    number = Record.objects.filter(number__startswith=found[1]).earliest("pk").number
    return NUMBERED.sub(number, screen)


@pytest.mark.parametrize(("process", "screen"), list(outputs()))
def test_an_output_is_opened_exported_and_printed(keepers: House, process: str, screen: str) -> None:
    page = keepers.visit(filled(screen), KEEPERS[process])
    files = page.locator(FILE)
    assert files.count(), f"{screen} has no file to take along"
    answer = page.context.request.get(str(files.first.get_attribute("href")))
    assert answer.ok and answer.body() and answer.headers["content-disposition"].startswith("attachment")
    assert prints(page) == [], screen


def prints(page: Page) -> list[str]:
    """What is wrong with it on paper: it has its headline and what it tells, and nothing to press."""
    page.emulate_media(media="print")
    shown = {name: page.locator(f"{what} >> visible=true").count() for name, what in PAPER.items()}
    page.emulate_media(media="screen")
    return [name for name, count in shown.items() if (count > 0) == name.startswith("has a ")]


PAPER = {"no headline": "main h1", "nothing told": TOLD, "has a file to press": FILE, "has a way elsewhere": ".x-side"}
