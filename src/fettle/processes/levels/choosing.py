"""Which agreements' targets hold for a record: one statement, asked for every new record.

First comes the SLA that names the service, of the customer or of the nearest organisation above it; then one that
covers all services, in the same order; last the default agreement. One that says nothing of a kind and priority leaves
it to the next; null minutes in a row say that nothing is promised.

Beside it the OLA with the team that has the record, or with the organisation of that team, and the UA with the supplier
that it waits for, are found alike: first one that names the service, then one that names a component of it, then one
that names nothing in particular.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

OWN_SERVICE, OWN_ALL, ABOVE_SERVICE, ABOVE_ALL, DEFAULT = (
    "own_service",
    "own_all",
    "above_service",
    "above_all",
    "default",
)
TEAM_SERVICE, TEAM_ALL, MEMBER_SERVICE, MEMBER_ALL = "team_service", "team_all", "member_service", "member_all"
SUPPLIER_SERVICE, SUPPLIER_ALL = "supplier_service", "supplier_all"
COVERED = """
     CROSS JOIN LATERAL (
           SELECT count(*) AS many, coalesce(bool_or(cover.service_id = %(service)s), FALSE) AS it,
                  coalesce(bool_or(cover.service_id = %(service)s AND cover.component = ''), FALSE) AS whole
             FROM levels_cover cover WHERE cover.version_id = version.id) covered
"""
HOLDS = """
       AND record.state = 'in_force' AND version.agreed_at IS NOT NULL AND version.valid_from <= %(day)s
       AND (agreement.valid_until IS NULL OR agreement.valid_until >= %(day)s)
       AND NOT EXISTS (
           SELECT FROM levels_agreementversion later
            WHERE later.agreement_id = agreement.record_id AND later.version > version.version
              AND later.agreed_at IS NOT NULL AND later.valid_from <= %(day)s)
       AND (version.valid_until IS NULL OR version.valid_until >= %(day)s)
       AND (covered.it OR covered.many = 0)
"""
OF_CUSTOMER = f"""
    SELECT agreement.type, record.number, version.version, version.calendar_id, version.targets,
           FALSE AS own, FALSE AS named, FALSE AS whole, TRUE AS by_default, 0 AS near
      FROM levels_agreement agreement
      JOIN levels_agreementversion version
        ON version.agreement_id = agreement.record_id AND version.version = agreement.latest
      JOIN records_record record ON record.id = agreement.record_id
     WHERE agreement.record_id = (SELECT record_id FROM levels_agreement WHERE is_default)
    UNION ALL
    SELECT agreement.type, record.number, version.version, version.calendar_id, version.targets,
           agreement.party_id = %(customer)s, covered.it, covered.whole, FALSE,
           array_position(%(line)s::bigint[], agreement.party_id)
      FROM levels_agreement agreement
      JOIN levels_agreementversion version ON version.agreement_id = agreement.record_id
      JOIN records_record record ON record.id = agreement.record_id
    {COVERED}
     WHERE agreement.party_id = ANY(%(line)s::bigint[]) AND agreement.type = 'sla' AND NOT agreement.is_default
    {HOLDS}
"""  # noqa: S608 - put together from what stands above
OF_TEAM = f"""
    SELECT agreement.type, record.number, version.version, version.calendar_id, version.targets,
           record.team_id IS NOT NULL AS own, covered.it AS named, covered.whole, FALSE AS by_default,
           (record.team_id IS NOT NULL)::int AS near
      FROM levels_agreement agreement
      JOIN levels_agreementversion version ON version.agreement_id = agreement.record_id
      JOIN records_record record ON record.id = agreement.record_id
    {COVERED}
     WHERE agreement.party_id = (SELECT organisation_id FROM orgs_team WHERE id = %(team)s) AND agreement.type = 'ola'
       AND (record.team_id IS NULL OR record.team_id = %(team)s)
    {HOLDS}
"""  # noqa: S608 - put together from what stands above
OF_SUPPLIER = f"""
    SELECT agreement.type, record.number, version.version, version.calendar_id, version.targets,
           FALSE AS own, covered.it AS named, covered.whole, FALSE AS by_default, 0 AS near
      FROM levels_agreement agreement
      JOIN levels_agreementversion version ON version.agreement_id = agreement.record_id
      JOIN records_record record ON record.id = agreement.record_id
    {COVERED}
     WHERE agreement.party_id = %(supplier)s AND agreement.type = 'ua'
    {HOLDS}
