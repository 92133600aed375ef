"""Who may do what over REST: every operation × nine actors × a record of organisation A and one of B; and reading,
linking and attaching for a record of every kind (bar T20).

The table is committed: a new operation, or another answer, is a diff that somebody reads. While it is drawn, each
change that was answered with success is held against the law of one entry.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Count

from fettle.kernel.access.references import ToRecord
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record
from fettle.site.testing.api import Caller
from fettle.site.testing.cast import ACTORS, MARKER, Cast
from fettle.site.testing.golden import same
from fettle.site.testing.operations import Operation, on_each_kind, operations


def test_the_table_of_permissions_is_the_committed_one(cast: Cast) -> None:
    lines = [f"{'':54}{''.join(f'{who:>15}' for who in ACTORS)}"]
    for operation in operations():
        cells = [_cell(cast, operation, who) for who in ACTORS]
        lines.append(_line(f"{operation.method} {operation.path}", cells))
    for operation in on_each_kind(*ON_ANY):
        cells = [_cell(cast, operation, who) for who in ACTORS]
        lines.append(_line(f"{operation.method} {operation.path.replace('record', operation.kind.key, 1)}", cells))
    same("tests/golden/permissions.txt", "\n".join([*HEAD, *lines]) + "\n")


ON_ANY = ("entries", "attachments", "attach", "link")
"""What can be done with a record of any kind: what there is to read of it, and what is hung on it."""
HEAD = (
    "Answers to a request about a record of organisation A, and to the same about one of B.",
    "Lists name the organisations of which something was in the answer; - is none.",
    "",
)


def _line(title: str, cells: list[str]) -> str:
    return f"{title:54}" + "".join(f"{cell:>15}" for cell in cells)


def _cell(cast: Cast, operation: Operation, who: str) -> str:
    """Both answers; what names neither side is asked once."""
    asked = [operation.asks(cast, side) for side in "AB"]
    first = _answer(cast, operation, who, *asked[0])
    return f"{first} {first if asked[0] == asked[1] else _answer(cast, operation, who, *asked[1])}"


def _answer(cast: Cast, operation: Operation, who: str, path: str, arguments: dict[str, Any]) -> str:
    """The code of the answer; whatever it changed is taken back."""
    with transaction.atomic():
        before = _versions() if operation.method != "GET" else {}
        answer = cast.callers[who](operation.method, path, **arguments)
        if answer.status_code < 300 and operation.method != "GET":
            one_entry_each(cast.callers[who], before)
        transaction.set_rollback(True)
    assert answer.status_code < 500, (operation.path, who, answer.content)
    if not _names_what_is_not_seen(operation, answer):
        assert answer.status_code not in (400, 415, 422, 428), (operation.path, who, answer.content)
    code = str(answer.status_code)
    if operation.name == "bulk" and code == "200":
        code = f"b{answer.json()['items'][0]['status']}"
    if operation.name in ("list", "export") and code == "200":
        text = (b"".join(answer) if answer.streaming else answer.content).decode()
        code = "".join(each for each, word in MARKER.items() if word in text) or "-"
    return code


def _names_what_is_not_seen(operation: Operation, answer: Any) -> bool:
    """What another record is named in, and the asker may not see, is answered as what does not exist: at the field."""
    named = {field.name for field in operation.kind.fields if isinstance(field.type, ToRecord)}
    errors = set(answer.json()["errors"]) if answer.status_code == 422 else set()
    return bool(errors) and errors <= named


def _versions() -> dict[int, tuple[int, int]]:
    """Version and number of entries of each record."""
    return {
        pk: (version, n) for pk, version, n in Record.objects.values_list("pk", "version").annotate(Count("entries"))
    }


def one_entry_each(caller: Caller, before: dict[int, tuple[int, int]]) -> None:
    """Every record that moved has one more entry for each version, by the caller, over this channel."""
    changed: dict[int, Any] = {pk: now for pk, now in _versions().items() if before.get(pk) != now}
    for pk, (version, count) in changed.items():
        was, had = before.get(pk, (0, 0))
        assert version - was == count - had == 1, Record.objects.get(pk=pk)
        entry = Entry.objects.get(record_id=pk, seq=version)
        assert entry.channel == "api" and entry.facts
        assert Person.objects.filter(pk=entry.actor_id, tokens__isnull=False).exists()
