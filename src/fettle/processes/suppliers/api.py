"""Suppliers over REST."""

from fettle.edges.relationships import api as relationships
from fettle.edges.rest.routes import routes
from fettle.edges.transfer import routes as tables
from fettle.processes.suppliers import actions
from fettle.processes.suppliers.records import SUPPLIER

suppliers = routes(
    SUPPLIER,
    register=actions.register,
    revise=actions.revise,
    first=lambda router: tables.add(router, SUPPLIER),
    verbs=actions.VERBS,
)
relationships.add(suppliers, SUPPLIER)
