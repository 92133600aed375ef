"""Demands over REST."""

from fettle.edges.rest.routes import routes
from fettle.edges.transfer import routes as tables
from fettle.processes.services.demands import actions
from fettle.processes.services.demands.records import DEMAND

demands = routes(
    DEMAND,
    register=actions.register,
    revise=actions.revise,
    first=lambda router: tables.add(router, DEMAND),
    verbs=actions.VERBS,
)
