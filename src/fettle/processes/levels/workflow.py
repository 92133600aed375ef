"""An agreement is in force or ended here; negotiation and signing come with individual agreements."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.workflow import State, Workflow

FLOW = Workflow(states=(State("in_force", _("In force"), shape="done", open=False, final=True),), verbs=())
