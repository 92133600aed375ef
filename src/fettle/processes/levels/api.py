"""Agreements over REST: to read."""

from fettle.edges.rest.routes import routes
from fettle.processes.levels.records import AGREEMENT

agreements = routes(AGREEMENT)
