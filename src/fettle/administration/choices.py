"""What the forms of this package offer to choose from."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from zoneinfo import available_timezones

from django.conf import settings
from django.utils.translation import gettext as _

from fettle.kernel.assembly import assembly
from fettle.kernel.orgs.models import Organisation, Team

Choices = list[tuple[str, str]]


@lru_cache(maxsize=1)
def zones() -> Choices:
    """The time zones by name, those without a continent left out (they are old names)."""
    names = sorted(name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/")))
    return [(name, name.replace("_", " ")) for name in ["UTC", *names]]


def languages() -> Choices:
    return [(code, str(label)) for code, label in settings.LANGUAGES]


def roles() -> Choices:
    """The roles that can be given, in the order of the table."""
    return [(role.key, str(role.label)) for role in assembly().roles if not role.implicit]


def tree(organisations: Sequence[Organisation]) -> Choices:
    """Organisations by their place: what is below another is set in."""
    top = min((party.path.count("/") for party in organisations), default=0)
    return [(str(party.pk), "\u2003" * (party.path.count("/") - top) + party.name) for party in organisations]


def teams(rows: Sequence[Team]) -> Choices:
    return [("", _("the whole organisation")), *((str(team.pk), f"{team.name} ({team.organisation})") for team in rows)]
