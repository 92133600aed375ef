"""Who sees which page and who may send which form: every address of the URLconf × actors × what belongs to
organisation A and to B, as two committed tables, and a third of what a page costs. What is seen on a page is seen over
REST and the other way round; no page shows a word of the other organisation, and what is refused writes nothing (bar
T20).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from fettle.edges.pages import addresses, nav
from fettle.kernel.access.actor import Actor
from fettle.kernel.assembly import assembly
from fettle.kernel.records.models import Record
from fettle.kernel.settings.records import SETTING
from fettle.processes.incidents.records import INCIDENT, REQUEST
from fettle.site.testing.cast import ACTORS, MARKER, OF_A, Cast
from fettle.site.testing.golden import same
from fettle.site.testing.pages import LEFT_OUT, Filled, Page, pages
from fettle.site.testing.rows import written
from fettle.site.testing.sent import Browser, Sent
from fettle.site.testing.unpacked import opened

WHO = (*ACTORS, "keeper")
OF_THE_HOUSE = ("/services/", "/portal/services/", "/settings/")
"""What has a number and is for everybody."""
HOMES = {who: who[-1].upper() for who in WHO if who[-2:] in ("_a", "_b")}
"""Whose organisation it is; a name of another is none that they know, and their form is refused for it (422)."""
BEYOND = ("admin_a", "/start/<slug:key>/")
"""Who may open a page, and whom its action refuses: it names the whole house."""
ECHOED = ("/people/import/",)
"""A form whose answer shows what was sent."""
SEEN = (
    "Answers to GET about organisation A, and about B where an address names something of one.",
    "Addresses that only take a form stand in forms.txt.",
    "",
)
SPENT = (
    "Statements that each page costs somebody with every role, once it was opened before. A page that begins to ask",
    "for each row costs more than it did: that is seen here, as a difference to be read.",
    "",
)
BRACKETS = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")
"""What a test puts around each answer, and what an answer puts around a part of it, is no statement of its own."""
DONE = (
    "Answers to POST of the form of each address that takes one, filled in right, about what A has, and what B has.",
    "In brackets: nothing was written. The keeper has every role in the whole house: what they may not, nobody may.",
    "",
)


@pytest.fixture
def browsers(cast: Cast) -> dict[str, Browser]:
    """A signed-in browser for each."""
    return {who: Browser.of(cast.people.get(who) or cast.world.people.get(who)) for who in WHO}


def test_the_table_of_pages_is_the_committed_one(cast: Cast, browsers: dict[str, Browser]) -> None:
    address = Filled(cast)
    spent: dict[str, int] = {}

    def code(page: Page, who: str, side: str) -> str:
        def ask(execute: Any, sql: str, *more: Any) -> Any:
            if (who, side) == ("keeper", "A") and not sql.startswith(BRACKETS):
                spent[page.path] = spent.get(page.path, 0) + 1
            return execute(sql, *more)

        with connection.execute_wrapper(ask), browsers[who].asking("get", address(page, side)) as answer:
            return _checked(answer, page, who, side)

    told = [(page, page.sides) for page in pages() if _answers(browsers["keeper"], "get", address, page)]
    table = _table(SEEN, told, code)
    same("tests/golden/queries.txt", "\n".join([*SPENT, *(f"{path:60}{spent[path]:4}" for path in spent)]) + "\n")
    same("tests/golden/pages.txt", table)


def test_the_address_of_every_kind_of_record_leads_to_a_page(cast: Cast, browsers: dict[str, Browser]) -> None:
    """Whatever a list, a history or the audit log links to."""
    wrong = []
    for kind in assembly().kinds:
        found = Record.objects.filter(kind=kind.key).first() or cast.record(kind, "A", kind.flow.initial)
        for place in (addresses.of(found), addresses.short(found)):
            answer = browsers["keeper"].client.get(place, follow=True)
            if answer.status_code != 200:
                wrong.append((place, answer.status_code))
    assert not wrong


def test_whatever_is_late_is_counted(cast: Cast) -> None:
    """Of every kind, also of one that does not show its due time as a field."""
    keeper, late = cast.people["keeper"], timezone.now() - timedelta(days=1)
    for kind in assembly().kinds:
        if kind is not SETTING:
            cast.record(kind, "A", kind.flow.initial)
    Record.objects.filter(is_open=True).update(assignee=keeper, due_at=late)
    found = Record.objects.filter(is_open=True)
    assert nav.overdue(Actor.of(keeper)) == found.count() and found.values("kind").distinct().count() > 10


def test_the_table_of_forms_is_the_committed_one(cast: Cast, browsers: dict[str, Browser]) -> None:
    address = Filled(cast)
    sent = Sent(cast, address, browsers["keeper"])

    wrong: list[Any] = []

    def code(page: Page, who: str, side: str) -> str:
        place, values = address(page, side), sent(page, side)
        before = written()
        with browsers[who].asking("post", place, values) as answer:
            found, wrote = _checked(answer, page, who, side, page.path in ECHOED), written() - before
        unknown = side not in HOMES.get(who, "AB") or (who, page.path) == BEYOND
        if answer.status_code == 400 or (answer.status_code == 422 and not unknown):
            wrong.append((place, who, answer.status_code, "not filled in right"))
        if answer.status_code >= 400 and wrote:
            wrong.append((place, who, answer.status_code, "refused, and yet something was written"))
        return found if wrote or answer.status_code >= 400 else f"({found})"

    told = [(page, page.form_sides) for page in pages() if _answers(browsers["keeper"], "post", address, page)]
    table = _table(DONE, told, code)
    same("tests/golden/forms.txt", table)
    assert not wrong


def _answers(keeper: Browser, method: str, address: Filled, page: Page) -> bool:
    """Whether an address takes this method at all. Each takes one."""
    if page.path in LEFT_OUT:
        return False
    with keeper.asking(method, address(page, "A")) as answer:
        return bool(answer.status_code != 405)


def _table(head: tuple[str, ...], rows: Iterable[tuple[Page, str]], code: Callable[[Page, str, str], str]) -> str:
    lines = [*head, f"{'':44}" + "".join(f"{who:>15}" for who in WHO)]
    for page, sides in rows:
        cells = [" ".join(code(page, who, side) for side in sides) for who in WHO]
        lines.append(f"{page.path:44}" + "".join(f"{cell:>15}" for cell in cells))
    return "\n".join(lines) + "\n"


def _checked(answer: Any, page: Page, who: str, side: str, echoed: bool = False) -> str:
    """The code of an answer that did not fail, and told people of A nothing of B that they did not write themselves."""
    content = b"".join(answer) if answer.streaming else answer.content
    assert answer.status_code < 500, (page.path, who, side)
    if who in OF_A:
        assert echoed or MARKER["B"] not in opened(content), (page.path, who, side)
        if side == "B" and "number" in page.slots and not page.path.startswith(OF_THE_HOUSE):
            assert answer.status_code in (404, 405), (page.path, who, answer.status_code)
    return str(answer.status_code)


@pytest.mark.parametrize("side", ["A", "B"])
def test_seen_on_a_page_is_seen_over_rest(cast: Cast, browsers: dict[str, Browser], side: str) -> None:
    for kind in (INCIDENT, REQUEST):
        number = cast.record(kind, side, "new").number
        for who in ACTORS[1:]:
            answer = browsers[who].client.get(f"/{number}", follow=True)
            there = cast.callers[who]("GET", f"/{kind.path}/{number}")
            assert (answer.status_code == 200) == (there.status_code == 200), (number, who)
