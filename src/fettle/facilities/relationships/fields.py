"""The fields that every relationship has, for the sections of a room's kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from fettle.facilities.relationships.workflow import ACTIVE
from fettle.kernel.access.references import ToOrganisation, ToPerson
from fettle.kernel.records import Field, Section, while_in
from fettle.kernel.records.values import Choice, Day, Line, Option, Text

WHILE_ACTIVE = while_in(ACTIVE)


def who(party: Any, importances: Callable[[], Sequence[Option]]) -> Section:
    """``party`` is what the organisation is called, ``importances`` what it may be worth to us."""
    return Section(
        _("Who it is"),
        Field("organisation", ToOrganisation(), party, needed=True, register=True, column=True, filter=True),
        Field(
            "title",
            Line(200),
            _("name"),
            _("Empty: the name of the organisation."),
            register=True,
            edit=WHILE_ACTIVE,
            column=True,
            sort=True,
            search="A",
        ),
        Field(
            "importance",
            Choice(importances),
            _("importance"),
            _("Decides how often the relationship is reviewed."),
            needed=True,
            register=True,
            edit=WHILE_ACTIVE,
            column=True,
            filter=True,
        ),
        Field("since", Day(), _("since"), register=True, edit=WHILE_ACTIVE),
        Field(
            "reference",
            Line(80),
            _("customer or supplier number"),
            _("Under which they are in our books, or we in theirs."),
            register=True,
            edit=WHILE_ACTIVE,
            search="B",
        ),
        Field("address", Text(1_000), _("address"), register=True, edit=WHILE_ACTIVE, search="C"),
        Field("website", Line(300), _("website"), register=True, edit=WHILE_ACTIVE),
    )


def reached(manager: Any) -> Section:
    """``manager`` is what whoever looks after it is called."""
    return Section(
        _("How both sides reach each other"),
        Field(
            "assignee",
            ToPerson(),
            manager,
            _("Looks after it on our side, and is told when a review is due."),
            needed=True,
            register=True,
            edit=WHILE_ACTIVE,
            column=True,
            filter=True,
        ),
        Field(
            "contact",
            ToPerson(),
            _("contact on their side"),
            register=True,
            edit=WHILE_ACTIVE,
            column=True,
            filter=True,
        ),
        Field(
            "contact_point",
            Line(200),
            _("contact point"),
            _("An address or a number that is nobody's own. This or a person is needed."),
            register=True,
            edit=WHILE_ACTIVE,
            search="C",
        ),
        Field(
            "escalation",
            Line(200),
            _("if it cannot wait"),
            _("Whom to call on their side when something is serious."),
            register=True,
            edit=WHILE_ACTIVE,
        ),
        Field(
            "channels",
            Text(5_000),
            _("channels"),
            _("By which ways is ordered, complained, escalated, and told of news; which meetings there are."),
            register=True,
            edit=WHILE_ACTIVE,
            search="D",
        ),
    )


def noted() -> Field:
    """What else is good to know."""
    return Field("notes", Text(10_000), _("notes"), register=True, edit=WHILE_ACTIVE, search="D")
