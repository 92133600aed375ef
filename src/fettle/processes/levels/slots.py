"""What stands on the page of an agreement before its story: what each version promises, and who signed it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.edges.pages import wording as days
from fettle.facilities.discussion.models import Attachment
from fettle.facilities.relationships import queries as relationships
from fettle.facilities.relationships.workflow import ACTIVE
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.read import audiences, visible
from fettle.kernel.assembly import assembly
from fettle.kernel.orgs.models import Organisation
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import STAFF
from fettle.processes.levels import grid, overlaps, wording
from fettle.processes.levels.actions import their_newest
from fettle.processes.levels.exclusions import mark
from fettle.processes.levels.models import AgreementVersion, Cover, Signature
from fettle.processes.levels.records import AGREEMENT
from fettle.processes.levels.standing import IN_FORCE, open_to
from fettle.processes.levels.violations.records import VIOLATION
from fettle.processes.levels.workflow import EXPIRED, MANAGE, OFFERED, TERMINATED, WITHDRAWN

SHOWN = 6
LISTED = 12
SERVICE = "service"
OVER = (EXPIRED, TERMINATED, WITHDRAWN)


@dataclass(frozen=True)
class Shown:
    """A version in words. ``stands``: shape and word of how it stands."""

    version: AgreementVersion
    stands: tuple[str, str]
    valid: str
    times: list[grid.Line]
    promises: list[tuple[str, str]]
    excluded: list[tuple[int, str, str]]
    covers: list[Cover]
    signatures: list[tuple[Signature, str]]
    differences: list[tuple[str, str, str]]
    changes: bool


def of_agreement(actor: Actor, record: Record) -> dict[str, Any] | None:
    """For everybody who sees the agreement; changed by whoever manages it, while nobody has signed."""
    if record.kind != AGREEMENT.key or record.item.is_default:
        return None
    staff = STAFF in audiences(actor, record)
    versions = list(open_to(staff, record.item)[: SHOWN + 1])
    signed = _by_version(Signature.objects.filter(version__in=versions).select_related("file").order_by("pk"))
    covers = _by_version(Cover.objects.filter(version__in=versions).select_related("service").order_by("pk"))
    manages = may(actor, MANAGE, record)
    known = set(
        visible(actor)
        .filter(pk__in={row.service_id for rows in covers.values() for row in rows})
        .values_list("pk", flat=True)
    )
    holds = _holding(versions)
    shown = []
    for at, version in enumerate(versions[:SHOWN]):
        rows, signatures = covers.get(version.pk, []), signed.get(version.pk, [])
        before = versions[at + 1] if at + 1 < len(versions) else None
        drafted = version.version == record.item.draft
        shown.append(
            Shown(
                version,
                _stands(record, version, holds),
                _valid(version),
                [line for line in grid.lines(grid.as_sent(version.targets)) if any(cell.value for cell in line.cells)],
                [wording.promise(row) for row in version.promises],
                [(mark(row), *wording.exclusion(row)) for row in version.excluded],
                rows,
                [(row, days.day(row.signed_on)) for row in signatures],
                _differences(before, version, covers) if before else [],
                manages and drafted and not signatures,
            )
        )
    return {
        "template": "levels/of_agreement.html",
        "record": record,
        "versions": shown,
        "known": known,
        "overlaps": overlaps.of_draft(actor, record, versions) if staff else [],
        "staff": staff,
        "papers": getattr(their_newest(record), "pk", None) if manages else None,
    }


def party(record: Record) -> Record | None:
    """Whose contacts may be told: of an agreement once it is offered, of a violation once the other side is told."""
    if record.kind == VIOLATION.key:
        return _party(record.item.agreement.item.type, record.organisation) if record.item.told_at else None
    if record.kind != AGREEMENT.key or record.item.is_default or record.state not in OFFERED:
        return None
    return _party(record.item.type, record.organisation)


def _party(type: str, organisation: Organisation) -> Record | None:
    key = {"sla": "customer", "ua": "supplier"}.get(type)
    return relationships.of(assembly().kind_by_key[key], organisation) if key else None


LIVE = "live"
"""The state in which the default agreement holds for a service."""


def of_service(actor: Actor, record: Record) -> dict[str, Any] | None:
    """The agreements that name a service: those that the reader sees, a customer its own."""
    if record.kind != SERVICE:
        return None
    named = Cover.objects.filter(service=record).values("version__agreement_id")
    found = visible(actor, AGREEMENT).filter(pk__in=named).exclude(state__in=OVER)
    found = found.select_related("organisation", "agreement_item").order_by("agreement_item__type", "title", "pk")
    rows = list(found[: LISTED + 1])
    if not rows and STAFF not in audiences(actor, record):
        return None
    types = AGREEMENT.by_name["type"].type
    shown = [(row, types.text(row.item.type), AGREEMENT.flow.by_state[row.state]) for row in rows[:LISTED]]
    return {
        "template": "levels/of_service.html",
        "rows": shown,
        "more": len(rows) > LISTED,
        "live": record.state == LIVE,
    }


def of_party(actor: Actor, record: Record) -> dict[str, Any] | None:
    """The agreements with a customer or a supplier that are not over (PR7.I4, PR8.I3). For staff."""
    if not relationships.is_relationship(record.declared) or STAFF not in audiences(actor, record):
        return None
    found = visible(actor, AGREEMENT).filter(organisation_id=record.organisation_id, agreement_item__is_default=False)
    found = (
        found.exclude(state__in=OVER).select_related("agreement_item").order_by("agreement_item__type", "title", "pk")
    )
    rows = list(found[: LISTED + 1])
    types = AGREEMENT.by_name["type"].type
    return {
        "template": "levels/of_party.html",
        "record": record,
        "rows": [(row, types.text(row.item.type), AGREEMENT.flow.by_state[row.state]) for row in rows[:LISTED]],
        "more": len(rows) > LISTED,
        "draws": record.state == ACTIVE and may(actor, MANAGE, record),
    }


def _by_version(rows: Any) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.version_id, []).append(row)
    return found


def _holding(versions: list[AgreementVersion]) -> int | None:
    """Which of them, newest first, holds today or held last."""
    today = timezone.localdate()
    begun = (one.version for one in versions if one.agreed_at and one.valid_from and one.valid_from <= today)
    return next(begun, None)


def _stands(record: Record, version: AgreementVersion, holds: int | None) -> tuple[str, str]:
    if version.version == record.item.draft:
        return "half", _("Being negotiated")
    if version.agreed_at is None:
        return "closed", _("Not put in force")
    if version.version == holds:
        return ("done", _("In force")) if record.state == IN_FORCE else ("closed", _("Over"))
    if holds is None or version.version > holds:
        return "half", _("Begins later")
    return "closed", _("Replaced")


def _valid(version: AgreementVersion) -> str:
    if version.valid_from is None:
        return _("not said yet")
    until = days.day(version.valid_until) if version.valid_until else _("until notice")
    return f"{days.day(version.valid_from)} – {until}"


def _differences(
    before: AgreementVersion, after: AgreementVersion, covers: dict[int, list[Cover]]
) -> list[tuple[str, str, str]]:
    """What a version promises otherwise than the one before it."""
    old, new = (_said(version, covers.get(version.pk, [])) for version in (before, after))
    return wording.changes({name: [old[name], new[name]] for name in new if old[name] != new[name]})


def _said(version: AgreementVersion, covers: list[Cover]) -> dict[str, Any]:
    calendar = version.calendar
    return {
        "targets": version.targets,
        "calendar": {"name": calendar.calendar.name, "version": calendar.version},
        "promises": version.promises,
        "excluded": version.excluded,
        "valid_from": version.valid_from.isoformat() if version.valid_from else "",
        "valid_until": version.valid_until.isoformat() if version.valid_until else "",
        "covers": [f"{row.service.title}: {row.component}" if row.component else row.service.title for row in covers],
    }


def paper_stays(file: Attachment) -> str:
    """The paper that a signature rests on stays; a better one takes its place first (PR2.A2.1)."""
    if not Signature.objects.filter(version__agreement=file.record_id, file=file).exists():
        return ""
    return _("The other party's signature rests on this file: keep another paper with it first.")
