"""Writes of the customer database (PR7.A1): what relationships do, for customers."""

from __future__ import annotations

from collections.abc import Callable

from fettle.facilities.relationships.actions import Database
from fettle.kernel.records.models import Record
from fettle.processes.customers.cycles import REVIEW
from fettle.processes.customers.records import CUSTOMER, IMPORTANCES

DATABASE = Database(CUSTOMER, REVIEW, IMPORTANCES)
register, revise, end, take_up = DATABASE.register, DATABASE.revise, DATABASE.end, DATABASE.take_up
VERBS: dict[str, Callable[..., Record]] = {"end": end, "take_up": take_up}
