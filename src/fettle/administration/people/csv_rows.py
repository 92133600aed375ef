"""People from a CSV file: read, compared with who is there, shown, and only then written. Again and again the same file
changes nothing: the e-mail address says who is who.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.models import Grant
from fettle.kernel.assembly import assembly
from fettle.kernel.clock.wording import BadCalendar
from fettle.kernel.clock.zones import known_zone
from fettle.kernel.errors import Invalid
from fettle.kernel.orgs.models import Membership, Organisation, Person, Team
from fettle.kernel.settings import parties, people, rights, territory

COLUMNS = ("name", "mail", "organisation", "phone", "place", "language", "zone", "team", "role", "may_sign_in", "vip")
NEEDED = ("name", "mail")
MOST_BYTES = 1_000_000
YES, NO = {"yes", "true", "1"}, {"no", "false", "0"}


@dataclass(frozen=True)
class Row:
    """One line. ``outcome`` is new, changed, same or problem; ``values`` are what would be written."""

    line: int
    outcome: str
    name: str = ""
    mail: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    person: Person | None = None
    problem: str = ""


def read(actor: Actor, text: str) -> list[Row]:
    """Every line of the file, compared with who is there. Raises Invalid when the file as a whole cannot be read."""
    known, seen = _Known(actor), set[str]()
    rows = []
    for line, cells in _lines(text):
        row = _row(known, line, cells)
        if row.mail and row.mail in seen:
            row = Row(
                line,
                "problem",
                row.name,
                row.mail,
                problem=_("%(mail)s stands in an earlier line too.") % {"mail": row.mail},
            )
        seen.add(row.mail)
        rows.append(row)
    if not rows:
        raise Invalid({"file": _("There is no line below the names of the columns.")})
    return rows


@transaction.atomic
def write(actor: Actor, rows: list[Row]) -> int:
    """Write what is new or changed; lines with a problem are left out. Returns how many people changed."""
    wanted = [row for row in rows if row.outcome in ("new", "changed")]
    for row in wanted:
        values = dict(row.values)
        team, role = values.pop("team", None), values.pop("role", None)
        known = row.person
        person = people.change(actor, known, **values) if known else people.add(actor, **values)
        if team is not None and not Membership.objects.filter(person=person, team=team).exists():
            parties.join(actor, person, team)
        if role and not Grant.objects.filter(person=person, role=role).exists():
            rights.give(actor, person, role, person.organisation if team is None else team.organisation)
    return len(wanted)


def decoded(content: bytes) -> str:
    """The text of an uploaded file. Raises Invalid."""
    if len(content) > MOST_BYTES:
        raise Invalid({"file": _("The file is larger than 1 MB: cut it into several.")})
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid({"file": _("The file is not in UTF-8: save it as “CSV UTF-8”.")}) from None
    if "\x00" in text:
        raise Invalid({"file": _("The file is not text: save it as “CSV UTF-8”.")})
    return text


def _lines(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    try:
        names = [cell.strip().lower() for cell in next(reader, [])]
        _check_names(names)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, dict(zip(names, (cell.strip() for cell in cells), strict=False))
    except csv.Error as problem:
        raise Invalid(
            {"file": _("Line %(line)s cannot be read: %(why)s.") % {"line": reader.line_num, "why": problem}}
        ) from None


def _check_names(names: list[str]) -> None:
    known = ", ".join(COLUMNS)
    if unknown := [name for name in names if name not in COLUMNS]:
        raise Invalid(
            {
                "file": _("The column “%(name)s” is not known. Known are: %(known)s.")
                % {"name": unknown[0][:40], "known": known}
            }
        )
    if missing := [name for name in NEEDED if name not in names]:
        raise Invalid({"file": _("The column “%(name)s” is missing.") % {"name": missing[0]}})


class _Known:
    """What the lines may name, looked up once for the whole file."""

    def __init__(self, actor: Actor) -> None:
        parties_here = list(territory.organisations(actor).filter(active=True))
        self.organisations: dict[str, Organisation] = {party.name.casefold(): party for party in reversed(parties_here)}
        self.home = parties_here[0] if parties_here else None
        self.teams: dict[str, Team] = {t.name.casefold(): t for t in territory.teams(actor).filter(active=True)}
        roles = [role for role in assembly().roles if not role.implicit]
        self.roles = {role.key: role.key for role in roles} | {str(role.label).casefold(): role.key for role in roles}
        self.people = {person.mail: person for person in territory.people(actor).exclude(mail=None)}
        self.elsewhere = (
            frozenset(Person.objects.exclude(mail=None).values_list("mail", flat=True)) - self.people.keys()
        )
        self.memberships = frozenset(Membership.objects.values_list("person_id", "team_id"))
        self.grants = frozenset(Grant.objects.values_list("person_id", "role"))


def _row(known: _Known, line: int, cells: dict[str, str]) -> Row:
    mail, name = cells.get("mail", "").lower(), cells.get("name", "")
    person = known.people.get(mail)
    try:
        values = _values(known, cells, person)
    except ValueError as problem:
        return Row(line, "problem", name, mail, problem=str(problem))
    if person is None:
        return Row(line, "new", name, mail, {"language": values["organisation"].language, **values})
    differs = any(
        getattr(person, column) != value for column, value in values.items() if column not in ("team", "role")
    )
    joins = "team" in values and (person.pk, values["team"].pk) not in known.memberships
    gets = "role" in values and (person.pk, values["role"]) not in known.grants
    return Row(line, "changed" if differs or joins or gets else "same", name, mail, values, person)


def _values(known: _Known, cells: dict[str, str], person: Person | None) -> dict[str, Any]:
    """The line as values; an empty cell says nothing. Raises ValueError with a sentence."""
    values: dict[str, Any] = {}
    if not cells.get("name"):
        raise ValueError(_("name: give one."))
    values["name"], values["mail"] = cells["name"][:200], cells.get("mail", "").lower()
    try:
        validate_email(values["mail"])
    except ValidationError:
        raise ValueError(_("mail: “%(mail)s” is not an e-mail address.") % {"mail": values["mail"][:60]}) from None
    if values["mail"] in known.elsewhere:
        raise ValueError(_("mail: this address belongs to somebody in an organisation that you do not administer."))
    for column, longest in (("phone", 60), ("place", 120)):
        if cells.get(column):
            values[column] = cells[column][:longest]
    if cells.get("organisation"):
        values["organisation"] = _one(known.organisations, cells, "organisation")
    elif person is None:
        if known.home is None:
            raise ValueError(_("organisation: there is none yet."))
        values["organisation"] = known.home
    if cells.get("language"):
        values["language"] = _one({code: code for code, _label in settings.LANGUAGES}, cells, "language")
    if cells.get("zone"):
        try:
            values["zone"] = known_zone(cells["zone"])
        except BadCalendar as problem:
            raise ValueError(str(problem)) from None
    if cells.get("team"):
        values["team"] = _one(known.teams, cells, "team")
    if cells.get("role"):
        values["role"] = _one(known.roles, cells, "role")
    for column in ("may_sign_in", "vip"):
        if word := cells.get(column, "").lower():
            if word not in YES | NO:
                raise ValueError(_("%(column)s: write yes or no.") % {"column": column})
            values[column] = word in YES
    return values


def _one(offered: dict[str, Any], cells: dict[str, str], column: str) -> Any:
    word = cells[column]
    if word.casefold() not in offered:
        raise ValueError(_("%(column)s: there is no “%(word)s”.") % {"column": column, "word": word[:60]})
    return offered[word.casefold()]
