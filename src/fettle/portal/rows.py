"""What the partials of the portal draw: lines of requests, tiles of services."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from fettle.edges.pages import addresses, wording
from fettle.edges.pages.assets import icons
from fettle.facilities.approvals.models import Seat
from fettle.facilities.search.fitting import Fit
from fettle.kernel.access.actor import Actor
from fettle.kernel.records.models import Record
from fettle.portal import words
from fettle.portal.words import Standing
from fettle.processes.announcements import queries as announcements
from fettle.processes.incidents.catalogue.queries import Item
from fettle.processes.levels.evaluation import served
from fettle.processes.levels.models import Evaluation
from fettle.processes.money.queries import Priced
from fettle.processes.services import queries as offered
from fettle.processes.surveys.models import Invitation


@dataclass(frozen=True)
class RequestRow:
    """One line of components/portal_requests.html."""

    number: str
    title: str
    url: str
    line: str
    status: Standing
    action_url: str = ""
    action_label: str = ""
    action_primary: bool = False


@dataclass(frozen=True)
class Tile:
    """One tile of components/portal_services.html."""

    icon: str
    name: str
    line: str
    url: str
    state: str = ""
    further: tuple[str, ...] = ()


def request_rows(actor: Actor, records: Iterable[Record]) -> list[RequestRow]:
    """Lines of records that ``queries`` listed, with the one thing that the reader may have to do."""
    return [_row(actor, record) for record in records]


def _row(actor: Actor, record: Record) -> RequestRow:
    url = reverse("portal-request", args=[record.number])
    stands = words.standing(record, actor.person_id)
    shown = words.line(record, getattr(record, "last", None))
    own = record.item.requester_id == actor.person_id
    if stands.your_turn:
        return RequestRow(record.number, record.title, url, shown, stands, f"{url}#answer", _("Answer"), True)
    if record.state == "resolved" and own:
        return RequestRow(record.number, record.title, url, shown, stands, f"{url}#solved", _("Not solved?"))
    return RequestRow(record.number, record.title, url, shown, stands)


def paper_rows(records: Iterable[Record]) -> list[RequestRow]:
    """Lines of controlled texts that the reader has still to read."""
    return [
        RequestRow(
            record.number,
            record.title,
            url := addresses.of(record),
            _("in force from %(day)s") % {"day": wording.day(record.item.effective_on)},
            Standing("ring", _("To be read"), your_turn=True),
            url,
            _("Read and confirm"),
            True,
        )
        for record in records
    ]


def notice_rows(records: Iterable[Record]) -> list[RequestRow]:
    """Lines of notices that an agreement was not kept, which the reader has not acknowledged yet."""
    return [
        RequestRow(
            record.number,
            record.title,
            url := addresses.of(record),
            _("sent %(when)s") % {"when": wording.day(timezone.localtime(record.item.told_at))},
            Standing("ring", _("To be acknowledged"), your_turn=True),
            url,
            _("Read and confirm"),
            True,
        )
        for record in records
    ]


def rating_rows(invitations: Iterable[Invitation]) -> list[RequestRow]:
    """Lines of what the reader is asked to rate, and of surveys that wait for an answer."""
    return [
        RequestRow(
            found.record.number,
            found.record.title,
            url := reverse("rate", args=[found.record.number]),
            _("until %(day)s") % {"day": wording.day(timezone.localtime(found.expires_at))} if found.expires_at else "",
            Standing("ring", _("We ask for your opinion"), your_turn=True),
            url,
            _("Answer"),
            True,
        )
        for found in invitations
    ]


def decision_rows(seats: Iterable[Seat], actor: Actor) -> list[RequestRow]:
    """Lines of records that wait for the reader's approval."""
    return [
        RequestRow(
            seat.record.number,
            seat.record.title,
            url := deciding_url(seat.record),
            " · ".join(_asked(seat, actor)),
            Standing("pause", _("Approval asked"), your_turn=True),
            url,
            _("Decide"),
            True,
        )
        for seat in seats
    ]


def complaint_row(record: Record) -> RequestRow:
    """The line of a complaint: when it was sent, and how it stands."""
    state = record.declared.flow.by_state[record.state]
    stands = Standing(state.shape, str(state.public or state.label))
    sent = _("sent %(when)s") % {"when": wording.day(timezone.localtime(record.opened_at))}
    return RequestRow(record.number, record.title, reverse("portal-complaint", args=[record.number]), sent, stands)


def agreement_row(record: Record) -> RequestRow:
    """The line of an agreement: until when it is valid, and how it stands."""
    state, item = record.declared.flow.by_state[record.state], record.item
    stands = Standing(state.shape, str(state.public or state.label))
    first = wording.day(item.valid_from) if item.valid_from else "…"
    last = wording.day(item.valid_until) if item.valid_until else _("until notice")
    line = f"{record.organisation.name} · {first} – {last}"
    return RequestRow(record.number, record.title, reverse("portal-agreement", args=[record.number]), line, stands)