"""  # noqa: S608 - put together from what stands above
ORDER = " ORDER BY by_default, whole DESC, named DESC, near DESC, number"
CANDIDATES = OF_CUSTOMER + ORDER
WITH_TEAM = f"{OF_CUSTOMER} UNION ALL {OF_TEAM} {ORDER}"
SUPPORTING = {"ola": OF_TEAM + ORDER, "ua": OF_SUPPLIER + ORDER}
"""Of each type that supports an SLA."""


@dataclass(frozen=True)
class Promise:
    """The row of targets that holds, whose it is, and why."""

    number: str
    version: int
    calendar: int
    row: dict[str, Any]
    chosen: str


def promise(kind: str, rank: int, service: int | None, path: str, on: date | None = None) -> Promise | None:
    """That of the customer. ``path`` is that of the customer's organisation."""
    return promises(kind, rank, service, path, None, on).get("sla")


def promises(
    kind: str, rank: int, service: int | None, path: str, team: int | None, on: date | None = None
) -> dict[str, Promise]:
    """The same, and beside it that of the team that has the record, by the type of the agreement."""
    line = [int(pk) for pk in path.strip("/").split("/")]
    asked = {"customer": line[-1], "line": line, "service": service, "day": on or timezone.localdate()}
    if team is None:
        return _found(CANDIDATES, asked, kind, rank)
    return _found(WITH_TEAM, asked | {"team": team}, kind, rank)


def supporting(
    type: str, whom: int, kind: str, rank: int, service: int | None, on: date | None = None
) -> Promise | None:
    """What a team (``type`` ola) or a supplier (ua) promises; ``whom`` is its id."""
    asked = {"team" if type == "ola" else "supplier": whom, "service": service, "day": on or timezone.localdate()}
    return _found(SUPPORTING[type], asked, kind, rank).get(type)


def _found(statement: str, asked: dict[str, Any], kind: str, rank: int) -> dict[str, Promise]:
    """The first of each type that says something of this kind and priority."""
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        rows = cursor.fetchall()
    found: dict[str, Promise] = {}
    for type, number, version, calendar, targets, own, named, _whole, by_default, _near in rows:
        if type in found:
            continue
        stored = json.loads(targets) if isinstance(targets, str) else targets
        row = next((row for row in stored if row["kind"] == kind and int(row["priority"]) == rank), None)
        if row is not None:
            found[type] = Promise(number, version, calendar, row, _chosen(type, own, named, by_default))
    return found


def _chosen(type: str, own: bool, named: bool, by_default: bool) -> str:
    if by_default:
        return DEFAULT
    if type == "ua":
        return SUPPLIER_SERVICE if named else SUPPLIER_ALL
    if type == "ola":
        return (TEAM_SERVICE if named else TEAM_ALL) if own else (MEMBER_SERVICE if named else MEMBER_ALL)
    return (OWN_SERVICE if named else OWN_ALL) if own else (ABOVE_SERVICE if named else ABOVE_ALL)


def why(chosen: str) -> str:
    """In words why an agreement holds; nothing for what was recorded before it was kept."""
    words = {
        OWN_SERVICE: _("the agreement that this customer has for this service"),
        OWN_ALL: _("the agreement that this customer has for all services"),
        ABOVE_SERVICE: _("the agreement that an organisation above this customer has for this service"),
        ABOVE_ALL: _("the agreement that an organisation above this customer has for all services"),
        DEFAULT: _("the default agreement: no other covers this customer and service"),
        TEAM_SERVICE: _("the OLA with this team for this service"),
        TEAM_ALL: _("the OLA with this team, which names no service"),
        MEMBER_SERVICE: _("the OLA with the organisation of this team for this service"),
        MEMBER_ALL: _("the OLA with the organisation of this team, which names no service"),
        SUPPLIER_SERVICE: _("the UA with this supplier for this service"),
        SUPPLIER_ALL: _("the UA with this supplier, which names no service"),
    }
    return words.get(chosen, "")
