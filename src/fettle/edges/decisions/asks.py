"""What is asked about approvals, for pages and REST alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fettle.facilities.approvals import policy
from fettle.facilities.approvals.definitions import ALL, quorums
from fettle.kernel.access.references import ToPerson
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Choice, Day, Flag, Line, Number, Option, Text, Value
from fettle.kernel.workflow import Ask

MOST_PEOPLE = 20
ONE = ToPerson()


@dataclass(frozen=True)
class ToPeople(Value):
    """Several people: a list, or one line with commas between them."""

    json = {"type": "array", "items": {"type": "string"}, "maxItems": MOST_PEOPLE}

    def clean(self, raw: Any, actor: Any) -> list[Person]:
        parts = raw.split(",") if isinstance(raw, str) else list(raw)
        named = [ONE.clean(part, actor) for part in parts if str(part).strip()]
        if len(named) > MOST_PEOPLE:
            raise ValueError(_now("At most %(count)s people fit here.") % {"count": MOST_PEOPLE})
        return named

    def text(self, value: Any) -> str:
        return ", ".join(person.name for person in value or ())

    def plain(self, value: Any) -> Any:
        return ", ".join(str(ONE.plain(person)) for person in value or ())


def by_hand() -> list[Option]:
    """How many of the people who are named have to approve."""
    return [option for option in quorums() if option.code in (ALL, "any")]


def verdicts() -> list[Option]:
    return [Option("approve", _("Approve")), Option("refuse", _("Refuse"))]


QUESTION = Ask(
    "question",
    Text(5_000),
    _("What is to be approved, and why"),
    _("Those who are asked read it; the requester does not."),
    needed=False,
)
PEOPLE = (
    Ask("person", ToPerson(), _("Who approves"), _("If no policy fits."), needed=False),
    Ask("people", ToPeople(), _("Further people"), _("E-mail addresses, separated by commas"), needed=False),
    Ask("quorum", Choice(by_hand), _("Who of them has to approve"), needed=False),
    Ask("hours", Number(1, 2000, _("hours")), _("Deadline in hours"), _("Empty: none"), needed=False),
)
ASK = (Ask("policy", Line(40), _("Policy"), needed=False), *PEOPLE, QUESTION)
DECIDE = (
    Ask("verdict", Choice(verdicts), _("Decision")),
    Ask("comment", Text(5_000), _("Comment"), _("Needed if you refuse."), needed=False),
    Ask("public", Flag(), _("the requester may read the comment"), needed=False),
    Ask("seat", ToPerson(), _("For whom, if you are a delegate"), needed=False),
    Ask("round", Number(1), _("The round that was shown"), needed=False),
)
REASON = (Ask("reason", Line(500), _("Reason")),)
DELEGATE = (
    Ask("delegate", ToPerson(), _("Delegate")),
    Ask("first_day", Day(), _("First day")),
    Ask("last_day", Day(), _("Last day")),
)


def asked_of(record: Record) -> Sequence[Ask]:
    """The same for a record's page: its policies to choose from, where there are any."""
    options = policy.offered(record)
    if not options:
        return ASK[1:]
    return (Ask("policy", Choice(lambda: options), _("Policy"), _("Or name people below."), needed=False), *ASK[1:])
