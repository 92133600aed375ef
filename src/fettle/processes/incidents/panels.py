"""What incidents and requests add to the record page: the report, the process line, both clocks, saved answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fettle.edges.pages import prose, sla, wording
from fettle.edges.pages.lists import Cell, Tag
from fettle.edges.pages.panels import Panels, Talk
from fettle.edges.pages.records import Clock, Message
from fettle.facilities.discussion.queries import people
from fettle.kernel.access.actor import Actor
from fettle.kernel.access.ask import may
from fettle.kernel.clock.replay import Reading, read
from fettle.kernel.history.models import Entry
from fettle.kernel.records.declare import Field
from fettle.kernel.records.models import Record
from fettle.kernel.settings.choices import label_of
from fettle.processes.incidents import beside, custom, known, queries
from fettle.processes.incidents.answers import answers
from fettle.processes.incidents.card import card
from fettle.processes.incidents.catalogue import questions
from fettle.processes.incidents.clocks import gather
from fettle.processes.incidents.queue import LISTS
from fettle.processes.levels import queries as levels


class Beside(NamedTuple):
    """A clock of a team or supplier as people call it: ``type`` is ola or ua, ``chosen`` why its agreement holds."""

    label: str
    reading: Reading
    type: str
    chosen: str


def original(record: Record) -> Message:
    """What was reported, by whom, from where."""
    item = record.item
    author = item.requester or _("Nobody is named")
    channel = label_of("incidents.channels", item.channel)
    return Message("original", author, record.opened_at, item.details, line=f"{record.organisation} · {channel}")


def steps(record: Record, entries: Sequence[Entry]) -> list[Mapping[str, Any]]:
    """The line of FitSM's activities (PR9.A1): when each was done first, and which comes next."""
    done: list[tuple[str, datetime | None]] = [
        (_("Recorded"), record.opened_at),
        (_("Classified"), _first(entries, lambda e: bool(e.new("category") or e.new("service")))),
        (_("Prioritised"), _first(entries, lambda e: bool(e.new("impact")) or e.fact == "incidents.prioritised")),
    ]
    if escalated := _first(entries, lambda e: any(f["name"] == "incidents.escalated" for f in e.facts)):
        done.append((_("Escalated"), escalated))
    if record.state == "withdrawn":
        done.append((_("Withdrawn"), record.updated_at))
    elif record.state == "merged":
        done.append((_("Merged"), record.closed_at))
    else:
        resolved = record.item.resolved_at if record.state in ("resolved", "closed") else None
        done.append((_("Resolved"), resolved))
        if getattr(record.item, "major", ""):
            done.append((_("Reviewed"), _first(entries, lambda e: e.fact == "incidents.reviewed_major")))
        done.append((_("Closed"), record.closed_at if record.state == "closed" else None))
    ahead = next((at for at, (_label, moment) in enumerate(done) if moment is None), -1)
    days = {timezone.localdate(moment) for _label, moment in done if moment} | {timezone.localdate()}
    style = "clock" if len(days) == 1 else "full"
    return [
        {"label": label, "at": moment, "style": style, "state": "done" if moment else "next" if at == ahead else ""}
        for at, (label, moment) in enumerate(done)
    ]


def _first(entries: Sequence[Entry], fits: Callable[[Entry], bool]) -> datetime | None:
    return next((entry.happened_at for entry in entries if fits(entry)), None)


def readings(entries: Sequence[Entry], now: datetime) -> list[tuple[str, Reading]]:
    """Both clocks as they stand, each with its name; none where nothing was promised."""
    marks = gather(entries)
    named = ((_("First response"), marks.response), (_("Resolution"), marks.resolution))
    found = [(label, read(row, now)) for label, row in named if row]
    return [(label, reading) for label, reading in found if reading.terms and reading.terms.target_seconds]


def supporting(entries: Sequence[Entry], now: datetime) -> list[Beside]:
    """The clocks of teams by their OLAs and of suppliers by their UAs, with a target, each with its name."""
    found = list(beside.readings(gather(entries).beside, now))
    names = queries.names_of(support.whom for support, _name, _reading in found) if found else {}
    whole = {"ola": _("%(whom)s (OLA)"), "ola_response": _("%(whom)s (OLA), response"), "ua": _("%(whom)s (UA)")}
    return [
        Beside(whole[clock] % {"whom": names.get(support.whom, "–")}, reading, support.whom.type, support.chosen)
        for support, clock, reading in found
    ]


