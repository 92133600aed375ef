"""How the register's history says what changed: for the pages about people and for the audit log alike."""

from __future__ import annotations

from django.utils.translation import gettext as _

from fettle.kernel.settings.facts import RegisterChanged


def changes(fact: RegisterChanged) -> list[tuple[str, str, str]]:
    """Label, old and new value of everything that differs."""
    before, after, words = fact.before or {}, fact.after or {}, _column_words()
    names = [*after, *(name for name in before if name not in after)]
    return [
        (words.get(name, name), _said(before.get(name)), _said(after.get(name)))
        for name in names
        if _said(before.get(name)) != _said(after.get(name))
    ]


def _said(value: object) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


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
    }
