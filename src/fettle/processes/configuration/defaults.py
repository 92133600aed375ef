"""The types of items, attributes and relations with which a new installation begins: for a school and for a research
infrastructure. Every row can be changed on a screen.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Rows = list[dict[str, Any]]

TYPES: Rows = [
    {"code": code, "label": label, "icon": icon, "active": True}
    for code, label, icon in (
        ("computer", _("Computer"), "device-desktop"),
        ("tablet", _("Tablet"), "device-laptop"),
        ("display", _("Projector or display"), "video"),
        ("printer", _("Printer"), "printer"),
        ("server", _("Server"), "server-2"),
        ("virtual", _("Virtual machine"), "cpu"),
        ("storage", _("Storage"), "database"),
        ("cluster", _("Compute cluster"), "topology-star-3"),
        ("instrument", _("Instrument"), None),
        ("switch", _("Switch or router"), None),
        ("access_point", _("Access point"), "wifi"),
        ("firewall", _("Firewall"), "shield-lock"),
        ("line", pgettext_lazy("type of item", "Line"), "world"),
        ("power", _("Power supply"), None),
        ("room", _("Room or rack"), "building"),
        ("software", _("Software"), "apps"),
        ("database", _("Database"), "database"),
        ("licence", _("Licence"), "file-certificate"),
        ("certificate", _("Certificate"), "certificate"),
        ("contract", _("Contract"), "file-text"),
        ("document", _("Document"), "file-text"),
    )
]


def _row(types: str, code: str, label: Any, kind: str = "text", **more: Any) -> Rows:
    """The same attribute of several types."""
    begins = {"unit": None, "choices": None, "needed": False, "unique": False, "expires": None, "active": True}
    return [{"type": each, "code": code, "label": label, "kind": kind, **begins, **more} for each in types.split()]


_DEVICES = "computer tablet display printer server storage instrument switch access_point firewall power"
ATTRIBUTES: Rows = [
    *_row(_DEVICES, "serial", _("Serial number"), unique=True),
    *_row(_DEVICES, "asset", _("Inventory number"), unique=True),
    *_row(_DEVICES, "model", _("Model")),
    *_row(_DEVICES, "bought", _("Bought on"), "day"),
    *_row(_DEVICES, "warranty", _("Warranty until"), "day", expires="warranty"),
    *_row("computer server virtual", "system", _("Operating system")),
    *_row("computer server virtual", "memory", _("Memory"), "number", unit="GB"),
    *_row("server virtual switch access_point firewall printer", "address", _("IP address"), "address"),
    *_row("server virtual", "cores", _("Processor cores"), "number"),
    *_row("storage", "capacity", _("Capacity"), "number", unit="TB"),
    *_row("cluster", "nodes", _("Nodes"), "number"),
    *_row("line", "rate", _("Data rate"), "number", unit="Mbit/s"),
    *_row("line", "circuit", _("Circuit number of the provider"), unique=True),
    *_row("software", "version", _("Version")),
    *_row("software database", "page", _("Address of its page"), "page"),
    *_row("database", "keeps_personal_data", _("Keeps personal data"), "flag"),
    *_row("licence", "seats", _("Seats"), "number"),
    *_row("licence", "sort", _("Kind of licence"), "choice", choices=_("per person, per device, site, free")),
    *_row("licence", "expires", _("Ends on"), "day", expires="licence"),
    *_row("certificate", "names", _("Names that it is for")),
    *_row("certificate", "expires", _("Valid until"), "day", needed=True, expires="certificate"),
    *_row("contract", "number", _("Number"), unique=True),
    *_row("contract", "expires", _("Ends on"), "day", expires="contract"),
    *_row("document", "page", _("Where it stands"), "page"),
    *_row("document", "keeper", _("Kept by"), "person"),
]
RELATION_TYPES: Rows = [
    {"code": code, "label": label, "inverse": inverse, "passes": passes, "active": True}
    for code, label, inverse, passes in (
        ("runs_on", _("runs on"), _("carries"), "back"),
        ("uses", _("uses"), _("is used by"), "back"),
        ("connected", _("is connected through"), _("connects"), "back"),
        ("powered", _("is powered by"), _("powers"), "back"),
        ("housed", _("stands in"), _("houses"), "back"),
        ("part_of", _("is part of"), _("consists of"), "forth"),
        ("protects", _("protects"), _("is protected by"), "none"),
        ("licensed", _("is licensed by"), _("licenses"), "none"),
        ("described", _("is described in"), _("describes"), "none"),
    )
]
