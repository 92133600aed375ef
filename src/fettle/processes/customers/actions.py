"""Writes of the customer database (PR7.A1): what relationships do, for customers."""

from __future__ import annotations

from fettle.facilities.relationships.actions import Database
from fettle.processes.customers.cycles import REVIEW
from fettle.processes.customers.records import CUSTOMER, IMPORTANCES

DATABASE = Database(CUSTOMER, REVIEW, IMPORTANCES)
register = DATABASE.register
