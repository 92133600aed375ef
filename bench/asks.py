"""The requests that are measured, by name."""

from __future__ import annotations

import json

from bench.load import Ask

WORDS = ("projector", "flickers room", "wi-fi slow", "account password", "997")
REQUEST = {"title": "A desk for a new colleague", "details": "From the first of the month."}
BODY = {"title": "Projector flickers", "details": "Since this morning.", "impact": "group", "urgency": "soon"}


def asks(token: str, session: str, count: int, opened: int, *, mailed: bool = False) -> dict[str, Ask]:
    """For an installation with ``count`` incidents, the newest ``opened`` of them open. Every second record that is
    read is an open one. ``mailed``: mails.sql made a request of half of them, and requests are created and listed.
    """
    path, opens = ("requests", REQUEST) if mailed else ("incidents", BODY)
    bearer = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    cookie = {"Cookie": f"fettle-session={session}", "Accept": "text/html"}
    palette = {**cookie, "HX-Request": "true"}
    body = json.dumps(opens).encode()

    def record(n: int) -> str:
        at = count - n % opened if n % 2 else 1 + n % (count - opened)
        return f"/requests/REQ-{1_000_000 + at}" if mailed and at % 4 < 2 else f"/incidents/INC-{1_000_000 + at}"

    def words(n: int) -> str:
        return WORDS[n % len(WORDS)].replace(" ", "+")

    return {
        "floor": lambda n: ("POST", f"/api/v1/{path}", b"{", {**bearer, "X-Floor": "yes"}),
        "create": lambda n: ("POST", f"/api/v1/{path}", body, bearer),
        "read": lambda n: ("GET", f"/api/v1{record(n)}", None, bearer),
        "queue": lambda n: ("GET", "/desk/?open=true", None, cookie),
        "list": lambda n: ("GET", f"/{path}?every=1", None, cookie),
        "record page": lambda n: ("GET", record(n), None, cookie),
        "search": lambda n: ("GET", f"/search?q={words(n)}", None, cookie),
        "palette": lambda n: ("GET", f"/palette?q={words(n)}", None, palette),
    }
