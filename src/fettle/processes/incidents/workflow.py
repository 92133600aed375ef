"""States of incidents and requests, and the verbs between them (PR9.A1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from fettle.kernel.access.references import ToOrganisation, ToPerson, ToTeam
from fettle.kernel.records.values import Choice, Line, Moment, Option, Rank, Text
from fettle.kernel.settings.choices import options
from fettle.kernel.workflow import Ask, State, Verb, Workflow
from fettle.processes.incidents import rules

WORK, CONFIRM = "incidents.work", "incidents.confirm"
UNDONE = frozenset({"new", "assigned", "in_progress", "waiting"})


def escalation_ways() -> list[Option]:
    """Functional: to those who can; hierarchical: to those who decide."""
    return [
        Option("functional", _("Functional: to those who can help")),
        Option("hierarchical", _("Hierarchical: to those who decide")),
    ]


def the_usual(name: str, key: str) -> Callable[[Any, Any], str]:
    """What stands in a form first: what the record has, else the first row in use, which is right for most."""

    def first(actor: Any, record: Any) -> str:
        found = (option.code for option in options(key) if option.active)
        return getattr(record.item, name) or next(found, "")

    return first


REASON = Ask("reason", Text(2000), _("Reason"))
TEAM = Ask("team", ToTeam(), _("Team"), needed=False)
ASSIGNEE = Ask("assignee", ToPerson(), _("Assignee"), needed=False)

FLOW = Workflow(
    states=(
        State("new", _("New"), _("Received"), "new"),
        State("assigned", _("Assigned"), _("Received"), "ring"),
        State("in_progress", _("In progress"), _("Being worked on"), "half"),
        State("waiting", _("Waiting"), _("Waiting"), "pause", waits=True),
        State("resolved", _("Resolved"), _("Solved"), "done"),
        State("closed", _("Closed"), _("Closed"), "closed", open=False),
        State("merged", _("Merged"), _("Goes on in another one"), "closed", open=False),
        State("withdrawn", _("Withdrawn"), _("Withdrawn"), "stop", open=False, final=True),
    ),
    verbs=(
        Verb("take", _("Take it"), UNDONE, "in_progress", WORK, icon="hand-stop", keeps={"waiting"}),
        Verb(
            "start",
            _("Start work"),
            {"assigned"},
            "in_progress",
            WORK,
            (rules.somebody_is_responsible,),
            icon="player-play",
        ),
        Verb("assign", _("Assign"), {"new", "assigned"}, "assigned", WORK, asks=(TEAM, ASSIGNEE), icon="user-plus"),
        Verb(
            "hand_over",
            _("Hand over"),
            {"assigned", "in_progress", "waiting"},
            "assigned",
            WORK,
            asks=(Ask("team", ToTeam(), _("Team")), ASSIGNEE, REASON),
            icon="arrows-exchange",
        ),
        Verb(
            "wait",
            _("Wait"),
            UNDONE,
            "waiting",
            WORK,
            asks=(
                Ask(
                    "pause_reason",
                    Choice(lambda: options("incidents.pause_reasons")),
                    _("What for"),
                    first=the_usual("pause_reason", "incidents.pause_reasons"),
                ),
                Ask(
                    "supplier",
                    ToOrganisation(),
                    _("Supplier that is waited for"),
                    _("Its time is counted by the agreement with it (UA)."),
                    needed=False,
                ),
                Ask("resume_at", Moment(), _("Remind me at"), needed=False),
            ),
            icon="player-pause",
        ),
        Verb("resume", _("Go on"), {"waiting"}, "in_progress", WORK, icon="player-play"),
        Verb(
            "prioritise",
            _("Change priority"),
            UNDONE,
            None,
            WORK,
            asks=(
                Ask(
                    "impact",
                    Choice(lambda: options("incidents.impacts"), tiles=True),
                    _("Who is affected?"),
                    needed=False,
                ),
                Ask(
                    "urgency",
                    Choice(lambda: options("incidents.urgencies"), tiles=True),
                    _("How urgent?"),
                    needed=False,
                ),
                Ask("priority", Rank(lambda: options("incidents.priorities")), _("Priority"), needed=False),
                REASON,
            ),
            icon="flag",
        ),
        Verb(
            "escalate",
            _("Escalate"),
            UNDONE,
            None,
            WORK,
            asks=(Ask("way", Choice(escalation_ways, tiles=True), _("Way")), TEAM, REASON),
            icon="arrow-big-up",
        ),
        Verb(
            "resolve",
            _("Resolve"),
            UNDONE,
            "resolved",
            WORK,
            (rules.what_it_needs_is_given, rules.its_approval_is_decided, rules.its_steps_are_done),
            asks=(
                Ask("resolution", Text(20_000), _("What was done")),
                Ask(
                    "closure_code",
                    Choice(lambda: options("incidents.closure_codes")),
                    _("Closure code"),
                    first=the_usual("closure_code", "incidents.closure_codes"),
                ),
            ),
            primary=True,
            icon="check",
        ),
        Verb("confirm", _("Yes, it is solved"), {"resolved"}, "closed", CONFIRM, icon="check"),
        Verb("close", _("Close"), {"resolved"}, "closed", WORK, primary=True, icon="lock"),
        Verb(
            "reopen",
            _("Reopen"),
            {"resolved", "closed"},
            "in_progress",
            CONFIRM,
            (rules.reopening_is_in_time,),
            asks=(REASON,),
            icon="rotate",
        ),
        Verb(
            "merge",
            _("Merge into another"),
            UNDONE,
            "merged",
            WORK,
            (rules.a_major_incident_is_not_merged,),
            asks=(Ask("into", Line(20), _("Number of the record that it goes on in")),),
            icon="git-merge",
        ),
        Verb(
            "unmerge",
            _("Take out again"),
            {"merged"},
            "in_progress",
            WORK,
            (rules.unmerging_is_in_time,),
            icon="arrows-split",
        ),
        Verb(
            "withdraw",
            _("Withdraw"),
            {"new", "assigned", "in_progress", "waiting"},
            "withdrawn",
            CONFIRM,
            asks=(Ask("reason", Line(500), _("Reason")),),
            icon="x",
        ),
    ),
)
