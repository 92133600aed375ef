"""Violations over REST. An evaluation notes them, so nothing registers one."""

from fettle.edges.rest.routes import routes
from fettle.edges.transfer import routes as tables
from fettle.processes.levels.violations import actions
from fettle.processes.levels.violations.records import VIOLATION

violations = routes(
    VIOLATION,
    revise=actions.revise,
    verbs=actions.VERBS,
    first=lambda router: tables.add(router, VIOLATION),
)
