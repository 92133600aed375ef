"""Configuration items over REST."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.edges.rest.routes import routes
from fettle.edges.transfer import routes as tables
from fettle.kernel.records.values import Choice
from fettle.kernel.workflow import Ask
from fettle.processes.configuration import actions
from fettle.processes.configuration.records import ITEM
from fettle.processes.configuration.workflow import beginnings

BEGINS = Ask("begins", Choice(beginnings), _("How it stands, in use unless given"), needed=False)

items = routes(
    ITEM,
    register=actions.register,
    revise=actions.revise,
    also=(BEGINS,),
    first=lambda router: tables.add(router, ITEM, register=actions.register, revise=actions.revise),
    verbs=actions.VERBS,
)