def clocks(record: Record, entries: Sequence[Entry], now: datetime) -> tuple[list[Clock], str]:
    """The faces of all clocks, the customer's first, and which agreement those follow."""
    found = [] if record.state == "merged" else readings(entries, now)
    further = [] if record.state == "merged" else [(each.label, each.reading) for each in supporting(entries, now)]
    shown = [
        Clock(label, sla.face(reading, now), _target(reading, now), sla.used(reading))
        for label, reading in [*found, *further]
    ]
    terms = found[-1][1].terms if found else None
    if terms is None:
        return shown, ""
    zone, agreement = terms.calendar.zone, levels.named(terms.label)
    note = _("By %(agreement)s, working time in %(zone)s.") % {"agreement": agreement, "zone": zone}
    if here := reader_elsewhere(zone):
        note = f"{note} {_('Times are shown in %(zone)s.') % {'zone': here}}"
    return shown, note


def reader_elsewhere(zone: str) -> str:
    """The reader's zone, which times are shown in, where it is another one than the calendar's."""
    here = timezone.get_current_timezone_name()
    return here if here != zone else ""


def _target(reading: Reading, now: datetime) -> str:
    if reading.state == "running" and reading.due_at:
        due = wording.relative(timezone.localtime(reading.due_at), timezone.localtime(now))
        return _("due %(moment)s") % {"moment": due}
    target = reading.terms.target_seconds if reading.terms else None
    return _("of %(span)s") % {"span": wording.span(target)} if target else ""


def cells(record: Record) -> list[Cell]:
    """The custom fields that have a value."""
    return [Cell("text", text, str(capfirst(label))) for label, text in custom.told(record)]


def custom_fields(record: Record, posted: Mapping[str, Any]) -> list[Field]:
    """The form's fields for the category that was chosen, or stands on the record."""
    standard = getattr(record.item, "standard", "")
    rows = custom.fields_of(posted.get("category", record.item.category), posted.get("standard", standard))
    own = {question.field.name: question.on for question in questions.of(posted.get("standard", standard))}
    return [
        Field(f"custom.{row.name}", row.type, row.label, row.hint, needed=row.needed and not own.get(row.name))
        for row in rows
    ]


def flags(record: Record) -> list[Tag]:
    """A major incident is named as one, before everything else; a subject that nobody wrote says so."""
    major = [Tag(_("Major incident"), "red", "flame")] if getattr(record.item, "major", "") else []
    made = [Tag(_("Subject made from category, subcategory and symptom"))] if record.item.title_made else []
    done, _of, all_of_them = record.item.progress.partition("/")
    words = _("%(done)s of %(all)s steps") % {"done": done, "all": all_of_them}
    steps = [Tag(words, "green" if done == all_of_them else "", "clipboard-check")] if done else []
    merged = [_goes_on(record)] if record.state == "merged" else []
    return merged + major + made + steps


def _goes_on(record: Record) -> Tag:
    return Tag(_("Goes on in %(number)s") % {"number": queries.where_it_goes(record).number}, "", "git-merge")


def guides(record: Record) -> list[tuple[str, SafeString]]:
    """The steps that are known for its category."""
    return [(label, prose.shown(steps)) for label, steps in known.steps_for(record)]


def further(actor: Actor, record: Record) -> list[tuple[str, str, str]]:
    """What may be done beside the workflow."""
    follows = record.state == "closed" and may(actor, "incidents.confirm", record)
    splits = may(actor, "incidents.work", record)
    return [
        *([(_("Record a follow-up"), "follow-up", "git-pull-request")] if follows else ()),
        *([(_("Split off a new record"), "split", "arrows-split")] if splits else ()),
        *([(_("Forward to a supplier"), "forward", "send")] if record.is_open and splits else ()),
        *([(_("Time spent"), "time", "clock-plus")] if splits else ()),
    ]


PANELS = Panels(
    rail=(
        (
            gettext_lazy("Classification"),
            ("standard", "service", "category", "impact", "urgency", "rank", "first_priority"),
        ),
        (gettext_lazy("People"), ("requester", "affected", "organisation", "location")),
        (
            gettext_lazy("Work"),
            (
                *("team", "assignee", "progress", "pause_reason", "supplier", "resume_at", "escalation"),
                *("closure_code", "spent_minutes"),
            ),
        ),
        (gettext_lazy("Major incident"), ("major", "major_criterion")),
        (
            gettext_lazy("Record"),
            ("channel", "opened_at", "resolved_at", "closed_at", "reopened", "handed_over", "external_ref"),
        ),
    ),
    keys={"take": "i", "assign": "a", "hand_over": "a", "prioritise": "p", "wait": "m"},
    bar=("assign", "hand_over"),
    take="take",
    original=original,
    steps=steps,
    clocks=clocks,
    helping=True,
    cells=cells,
    talk=Talk(
        "incidents.follow",
        "incidents.work",
        people,
        answers,
        wait="wait",
        solve="resolve",
        elsewhere={"merged"},
        minutes=True,
    ),
    lists=LISTS,
    further=further,
    flags=flags,
    guides=guides,
    marked=("review",),
    card=card,
)
