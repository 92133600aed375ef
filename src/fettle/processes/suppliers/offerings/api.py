"""What suppliers offer over REST."""

from fettle.edges.rest.routes import routes
from fettle.edges.transfer import routes as tables
from fettle.processes.suppliers.offerings import actions
from fettle.processes.suppliers.offerings.records import OFFERING

offerings = routes(
    OFFERING,
    register=actions.register,
    revise=actions.revise,
    first=lambda router: tables.add(router, OFFERING),
    verbs=actions.VERBS,
)
