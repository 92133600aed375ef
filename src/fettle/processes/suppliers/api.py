"""Suppliers over REST."""

from fettle.processes.suppliers.performance import api
from fettle.processes.suppliers.views import ROOM

suppliers = ROOM.routes()
api.add(suppliers)
