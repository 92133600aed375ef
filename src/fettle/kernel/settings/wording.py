"""How the register's history says what changed: for the pages about people and for the audit log alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fettle.kernel.history.facts import Change

if TYPE_CHECKING:
    from fettle.kernel.settings.facts import RegisterChanged

DAY_WORDS: dict[str, Any] = {
    "monday": gettext_lazy("Monday"),
    "tuesday": gettext_lazy("Tuesday"),
    "wednesday": gettext_lazy("Wednesday"),
    "thursday": gettext_lazy("Thursday"),
    "friday": gettext_lazy("Friday"),
    "saturday": gettext_lazy("Saturday"),
    "sunday": gettext_lazy("Sunday"),
}


def changes(changed: Mapping[str, list[Any]]) -> list[Change]:
    """Label, old and new words of everything that differs, by what stands for it in the register."""
    return [row for name, (old, new) in changed.items() for row in _rows(name, old, new)]


def _rows(name: str, old: Any, new: Any) -> list[Change]:
    """One row; of values by name, such as the hours of the days of a week, one for each that differs."""
    label = _column_words().get(name, name)
    if isinstance(old, dict) or isinstance(new, dict):
        before, after = old or {}, new or {}
        named = {*before, *after}
        keys = [*(day for day in DAY_WORDS if day in named), *sorted(named.difference(DAY_WORDS))]
        return [
            (f"{label}, {DAY_WORDS.get(key, key)}", _hours(before.get(key)), _hours(after.get(key)))
            for key in keys
            if before.get(key) != after.get(key)
        ]
    return [(label, _said(old), _said(new))] if _said(old) != _said(new) else []


def _said(value: object) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def _hours(value: object) -> str:
    """The hours of a day, or the name of a holiday."""
    return hours(value) or _("no work") if isinstance(value, list) else _said(value)


def hours(spans: list[list[str]]) -> str:
    """`[["08:00", "17:00"]]` → `08:00-17:00`."""
    return ", ".join("-".join(span) for span in spans)


def what(fact: RegisterChanged) -> str:
    """What was done."""
    return {
        "added": _("added"),
        "confirmed": _("confirmed"),
        "changed": _("changed"),
        "invited": _("invited"),
        "activated": _("activated"),
        "deactivated": _("deactivated"),
        "erased": _("personal data erased"),
        "signed out": _("signed out everywhere"),
        "token issued": _("API token made"),
        "token revoked": _("API token revoked"),
        "role given": _("role given"),
        "role taken": _("role removed"),
        "member added": _("member added"),
        "member changed": _("member changed"),
        "member removed": _("member removed"),
        "merged": _("merged into another one"),
        "delegate named": _("delegate named"),
        "delegate ended": _("delegate no longer named"),
    }.get(fact.what, fact.what)


def _column_words() -> dict[str, str]:
    return {
        "name": _("Name"),
        "mail": _("E-mail address"),
        "organisation": _("Organisation"),
        "phone": _("Phone"),
        "place": _("Room or place"),
        "language": _("Language"),
        "zone": _("Time zone"),
        "may_sign_in": _("May sign in"),
        "vip": _("Needs particular attention (VIP)"),
        "active": _("Active"),
        "roles": _("Roles"),
        "role": _("Role"),
        "team": _("Team"),
        "token": _("API token"),
        "scopes": _("What it may do"),
        "member": _("Member"),
        "leads": _("Leads the team"),
        "reason": _("Reason"),
        "files": _("Files deleted too"),
        "is_provider": _("Provides services"),
        "is_customer": _("Customer"),
        "is_supplier": _("Supplier"),
        "is_member": _("Member of the federation"),
        "version": _("Version"),
        "week": _("Working hours"),
        "holidays": _("Holidays"),
        "special": _("Special days"),
        "from": _("From"),
        "to": _("To"),
        "colour": _("Colour"),
        "retired": _("Retired"),
    }
