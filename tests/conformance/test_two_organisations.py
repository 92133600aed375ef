"""Two organisations full of marker words: nobody of A ever reads a word of B, by whatever address or filter; and not
with our own filter switched off either, because the database keeps them apart by itself (bar T23).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db.models import Q
from django.test import Client
from django.utils import timezone

from fettle.edges import filtering
from fettle.edges.notify import digest
from fettle.edges.notify.models import NotificationDecision, OutgoingMail
from fettle.edges.transfer.routes import XLSX
from fettle.kernel.access import read, wall
from fettle.kernel.assembly import assembly
from fettle.kernel.history.deliver import deliver
from fettle.kernel.history.models import Entry
from fettle.kernel.records.declare import Kind
from fettle.kernel.records.models import Record
from fettle.processes.incidents.records import INCIDENT
from fettle.processes.reporting.patterns import PATTERNS
from fettle.processes.reporting.records import SPECIFICATION
from fettle.processes.services.records import SERVICE
from fettle.site.testing.cast import MARKER, OF_A, Cast
from fettle.site.testing.operations import operations
from fettle.site.testing.pages import LEFT_OUT, filled, pages
from fettle.site.testing.unpacked import PAPER, TABLE, files, words

WORD = MARKER["B"]
OF_THE_HOUSE = (SERVICE, SPECIFICATION)


@pytest.mark.parametrize("who", OF_A)
def test_no_word_of_the_other_organisation_is_read(cast: Cast, who: str) -> None:
    caller = cast.callers[who]
    for operation in operations("GET"):
        if operation.kind.key == "service":
            continue  # what services there are is for everybody
        for side in "AB":
            path, _ = operation.asks(cast, side)
            assert WORD not in words(caller("GET", path)), path


@pytest.fixture
def theirs(cast: Cast) -> dict[str, list[Record]]:
    """What there is of B, of every kind that operations ask for."""
    for operation in operations("GET"):
        operation.asks(cast, "B")
    found = Record.objects.filter(organisation__path__startswith=cast.home("B").path).order_by("pk")
    return {kind.key: [each for each in found if each.kind == kind.key] for kind in assembly().kinds}


@pytest.mark.parametrize("who", OF_A)
def test_asking_for_it_tells_nothing(cast: Cast, who: str, theirs: dict[str, list[Record]]) -> None:
    """The same answer as for what does not exist, whatever the kind and its filter."""
    asked = set()
    for kind in assembly().kinds:
        if kind in OF_THE_HOUSE:
            continue
        for other in theirs[kind.key]:
            for name, hidden, absent in _filters(kind, other):
                told = [
                    _told(cast.callers[who]("GET", f"/{kind.path}?{urlencode({name: raw})}"), raw)
                    for raw in (hidden, absent)
                ]
                assert told[0] == told[1], (kind.key, name, hidden)
                asked.add((kind.key, name))
    assert len({key for key, _name in asked}) > 15 and len({name for _key, name in asked}) > 10
    _linking_tells_nothing(cast, who, [other.number for key in theirs if key != SERVICE.key for other in theirs[key]])


def _linking_tells_nothing(cast: Cast, who: str, numbers: list[str]) -> None:
    mine = cast.record(INCIDENT, "A", "new").number
    for number in (*numbers, "INC-999999"):
        answer = cast.callers[who]("POST", f"/records/{mine}/link", {"other": number, "relation": "related"})
        assert answer.status_code in (403, 422) and WORD not in answer.content.decode(), number


def _filters(kind: Kind, other: Record) -> Iterator[tuple[str, str, str]]:
    """(filter, what it is of this record, what is of none): of each that takes a name or words."""
    yield "q", other.title.split()[-1], "nonesuch"
    yield "q", other.number, f"{other.number.partition('-')[0]}-999999"
    for name in (each for each in filtering.ELSEWHERE if each in kind.by_name):
        yield "q", kind.value(other, name) or WORD, "nonesuch"
    for field in kind.fields:
        hidden = field.type.plain(kind.value(other, field.name)) if field.filter else None
        if field.type.widget == "person":
            yield (
                field.called,
                f"person:{hidden}" if hidden and "@" not in hidden else f"user_b@{WORD}.example",
                ABSENT["person"],
            )
        elif field.type.widget in ABSENT and getattr(field.type, "kind", "") != SERVICE.key:
            for raw in hidden if isinstance(hidden, list) else [hidden]:
                yield field.called, raw or WORD, ABSENT[field.type.widget]


ABSENT = {
    "person": "user_c@nonesuch.example",
    "team": "Team nonesuch",
    "organisation": "School of the nonesuch",
    "record": "SVC-999999",
    "line": "nonesuch",
    "tags": "nonesuch",
}
"""What does not exist, by the widget of a field."""


def _told(answer: Any, raw: str) -> str:
    """The answer but for what was asked for itself, and the name of the request."""
    text: str = answer.content.decode().replace(raw, "…")
    return text.partition('"request_id"')[0]


@pytest.fixture
def told(cast: Cast, theirs: dict[str, list[Record]]) -> None:
    """Whatever happened is told to everybody whom a rule names."""
    for operation in operations("GET"):
        operation.asks(cast, "A")
    for pk in Entry.objects.order_by("pk").values_list("pk", flat=True):
        deliver.run(pk)


def test_mails_about_one_say_nothing_of_the_other(cast: Cast, told: None) -> None:
    mails = list(OutgoingMail.objects.exclude(person=None).select_related("record"))
    assert len({mail.record.kind for mail in mails if mail.record}) > 3
    for side, other in ("AB", "BA"):
        of_side = [mail for mail in mails if mail.address.endswith(f"@{MARKER[side]}.example")]
        assert of_side and not [mail for mail in of_side if MARKER[other] in mail.subject + mail.body]


def test_digests_say_nothing_of_the_other(cast: Cast, told: None) -> None:
    """Whatever anybody was told stands in their digest once more."""
    decided = NotificationDecision.objects.filter(told=True)
    decided.update(leaves_at=timezone.now())
    for side, other in ("AB", "BA"):
        people = [one for one in cast.people.values() if str(one.mail).endswith(f"@{MARKER[side]}.example")]
        digests = [written for person in people if (written := digest.write(person.pk))]
        assert digests and not [mail for mail in digests if MARKER[other] in mail.subject + mail.body]


FIRST = {"complaints": "CMP-1", "satisfaction": "SAT-1", "agreements": "AGR-2"}
"""The first figure of a report, where it is not that of incidents."""


@pytest.mark.parametrize("who", ["manager_a", "agent_a"])
@pytest.mark.parametrize("kind", PATTERNS)
@pytest.mark.parametrize("ending", ["json", "html", "xlsx", "pdf"])
def test_a_report_counts_and_names_ones_own(cast: Cast, who: str, ending: str, kind: str) -> None:
    client, year = Client(), date.today().year
    client.force_login(cast.people[who])
    answer = client.get(f"/reports/{kind}.{ending}?from={year}-01-01&to={year + 1}-01-01")
    assert answer.status_code == 200
    text = words(answer)
    assert WORD not in text and FIRST.get(kind, "INC-1") in text


@pytest.mark.parametrize("who", OF_A)
def test_no_paper_and_no_table_holds_a_word_of_the_other(cast: Cast, who: str) -> None:
    """Each PDF is read, and each table in both forms: a word in them is compressed."""
    given = Counter[str]()
    for path, answer in _files(cast, who):
        assert WORD not in words(answer), path
        given[answer["Content-Type"].partition(";")[0]] += answer.status_code == 200
    if who in ("agent_a", "admin_a"):
        assert given["application/pdf"] > 5 and given[XLSX] > 5, given


def _files(cast: Cast, who: str) -> Iterator[tuple[str, Any]]:
    """All that can be saved or printed: on pages, and over REST in the form that is compressed."""
    client = Client()
    client.force_login(cast.people[who])
    for page in pages():
        for side in "AB" if page.slots else "A":
            if TABLE.search(page.path) or PAPER.search(page.path):
                yield from ((path, client.get(path)) for path in files(page, filled(page, cast, side)))
    for operation in operations("GET"):
        if XLSX in operation.details["responses"].get(200, {}).get("content", ()):
            path = f"{operation.path}?format=xlsx"
            yield path, cast.callers[who]("GET", path)


@pytest.fixture
def unfiltered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our read door stands open: every selection for somebody holds every record."""
    monkeypatch.setattr(read, "_reach", lambda actor, kind: ~Q(pk__in=[]))


