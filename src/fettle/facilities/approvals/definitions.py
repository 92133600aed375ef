"""How approvals are handled, and the shape in which a room's process manager writes its policies."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fettle.kernel.assembly import assembly
from fettle.kernel.clock.queries import calendars
from fettle.kernel.orgs.models import Person, Team
from fettle.kernel.records import Field
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Choice, Flag, Line, Number, Option
from fettle.kernel.settings.declare import Definition, Form, Table

POLICIES = "approvals.policies"
"""The slot in which rooms say where the policies of their kinds stand."""
ALL, ANY, SOME = "all", "any", "some"
LEADER = "team_lead"
"""Instead of a role: whoever leads the record's team."""


@dataclass(frozen=True)
class Policies:
    """The definition ``key`` holds the policies of these kinds. ``verb``: of their workflow, by which alone approval of
    them is asked. ``authors``: the ids of those who made what is to be approved, and so do not decide it. ``done``:
    states that are open but leave nothing to approve, because the work is done.
    """

    kinds: tuple[str, ...]
    key: str
    verb: str = ""
    authors: Callable[[Record], Collection[int]] = lambda record: ()
    done: frozenset[str] = frozenset()


def policies_of(kind: str) -> Policies | None:
    """What a room says of the approvals of a kind."""
    return next((each for each in assembly().slots.get(POLICIES, ()) if kind in each.kinds), None)


def key_of(kind: str) -> str:
    """The definition that holds the policies of a kind; "" where there is none."""
    found = policies_of(kind)
    return found.key if found else ""


def verb_of(kind: str) -> str:
    """The verb by which alone approval is asked; "" where everybody who works on the record asks."""
    found = policies_of(kind)
    return found.verb if found else ""


def authors_of(record: Record) -> Collection[int]:
    """Who made what is to be approved."""
    found = policies_of(record.kind)
    return found.authors(record) if found else ()


def is_done(record: Record) -> bool:
    """Whether the work is done, so that nothing of it is to be approved any more."""
    found = policies_of(record.kind)
    return found is not None and record.state in found.done


HANDLING = Definition(
    key="approvals.handling",
    title=_("Approvals: links, reminders, escalation"),
    may="settings.administer",
    shape=Form(
        (
            Field(
                "link_days",
                Number(1, 90, _("days")),
                _("a link in a mail works for"),
                _("It works once, and only until the decision is made."),
                needed=True,
            ),
            Field(
                "escalate_after_hours",
                Number(1, 720, _("hours")),
                _("escalate after the reminder"),
                _("Hours after the deadline, when those who are asked were reminded and have not decided."),
                needed=True,
            ),
        )
    ),
    default={"link_days": 14, "escalate_after_hours": 24},
    procedure=_(
        "Whoever is asked decides by themselves or names a delegate before they are away. When the deadline passes "
        "they are reminded; a day later the person who asked and the process manager are told and speak to them. "
        "Nobody decides instead of them, and nothing is approved by waiting."
    ),
)


def quorums() -> list[Option]:
    """How many of those who are asked have to approve."""
    return [
        Option(ALL, _("all of them")),
        Option(ANY, _("one of them")),
        Option(SOME, _("so many of them")),
    ]


def _roles() -> list[Option]:
    leader = Option(LEADER, _("Leader of the record's team"))
    return [leader, *(Option(role.key, role.label) for role in assembly().roles if not role.implicit)]


def _teams() -> list[Option]:
    return [Option(str(team.pk), team.name, team.active) for team in Team.objects.order_by("name")]


def _calendars() -> list[Option]:
    return [Option(calendar.key, calendar.name) for calendar in calendars()]


SHAPE = Table(
    (
        Field("code", Line(40), _("code"), _("Rows with the same code are the steps of one policy."), needed=True),
        Field("label", Line(80), _("name"), needed=True),
        Field("step", Number(1, 9), _("step"), needed=True),
        Field("people", Line(500), _("people"), _("E-mail addresses, separated by commas")),
        Field("team", Choice(_teams), _("team")),
        Field("role", Choice(_roles), _("role")),
        Field("quorum", Choice(quorums), _("who has to approve"), needed=True),
        Field("count", Number(1, 20), _("so many")),
        Field("hours", Number(1, 2000, _("hours")), _("deadline")),
        Field("calendar", Choice(_calendars), _("by the working time of"), _("Empty: around the clock")),
        Field("active", Flag(), _("in use")),
    ),
    key=("code", "step"),
)


def policies(key: str, title: Any, *, may: str, default: Any, procedure: Any, **rest: Any) -> Definition:
    """The definition in which a room keeps its policies."""
    return Definition(
        key=key, title=title, may=may, shape=SHAPE, default=default, procedure=procedure, check=_can_be_asked, **rest
    )


def addresses(row: Mapping[str, Any]) -> list[str]:
    """The e-mail addresses of a row."""
    return [part.strip().lower() for part in (row.get("people") or "").split(",") if part.strip()]


def _can_be_asked(rows: Sequence[Mapping[str, Any]]) -> None:
    steps: dict[str, list[int]] = {}
    for at, row in enumerate(rows, start=1):
        steps.setdefault(row["code"], []).append(row["step"])
        if not (addresses(row) or row["team"] or row["role"]):
            raise ValueError(_now("Row %(row)s asks nobody: name people, a team or a role.") % {"row": at})
        if row["quorum"] == SOME and not row["count"]:
            raise ValueError(_now("Row %(row)s: say how many of them have to approve.") % {"row": at})
        for mail in addresses(row):
            if not Person.objects.filter(mail=mail, is_active=True).exists():
                raise ValueError(_now("Row %(row)s: nobody here has the address %(mail)s.") % {"row": at, "mail": mail})
    for code, numbers in steps.items():
        if sorted(numbers) != list(range(1, len(numbers) + 1)):
            raise ValueError(_now("Number the steps of “%(code)s” 1, 2, 3 and so on.") % {"code": code})
