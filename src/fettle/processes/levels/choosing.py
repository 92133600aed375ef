"""Which agreement's targets hold for a record: one statement, asked for every new record.

First comes the SLA that names the service, of the customer or of the nearest organisation above it; then one that
covers all services, in the same order; last the default agreement. One that says nothing of a kind and priority leaves
it to the next; null minutes in a row say that nothing is promised.
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
CANDIDATES = """
    SELECT record.number, version.version, version.calendar_id, version.targets,
           FALSE AS own, FALSE AS named, TRUE AS by_default, 0 AS near
      FROM levels_agreement agreement
      JOIN levels_agreementversion version
        ON version.agreement_id = agreement.record_id AND version.version = agreement.latest
      JOIN records_record record ON record.id = agreement.record_id
     WHERE agreement.record_id = (SELECT record_id FROM levels_agreement WHERE is_default)
    UNION ALL
    SELECT record.number, version.version, version.calendar_id, version.targets,
           agreement.party_id = %(customer)s, covered.it, FALSE, array_position(%(line)s::bigint[], agreement.party_id)
      FROM levels_agreement agreement
      JOIN levels_agreementversion version ON version.agreement_id = agreement.record_id
      JOIN records_record record ON record.id = agreement.record_id
     CROSS JOIN LATERAL (
           SELECT count(*) AS many, coalesce(bool_or(cover.service_id = %(service)s), FALSE) AS it
             FROM levels_cover cover WHERE cover.version_id = version.id) covered
     WHERE agreement.party_id = ANY(%(line)s::bigint[]) AND agreement.type = 'sla' AND NOT agreement.is_default
       AND record.state = 'in_force' AND version.agreed_at IS NOT NULL AND version.valid_from <= %(day)s
       AND (agreement.valid_until IS NULL OR agreement.valid_until >= %(day)s)
       AND NOT EXISTS (
           SELECT FROM levels_agreementversion later
            WHERE later.agreement_id = agreement.record_id AND later.version > version.version
              AND later.agreed_at IS NOT NULL AND later.valid_from <= %(day)s)
       AND (version.valid_until IS NULL OR version.valid_until >= %(day)s)
       AND (covered.it OR covered.many = 0)
     ORDER BY by_default, named DESC, near DESC
"""


@dataclass(frozen=True)
class Promise:
    """The row of targets that holds, whose it is, and why."""

    number: str
    version: int
    calendar: int
    row: dict[str, Any]
    chosen: str


def promise(kind: str, rank: int, service: int | None, path: str, on: date | None = None) -> Promise | None:
    """``path`` is that of the customer's organisation."""
    line = [int(pk) for pk in path.strip("/").split("/")]
    asked: dict[str, Any] = {"customer": line[-1], "line": line, "service": service, "day": on or timezone.localdate()}
    with connection.cursor() as cursor:
        cursor.execute(CANDIDATES, asked)
        rows = cursor.fetchall()
    for number, version, calendar, targets, own, named, by_default, _near in rows:
        stored = json.loads(targets) if isinstance(targets, str) else targets
        row = next((row for row in stored if row["kind"] == kind and int(row["priority"]) == rank), None)
        if row is not None:
            return Promise(number, version, calendar, row, _chosen(own, named, by_default))
    return None


def _chosen(own: bool, named: bool, by_default: bool) -> str:
    if by_default:
        return DEFAULT
    return (OWN_SERVICE if named else OWN_ALL) if own else (ABOVE_SERVICE if named else ABOVE_ALL)


def why(chosen: str) -> str:
    """In words why an agreement holds; nothing for what was recorded before it was kept."""
    words = {
        OWN_SERVICE: _("the agreement that this customer has for this service"),
        OWN_ALL: _("the agreement that this customer has for all services"),
        ABOVE_SERVICE: _("the agreement that an organisation above this customer has for this service"),
        ABOVE_ALL: _("the agreement that an organisation above this customer has for all services"),
        DEFAULT: _("the default agreement: no other covers this customer and service"),
    }
    return words.get(chosen, "")
