"""What a list page shows: rows, counts, chips, tabs and panels, made from the declaration and the address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fettle.edges.pages import attention, board, bulk, columns, filters, list_panels, nav, tabs, within
from fettle.edges.pages.asked import Asked
from fettle.edges.pages.lists import Empty, Pager, Register, Table
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.access.read import visible
from fettle.kernel.records.models import Record

if TYPE_CHECKING:
    from fettle.edges.pages.listing import Listing

PAGE = 50
MOST = 10_000
"""Up to so many rows are counted and paged through; beyond, one narrows the filter."""


@dataclass(frozen=True)
class Found:
    """The records of one address, as one actor sees them."""

    actor: Actor
    listing: Listing
    asked: Asked

    @cached_property
    def chosen(self) -> list[filters.Chosen]:
        return filters.choose(self.listing.kinds, self.actor, self.asked.filters)

    @cached_property
    def records(self) -> QuerySet[Record]:
        """All of them, in no order."""
        kept = filters.choose(self.listing.kinds, self.actor, self.listing.kept)
        return visible(self.actor, *self.listing.kinds).filter(filters.condition([*kept, *self.chosen]))

    @cached_property
    def total(self) -> int:
        """How many, counted to one more than MOST."""
        return 0 if self.problems else self.records[: MOST + 1].count()

    @property
    def problems(self) -> list[str]:
        return [f"{each.label}: {each.problem}" for each in self.chosen if each.problem]

    @cached_property
    def sorts(self) -> dict[str, str]:
        """What may be sorted by: columns that every reader of a row may read."""
        sorts = {"opened_at": "opened_at"}
        for name, item in columns.offered(self.listing.kinds, self.actor).items():
            kinds = self.listing.kinds
            if item.sort and item.audience == "everyone" and all(kind.on_record(item.name) for kind in kinds):
                sorts[name] = item.name
        return sorts

    @property
    def sort(self) -> str:
        asked = self.asked.shown.get("sort", "")
        return asked if asked.lstrip("-") in self.sorts else self.listing.sort

    @property
    def order(self) -> list[Any]:
        by = self.sorts.get(self.sort.lstrip("-"), self.sort.lstrip("-"))
        if by == "opened_at":  # never empty: said without "nulls last", so that its index serves
            return [by if self.sort == by else f"-{by}", "-id"]
        first = F(by).desc(nulls_last=True) if self.sort.startswith("-") else F(by).asc(nulls_last=True)
        return [first, "rank", "-id"]

    def page(self, names: list[str]) -> list[Record]:
        """The rows of the page with everything that drawing them needs."""
        start = (min(self.asked.page, MOST // PAGE) - 1) * PAGE
        return self.drawn(self.records, start, start + PAGE, names)

    def drawn(self, records: QuerySet[Record], start: int, end: int, names: list[str]) -> list[Record]:
        """Two statements: which few rows, from the common table alone; then these with their joins. A list of fifty then
        costs alike over a thousand records and over many, where one statement would join them all before it sorts.
        """
        if self.problems:
            return []
        return self.whole(list(records.order_by(*self.order).values_list("pk", flat=True)[start:end]), names)

    def whole(self, few: list[int], names: list[str]) -> list[Record]:
        """These rows in their order, with their joins."""
        kinds = self.listing.kinds
        rows = attention.marked(self.actor, visible(self.actor, *kinds), kinds)
        rows = rows.filter(pk__in=few).order_by(*self.order)
        joins = columns.joins(kinds, names)
        return list(rows.select_related(*joins).defer(*columns.unread(kinds, names, joins)))


def draw(request: HttpRequest, actor: Actor, listing: Listing, asked: Asked) -> dict[str, Any]:
    """The context of pages/listing.html."""
    found = Found(actor, listing, asked)
    layout = asked.shown.get("layout", "")
    layout = layout if layout in listing.layouts else listing.layouts[0]
    views, total = tabs.draw(actor, listing, asked)
    if total is not None and not found.problems:
        found.__dict__["total"] = total
    cards = board.columns_of(found) if layout == "board" else None
    if cards is not None:
        found.__dict__["total"] = sum(column["count"] for column in cards)
    panel = request.GET.get("panel", "")
    context: dict[str, Any] = {
        "title": listing.title,
        "layouts": list_panels.layouts(listing, asked, layout),
        "board": cards,
        "register": _register(found, layout, views),
        "problems": found.problems,
        "take": listing.take if _holds(actor, listing) else "",
        "exports": _exports(actor, listing, asked),
        "make": listing.make if listing.make and may(actor, listing.make[2]) else None,
        "panel": list_panels.draw(panel, found, layout),
        "panel_urls": {name: f"{asked.url()}&panel={name}" for name in ("filter", "display")},
        "density": asked.shown.get("density", ""),
    }
    if context["density"] in ("compact", "comfortable"):
        person: Any = request.user
        context["shell"] = SimpleLazyObject(lambda: replace(nav.shell(person), density=context["density"]))
    return context


def _holds(actor: Actor, listing: Listing) -> bool:
    verb = listing.kinds[0].flow.by_verb.get(listing.take)
    return verb is not None and may(actor, verb.may)


def _exports(actor: Actor, listing: Listing, asked: Asked) -> list[tuple[str, str]]:
    """Word and address of each file that the list can leave as, for those who may."""
    if not may(actor, "transfer.export"):
        return []
    place = ",".join(kind.path for kind in listing.kinds)
    query = urlencode({**asked.filters, **listing.kept}, safe=",:")
    return [(form.upper(), f"/{place}/export?format={form}&{query}") for form in ("csv", "xlsx")]


def _register(found: Found, layout: str, views: list[Any]) -> Register:
    listing, asked = found.listing, found.asked
    acts = bulk.offered(found.actor, listing.bulk) if listing.bulk else []
    return Register(
        _table(found, layout, bool(acts)),
        listing.path,
        _empty(found),
        views=views,
        save_url=f"/views/new?list={listing.path}&{asked.query()}" if listing.saves else "",
        chips=filters.chips(asked, found.chosen),
        summary=summary(found),
        bulk=bulk.bar(found, acts) if acts and layout != "board" else None,
        bulk_url=asked.here(),
        pager=_pager(found) if layout != "board" and found.total else None,
        peek=layout == "split" and listing.peeks,
    )


def _table(found: Found, layout: str, selectable: bool) -> Table:
    listing, asked = found.listing, found.asked
    caption = f"{listing.title}: {summary(found)}"
    if layout == "board":
        return Table(caption, [], [])
    standing, way = listing.states(), within.query_of(asked) if listing.walks else ""
    if layout == "split" or len(listing.kinds) > 2:
        names = ["assignee", *listing.drawn]
        rows = [
            columns.split_row(found.actor, each, listing.line(each), listing.reading, standing, listing.peeks, way)
            for each in found.page(names)
        ]
        return Table(caption, columns.split_heads(asked, found.sort, found.sorts), rows, True, selectable)
    items = columns.offered(listing.kinds, found.actor)
    if wanted := asked.shown.get("columns", "").split(",") if asked.shown.get("columns") else listing.columns:
        items = {name: items[name] for name in wanted if name in items} or items
        if "title" not in items:
            items = {"title": columns.offered(listing.kinds, found.actor)["title"], **items}
    shown = [replace(item, type=item.type.at_once()) for item in items.values()]
    records = found.page([item.name for item in shown] + list(listing.drawn))
    drawn = [columns.row(found.actor, each, shown, listing.reading, standing, way) for each in records]
    return Table(caption, columns.heads(shown, asked, found.sort), drawn, False, selectable)


def count_words(total: int) -> str:
    if total > MOST:
        return _("more than %(count)s records") % {"count": MOST}
    return ngettext("%(count)s record", "%(count)s records", total) % {"count": total}


def summary(found: Found) -> str:
    by = found.sort.lstrip("-")
    item = columns.offered(found.listing.kinds, found.actor).get(by)
    word = _("time left") if by == "due_at" else str(item.label) if item else _("opened")
    newest = found.sort == "-opened_at"
    order = _("newest first") if newest else _("sorted by %(field)s") % {"field": word}
    order = _("most severe first") if by == "rank" and item is None else order
    return f"{count_words(found.total)} · {order}"


def _pager(found: Found) -> Pager:
    asked = found.asked
    page = min(asked.page, MOST // PAGE)
    first = (page - 1) * PAGE + 1
    last = min(page * PAGE, found.total)
    return Pager(
        first,
        last,
        found.total if found.total <= MOST else None,
        asked.url(page - 1) if page > 1 else "",
        asked.url(page + 1) if last < min(found.total, MOST) else "",
    )


def _empty(found: Found) -> Empty:
    """Why nothing is here, and the one thing to do about it."""
    tab = tabs.current(found.listing, found.asked)
    if tab and tab.empty:
        return Empty(str(tab.empty), icon="check")
    if found.chosen:
        last = found.chosen[-1]
        label = _("Remove %(label)s: %(value)s") % {"label": last.label, "value": last.text}
        return Empty(_("No records match."), found.asked.without(last.name), label, "filter")
    if found.listing.nothing:
        return found.listing.nothing
    plural = str(found.listing.kinds[0].plural)
    return Empty(_("There are no %(plural)s yet.") % {"plural": plural}, icon="inbox")
