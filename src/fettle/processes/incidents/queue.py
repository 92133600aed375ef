"""The desk's lists: one queue of incidents and requests with its views, and each kind by itself."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from fettle.edges.pages import columns
from fettle.edges.pages.bulk import Acts
from fettle.edges.pages.listing import BOARD, LIST, SPLIT, Listing, Tab, list_of, view_of
from fettle.edges.pages.sla import SlaView
from fettle.edges.tags import bulk
from fettle.facilities.tags import actions as tags
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import audiences
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF
from fettle.kernel.settings.choices import options
from fettle.kernel.workflow import State
from fettle.processes.incidents import actions, whole
from fettle.processes.incidents.actions import parts, undoing
from fettle.processes.incidents.records import DESK
from fettle.processes.incidents.workflow import FLOW, WORK

TAG = bulk.step(FLOW.by_state, WORK)
BULK = Acts(
    "desk",
    DESK,
    {
        "assign": actions.assign,
        "hand_over": actions.hand_over,
        "prioritise": actions.prioritise,
        "wait": actions.wait,
        "resolve": actions.resolve,
        "close": actions.close,
        "make_part": parts.make_part,
        "tag": tags.tag,
    },
    actions.undo,
    undoing.VERBS,
    {**whole.BY_NAME, TAG.name: TAG},
)


def line(record: Record) -> list[str]:
    """Who asks, and for which service."""
    requester = record.item.requester
    return [requester.name if requester else "", record.service.title if record.service else ""]


def reading(actor: Actor, record: Record) -> SlaView | None:
    """The nearest due time; once all is done, for staff whether the target was kept."""
    if record.item.resolved_at is None or record.state not in ("resolved", "closed"):
        return columns.reading(actor, record)
    kept = record.item.within_target
    if kept is None or STAFF not in audiences(actor, record):
        return None
    return SlaView("met" if kept else "missed")


@dataclass(frozen=True)
class Waits:
    """The state "waiting" told by its reason."""

    label: str
    shape: str = "pause"


def states() -> columns.Standing:
    """Who waits, and for what. The reasons are read when the first record of a page needs them."""
    reasons: dict[str, str] = {}

    def standing(record: Record) -> State | Waits:
        state: State = columns.state(record)
        if not state.waits:
            return state
        if not reasons:
            reasons.update((option.code, str(option.label)) for option in options("incidents.pause_reasons"))
        return Waits(reasons.get(record.item.pause_reason, str(state.label)))

    return standing


COLUMNS = ("title", "priority", "service", "assignee", "due_at")
TABS = (
    Tab(_("My team, open"), {"open": "true", "team": "mine"}, empty=_("Nothing is open in your teams. Well done.")),
    Tab(_("Mine"), {"open": "true", "assignee": "me"}, empty=_("Nothing is assigned to you.")),
    Tab(_("Unassigned"), {"open": "true", "assignee": "none"}, empty=_("Nothing unassigned. Well done.")),
    Tab(_("Overdue"), {"open": "true", "overdue": "true"}, hot=True, empty=_("Nothing is overdue. Well done.")),
    Tab(
        _("Waiting for requester"),
        {"open": "true", "state": "waiting", "pause_reason": "requester"},
        empty=_("Nobody owes an answer."),
    ),
    Tab(_("All open"), {"open": "true"}, empty=_("Nothing is open.")),
)

MAJOR_TABS = {
    "incident": (
        Tab(_("All"), {}),
        Tab(_("Major, running"), {"major": "declared", "open": "true"}, hot=True, empty=_("No major incident runs.")),
        Tab(
            _("Reviews missing"),
            {"major": "declared", "state": "resolved"},
            hot=True,
            empty=_("Every major incident that is over was reviewed."),
        ),
        Tab(_("Major, all"), {"major": "declared,reviewed"}, empty=_("There was no major incident.")),
    )
}

QUEUE = Listing(
    kinds=DESK,
    title=_("Incidents & requests"),
    path="/desk/",
    tabs=TABS,
    layouts=(SPLIT, LIST, BOARD),
    sort="due_at",
    reading=reading,
    line=line,
    drawn=("requester", "service"),
    bulk="desk",
    peeks=True,
    take="take",
    walks=True,
    columns=COLUMNS,
    states=states,
)

desk = view_of(QUEUE)
INCIDENTS, REQUESTS = (
    list_of(
        kind,
        tabs=MAJOR_TABS.get(kind.key, ()),
        reading=reading,
        line=line,
        drawn=("requester",),
        columns=tuple(item.called for item in kind.fields if item.column and item.name != "tags"),
        bulk="desk",
        states=states,
        walks=True,
    )
    for kind in DESK
)
LISTS = (QUEUE, INCIDENTS, REQUESTS)
incidents, requests = view_of(INCIDENTS), view_of(REQUESTS)
