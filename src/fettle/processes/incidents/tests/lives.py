"""Generated lives of records that several parties have in turn, and a reading of their clocks that walks every minute.

It shares no code with the clocks: it knows what happened, which version of each agreement held on that minute, and who
had the record. Times are on whole minutes, named by their number since 1970-01-01 UTC.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from fettle.kernel.clock.tests import oracle
from fettle.kernel.clock.tests.histories import BEGIN, CHANGES, ORDINARY, calendar, minute
from fettle.kernel.history.facts import Fact
from fettle.processes.incidents import facts as said
from fettle.processes.incidents.clocks import Happening
from fettle.processes.levels.facts import ClockSet, TargetsSet

CUSTOMER = ("sla", 0)
TEAMS = (("ola", 1), ("ola", 2), ("ola", 3))
SUPPLIERS = (("ua", 8), ("ua", 9))
Whom = tuple[str, int]
Terms = tuple[int, int | None, int | None]
"""The number of a calendar, the targets of response and resolution in minutes."""


@dataclass
class Life:
    """``versions``: what each agreement promises from a minute on; ``told``: (minute, what, its values)."""

    calendars: list[dict]
    versions: dict[Whom, list[tuple[int, Terms]]]
    told: list[tuple[int, str, dict[str, Any]]] = field(default_factory=list)
    read_at: int = 0
    hours: list[oracle.Hours] = field(default_factory=list)

    def terms(self, whom: Whom, at: int) -> Terms | None:
        held = [terms for since, terms in self.versions.get(whom, ()) if since <= at]
        return held[-1] if held else None


def life(seed: int) -> Life:
    """The life with this number."""
    dice = random.Random(seed)
    zone = dice.choice(list(CHANGES))
    around = date.fromisoformat(dice.choice(CHANGES[zone] * 2 + ORDINARY))
    start, length = minute(around) + dice.randint(-1440, 1440), dice.choice([300, 720, 1440, 2880])
    calendars = [calendar(dice, zone if dice.random() < 0.7 else dice.choice(list(CHANGES)), around) for _ in range(3)]
    made = Life(calendars, {}, hours=[oracle.Hours(data) for data in calendars])
    for whom in (CUSTOMER, *TEAMS, *SUPPLIERS):
        made.versions[whom] = _versions(dice, whom, start, length)
    state, at = "new", start
    made.told.append((start, "register", {"team": dice.choice([None, 1, 1, 2]), "responds": dice.random() < 0.2}))
    for _count in range(dice.randint(1, 12)):
        at += 0 if dice.random() < 0.1 else dice.randint(1, max(2, length // 6))
        what = dice.choice(_NEXT[state])
        values = _values(dice, what)
        made.told.append((at, what, values))
        state = after(state, what)
    made.read_at = at + dice.choice([0, 1, dice.randint(0, length)])
    return made


_WORK = ["take", "wait", "wait", "reply", "prioritise", "resolve", "escalate"]
_NEXT = {
    "new": [*_WORK, "assign", "assign", "withdraw"],
    "assigned": [*_WORK, "assign", "hand_over", "hand_over", "withdraw"],
    "in_progress": [*_WORK, "hand_over", "hand_over", "hand_over"],
    "waiting": [*_WORK, "hand_over", "resume", "resume", "withdraw"],
    "resolved": ["reopen", "reopen", "reply"],
    "withdrawn": ["restored"],
}
_AFTER = {
    "assign": "assigned",
    "hand_over": "assigned",
    "take": "in_progress",
    "wait": "waiting",
    "resume": "in_progress",
    "resolve": "resolved",
    "reopen": "in_progress",
    "withdraw": "withdrawn",
    "restored": "in_progress",
}


def after(state: str, what: str) -> str:
    """The state after this; who takes what waits goes on waiting."""
    return state if (state, what) == ("waiting", "take") else _AFTER.get(what, state)


def _values(dice: random.Random, what: str) -> dict[str, Any]:
    if what in ("assign", "hand_over", "escalate"):
        return {"team": dice.randint(1, 3)}
    if what == "wait":
        return {
            "reason": dice.choice(["supplier", "requester", "change"]),
            "stops_clock": dice.random() < 0.5,
            "stops_team": dice.random() < 0.5,
            "supplier": dice.choice([None, 8, 9]),
        }
    return {}


def _versions(dice: random.Random, whom: Whom, start: int, length: int) -> list[tuple[int, Terms]]:
    """Up to three, from a day on; sometimes the first one begins after the record does, or there is none."""
    if whom != CUSTOMER and dice.random() < 0.15:
        return []
    first = start - 10 if whom == CUSTOMER or dice.random() < 0.8 else start + dice.randint(0, length)
    since = sorted({first, *(start + dice.randint(0, length) for _ in range(dice.randint(0, 2)))})
    targets = [None, 1, 15, 60, 240, 480, 960]
    return [(each, (dice.randrange(3), dice.choice(targets), dice.choice(targets))) for each in since if each >= first]


def entries(made: Life, key: int) -> list[Happening]:
    """What the desk would have written. ``key`` and the number of a calendar make its id."""
    state, team, supplier = "", None, None
    written: list[Happening] = []
    for seq, (at, what, values) in enumerate(made.told, start=1):
        before = (state, team, supplier)
        state = after(state or "new", what)
        team = values.get("team", team)
        if what == "wait":
            supplier = values["supplier"]
        elif state != "waiting":
            supplier = None
        asked: list[Whom] = [CUSTOMER] if what in ("register", "prioritise") else []
        if team is not None and (team != before[1] or what == "prioritise"):
            asked.append(("ola", team))
        if supplier is not None and (supplier != before[2] or what == "prioritise"):
            asked.append(("ua", supplier))
        facts: list[Fact] = [_fact(what, values)]
        facts += [_set(whom, terms, key) for whom in asked if (terms := made.terms(whom, at)) is not None]
        now = (state, team, supplier)
        names = ("state", "team", "supplier")
        changes = {n: [old, new] for n, old, new in zip(names, before, now, strict=True) if (old or None) != new}
        written.append(Happening(moment(at), seq, [fact.stored() for fact in facts], changes))
    return written


def _fact(what: str, values: dict[str, Any]) -> Fact:
    if what == "register":
        return said.Registered(responds=values["responds"])
    if what == "wait":
        given = {name: values[name] for name in ("reason", "stops_clock", "stops_team")}
        return said.Paused(**given)
    if what == "reply":
        return said.Replied(comment=1, by_staff=True)
    made: dict[str, type[Fact]] = {
        "assign": said.Assigned,
        "hand_over": said.HandedOver,
        "take": said.Taken,
        "resume": said.Resumed,
        "prioritise": said.Prioritised,
        "resolve": said.Resolved,
        "escalate": said.Escalated,
        "reopen": said.Reopened,
        "withdraw": said.WithdrawnFromDesk,
        "restored": said.Unmerged,
    }
    return made[what]()


def _set(whom: Whom, terms: Terms, key: int) -> Fact:
    number, response, resolution = terms
    given: dict[str, Any] = {"agreement": "AGR-000001", "version_of": 1, "calendar": key * 10 + number}
    given |= {"response": response or 0, "resolution": resolution or 0}
    return TargetsSet(**given) if whom == CUSTOMER else ClockSet(type=whom[0], whom=whom[1], **given)


def moment(at: int) -> datetime:
    return BEGIN + timedelta(minutes=at)


def walked(made: Life, whom: Whom, response: bool) -> dict[str, Any] | None:
    """One clock at the moment of reading, by walking every minute; None if it never began."""
    happened = [one for one in made.told if one[0] <= made.read_at]
    terms = _last_terms(made, whom, happened)
    if terms is None:
        return None
    target, hours = terms[1 if response else 2], made.hours[terms[0]]
    has = begun = answered = void = still = False
    counted, breached, ended = 0, None, None
    state, team, supplier, stopping = "new", None, None, (False, False)
    known = False
    for at, (here, what, values) in enumerate(happened):
        then = happened[at + 1][0] if at + 1 < len(happened) else made.read_at
        had = has
        state = after(state, what)
        team = values.get("team", team)
        if what == "wait":
            supplier, stopping = values["supplier"], (values["stops_clock"], values["stops_team"])
        elif state != "waiting":
            supplier = None
        known = known or _asked_for(made, whom, what, values, happened, at)
        is_open = state not in ("resolved", "withdrawn")
        holder = {"sla": True, "ola": team == whom[1], "ua": state == "waiting" and supplier == whom[1]}
        has = known and is_open and holder[whom[0]]
        if has and not begun:
            begun = True
        still = state == "waiting" and {"sla": stopping[0], "ola": any(stopping), "ua": False}[whom[0]]
        if had and not has and not answered:
            void = state == "withdrawn"
            ended = here
        if has and not answered:
            void, ended = False, None
        if response and not answered and (had or whom == CUSTOMER):
            left = had and not has and not void
            if whom == CUSTOMER:
                left = left or what == "reply" or (what == "register" and values["responds"])
                left = left and (had or what == "register")
            else:
                left = left or (has and what in ("take", "reply"))
            if left:
                answered, ended = True, here
        for now in range(here, then) if has and not still and not answered else ():
            if target is not None and counted >= target and breached is None:
                breached = now
            counted += hours.works(now)
    if not begun:
        return None
    due = None
    running = has and not answered
    stopped = answered or (not has and not void)
    if target is not None and (stopped or (running and not still)):
        due, total = (ended if stopped else made.read_at), counted
        while breached is None and total < target:
            total += hours.works(due)
            due += 1
        due = due if breached is None else breached
    if stopped:
        word = "met" if breached is None else "missed"
    else:
        word, breached = ("cancelled", None) if not has else ("paused" if still else "running", breached)
    return {"state": word, "elapsed": counted, "due": due, "breached": breached}


def _asked_for(made: Life, whom: Whom, what: str, values: dict[str, Any], happened: list, at: int) -> bool:
    """Whether the desk asks for this party's agreement in this event, and one holds then."""
    here = happened[at][0]
    if made.terms(whom, here) is None:
        return False
    if whom == CUSTOMER:
        return what in ("register", "prioritise")
    _state, team, supplier = _stands(happened[: at + 1])
    _before, team_before, supplier_before = _stands(happened[:at])
    now, before = (team, team_before) if whom[0] == "ola" else (supplier, supplier_before)
    return now == whom[1] and (now != before or what == "prioritise")


def _stands(happened: list) -> tuple[str, int | None, int | None]:
    state, team, supplier = "new", None, None
    for _at, what, values in happened:
        state, team = after(state, what), values.get("team", team)
        supplier = values["supplier"] if what == "wait" else supplier if state == "waiting" else None
    return state, team, supplier


def _last_terms(made: Life, whom: Whom, happened: list) -> Terms | None:
    found = None
    for at, (here, what, values) in enumerate(happened):
        if _asked_for(made, whom, what, values, happened, at):
            found = made.terms(whom, here)
    return found
