"""Writes of the supplier database (PR8.A1): what relationships do, for suppliers."""

from __future__ import annotations

from collections.abc import Callable

from fettle.facilities.relationships.actions import Database
from fettle.kernel.records.models import Record
from fettle.processes.suppliers.cycles import REVIEW
from fettle.processes.suppliers.records import IMPORTANCES, SUPPLIER

DATABASE = Database(SUPPLIER, REVIEW, IMPORTANCES)
register, revise, end, take_up = DATABASE.register, DATABASE.revise, DATABASE.end, DATABASE.take_up
VERBS: dict[str, Callable[..., Record]] = {"end": end, "take_up": take_up}
