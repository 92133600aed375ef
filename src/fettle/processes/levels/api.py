"""Agreements over REST: to read."""

from fettle.edges.rest.routes import routes
from fettle.edges.transfer import routes as tables
from fettle.processes.levels.records import AGREEMENT

agreements = routes(AGREEMENT, first=lambda router: tables.add(router, AGREEMENT))
