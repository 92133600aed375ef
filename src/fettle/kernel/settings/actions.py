"""Putting definitions in force and changing them; the register of people, teams and organisations is a setting too."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import require_everywhere
from fettle.kernel.assembly import assembly
from fettle.kernel.errors import Invalid, Stale
from fettle.kernel.history import write as history
from fettle.kernel.history.models import Entry
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.models import Record
from fettle.kernel.settings.facts import Defined, Redefined, RegisterChanged
from fettle.kernel.settings.models import Setting
from fettle.kernel.settings.read import look_again
from fettle.kernel.settings.records import SETTING


@transaction.atomic
def install() -> list[str]:
    """Make a record for every definition that has none, with its default in the language of the installation. Run at
    each start; returns the new keys.
    """
    missing = set(assembly().definition_by_key) - set(Setting.objects.values_list("key", flat=True))
    root = Organisation.objects.get(parent=None)
    actor = Actor.house(gettext_noop("installation"), "settings.administer", "settings.see")
    for definition in assembly().definitions:
        if definition.key in missing:
            with override(root.language):
                values = {"key": definition.key, **definition.begins(), "known": definition.known()}
            history.create(actor, SETTING, Defined(key=definition.key), organisation=root, values=values)
    return sorted(missing)


@transaction.atomic
def say_in(actor: Actor, was: str, now: str) -> None:
    """Say in the language ``now`` what was put in force in the language ``was`` and nobody has changed since."""
    require_everywhere(actor, "settings.administer")
    for definition in assembly().definitions:
        record = _locked(definition.key)
        with override(was):
            before = definition.begins()
        with override(now):
            after = definition.begins()
            reason = _("In the language of the installation")
        kept = {"title": record.title, "value": record.setting.value, "procedure": record.setting.procedure}
        changes = {name: text for name, text in after.items() if kept[name] == before[name] != text}
        if changes:
            history.write(actor, record, Redefined(key=definition.key, reason=reason), set=changes)
    look_again()


@transaction.atomic
def redefine(
    actor: Actor,
    key: str,
    *,
    value: Any = None,
    procedure: str | None = None,
    reason: str = "",
    version: int | None = None,
) -> Record:
    """Change a definition's data, its procedure, or both; without a difference nothing happens. Whoever saves the data
    has decided about all that this version knows. ``version`` is the one the reader saw.

    Raises Invalid with the sentence of the row that cannot be, Stale when somebody else was faster.
    """
    definition = assembly().definition_by_key[key]
    require_everywhere(actor, definition.may)
    record = _locked(key)
    if version is not None and version != record.version:
        raise Stale(
            _("“%(title)s” was changed by somebody else since you opened it: look at it again.")
            % {"title": definition.title}
        )
    changes: dict[str, Any] = {}
    if value is not None:
        try:
            changes["value"] = definition.clean(value, actor)
        except ValueError as problem:
            raise Invalid({"value": str(problem)}) from None
        changes["known"] = sorted({*record.setting.known, *definition.known()})
    if procedure is not None:
        changes["procedure"] = procedure.strip()
    if changes and all(getattr(record.setting, name) == new for name, new in changes.items()):
        return record
    decided = tuple(sorted({*changes.get("known", ())} - {*record.setting.known}))
    history.write(actor, record, Redefined(key=key, reason=reason, decided=decided), set=changes)
    look_again()
    return record


def register(actor: Actor, fact: RegisterChanged) -> Entry:
    """Note a change of a person, team, organisation, role or calendar in the register's history. Called inside its
    transaction.
    """
    return history.write(actor, _locked("kernel.register"), fact)


def _locked(key: str) -> Record:
    record = (
        Record.objects.select_related("organisation", "setting").select_for_update(of=("self",)).get(setting__key=key)
    )
    record.setting.record = record
    return record
