"""The form that orders a standard request: its questions, with their conditions told to the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django import forms

from fettle.edges.pages.inputs import form_of
from fettle.kernel.access.actor import Actor
from fettle.kernel.records import Field
from fettle.kernel.records.values import Flag
from fettle.processes.incidents.catalogue import questions
from fettle.processes.incidents.catalogue.questions import Question

PREFIX = "custom."


def form(code: str, others: Iterable[Field], actor: Actor, data: Any = None, values: Any = None) -> forms.Form:
    """The questions of a standard request, then other fields. Without scripts all are shown, with what they depend on
    in their hint; an answer to a question that is not asked is neither needed nor kept.
    """
    own = questions.of(code)
    items = [replace(each.field, name=PREFIX + each.field.name) for each in own]
    made = form_of([*items, *others], actor, data, values)
    names = {each.field.name for each in questions.asked(own, _sent(own, data))} if data else set()
    for each in own:
        made_field = made.fields[PREFIX + each.field.name]
        if each.on:
            told = {"data-asked-after": PREFIX + each.on, "data-asked-for": "|".join(each.answers)}
            made_field.widget.attrs.update(told)
        if data and each.field.name not in names:
            made_field.required = False
    return made


def answers(made: forms.Form) -> dict[str, Any]:
    """What was answered, by the codes of the questions; taken out of the form's cleaned data."""
    given = made.cleaned_data
    return {name.removeprefix(PREFIX): given.pop(name) for name in list(given) if name.startswith(PREFIX)}


def _sent(own: Iterable[Question], data: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as they were sent; a box that is not ticked is sent by no browser."""
    return {
        each.field.name: (PREFIX + each.field.name) in data
        if isinstance(each.field.type, Flag)
        else data.get(PREFIX + each.field.name, "")
        for each in own
    }
