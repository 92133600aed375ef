"""What the configuration manager settles (PR11.S2): types of items with their attributes, and types of relations. Each
with its procedure beside it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fettle.edges.pages import assets
from fettle.kernel.records import Field
from fettle.kernel.records.values import Choice, Day, Flag, Line, Option, Value
from fettle.kernel.settings.choices import label, options
from fettle.kernel.settings.declare import Definition, Table
from fettle.kernel.settings.read import current
from fettle.processes.configuration import defaults, procedures
from fettle.processes.configuration.values import LONGEST, Address, Measure, Page, Somebody, YesNo
from fettle.processes.configuration.workflow import MANAGE

CODE = re.compile(r"[a-z0-9][a-z0-9_-]*")
CHOICE, NUMBER, DAY = "choice", "number", "day"
BACK, FORTH, BOTH, NONE = "back", "forth", "both", "none"
"""Which way a failure passes along a relation: from target to source, from source to target, both, not at all."""


def kinds() -> list[Option]:
    """Of which type the value of an attribute may be."""
    return [
        Option("text", _now("Text")),
        Option(NUMBER, _now("Number")),
        Option(DAY, _now("Day")),
        Option(CHOICE, _now("One of several")),
        Option("flag", _now("Yes or no")),
        Option("address", _now("IP address")),
        Option("page", _now("Web address")),
        Option("person", _now("Person")),
    ]


def expiries() -> list[Option]:
    """What may end on a day that is noted: each is a duty."""
    return [
        Option("warranty", _now("Warranty")),
        Option("certificate", _now("Certificate")),
        Option("licence", _now("Licence")),
        Option("contract", _now("Contract")),
    ]


def ways() -> list[Option]:
    """Which way a failure passes, in words."""
    return [
        Option(BACK, _now("From the second to the first")),
        Option(FORTH, _now("From the first to the second")),
        Option(BOTH, _now("Both ways")),
        Option(NONE, _now("Not at all")),
    ]


def types() -> list[Option]:
    """The types of items."""
    return options(TYPES.key)


def icons() -> dict[str, str]:
    """The icons of the types that name one of ours."""
    ours = assets.icons()
    return {row["code"]: row["icon"] for row in current()[TYPES.key] if row["icon"] in ours}


def _codes_are_plain(rows: list[dict[str, Any]]) -> None:
    """Raises ValueError: codes stand in addresses, tables and JSON."""
    for at, row in enumerate(rows, start=1):
        if not CODE.fullmatch(row["code"]):
            sentence = _now("Row %(row)s, code: use small letters, digits, _ and - alone.")
            raise ValueError(sentence % {"row": at})


def _attributes_can_be(rows: list[dict[str, Any]]) -> None:
    """Raises ValueError."""
    _codes_are_plain(rows)
    for at, row in enumerate(rows, start=1):
        if row["kind"] == CHOICE and not parts(row["choices"]):
            raise ValueError(_now("Row %(row)s: name the choices, separated by commas.") % {"row": at})
        if row["expires"] and row["kind"] != DAY:
            raise ValueError(_now("Row %(row)s: only a day can be the end of something.") % {"row": at})


def parts(text: str | None) -> list[str]:
    """What stands between commas."""
    return [part.strip() for part in (text or "").split(",") if part.strip()]


_CODE = Field("code", Line(40), _("code"), needed=True)
_ACTIVE = Field("active", Flag(), _("in use"))
TYPES = Definition(
    key="configuration.types",
    title=_("Configuration: types of items"),
    process="PR11",
    fitsm=("PR11.S2",),
    may=MANAGE,
    shape=Table(
        (
            _CODE,
            Field("label", Line(80), _("type"), needed=True),
            Field("icon", Line(40), _("icon"), _("Name of the picture where a type is chosen")),
            _ACTIVE,
        )
    ),
    default=defaults.TYPES,
    procedure=procedures.TYPES,
    check=_codes_are_plain,
)
ATTRIBUTES = Definition(
    key="configuration.attributes",
    title=_("Configuration: attributes"),
    hint=_("What is noted of the items of each type, in this order. What is out of use stays readable."),
    process="PR11",
    fitsm=("PR11.S2",),
    may=MANAGE,
    shape=Table(
        (
            Field("type", Choice(types), _("type"), needed=True),
            _CODE,
            Field("label", Line(80), _("attribute"), needed=True),
            Field("kind", Choice(kinds), _("value"), needed=True),
            Field("unit", Line(20), _("unit")),
            Field("choices", Line(500), _("choices"), _("Separated by commas")),
            Field("needed", Flag(), _("needed")),
            Field("unique", Flag(), _("unique"), _("No two items of the type have the same.")),
            Field("expires", Choice(expiries), _("is the end of"), _("A day that becomes a duty.")),
            _ACTIVE,
        ),
        key=("type", "code"),
    ),
    default=defaults.ATTRIBUTES,
    procedure=procedures.ATTRIBUTES,
    check=_attributes_can_be,
)
RELATION_TYPES = Definition(
    key="configuration.relation_types",
    title=_("Configuration: relationship types"),
    hint=_("How items and services hang together, read from either end, and which way a failure passes."),
    process="PR11",
    fitsm=("PR11.S2",),
    may=MANAGE,
    shape=Table(
        (
            _CODE,
            Field("label", Line(80), _("from the first to the second"), needed=True),
            Field("inverse", Line(80), _("from the second to the first"), needed=True),
            Field("passes", Choice(ways), _("a failure passes"), needed=True),
            _ACTIVE,
        )
    ),
    default=defaults.RELATION_TYPES,
    procedure=procedures.RELATION_TYPES,
    check=_codes_are_plain,
)
DEFINITIONS = (TYPES, ATTRIBUTES, RELATION_TYPES)


def attributes_of(type_: str) -> list[dict[str, Any]]:
    """The rows of the attributes of a type, those out of use too."""
    return [row for row in current()[ATTRIBUTES.key] if row["type"] == type_]


def called(row: Mapping[str, Any]) -> str:
    """What an attribute is called."""
    return label(ATTRIBUTES.key, row)


def value_of(row: Mapping[str, Any]) -> Value:
    """The value type of an attribute."""
    choices = [Option(text, text) for text in parts(row["choices"])]
    known: dict[str, Value] = {
        NUMBER: Measure(row["unit"] or ""),
        DAY: Day(),
        CHOICE: Choice(lambda: choices),
        "flag": YesNo(),
        "address": Address(),
        "page": Page(),
        "person": Somebody(),
    }
    return known.get(row["kind"], Line(LONGEST))


def passing() -> tuple[list[str], list[str]]:
    """The types of relations along which a failure passes from target to source, and from source to target."""
    rows = current()[RELATION_TYPES.key]
    back = [row["code"] for row in rows if row["passes"] in (BACK, BOTH)]
    return back, [row["code"] for row in rows if row["passes"] in (FORTH, BOTH)]
