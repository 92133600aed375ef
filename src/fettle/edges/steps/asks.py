"""What is asked about steps, for pages and REST alike."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.access.references import ToPerson, ToTeam
from fettle.kernel.records.values import Flag, Line, Moment, Number, Text
from fettle.kernel.workflow import Ask

WORKFLOW = (Ask("workflow", Line(40), _("Workflow, by its code")),)
STEP = Ask("step", Number(1), _("Step, by its id"))
TITLE = Ask("title", Line(200), _("What is to be done"))
REST_OF_IT = (
    Ask("text", Text(5_000), _("How"), _("Markdown"), needed=False),
    Ask(
        "person", ToPerson(), _("Owner"), _("Without an owner it falls to those who work on the record."), needed=False
    ),
    Ask("team", ToTeam(), _("or a team"), needed=False),
    Ask("due_at", Moment(), _("Due"), needed=False),
    Ask("waits", Flag(), _("waits for the step before"), needed=False),
)
ADD = (TITLE, *REST_OF_IT)
DONE = (Ask("remark", Line(500), _("What shows that it is done"), needed=False),)
SKIP = (Ask("reason", Line(500), _("Reason")),)
MOVE = (Ask("place", Number(1, 100), _("Place, counted from 1")),)
