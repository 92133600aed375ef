"""The requests that are measured, by name."""

from __future__ import annotations

import json

from bench.load import Ask

WORDS = ("projector", "flickers room", "wi-fi slow", "account password", "997")
BODY = {"title": "Projector flickers", "details": "Since this morning.", "impact": "group", "urgency": "soon"}


def asks(token: str, session: str, count: int, opened: int) -> dict[str, Ask]:
    """For an installation with ``count`` incidents, the newest ``opened`` of them open. Every second record that is
    read is an open one.
    """
    bearer = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    cookie = {"Cookie": f"fettle-session={session}", "Accept": "text/html"}
    palette = {**cookie, "HX-Request": "true"}
    body = json.dumps(BODY).encode()

    def record(n: int) -> str:
        return f"INC-{1_000_000 + (count - n % opened if n % 2 else 1 + n % (count - opened))}"

    def words(n: int) -> str:
        return WORDS[n % len(WORDS)].replace(" ", "+")

    return {
        "floor": lambda n: ("POST", "/api/v1/incidents", b"{", {**bearer, "X-Floor": "yes"}),
        "create": lambda n: ("POST", "/api/v1/incidents", body, bearer),
        "read": lambda n: ("GET", f"/api/v1/incidents/{record(n)}", None, bearer),
        "queue": lambda n: ("GET", "/desk/?open=true", None, cookie),
        "list": lambda n: ("GET", "/incidents?every=1", None, cookie),
        "record page": lambda n: ("GET", f"/incidents/{record(n)}", None, cookie),
        "search": lambda n: ("GET", f"/search?q={words(n)}", None, cookie),
        "palette": lambda n: ("GET", f"/palette?q={words(n)}", None, palette),
    }
