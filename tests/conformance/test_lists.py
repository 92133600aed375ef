"""Every list of the house asks the database a number of times that is fixed, however many rows it has. What a list is
tells the page itself: an address without anything to fill in that shows more when there is more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db import connection
from django.test import Client

from fettle.kernel.assembly import assembly
from fettle.kernel.settings.records import SETTING
from fettle.site.testing.cast import Cast
from fettle.site.testing.pages import LEFT_OUT, pages
from fettle.site.testing.unpacked import PAPER, TABLE

MOST = 12
MORE = {"/incidents": 13, "/my-work/": 16, "/portal/": 16, "/agreements/estimates": 16}
"""docs/screens.md says why."""
MANY = 6
"""Records of each kind that come to the first one."""
ROW = re.compile(r"<tr\b|<li\b|<article\b")
BRACKETS = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")
KINDS = [kind for kind in assembly().kinds if kind is not SETTING]


class Asked(NamedTuple):
    """So many rows stood on a page, for so many statements."""

    rows: int
    statements: int


def asked(browser: Client) -> Mapping[str, Asked]:
    """Of every address that is filled in already, opened before."""
    found = {}
    for path in (page.path for page in pages() if not page.slots and page.path not in LEFT_OUT):
        if TABLE.search(path) or PAPER.search(path) or browser.get(path).status_code != 200:
            continue
        statements: list[str] = []

        def count(execute: Any, sql: str, *more: Any, seen: list[str] = statements) -> Any:
            if not sql.startswith(BRACKETS):
                seen.append(sql)
            return execute(sql, *more)

        with connection.execute_wrapper(count):
            page = browser.get(path).content.decode(errors="replace")
        found[path] = Asked(len(ROW.findall(page)), len(statements))
    return found


def test_every_list_stays_within_its_budget(cast: Cast) -> None:
    """For somebody with every role; twice as many rows cost nothing more."""
    browser = Client()
    browser.force_login(cast.people["keeper"])
    for kind in KINDS:
        cast.record(kind, "A", kind.flow.initial)
    few = asked(browser)
    for kind in KINDS:
        for _each in range(MANY):
            cast.another(kind, "A")
    many = asked(browser)
    lists = {path for path in few if many[path].rows > few[path].rows}
    assert {f"/{kind.path}" for kind in KINDS if f"/{kind.path}" in few} <= lists
    grown = {path: (few[path], many[path]) for path in lists if many[path].statements > few[path].statements}
    dear = {path: many[path].statements for path in lists if many[path].statements > MORE.get(path, MOST)}
    assert (grown, dear) == ({}, {})
