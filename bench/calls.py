"""Function calls of a request: what Python does for it, whatever machine it does it on.

``python -m bench.calls`` starts an installation with 1,000 incidents, 400 of them open, asks each request thirty times
inside one process and prints the calls of one. Times are for ``python -m bench``.
"""

from __future__ import annotations

from bench.asks import BODY
from bench.place import installed

COUNT = """
import cProfile, pstats
from django.test import Client
from fettle.kernel.orgs.models import Person
agent = Person.objects.get(mail="agent@example.org")
browser = Client(headers={{"host": "127.0.0.1"}})
browser.force_login(agent)
caller = Client(headers={{"host": "127.0.0.1", "authorization": "Bearer {token}"}})
asks = {{
    "create": lambda: caller.post("/api/v1/incidents", {body!r}, content_type="application/json"),
    "record page": lambda: browser.get("/incidents/INC-1001000"),
    "queue": lambda: browser.get("/desk/?open=true"),
}}
for name, ask in asks.items():
    assert {{ask().status_code for _time in range(5)}} <= {{200, 201}}, name
    profile = cProfile.Profile()
    profile.enable()
    for _time in range(30):
        ask()
    profile.disable()
    print(f"{{name:12}} {{pstats.Stats(profile).total_calls // 30:>8}} calls")
"""


def main() -> None:
    with installed() as place:
        place.fill(1_000, 400)
        print(place.installation.python(COUNT.format(token=place.token, body=BODY)), end="")


main()
