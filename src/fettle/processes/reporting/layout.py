"""The Report as it is laid out on a page of the screen or of paper: facts, lead, blocks of rows, charts, splits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from fettle.kernel.figures.chart import Chart, Series
from fettle.processes.reporting import wording
from fettle.processes.reporting.build import Line, Number, Report
from fettle.processes.reporting.periods import AHEAD, RUNNING, Days
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
    """One measure as text, with where the records behind both values are."""

    line: Line
    value: str
    value_url: str
    previous: str
    previous_url: str
    difference: str
    remark: str


@dataclass(frozen=True)
class Block:
    name: str
    title: str
    lead: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class Said:
    """A text, and where the records behind it are."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Split:
    """A table of one figure's or several figures' members: a head, then rows."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Said]]


@dataclass(frozen=True)
class Layout:
    report: Report
    facts: Sequence[tuple[str, str]]
    lead: str
    blocks: Sequence[Block]
    charts: Sequence[Chart]
    splits: Sequence[Split]


@dataclass(frozen=True)
class Links:
    """Where the records behind a number are: below ``base``, the house's own address; nowhere when it is None."""

    base: str | None

    def to(self, code: str, days: Days, by: str = "", members: Sequence[str] = ()) -> str:
        """The page of exactly those records."""
        if self.base is None:
            return ""
        split = urlencode({"by": by, "member": members}, doseq=True)
        return f"{self.base}/reports/fits/records?code={code}&{days.query}" + (f"&{split}" if by else "")

    def member(self, report: Report, code: str, by: str, label: str) -> str:
        """The page of the records of one member; "" where it has none."""
        key = report.line(code).keys.get(by, {}).get(label)
        return "" if key is None else self.to(code, report.days, by, [key])


def laid_out(report: Report, base: str | None = None) -> Layout:
    """The report, in words of the reader's language. With a ``base``, "" on our own pages, numbers lead to records."""
    links = Links(base)
    return Layout(
        report,
        _facts(report),
        _lead(report),
        [_block(report, links, *each) for each in report.blocks],
        _charts(report, links),
        _splits(report, links),
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


def _block(report: Report, links: Links, name: str, lines: Sequence[Line]) -> Block:
    title, lead = BLOCKS[name]
    now, before = report.days, report.days.previous
    rows = [
        Row(
            line,
            wording.amount(line.value, line.unit, line.because),
            links.to(line.code, now) if line.value is not None else "",
            wording.amount(line.previous, line.unit) if line.previous is not None else NOTHING,
            links.to(line.code, before) if line.previous is not None else "",
            wording.difference(line),
            wording.remark(line),
        )
        for line in lines
    ]
    return Block(name, str(title), str(lead), rows)


def _charts(report: Report, links: Links) -> list[Chart]:
    words = {"INC-1": _("opened"), "INC-2": _("resolved"), "INC-3": _("closed"), "INC-4": pgettext("incidents", "open")}
    lines = [report.line(code) for code in words]
    both = (
        Series(_("this period"), tuple(line.value for line in lines)),
        Series(_("before"), tuple(line.previous for line in lines)),
    )
    leads = tuple(tuple(links.to(code, days) for code in words) for days in (report.days, report.days.previous))
    charts = [Chart(_("Incidents"), "", "bar", tuple(words.values()), both, equal=True, links=leads)]
    if ranks := report.line("INC-1").by.get("priority"):
        ordered = dict(sorted(ranks.items()))
        charts.append(_bars(_("Opened by priority"), tuple(ordered), ordered, report, links, "INC-1", "priority"))
    if ages := report.line("INC-10").by.get("age"):
        charts.append(_bars(_("Open at the end by age"), BANDS, ages, report, links, "INC-10", "age"))
    return charts


def _bars(
    title: str,
    names: Sequence[str],
    members: Mapping[str, Number],
    report: Report,
    links: Links,
    code: str,
    by: str,
) -> Chart:
    leads = tuple(links.member(report, code, by, label) for label in members)
    series = (Series("", tuple(members.values())),)
    return Chart(title, "", "bar", tuple(names), series, equal=True, links=(leads,))


def _splits(report: Report, links: Links) -> list[Split]:
    splits = [split] if (split := _by_priority(report, links)) else []
    for dimension, title, head in (
        ("category", _("Opened by category"), _("Category")),
        ("team", _("Opened by team"), _("Team")),
        ("channel", _("Opened by channel"), _("Channel")),
        ("service", _("Opened by service"), _("Service")),
        ("location", _("Opened by location"), _("Location")),
    ):
        members = report.line("INC-1").by.get(dimension, {})
        if members:
            splits.append(Split(title, (head, _("Opened")), _first(report, links, dimension, members)))
    return splits


def _first(report: Report, links: Links, by: str, members: Mapping[str, Number]) -> list[tuple[Said, Said]]:
    """The first few members of what was opened, and the rest as one."""
    rows = [
        (Said(name), Said(wording.number(value), links.member(report, "INC-1", by, name)))
        for name, value in islice(members.items(), MOST_MEMBERS)
    ]
    rest = dict(islice(members.items(), MOST_MEMBERS, None))
    if rest:
        others = ngettext("%(count)s other", "%(count)s others", len(rest)) % {"count": len(rest)}
        keys = report.line("INC-1").keys.get(by, {})
        url = links.to("INC-1", report.days, by, [keys[name] for name in rest if name in keys])
        rows.append((Said(others), Said(wording.number(sum(value or 0 for value in rest.values())), url)))
    return rows


def _by_priority(report: Report, links: Links) -> Split | None:
    columns = [(report.line(code), title) for code, title in (
        ("INC-1", _("Opened")), ("INC-2", _("Resolved")), ("INC-9", _("Within target")), ("INC-8", _("Median time")),
    )]  # fmt: skip
    ranks = sorted({rank for line, _title in columns for rank in line.by.get("priority", {})})
    if not ranks:
        return None
    rows = [
        (
            Said(rank),
            *(
                Said(
                    _cell(line, line.by.get("priority", {}).get(rank)),
                    links.member(report, line.code, "priority", rank),
                )
                for line, _title in columns
            ),
        )
        for rank in ranks
    ]
    return Split(_("Incidents by priority"), (_("Priority"), *(title for _line, title in columns)), rows)


def _cell(line: Line, value: Number) -> str:
    if value is None:
        return "0" if line.counts and line.value is not None else NOTHING
    return wording.duration(value) if line.unit == "min" else wording.amount(value, line.unit)
