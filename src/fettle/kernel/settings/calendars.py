"""Changes of working calendars: each new version leaves one entry in the register's history."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require_everywhere
from fettle.kernel.clock import actions, queries
from fettle.kernel.clock.models import CalendarVersion
from fettle.kernel.clock.wording import BadCalendar
from fettle.kernel.errors import Invalid, Stale
from fettle.kernel.history.facts import Change
from fettle.kernel.settings import wording
from fettle.kernel.settings.actions import register
from fettle.kernel.settings.facts import RegisterChanged

MANAGE = "clock.manage"


@transaction.atomic
def define(
    actor: Actor, key: str, name: str, data: dict[str, Any], reason: str = "", seen: int | None = None
) -> CalendarVersion:
    """The version in force after this; nothing is written when it says what the last one says.

    ``seen`` is the version the reader started from. Raises Invalid with the sentence of what cannot be, Stale.
    """
    require_everywhere(actor, MANAGE)
    key = key or slugify(name)[:60]
    before = queries.latest(key)
    if seen is not None and before and before.version != seen:
        raise Stale(_("Somebody else changed “%(name)s” meanwhile: look at it again.") % {"name": name})
    if seen is None and before is not None:
        raise Invalid({"name": _("There is a calendar of this name already: choose another.")})
    old_name = before.calendar.name if before else ""
    try:
        version = actions.define(key, name.strip(), data, actor.label, reason)
    except BadCalendar as problem:
        raise Invalid({"": problem}) from None
    except ValidationError as problem:
        raise Invalid({"name": " ".join(problem.messages)}) from None
    if before is None or version.version != before.version or old_name != name.strip():
        what = "changed" if before else "added"
        old = _said(old_name, before) if before else {}
        new = {**_said(name.strip(), version), "reason": reason}
        kept = {column: value for column, value in old.items() if value != new[column]}
        now = {column: value for column, value in new.items() if value and (column not in old or column in kept)}
        register(actor, RegisterChanged(f"calendar:{key}", name.strip(), what, kept or None, now))
    return version


def differences(old: CalendarVersion | None, new: CalendarVersion) -> list[Change]:
    """In which hours, holidays and special days two versions of a calendar differ, in words."""
    before = old.data if old else {}
    return wording.changes({part: [before.get(part), value] for part, value in new.data.items()})


def _said(name: str, version: CalendarVersion) -> dict[str, object]:
    """What the history keeps of a version: its name and number, and what it says."""
    return {"name": name, "version": version.version, **version.data}
