"""The step that puts tags on many records, or takes them off."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from fettle.kernel.records.values import Line
from fettle.kernel.workflow import Ask, Verb


def step(states: Collection[str], may: str) -> Verb:
    """For the states of a kind of records, by the permission to change them."""
    return Verb(
        "tag",
        _("Change the tags"),
        states,
        None,
        may,
        asks=(
            Ask("add", Line(400), _("Put on"), _("Several are parted by commas."), needed=False),
            Ask("remove", Line(400), _("Take off"), _("Several are parted by commas."), needed=False),
        ),
        icon="tag",
    )
