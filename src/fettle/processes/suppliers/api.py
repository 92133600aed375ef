"""Suppliers over REST."""

from fettle.processes.suppliers.performance import api
from fettle.processes.suppliers.subcontractors import api as subcontractors
from fettle.processes.suppliers.views import ROOM

suppliers = ROOM.routes()
api.add(suppliers)
subcontractors.add(suppliers)
