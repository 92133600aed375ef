"""What the pages draw of articles: suggestions, and figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.edges.pages import addresses
from fettle.edges.pages.lists import Cell, Column, Row, Subject, Table
from fettle.facilities.cycles.models import Duty
from fettle.facilities.documents.workflow import WITHDRAWN
from fettle.facilities.search.fitting import Fit
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.read import visible
from fettle.kernel.records.models import Record
from fettle.kernel.records.values import EVERYONE
from fettle.processes.knowledge import tallies
from fettle.processes.knowledge.cycles import REVIEW
from fettle.processes.knowledge.records import ARTICLE

PAGE = 50


def portal_address(article: Record) -> str:
    """Where the people we serve read it."""
    return f"/portal/knowledge/{article.number}"


def rows(fits: list[Fit], on: str = "") -> list[dict[str, Any]]:
    """Suggestions for staff; ``on`` is the record on which one may be used."""
    return [
        {
            "record": fit.record,
            "url": addresses.of(fit.record),
            "staff": fit.record.item.audience != EVERYONE,
            "use_url": addresses.of(fit.record, "used") if on else "",
            "send_url": f"{addresses.of(fit.record, 'send')}?on={on}" if on else "",
            "on": on,
        }
        for fit in fits
    ]


def overdue(records: QuerySet[Record]) -> QuerySet[Record]:
    """Those that hold and whose day of review has passed."""
    late = Duty.objects.filter(code=REVIEW, ended_at=None, due_on__lt=timezone.localdate(), record_id=OuterRef("pk"))
    return records.filter(Exists(late), article__in_force__isnull=False).exclude(state=WITHDRAWN)


def counts(article: Record) -> list[tuple[str, int]]:
    """The numbers of one article, in words."""
    told = tallies.of([article.pk])[article.pk]
    return [(label, told[what]) for what, label in labels().items()]


def labels() -> dict[str, str]:
    return {
        tallies.SHOWN.value: _("Shown"),
        tallies.HELPED.value: _("Solved it"),
        tallies.FAILED.value: _("Did not help"),
        tallies.USED.value: _("Used by staff"),
    }


def figures(actor: Actor, asked: Mapping[str, str]) -> dict[str, Any]:
    """Current articles page by page with their numbers, and the sums of all that are asked for."""
    found = visible(actor, ARTICLE).exclude(state=WITHDRAWN)
    late, mine = asked.get("review") == "late", asked.get("owner") == "me"
    stale = overdue(found).count()
    found = overdue(found) if late else found
    found = found.filter(article__owner_id=actor.person_id) if mine else found
    page = Paginator(found.select_related("article__owner").order_by("title", "pk"), PAGE).get_page(asked.get("page"))
    shown = list(page)
    told = tallies.of(record.pk for record in shown)
    due = dict(
        Duty.objects.filter(code=REVIEW, ended_at=None, record__in=[r.pk for r in shown]).values_list(
            "record_id", "due_on"
        )
    )
    heads = [Column(_("Article")), *(Column(label, "figure") for label in labels().values())]
    heads += [Column(_("Review due"), "date"), Column(_("Owner"), "person", icon="user")]
    table = Table(_("What articles brought"), heads, [_row(record, told[record.pk], due) for record in shown])
    return {
        "table": table,
        "page": page,
        "totals": totals(found),
        "stale": stale,
        "choices": [
            (_("All current"), "/knowledge/figures", not late and not mine),
            (_("Review overdue"), "/knowledge/figures?review=late", late),
            (_("My own"), "/knowledge/figures?owner=me", mine),
        ],
        "query": ("review=late&" if late else "") + ("owner=me&" if mine else ""),
    }


def totals(found: QuerySet[Record]) -> list[tuple[str, int]]:
    """The sums over these articles."""
    sums = tallies.sums(found)
    return [(label, sums[what]) for what, label in labels().items()]


def _row(record: Record, told: Mapping[str, int], due: Mapping[int, Any]) -> Row:
    cells = [Cell("subject", Subject(record.title, addresses.of(record), record.number, []))]
    cells += [Cell("text", str(told[what])) for what in labels()]
    cells += [Cell("day", due.get(record.pk)), Cell("person", record.item.owner, bare=True)]
    return Row(record.number, cells)
