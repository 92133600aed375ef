"""How it is said where a text stands and what became of a version: shape and label, as of a state."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.facilities.documents.workflow import DRAFT, IN_REVIEW, PUBLISHED
from fettle.kernel.records.models import Record
from fettle.kernel.workflow import State

STANDS = {
    state.key: state
    for state in (
        State("draft", _("Draft"), shape="ring"),
        State("in_review", _("In review"), shape="half"),
        State("published", _("In force"), shape="done"),
        State("replaced", _("Replaced"), shape="closed"),
        State("withdrawn", _("Withdrawn"), shape="closed"),
        State("dropped", _("Never published"), shape="stop"),
    )
}

ANEW = {
    DRAFT: State(DRAFT, _("Published · new draft"), shape="done"),
    IN_REVIEW: State(IN_REVIEW, _("Published · in review"), shape="done"),
}


def standing(record: Record) -> State:
    """What holds goes on to hold while somebody writes anew; so the state of the work is said beside it."""
    plain = record.declared.flow.by_state[record.state]
    return ANEW.get(record.state, plain) if record.item.in_force else plain


def to_readers(record: Record) -> State:
    """The same for those to whom drafts do not matter."""
    return record.declared.flow.by_state[PUBLISHED if standing(record) in ANEW.values() else record.state]