@pytest.mark.parametrize("who", OF_A)
def test_row_security_alone_tells_nothing(cast: Cast, who: str, unfiltered: None) -> None:
    """REST and pages; the table of pages holds the same with the filter on. Services and reports are of the house."""
    answers = 0
    for path, answer in chain(_over_rest(cast, who), _on_pages(cast, who)):
        assert WORD not in words(answer), path
        answers += answer.status_code == 200
    assert answers > 30


def test_without_the_wall_the_open_door_tells_everything(
    cast: Cast, unfiltered: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So the test before this one can fail."""
    monkeypatch.setattr(wall, "enter", lambda actor: None)
    told = [WORD in words(answer) for _, answer in _over_rest(cast, "user_a")]
    assert any(told)


def test_without_either_wall_papers_and_workbooks_tell_it(
    cast: Cast, unfiltered: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that a word in a compressed file is found: what is planted there is another organisation's own."""
    monkeypatch.setattr(wall, "enter", lambda actor: None)
    forms = {answer["Content-Type"] for _path, answer in _files(cast, "agent_a") if WORD in words(answer)}
    assert {"application/pdf", XLSX} <= forms


def _over_rest(cast: Cast, who: str) -> Iterator[tuple[str, Any]]:
    for operation in operations("GET"):
        if operation.kind not in OF_THE_HOUSE:
            for side in "AB":
                path, _ = operation.asks(cast, side)
                yield path, cast.callers[who]("GET", path)


def _on_pages(cast: Cast, who: str) -> Iterator[tuple[str, Any]]:
    client = Client()
    client.force_login(cast.people[who])
    for page in pages():
        if page.path not in LEFT_OUT and not page.path.startswith(tuple(f"/{kind.path}/" for kind in OF_THE_HOUSE)):
            for side in "AB" if page.slots else "A":
                yield page.path, client.get(filled(page, cast, side))
