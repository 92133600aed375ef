"""Writes of the supplier database (PR8.A1): what relationships do, for suppliers."""

from __future__ import annotations

from fettle.facilities.relationships.actions import Database
from fettle.processes.suppliers.cycles import REVIEW
from fettle.processes.suppliers.records import IMPORTANCES, SUPPLIER

DATABASE = Database(SUPPLIER, REVIEW, IMPORTANCES)
register = DATABASE.register
