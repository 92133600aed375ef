"""The declaration of the kind "setting"."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.records import Field, Kind, May, Section
from fettle.kernel.records.values import STAFF, Line, Text
from fettle.kernel.settings.models import Setting
from fettle.kernel.workflow import State, Workflow

FLOW = Workflow(states=(State("in_force", _("In force"), shape="done", open=False, final=True),), verbs=())

SETTING = Kind(
    key="setting",
    prefix="SET",
    path="settings",
    label=_("setting"),
    plural=_("settings"),
    model=Setting,
    flow=FLOW,
    may=May(see="settings.see", register="settings.administer", revise="settings.administer"),
    sections=(
        Section(
            _("Definition"),
            Field("title", Line(), _("title"), search="A", audience=STAFF, column=True),
            Field("key", Line(), _("key"), audience=STAFF, column=True),
            Field("value", Text(), _("value"), audience=STAFF),
            Field("procedure", Text(), _("procedure"), search="C", audience=STAFF),
        ),
    ),
)
