"""Value types that point at something: a record, a person, a team, an organisation.

From outside they are named by what people can quote: a number, an e-mail address or ``person:17``, a name. What the
actor may not
see is answered exactly as what does not exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from fettle.kernel.access import known
from fettle.kernel.access.read import visible
from fettle.kernel.assembly import assembly
from fettle.kernel.clock.models import Calendar
from fettle.kernel.orgs.models import Organisation, Person, Team
from fettle.kernel.records import numbers
from fettle.kernel.records.values import Value, storable, whole


def _numbered(raw: Any, prefix: str) -> int | None:
    """The id in ``person:17`` or 17, else None."""
    if isinstance(raw, int) and not isinstance(raw, bool):
        return raw
    text = storable(str(raw)).strip().removeprefix(f"{prefix}:")
    return whole(text, 17)


@dataclass(frozen=True)
class ToRecord(Value):
    """A record of one kind, by its number; a name is taken when exactly one live record bears it. ``among``: the states
    whose records are offered for choosing, else all but those that are over; what is named outright may be in any.
    """

    kind: str
    among: tuple[str, ...] = ()
    widget = "record"
    json = {"type": "string", "pattern": r"^[A-Z]{2,4}-\d{6,}$"}

    def kinds(self) -> tuple[Any, ...]:
        """Those that it may be of; none means any."""
        return (assembly().kind_by_key[self.kind],)

    @property
    def called(self) -> Any:
        """What such a record is called."""
        return self.kinds()[0].label

    @property
    def offered(self) -> tuple[str, ...]:
        """The states of what is offered for choosing."""
        states = (state for kind in self.kinds() for state in kind.flow.states)
        return self.among or tuple(dict.fromkeys(state.key for state in states if state.shape != "closed"))

    def clean(self, raw: Any, actor: Any) -> Any:
        number = numbers.tidy(storable(str(raw)))
        found = visible(actor, *self.kinds())
        matches = list(found.filter(number=number)[:1] if number else found.filter(title__iexact=str(raw).strip())[:2])
        if len(matches) != 1:
            raise ValueError(_("No %(kind)s “%(raw)s”: give its number.") % {"kind": self.called, "raw": str(raw)[:60]})
        return matches[0]

    def text(self, value: Any) -> str:
        """Its title. A definition stores the number alone, and tells it as such where it says what changed."""
        return value if isinstance(value, str) else value.title if value else ""

    def plain(self, value: Any) -> str | None:
        return value.number if value else None


@dataclass(frozen=True)
class ToAnything(ToRecord):
    """A record of any kind, by its number."""

    kind: str = "record"
    widget = "line"

    def kinds(self) -> tuple[Any, ...]:
        return ()

    @property
    def called(self) -> Any:
        return _("record")


@dataclass(frozen=True)
class ToPerson(Value):
    """A person, by e-mail address, ``person:17``, or a name that one person bears."""

    widget = "person"

    def clean(self, raw: Any, actor: Any) -> Person:
        if isinstance(raw, Person):
            return raw
        people = known.people(actor).filter(is_active=True).select_related("organisation")
        key = _numbered(raw, "person")
        text = str(raw).strip()
        found = list(people.filter(pk=key) if key is not None else people.filter(mail__iexact=text))
        found = found or list(people.filter(name__iexact=text)[:2])
        if len(found) != 1:
            raise ValueError(_("Nobody is known as “%(raw)s”: give an e-mail address.") % {"raw": str(raw)[:60]})
        return found[0]

    def text(self, value: Any) -> str:
        return value.name if value else ""

    def plain(self, value: Any) -> str | None:
        return (value.mail or f"person:{value.pk}") if value else None


@dataclass(frozen=True)
class ToTeam(Value):
    """An active team, by name or ``team:17``."""

    widget = "team"

    def clean(self, raw: Any, actor: Any) -> Team:
        if isinstance(raw, Team):
            return raw
        teams = known.teams(actor).filter(active=True)
        key = _numbered(raw, "team")
        found = list(teams.filter(pk=key) if key is not None else teams.filter(name__iexact=str(raw).strip())[:2])
        if len(found) != 1:
            raise ValueError(_("No team “%(raw)s”: give the name of an active team.") % {"raw": str(raw)[:60]})
        return found[0]

    def plain(self, value: Any) -> str | None:
        return value.name if value else None


@dataclass(frozen=True)
class ToOrganisation(Value):
    """An active organisation, by name or ``organisation:17``."""

    widget = "organisation"

    def clean(self, raw: Any, actor: Any) -> Organisation:
        if isinstance(raw, Organisation):
            return raw
        parties = known.organisations(actor).filter(active=True)
        key = _numbered(raw, "organisation")
        found = list(parties.filter(pk=key) if key is not None else parties.filter(name__iexact=str(raw).strip())[:2])
        if len(found) != 1:
            raise ValueError(_("No organisation “%(raw)s”: give the name of an active one.") % {"raw": str(raw)[:60]})
        return found[0]

    def plain(self, value: Any) -> str | None:
        return value.name if value else None


@dataclass(frozen=True)
class ToCalendar(Value):
    """A working calendar, by its key or name."""

    widget = "calendar"

    def clean(self, raw: Any, actor: Any) -> Calendar:
        if isinstance(raw, Calendar):
            return raw
        text = storable(str(raw)).strip()
        found = Calendar.objects.filter(key=text).first() or Calendar.objects.filter(name__iexact=text).first()
        if found is None:
            raise ValueError(_("No calendar “%(raw)s”: give the name of one in the settings.") % {"raw": text[:60]})
        return found

    def text(self, value: Any) -> str:
        return value.name if value else ""

    def plain(self, value: Any) -> str | None:
        return value.key if value else None
