"""From a declared field to a form field: the value type cleans, the widget follows from the type.

What has to be chosen from a list and stands nowhere yet begins with "Please choose": nobody sends what they did not
read. Where one choice is right for most, the form is given it as what stands there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from fettle.edges.pages.widgets import Picker
from fettle.kernel.access import known
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.clock.models import Calendar
from fettle.kernel.errors import Invalid
from fettle.kernel.records.declare import Field
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import Choice, Line, Text, Value

LISTED = 60
"""Up to so many records stand in a list to choose from; more are looked up by typing."""
EMPTY_TEXT = (Line, Text, Choice)
LISTS = ("choice", "team", "calendar", "record")


class Typed(forms.Field):
    """A form field whose value type does the cleaning. An unchanged value is kept even where it is offered no more."""

    def __init__(self, item: Field, actor: Actor, kept: Any = None) -> None:
        super().__init__(
            required=item.needed,
            label=str(capfirst(item.label)),
            help_text=str(item.hint),
            widget=_widget(item.type, actor, kept, item.needed),
            error_messages={"required": _("Choose one of them.") if item.type.widget in LISTS else _("Give a value.")},
        )
        self.item, self.actor, self.kept = item, actor, kept

    def clean(self, value: Any) -> Any:
        if value in (None, ""):
            if self.required:
                raise ValidationError(self.error_messages["required"])
            return "" if isinstance(self.item.type, EMPTY_TEXT) else None
        if self.kept not in (None, "") and str(value) == str(shown(self.item.type, self.kept, self.actor)):
            return self.kept
        try:
            return self.item.type.clean(value, self.actor)
        except ValueError as problem:
            raise ValidationError(str(problem)) from None


def form_of(
    items: Iterable[Field],
    actor: Actor,
    data: Any = None,
    values: Mapping[str, Any] | None = None,
    files: Any = None,
) -> forms.Form:
    """A form of these fields. ``values`` are what stands in them now; ``data`` is what somebody sent."""
    values = values or {}
    form = forms.Form(data, files)
    for item in items:
        form.fields[item.name] = Typed(item, actor, values.get(item.name))
        form.initial[item.name] = shown(item.type, values.get(item.name), actor)
    return form


def refuse(form: forms.Form, invalid: Invalid) -> None:
    """Put each sentence under its field; what has no field stands above the form."""
    for name, sentence in invalid.errors.items():
        form.add_error(name if name in form.fields else None, str(sentence))


def shown(kind: Value, value: Any, actor: Actor) -> Any:
    """A stored value as its control holds it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(actor.tzinfo).strftime("%Y-%m-%dT%H:%M")
    if kind.widget in ("person", "team", "organisation"):
        return f"{kind.widget}:{value.pk}"
    plain = kind.plain(value)
    return str(plain) if isinstance(kind, Choice) else plain


def _widget(kind: Value, actor: Actor, kept: Any, needed: bool) -> forms.Widget:
    make: dict[str, Callable[[], forms.Widget]] = {
        "text": lambda: forms.Textarea(attrs={"rows": 5}),
        "number": forms.NumberInput,
        "flag": forms.CheckboxInput,
        "moment": lambda: forms.DateTimeInput(attrs={"type": "datetime-local", "class": "is-short"}),
        "day": lambda: forms.DateInput(attrs={"type": "date", "class": "is-short"}),
        "choice": lambda: _choices(kind, kept, needed),
        "team": lambda: _rows("team", known.teams(actor).filter(active=True), kept, needed),
        "calendar": lambda: _select([(row.key, row.name) for row in Calendar.objects.all()], kept, needed),
        "person": lambda: Picker("/pick/people", _words(kind, actor)),
        "organisation": lambda: Picker("/pick/organisations", _words(kind, actor)),
        "record": lambda: _records(kind, actor, kept, needed),
    }
    return make.get(kind.widget, forms.TextInput)()


def _select(choices: list[tuple[Any, Any]], kept: Any, needed: bool) -> forms.Select:
    if not needed:
        return forms.Select(choices=[("", "–"), *choices])
    return forms.Select(choices=[("", _("Please choose")), *choices] if kept in (None, "") else choices)


def _rows(prefix: str, rows: Iterable[Any], kept: Any, needed: bool) -> forms.Select:
    return _select([(f"{prefix}:{row.pk}", row.name) for row in rows], kept, needed)


def _choices(kind: Any, kept: Any, needed: bool) -> forms.Widget:
    offered = [(option.code, option.label) for option in kind.options() if option.active or option.code == str(kept)]
    return forms.RadioSelect(choices=offered) if kind.tiles else _select(offered, kept, needed)


def _records(kind: Any, actor: Actor, kept: Any, needed: bool) -> forms.Widget:
    """A list when there are few, else looked up by typing. What stands there already is offered in whatever state."""
    rows = offered(kind, actor)
    if rows is None:
        return Picker(looked_up(kind), _words(kind, actor))
    if isinstance(kept, Record) and kept.number not in dict(rows):
        rows = [(kept.number, kept.title), *rows]
    return _select(rows, kept, needed)


def offered(kind: Any, actor: Actor) -> list[tuple[str, str]] | None:
    """Number and title of the records to choose among; None where they are too many for a list."""
    found = visible(actor, *kind.kinds()).filter(state__in=kind.offered)
    rows = list(found.order_by("title").values_list("number", "title")[: LISTED + 1])
    return None if len(rows) > LISTED else rows


def looked_up(kind: Any) -> str:
    """The address that offers them to somebody who types."""
    declared = kind.kinds()
    one = f"/{declared[0].path}" if len(declared) == 1 else ""
    asked = {"state": kind.offered} if one else {"kind": [each.path for each in declared], "state": kind.offered}
    return f"/pick/records{one}?{urlencode(asked, doseq=True)}"


def _words(kind: Value, actor: Actor) -> Callable[[Any], str]:
    """What stands in a picker for a value: its name, or what was typed when it names nothing."""

    def words(value: Any) -> str:
        try:
            return kind.text(kind.clean(value, actor)) or str(kind.clean(value, actor))
        except ValueError:
            return str(value)

    return words
