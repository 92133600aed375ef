"""Specifications over REST."""

from fettle.edges.papers import api as papers
from fettle.edges.rest.routes import routes
from fettle.edges.transfer import routes as tables
from fettle.processes.services.specifications import actions
from fettle.processes.services.specifications.records import SPECIFICATION

specifications = routes(
    SPECIFICATION,
    register=actions.register,
    revise=actions.revise,
    first=lambda router: tables.add(router, SPECIFICATION),
    verbs=actions.VERBS,
    more=papers.steps(SPECIFICATION),
)
papers.add(specifications, SPECIFICATION)
