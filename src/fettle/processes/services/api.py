"""Services over REST."""

from fettle.edges.rest.routes import routes
from fettle.edges.transfer import routes as tables
from fettle.processes.services import actions
from fettle.processes.services.records import SERVICE

services = routes(
    SERVICE,
    register=actions.register,
    revise=actions.revise,
    first=lambda router: tables.add(router, SERVICE, register=actions.register, revise=actions.revise),
    verbs={"retire": actions.retire, "revive": actions.revive},
)
