"""Who leads a major incident: the roles, who has them, and what is settled about updates and hints (PR9.S7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fettle.kernel.errors import Invalid
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Person
from fettle.kernel.records import Field
from fettle.kernel.records.values import Flag, Number, Text, Value
from fettle.kernel.settings.choices import label, options
from fettle.kernel.settings.declare import Definition, Form, Row, Table
from fettle.kernel.settings.read import current
from fettle.processes.incidents import defaults, procedures
from fettle.processes.incidents.definitions import ACTIVE, CODE, LABEL, MANAGE, row_of
from fettle.processes.incidents.facts import AlsoReported
from fettle.processes.incidents.rules import COORDINATOR

COMMUNICATION, TECHNICAL = "communication", "technical"


def _somebody_coordinates(rows: Sequence[Row]) -> None:
    if not any(row["code"] == COORDINATOR and row["active"] is not False for row in rows):
        raise ValueError(
            _now("Keep the role “coordinator” in use: every major incident has somebody who coordinates it.")
        )


ROLES = Definition(
    key="incidents.major_roles",
    title=_("Roles on a major incident"),
    hint=_("Whoever is told when an update is late gets a message on screen and by mail."),
    process="PR9",
    fitsm=("PR9.S7",),
    may=MANAGE,
    shape=Table((CODE, LABEL, Field("told", Flag(), _("told when an update is late")), ACTIVE)),
    default=defaults.MAJOR_ROLES,
    procedure=procedures.MAJOR,
    check=_somebody_coordinates,
)
RULES = Definition(
    key="incidents.major_rules",
    title=_("Updates, hints and review of major incidents"),
    process="PR9",
    fitsm=("PR9.S7",),
    may=MANAGE,
    shape=Form(
        (
            Field(
                "update_minutes",
                Number(0, 1440, _("minutes")),
                _("an update at least every"),
                _("Elapsed time, night and day; 0 promises none. A criterion may ask for another interval."),
                needed=True,
            ),
            Field(
                "suggest_reports",
                Number(0, 1000),
                _("suggest to declare after so many reports"),
                _("Staff read a hint on the incident, nothing is declared by itself; 0 gives no hint."),
                needed=True,
            ),
            Field("suggest_minutes", Number(1, 1440, _("minutes")), _("that came within"), needed=True),
            Field(
                "template",
                Text(10_000),
                _("template of the review"),
                _("Markdown. In it {figures}, {people} and {timeline} stand for what the entries say."),
                needed=True,
            ),
        )
    ),
    default={"update_minutes": 30, "suggest_reports": 5, "suggest_minutes": 60, "template": defaults.REVIEW},
    procedure=procedures.MAJOR,
)


@dataclass(frozen=True)
class Leads(Value):
    """People by the codes of their roles: stored as ids, and named by them outside, so that a list asks nothing for
    each row. Changed by verbs only.
    """

    widget = "leads"
    json = {"type": "object", "additionalProperties": {"type": "string"}}

    def clean(self, raw: Any, actor: Any) -> Any:
        raise ValueError(_now("Name one role at a time."))

    def text(self, value: Any) -> str:
        return ", ".join(f"{code} {person}" for code, person in self.plain(value).items())

    def plain(self, value: Any) -> Any:
        return {code: f"person:{pk}" for code, pk in (value or {}).items()}


def led_by(leads: Mapping[str, int]) -> list[tuple[str, Person]]:
    """The names of the roles that somebody has, in the order of the settings, with who has them."""
    people = _people(leads)
    rows = [(row["code"], label(ROLES.key, row)) for row in current()[ROLES.key]]
    return [(words, people[leads[code]]) for code, words in rows if leads.get(code) in people]


def _people(leads: Mapping[str, int]) -> dict[int, Person]:
    return Person.objects.in_bulk(list(leads.values())) if leads else {}


def roles() -> Sequence[Any]:
    return options(ROLES.key)


def role_of(code: str, field: str) -> str:
    """A role that is in use. Raises Invalid, with the name of the field that asks for it."""
    if not any(option.code == code and option.active for option in roles()):
        raise Invalid({field: _now("This role is not in use: leave it empty, or see the settings.")})
    return code


def minutes_of(criterion: str) -> int:
    """How often those affected hear of an incident that is major by a criterion; 0: nothing is promised."""
    own = row_of("incidents.major", criterion).get("update_minutes")
    return int(own if own is not None else current()[RULES.key]["update_minutes"])


def to_tell(leads: Mapping[str, int]) -> tuple[int, ...]:
    """The ids of those who are told when an update is late."""
    told = [row["code"] for row in current()[ROLES.key] if row.get("told")]
    return tuple(sorted({leads[code] for code in told if code in leads}))


def seems_major(entries: Sequence[Entry], now: datetime) -> int:
    """How many reports came within the time of the settings, the first among them; 0 where they are too few."""
    asked = current()[RULES.key]
    since = now - timedelta(minutes=asked["suggest_minutes"])
    reports = sum(
        stored["name"] in (AlsoReported.name, "incidents.registered")
        for entry in entries
        if entry.happened_at >= since
        for stored in entry.facts
    )
    return reports if asked["suggest_reports"] and reports >= asked["suggest_reports"] else 0


def not_of_staff(name: str) -> str:
    return _now("%(name)s does not work here: name somebody of your staff.") % {"name": name}
