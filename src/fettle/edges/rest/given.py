"""What a body gives: each name checked against a declaration and cleaned by its value type; unknown ones refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.errors import Invalid
from fettle.kernel.records.declare import Field, Kind
from fettle.kernel.records.values import Value, storable
from fettle.kernel.workflow import Ask

PYTHON = {"integer": int, "boolean": bool, "object": dict, "array": list}


@dataclass(frozen=True)
class Takes:
    """One name of a body. ``to`` is what the action calls it; ``empty`` what null stands for, ... where it is
    wrong.
    """

    name: str
    to: str
    type: Value
    label: Any
    needed: bool = False
    empty: Any = ...

    def clean(self, raw: Any, actor: Actor) -> Any:
        """The value for the action. Raises ValueError with a sentence."""
        if raw is None and self.empty is not ...:
            if self.needed:
                raise ValueError(_("Give a value."))
            return self.empty
        if self.type.json.get("type") == "string":
            storable(raw)
        kind = PYTHON.get(str(self.type.json.get("type")))
        if raw is None or (kind and not (isinstance(raw, kind) and (kind is bool) == isinstance(raw, bool))):
            raise ValueError(_("Give a value of type %(type)s.") % {"type": self.type.json.get("type")})
        value = self.type.clean(raw, actor)
        if self.needed and value in ("", None):
            raise ValueError(_("Give a value."))
        return value


def of_field(kind: Kind, field: Field) -> Takes:
    """A declared field; null empties it where the column can be empty."""
    column = kind.column(field.name)
    empty: Any = ...
    if getattr(column, "null", False):
        empty = None
    elif isinstance(column, models.TextField | models.CharField) and not field.needed:
        empty = ""
    return Takes(field.called, field.name, field.type, field.label, field.needed, empty)


def of_ask(ask: Ask) -> Takes:
    """A value that a verb asks for; null is the same as leaving it out."""
    return Takes(ask.name, ask.name, ask.type, ask.label, ask.needed, ... if ask.needed else None)


def clean(takes: Iterable[Takes], body: Mapping[str, Any], actor: Actor, *, partly: bool = False) -> dict[str, Any]:
    """The values for the action. ``partly``: what is needed may be left out, but not emptied. Raises Invalid with
    every name at fault.
    """
    known = {item.name: item for item in takes}
    problems: dict[str, str] = {}
    for name in body:
        if name not in known:
            problems[name] = _("There is no such field here: remove it.")
    values: dict[str, Any] = {}
    for name, item in known.items():
        if name not in body:
            if item.needed and not partly:
                problems[name] = _("Give a value.")
            continue
        try:
            values[item.to] = item.clean(body[name], actor)
        except ValueError as problem:
            problems[name] = str(problem)
    if problems:
        raise Invalid(problems)
    return values


def asked(takes: Iterable[Takes], body: Mapping[str, Any], actor: Actor) -> dict[str, Any]:
    """The same for a verb: what is null is left out, so that the action's own default holds."""
    return {name: value for name, value in clean(takes, body, actor).items() if value is not None}
