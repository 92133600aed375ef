"""The life of a configuration item: planned, in use, in store, under repair, retired; or withdrawn, as never there.
None of them is open: an item is nobody's work.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.records.values import Line, Option
from fettle.kernel.workflow import Ask, State, Verb, Workflow

PLANNED, IN_USE, IN_STORE, UNDER_REPAIR, RETIRED, WITHDRAWN = (
    "planned",
    "in_use",
    "in_store",
    "under_repair",
    "retired",
    "withdrawn",
)
THERE = (PLANNED, IN_USE, IN_STORE, UNDER_REPAIR)
"""The states in which it is controlled: its fields and relations may be changed."""
OVER = (RETIRED, WITHDRAWN)
"""Those, of items and services alike, in which nothing stands on it and it stands in for nothing."""
OUT = (PLANNED, IN_STORE, UNDER_REPAIR, *OVER)
"""The states of items in which they are not in use: they neither fail with others nor stand in for them."""
SEE, MANAGE = "configuration.see", "configuration.manage"
REASON = Ask("reason", Line(500), _("Reason"))
WHY = Ask("reason", Line(500), _("Reason"), needed=False)

FLOW = Workflow(
    states=(
        State(PLANNED, _("Planned"), shape="new", open=False),
        State(IN_USE, _("In use"), shape="done", open=False),
        State(IN_STORE, _("In store"), shape="ring", open=False),
        State(UNDER_REPAIR, _("Under repair"), shape="pause", open=False),
        State(RETIRED, _("Retired"), shape="closed", open=False),
        State(WITHDRAWN, _("Withdrawn"), shape="closed", open=False, final=True),
    ),
    verbs=(
        Verb(
            "put_to_use",
            _("Put to use"),
            (PLANNED, IN_STORE, UNDER_REPAIR),
            IN_USE,
            may=MANAGE,
            asks=(WHY,),
            primary=True,
            icon="check",
        ),
        Verb(
            "store",
            _("Put into store"),
            (PLANNED, IN_USE, UNDER_REPAIR),
            IN_STORE,
            may=MANAGE,
            asks=(WHY,),
            icon="package",
        ),
        Verb(
            "repair",
            _("Send to repair"),
            (IN_USE, IN_STORE),
            UNDER_REPAIR,
            may=MANAGE,
            asks=(REASON,),
            icon="player-pause",
        ),
        Verb(
            "retire", _("Retire"), (IN_USE, IN_STORE, UNDER_REPAIR), RETIRED, may=MANAGE, asks=(REASON,), icon="archive"
        ),
        Verb("bring_back", _("Bring back"), RETIRED, IN_STORE, may=MANAGE, asks=(REASON,), icon="arrow-back-up"),
        Verb("withdraw", _("Withdraw"), THERE, WITHDRAWN, may=MANAGE, asks=(REASON,), icon="x"),
    ),
)


def beginnings() -> list[Option]:
    """How an item may stand when it is entered."""
    return [Option(state, FLOW.by_state[state].label) for state in THERE]
