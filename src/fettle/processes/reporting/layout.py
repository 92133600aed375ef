"""The Report as it is laid out on a page of the screen or of paper: facts, lead, blocks of rows, charts, splits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fettle.kernel.figures.chart import Chart, Series
from fettle.processes.reporting import wording
from fettle.processes.reporting.build import Line, Number, Report
from fettle.processes.reporting.periods import AHEAD, RUNNING
from fettle.standard import fits

MOST_MEMBERS = 5
NOTHING = "–"
BANDS = ("≤ 1 d", "≤ 2 d", "≤ 5 d", "> 5 d")
"""The age bands of FITS, short enough to stand under a bar."""
BLOCKS = {
    fits.REACTIVE: (gettext_lazy("Reactive work"), gettext_lazy("How incidents and requests were handled.")),
    fits.PROACTIVE: (gettext_lazy("Proactive work"), gettext_lazy("What was done so that things do not break.")),
    fits.CHANGE: (gettext_lazy("Changes and new services"), gettext_lazy("Technical improvements and what is new.")),
}


@dataclass(frozen=True)
class Row:
    """One measure as text."""

    line: Line
    value: str
    previous: str
    difference: str
    remark: str


@dataclass(frozen=True)
class Block:
    name: str
    title: str
    lead: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class Split:
    """A table of one figure's or several figures' members: a head, then rows of text."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Layout:
    report: Report
    facts: Sequence[tuple[str, str]]
    lead: str
    blocks: Sequence[Block]
    charts: Sequence[Chart]
    splits: Sequence[Split]


def laid_out(report: Report) -> Layout:
    """The report, in words of the reader's language."""
    return Layout(
        report,
        _facts(report),
        _lead(report),
        [_block(*each) for each in report.blocks],
        _charts(report),
        _splits(report),
    )


def _facts(report: Report) -> list[tuple[str, str]]:
    days = report.days
    return [
        (_("Period"), wording.period(days, report.made_at)),
        (_("Compared with"), wording.period(days.previous, report.made_at)),
        (_("Days and time zone"), f"{days.count} · {days.zone}"),
    ]


def _lead(report: Report) -> str:
    """The period in two sentences, made of its numbers; nothing is said of what was not measured."""
    if report.state == AHEAD:
        return _("The period has not begun: there is nothing to measure yet.")
    running = report.state == RUNNING
    opened, resolved = report.line("INC-1").value, report.line("INC-2").value
    left, middle = report.line("INC-4").value, report.line("INC-8").value
    if opened is None or resolved is None or left is None:
        return _("Incidents were not measured in this period yet.")
    said = ngettext("%(count)s incident was opened", "%(count)s incidents were opened", int(opened)) % {"count": opened}
    now = _("The period is still running. So far %(opened)s, %(resolved)s resolved; %(left)s are open now.")
    then = _("%(opened)s, %(resolved)s resolved; %(left)s stood open at the end.")
    text = (now if running else then) % {"opened": said, "resolved": resolved, "left": left}
    if middle is not None:
        text += " " + _("Half of the resolved ones took at most %(time)s.") % {"time": wording.duration(middle)}
    return text


def _block(name: str, lines: Sequence[Line]) -> Block:
    title, lead = BLOCKS[name]
    rows = [
        Row(
            line,
            wording.amount(line.value, line.unit, line.because),
            wording.amount(line.previous, line.unit) if line.previous is not None else NOTHING,
            wording.difference(line),
            wording.remark(line),
        )
        for line in lines
    ]
    return Block(name, str(title), str(lead), rows)


def _charts(report: Report) -> list[Chart]:
    words = {"INC-1": _("opened"), "INC-2": _("resolved"), "INC-3": _("closed"), "INC-4": _("open")}
    lines = [report.line(code) for code in words]
    both = (
        Series(_("this period"), tuple(line.value for line in lines)),
        Series(_("before"), tuple(line.previous for line in lines)),
    )
    charts = [Chart(_("Incidents"), "", "bar", tuple(words.values()), both, equal=True)]
    if ranks := report.line("INC-1").by.get("priority"):
        ordered = dict(sorted(ranks.items()))
        charts.append(_bars(_("Opened by priority"), tuple(ordered), ordered.values()))
    if ages := report.line("INC-10").by.get("age"):
        charts.append(_bars(_("Open at the end by age"), BANDS, ages.values()))
    return charts


def _bars(title: str, names: Sequence[str], values: Iterable[Number]) -> Chart:
    return Chart(title, "", "bar", tuple(names), (Series("", tuple(values)),), equal=True)


def _splits(report: Report) -> list[Split]:
    splits = [split] if (split := _by_priority(report)) else []
    for dimension, title, head in (
        ("category", _("Opened by category"), _("Category")),
        ("team", _("Opened by team"), _("Team")),
        ("channel", _("Opened by channel"), _("Channel")),
        ("service", _("Opened by service"), _("Service")),
        ("location", _("Opened by location"), _("Location")),
    ):
        members = report.line("INC-1").by.get(dimension, {})
        if members:
            splits.append(Split(title, (head, _("Opened")), _first(members)))
    return splits


def _first(members: Mapping[str, Number]) -> list[tuple[str, str]]:
    """The first few members, and the rest as one."""
    rows = [(name, wording.number(value)) for name, value in islice(members.items(), MOST_MEMBERS)]
    rest = list(islice(members.values(), MOST_MEMBERS, None))
    if rest:
        others = ngettext("%(count)s other", "%(count)s others", len(rest)) % {"count": len(rest)}
        rows.append((others, wording.number(sum(value or 0 for value in rest))))
    return rows


def _by_priority(report: Report) -> Split | None:
    columns = [(report.line(code), title) for code, title in (
        ("INC-1", _("Opened")), ("INC-2", _("Resolved")), ("INC-9", _("Within target")), ("INC-8", _("Median time")),
    )]  # fmt: skip
    ranks = sorted({rank for line, _title in columns for rank in line.by.get("priority", {})})
    if not ranks:
        return None
    rows = [(rank, *(_cell(line, line.by.get("priority", {}).get(rank)) for line, _title in columns)) for rank in ranks]
    return Split(_("Incidents by priority"), (_("Priority"), *(title for _line, title in columns)), rows)


def _cell(line: Line, value: Number) -> str:
    if value is None:
        return "0" if line.counts and line.value is not None else NOTHING
    return wording.duration(value) if line.unit == "min" else wording.amount(value, line.unit)
