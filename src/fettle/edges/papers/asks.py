"""What is asked beside the verbs of the workflow, for pages and REST alike."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from fettle.kernel.access.references import ToPerson, ToTeam
from fettle.kernel.assembly import assembly
from fettle.kernel.records.values import Choice, Option
from fettle.kernel.workflow import Ask


def roles() -> Sequence[Option]:
    """The roles that are given to people."""
    return [Option(role.key, role.label) for role in assembly().roles if not role.implicit]


ROLE = Choice(roles)
ADDRESSEE = (
    Ask("person", ToPerson(), _("person"), needed=False),
    Ask("team", ToTeam(), _("team"), needed=False),
    Ask("role", ROLE, _("role"), needed=False),
)
"""Exactly one of them."""