def period_row(record: Record, evaluation: Evaluation) -> RequestRow:
    """The line of a period of an agreement: how many of its targets were met, and whether any was missed."""
    span, said = served.span(evaluation), served.counts(evaluation)
    line = _("%(met)s met, %(missed)s missed, %(unknown)s not measured") % said
    stands = Standing("done", _("No target missed"))
    if said["missed"]:
        stands = Standing("stop", _("Targets missed"))
    elif not said["met"]:
        stands = Standing("ring", _("Not measured"))
    url = f"{reverse('portal-agreement-kept', args=[record.number])}?period={span.key}"
    return RequestRow(record.number, span.words, url, line, stands)


def deciding_url(record: Record) -> str:
    return reverse("approval", args=[record.number])


def _asked(seat: Seat, actor: Actor) -> Iterator[str]:
    if seat.person_id != actor.person_id:
        yield _("for %(name)s") % {"name": seat.person.name}
    if seat.round.asked_by:
        yield _("asked by %(name)s") % {"name": seat.round.asked_by.name}
    if seat.round.due_at:
        yield _("by %(time)s") % {"time": wording.day_and_clock(timezone.localtime(seat.round.due_at))}


def order_tiles(items: Iterable[Item]) -> list[Tile]:
    """Standard requests on offer; each leads to its form."""
    return [Tile(icon_of(item), item.name, item.about, reverse("portal-order", args=[item.code])) for item in items]


def icon_of(item: Item) -> str:
    """The picture of its service."""
    return shown_icon(item.service.item.icon) if item.service else "clipboard-check"


def tiles(
    services: Iterable[Record],
    stand: Mapping[int, str] | None = None,
    prices: Mapping[str, Sequence[Priced]] | None = None,
    expected: Mapping[int, Sequence[tuple[str, str, str]]] | None = None,
) -> list[Tile]:
    """Services on offer; each leads to a message about it. ``stand`` says by id what is announced of one now,
    ``prices`` by number what is charged, and ``expected`` by id what its level is expected to be.
    """
    return [_tile(service, stand or {}, prices or {}, expected or {}) for service in services]


def _tile(
    service: Record,
    stand: Mapping[int, str],
    prices: Mapping[str, Sequence[Priced]],
    expected: Mapping[int, Sequence[tuple[str, str, str]]],
) -> Tile:
    said = [*said_of(service, prices), *usually(expected.get(service.pk, ()))]
    first, *further = said or [""]
    icon, url = shown_icon(service.item.icon), sending_url(service=service.number)
    return Tile(icon, service.title, first, url, stand.get(service.pk, ""), tuple(further))


def said_of(service: Record, prices: Mapping[str, Sequence[Priced]]) -> list[str]:
    """What the catalogue says of a service."""
    return offered.entry(service, " · ".join(map(charged, prices.get(service.number, ()))))


def usually(expected: Iterable[tuple[str, str, str]]) -> list[str]:
    """What matters most of what is expected, in one line that says what it is; none where nothing of it is."""
    words = {
        "respond": _("first answer after %(value)s"),
        "resolve": _("fixed after %(value)s"),
        "availability": _("available %(value)s"),
    }
    said = [words[name] % {"value": text} for name, _label, text in expected if name in words]
    return [_("Usually: %(list)s. An estimate, no promise.") % {"list": ", ".join(said)}] if said else []


def charged(price: Priced) -> str:
    """What is charged, and for what."""
    return _("%(price)s for %(unit)s") % {"price": price.words, "unit": price.unit}


def standing(actor: Actor, found: Iterable[Record] | None = None) -> dict[int, str]:
    """By service, how what is announced of it stands: a disruption, or work that is going on now."""
    now = timezone.now()
    return {
        service: announcements.where(record.item.nature, record.item.stage, record.item.starts_at <= now)
        for service, record in announcements.of_services(actor, now, found).items()
    }


def shown_icon(name: str) -> str:
    """The picture that somebody chose for a service, or a plain one where there is none of that name."""
    return name if name in icons() else "apps"


def article_rows(fits: Iterable[Fit], **query: str) -> list[dict[str, str]]:
    """Articles that may answer; each address carries what led to it."""
    return [
        {
            "title": fit.record.title,
            "url": article_url(fit.record, **query),
            "line": fit.record.service.title if fit.record.service else "",
        }
        for fit in fits
    ]


def workaround_rows(fits: Iterable[Fit], **query: str) -> list[dict[str, str]]:
    """Ways round what is known to be wrong, as users are told them."""
    return [
        {
            "title": fit.record.title,
            "url": workaround_url(fit.record, **query),
            "line": fit.record.service.title if fit.record.service else "",
        }
        for fit in fits
    ]


def workaround_url(known_error: Record, **query: str) -> str:
    """Where it is read."""
    address = reverse("portal-workaround", args=[known_error.number])
    return f"{address}?{urlencode(query)}" if query else address


def article_url(article: Record, **query: str) -> str:
    """Where it is read."""
    address = reverse("portal-article", args=[article.number])
    return f"{address}?{urlencode(query)}" if query else address


def sending_url(**query: str) -> str:
    """The form, with what is known already."""
    return f"{reverse('portal-new')}?{urlencode(query)}" if query else reverse("portal-new")
