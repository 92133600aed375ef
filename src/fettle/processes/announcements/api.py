"""Announcements over REST."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext_lazy as _

from fettle.edges.rest.routes import Step, routes
from fettle.edges.transfer import routes as tables
from fettle.kernel.access.references import ToRecord
from fettle.kernel.records.values import Moment
from fettle.kernel.workflow import Ask
from fettle.processes.announcements import actions
from fettle.processes.announcements.records import ANNOUNCEMENT
from fettle.processes.announcements.workflow import JOIN, WRITE

ABOUT = Ask("about", ToRecord("incident"), _("Major incident that it tells of"), needed=False)
NEXT = Ask("next_update_at", Moment(), _("Next update at"), needed=False)

announcements = routes(
    ANNOUNCEMENT,
    register=actions.announce,
    revise=actions.revise,
    verbs=actions.VERBS,
    also=(NEXT, ABOUT, WRITE),
    more=(
        Step("me_too", _("I am affected too"), JOIN, actions.me_too, ()),
        Step("not_affected", _("I am no longer affected"), JOIN, actions.not_affected, ()),
    ),
    first=partial(tables.add, kind=ANNOUNCEMENT),
)
