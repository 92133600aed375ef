"""Nothing takes a column that it does not declare (bar T22): no operation of the API, in a body, below a field of it,
in a form with a file or behind the question mark; and no form of the pages. Rows of every table are compared.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import product
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from fettle.kernel.settings.read import current
from fettle.site.testing.api import Caller, caller_of
from fettle.site.testing.cast import Cast
from fettle.site.testing.forms import Forms
from fettle.site.testing.operations import SAMPLE, Operation, operations
from fettle.site.testing.pages import LEFT_OUT, Filled, pages
from fettle.site.testing.rows import Row, columns, done, new_ids, snapshot
from fettle.site.testing.sent import Browser, Sent

NESTED: dict[str, Any] = {"custom": {}, "values": {}, "value": [], "numbers": [], "attributes": {}}
"""Fields of a body that hold further names."""


@pytest.fixture
def keepers(cast: Cast) -> dict[str, Caller]:
    return {who: caller_of(cast.world, who) for who in ("agent", "manager", "administrator", "head", "requester")}


@pytest.fixture
def asked(cast: Cast) -> list[tuple[Operation, str, dict[str, Any]]]:
    """Every operation that writes, with a request that is right in itself."""
    return [(each, *each.asks(cast, "A")) for each in operations("POST", "PATCH", "PUT")]


Asked = list[tuple[Operation, str, dict[str, Any]]]


def foreign_to(*declared: str) -> set[str]:
    return columns() - set(declared)


def _parts(names: set[str], most: int = settings.DATA_UPLOAD_MAX_NUMBER_FILES - 1) -> list[set[str]]:
    """As few sets of them as a form may have files, or as ``most`` says."""
    ordered = sorted(names)
    return [set(ordered[at : at + most]) for at in range(0, len(ordered), most)]


CHOSEN = ("/items/new?type=computer",)
"""Forms that follow from a choice on the same address."""
MOST_NAMES = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS * 3 // 4
"""So many further names a question or a form takes beside its own."""


def test_a_body_with_any_undeclared_column_is_refused_by_name(asked: Asked, keepers: dict[str, Caller]) -> None:
    before = snapshot()
    for operation, path, arguments in asked:
        if "raw" in arguments:
            continue
        foreign = foreign_to(*(operation.schema or {}).get("properties", {}))
        body = {**(arguments.get("body") or {}), **{name: {"pk": 1} for name in foreign}}
        answer = keepers[operation.keeper](operation.method, path, **{**arguments, "body": body})
        assert answer.status_code == 422, (operation.path, answer.content)
        assert foreign <= set(answer.json()["errors"]), operation.path
    assert not done(before, snapshot())


def test_a_form_with_a_file_and_any_undeclared_column_is_refused_by_name(
    asked: Asked, keepers: dict[str, Caller]
) -> None:
    """As a text and as a further file."""
    before, tried = snapshot(), 0
    for operation, path, arguments in asked:
        if "raw" not in arguments:
            continue
        form = operation.details["requestBody"]["content"][MULTIPART_CONTENT.partition(";")[0]]["schema"]
        foreign = foreign_to(*form["properties"])
        for value, some in product(("1", SimpleUploadedFile("b.csv", b"title\n")), _parts(foreign)):
            first, *others = form["required"]
            right = {first: SimpleUploadedFile("a.csv", b"title\nJams\n"), **{name: SAMPLE[name] for name in others}}
            sent = encode_multipart(BOUNDARY, {**dict.fromkeys(some, value), **right})
            answer = keepers[operation.keeper](operation.method, path, raw=sent, media=MULTIPART_CONTENT)
            assert answer.status_code == 422, (operation.path, answer.content)
            assert some <= set(answer.json()["errors"]), operation.path
            tried += 1
    assert tried >= 6
    assert not done(before, snapshot())


def test_what_stands_below_a_field_is_no_way_round(asked: Asked, keepers: dict[str, Caller]) -> None:
    """Fields of a category, values of a bulk change, rows of a setting: names that none of them declares."""
    before, tried = snapshot(), set()
    for operation, path, arguments in asked:
        for name in set((operation.schema or {}).get("properties", {})) & NESTED.keys():
            declared = dict(current()["incidents.priorities"][0]) if name == "value" else SAMPLE["values"]
            inner = {**(declared if name != "custom" else {}), **dict.fromkeys(foreign_to(*declared, "title"), "1")}
            value = inner if isinstance(NESTED[name], dict) else [inner]
            body = {**(arguments.get("body") or {}), name: value}
            answer = keepers[operation.keeper](operation.method, path, **{**arguments, "body": body})
            assert answer.status_code == 422, (operation.path, name, answer.content)
            tried.add(name)
    assert tried == NESTED.keys()
    assert not done(before, snapshot())


def test_a_question_with_any_undeclared_name_is_refused_by_name(cast: Cast) -> None:
    """So that a filter that is misspelt, or not for this reader, never shows everything."""
    caller, failed = caller_of(cast.world, "keeper"), []
    for operation in operations("GET"):
        path, _ = operation.asks(cast, "A")
        foreign = foreign_to(*(each["name"] for each in operation.details.get("parameters", ())))
        for some in _parts(foreign, MOST_NAMES):
            address = path + ("&" if "?" in path else "?") + "&".join(f"{name}=1" for name in sorted(some))
            answer = caller("GET", address)
            if answer.status_code != 422 or not some <= set(answer.json()["errors"]):
                failed.append((operation.path, answer.status_code))
    assert not failed


def test_no_form_of_the_pages_takes_a_column_that_it_does_not_show(cast: Cast) -> None:
    """What a form does is the same with every other column of every model beside what it asks for."""
    keeper = Browser.of(cast.people["keeper"])
    address = Filled(cast)
    sent = Sent(cast, address, keeper)
    asked = [(page, address(page, "A")) for page in pages() if page.path not in LEFT_OUT]
    shown = _shown(keeper, [*(place for _page, place in asked), *CHOSEN])
    tried, failed = 0, []
    for page, place in asked:
        values = _takes(keeper, place) and sent(page, "A")
        if values is False:
            continue
        before = snapshot()
        known = shown.get(_alike(place), set()) | values.keys()
        usual = _posted(keeper, place, values)
        for some in _parts(columns() - known, MOST_NAMES):
            more = _posted(keeper, place, {**dict.fromkeys(some, str(cast.world.rival.pk)), **values})
            new = new_ids(before, usual[1]) | new_ids(before, more[1])
            effects = [(code, done(before, after, new), _touched(before, after)) for code, after in (usual, more)]
            if effects[0] != effects[1]:
                failed.append((page.path, set(effects[0][1]) ^ set(effects[1][1]), effects[0][::2], effects[1][::2]))
        tried += bool(effects[0][1])
    assert not failed
    assert tried > 50


def _shown(keeper: Browser, places: list[str]) -> dict[str, set[str]]:
    """The names of the controls of all forms that lead to an address, wherever they stand."""
    found: dict[str, set[str]] = {}
    for place in places:
        with keeper.asking("get", place) as answer:
            page = answer.content.decode(errors="replace") if answer.status_code == 200 and not answer.streaming else ""
            for form in Forms(page).found:
                names = form.names | {name for name, _value in form.buttons}
                found.setdefault(_alike(form.action or place), set()).update(names)
    return found


def _alike(place: str) -> str:
    """An address without what it is about: the same form stands on the page of each."""
    return re.sub(r"\d+", "0", place.partition("?")[0])


def _takes(keeper: Browser, place: str) -> bool:
    with keeper.asking("post", place) as answer:
        return bool(answer.status_code != 405)


def _posted(keeper: Browser, place: str, values: dict[str, Any]) -> tuple[int, set[Row]]:
    """The code of the answer, and every row as it was left."""
    with keeper.asking("post", place, values) as answer:
        return answer.status_code, snapshot()


def _touched(before: set[Row], after: set[Row]) -> Counter[str]:
    """How many rows of which table are new or other ones: also those of which only a secret differs."""
    return Counter(table for table, _row in after - before)
