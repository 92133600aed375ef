"""Suppliers from a table: a row for each organisation."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.edges.relationships.importing import Parties
from fettle.edges.relationships.table import Beside
from fettle.processes.suppliers.actions import DATABASE

FURTHER = Beside(DATABASE)
IMPORTER = Parties(DATABASE, "is_supplier", "relationship manager").importer(_("Suppliers"), "offerings")
