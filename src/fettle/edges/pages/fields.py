"""How a bound field of a Django form becomes label, control, hint and error."""

from __future__ import annotations

from typing import Any

from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect

DRAWN_AS = {RadioSelect: "tiles", CheckboxSelectMultiple: "tiles", CheckboxInput: "toggle"}


def drawn(bound: BoundField, label: str = "", hint: str = "", optional: bool = True) -> dict[str, Any]:
    """What components/field.html needs. The widget decides the kind: control (text, area, select, file, date), tiles
    (radio buttons, several checkboxes), toggle (one checkbox) or what its `drawn_as` says.

    `optional=False` leaves out the word that marks fields which may stay empty (in filters all may).
    """
    widget = bound.field.widget
    kind = next((k for w, k in DRAWN_AS.items() if isinstance(widget, w)), getattr(widget, "drawn_as", "control"))
    hint = hint or str(bound.help_text)
    notes = {"_error": bool(bound.errors), "_hint": bool(hint)}
    described = " ".join(bound.auto_id + ending for ending, there in notes.items() if there)
    return {
        "bound": bound,
        "kind": kind,
        "control": bound.as_widget(attrs=_attributes(widget.attrs, kind, described)),
        "options": bound.subwidgets if kind == "tiles" else (),
        "label": label or bound.label,
        "hint": hint,
        "described": described,
        "marked": optional and not bound.field.required,
    }


def _attributes(given: dict[str, Any], kind: str, described: str) -> dict[str, str | bool]:
    attributes: dict[str, str | bool] = {}
    if kind not in ("tiles", "toggle"):
        attributes["class"] = f"{given.get('class', '')} x-input".strip()
    if given.get("rows") == "10":  # Django's own default, higher than a form of one screen allows
        attributes["rows"] = "4"
    if described:
        attributes["aria-describedby"] = described
    return attributes
