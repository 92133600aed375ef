"""Customers over REST."""

from fettle.edges.relationships import api as relationships
from fettle.edges.rest.routes import routes
from fettle.edges.transfer import routes as tables
from fettle.processes.customers import actions
from fettle.processes.customers.records import CUSTOMER

customers = routes(
    CUSTOMER,
    register=actions.register,
    revise=actions.revise,
    first=lambda router: tables.add(router, CUSTOMER),
    verbs=actions.VERBS,
)
relationships.add(customers, CUSTOMER)
