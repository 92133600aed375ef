"""Customers over REST."""

from fettle.processes.customers.views import ROOM

customers = ROOM.routes()
