"""Two organisations full of marker words: nobody of A ever reads a word of B, by whatever address or filter."""

from __future__ import annotations

import pytest

from fettle.kernel.records.declare import Kind
from fettle.processes.incidents.records import INCIDENT, REQUEST
from fettle.site.testing.cast import MARKER, OF_A, Cast
from fettle.site.testing.operations import operations

WORD = MARKER["B"]


@pytest.mark.parametrize("who", OF_A)
def test_no_word_of_the_other_organisation_is_read(cast: Cast, who: str) -> None:
    caller = cast.callers[who]
    for operation in operations("GET"):
        if operation.kind.key == "service":
            continue  # what services there are is for everybody
        for side in "AB":
            path, _ = operation.asks(cast, side)
            answer = caller("GET", path)
            content = b"".join(answer) if answer.streaming else answer.content
            assert WORD not in content.decode(), path


@pytest.mark.parametrize("who", OF_A)
@pytest.mark.parametrize("kind", [INCIDENT, REQUEST], ids=lambda kind: kind.key)
def test_asking_for_it_tells_nothing(cast: Cast, who: str, kind: Kind) -> None:
    """The same answer as for what does not exist, whatever the filter."""
    other = cast.record(kind, "B", "new")
    queries = {
        "q": (WORD, "nonesuch"),
        "location": (WORD, "nonesuch"),
        "requester": (f"user_b@{WORD}.example", "user_c@nonesuch.example"),
        "team": (f"Team {WORD}", "Team nonesuch"),
        "organisation": (f"School of the {WORD}", "School of the nonesuch"),
        "assignee": (f"person:{cast.people['agent_b'].pk}", "person:999999"),
    }
    for name, (hidden, absent) in queries.items():
        told = [
            cast.callers[who]("GET", f"/{kind.path}?{name}={value}").content.decode().replace(value, "…")
            for value in (hidden, absent)
        ]
        assert _without_id(told[0]) == _without_id(told[1]), name
    for value in (other.number, "INC-999999"):
        answer = cast.callers[who](
            "POST", f"/records/{cast.record(INCIDENT, 'A', 'new').number}/link", {"other": value, "relation": "related"}
        )
        assert answer.status_code in (403, 422) and WORD not in answer.content.decode()


def _without_id(text: str) -> str:
    return text.partition('"request_id"')[0]
