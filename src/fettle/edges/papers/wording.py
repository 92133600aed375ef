"""How it is said what became of a version: shape and label, as of a state."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

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
