"""The Report as it is laid out on a page of the screen or of paper: facts, lead, blocks of rows, charts, splits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fettle.kernel.figures.chart import Chart
from fettle.processes.reporting import drawn, wording
from fettle.processes.reporting.build import Line, Report
from fettle.processes.reporting.drawn import NOTHING, Links, Split
from fettle.processes.reporting.patterns import AGREEMENTS, COMPLAINTS, INCIDENTS, SATISFACTION, Part
from fettle.processes.reporting.periods import AHEAD, RUNNING


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
    """A part of the report: its rows, the charts above them and the tables below."""

    name: str
    title: str
    lead: str
    rows: Sequence[Row]
    charts: Sequence[Chart]
    splits: Sequence[Split]
    lists: Sequence[Split]


@dataclass(frozen=True)
class Layout:
    report: Report
    facts: Sequence[tuple[str, str]]
    lead: str
    blocks: Sequence[Block]

    @property
    def charts(self) -> list[Chart]:
        """Those of all blocks, in their order."""
        return [chart for block in self.blocks for chart in block.charts]


def laid_out(report: Report, base: str | None = None) -> Layout:
    """The report, in words of the reader's language. With a ``base``, "" on our own pages, numbers lead to records."""
    links = Links(report, base)
    return Layout(report, _facts(report), _lead(report), [_block(report, links, *each) for each in report.blocks])


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
    return LEADS.get(report.pattern.key, _of_incidents)(report)


def _of_incidents(report: Report) -> str:
    """How many incidents were opened and resolved, and how soon; in the incident report of requests too."""
    running = report.state == RUNNING
    opened, resolved = report.line("INC-1").value, report.line("INC-2").value
    left, middle = report.line("INC-4").value, report.line("INC-8").value
    if opened is None or resolved is None or left is None:
        text = _("Incidents were not measured in this period yet.")
    else:
        said = ngettext("%(count)s incident was opened", "%(count)s incidents were opened", int(opened))
        now = _("The period is still running. So far %(opened)s, %(resolved)s resolved; %(left)s are open now.")
        then = _("%(opened)s, %(resolved)s resolved; %(left)s stood open at the end.")
        values = {"opened": said % {"count": opened}, "resolved": resolved, "left": left}
        text = (now if running else then) % values
    if middle is not None:
        text += " " + _("Half of the resolved ones took at most %(time)s.") % {"time": wording.duration(middle)}
    return f"{text} {_of_requests(report)}".strip() if report.pattern is INCIDENTS else text


def _of_complaints(report: Report) -> str:
    """How many came, were answered and are open; nothing where it was not settled yet how they are handled."""
    came, answered, left = (report.line(code).value for code in ("CMP-1", "CMP-2", "CMP-6"))
    if came is None or answered is None or left is None:
        return _("Complaints were not measured in this period yet.")
    text = ngettext("%(count)s complaint came in", "%(count)s complaints came in", int(came)) % {"count": came}
    return _("%(came)s, %(answered)s answered; %(left)s open at the end.") % {
        "came": text,
        "answered": answered,
        "left": left,
    }


def _of_satisfaction(report: Report) -> str:
    """How many were asked and answered, and how satisfied they are; nothing where nobody could be asked yet."""
    asked, given, mean = (report.line(code).value for code in ("SAT-1", "SAT-2", "SAT-4"))
    if asked is None or given is None:
        return _("Satisfaction was not measured in this period yet.")
    text = ngettext("%(count)s person was asked", "%(count)s people were asked", int(asked)) % {"count": asked}
    said = _("%(asked)s; %(given)s ratings were given.") % {"asked": text, "given": given}
    if mean is None:
        return said
    return f"{said} " + _("On average they say %(mean)s of 5.") % {"mean": wording.number(mean)}


def _of_agreements(report: Report) -> str:
    """How many evaluations miss nothing, and how many violations there are, for those who may see them; nothing where
    nobody could confirm one.
    """
    kept, noted = report.line("AGR-1"), report.line("AGR-2").value
    if kept.value is None and not kept.because:
        return _("Agreements were not measured in this period yet.")
    text = _("No evaluation was confirmed.")
    if kept.value is not None:
        said = {"share": wording.number(kept.value)}
        text = _("%(share)s %% of the evaluations that were confirmed miss no target.") % said
    if noted is None:
        return text
    then = ngettext("%(count)s violation was noted.", "%(count)s violations were noted.", int(noted))
    return f"{text} {then % {'count': noted}}"


LEADS = {COMPLAINTS.key: _of_complaints, SATISFACTION.key: _of_satisfaction, AGREEMENTS.key: _of_agreements}


def _of_requests(report: Report) -> str:
    """A sentence about requests, and one about major incidents, where there were any."""
    opened, done, major = (report.line(code).value for code in ("REQ-1", "REQ-2", "INC-12"))
    said = []
    if opened is not None and done is not None:
        text = ngettext("%(count)s request came in", "%(count)s requests came in", int(opened)) % {"count": opened}
        said.append(_("%(came)s, %(done)s fulfilled.") % {"came": text, "done": done})
    if major:
        text = ngettext("There was %(count)s major incident.", "There were %(count)s major incidents.", int(major))
        said.append(text % {"count": major})
    return " ".join(said)


def _block(report: Report, links: Links, part: Part, lines: Sequence[Line]) -> Block:
    now, before = report.days, report.days.previous
    rows = [
        Row(
            line,
            wording.amount(line.value, line.unit, line.because, line.currency),
            links.to(line.code, now) if line.value is not None else "",
            wording.amount(line.previous, line.unit, currency=line.currency) if line.previous is not None else NOTHING,
            links.to(line.code, before) if line.previous is not None else "",
            wording.difference(line),
            wording.remark(line),
        )
        for line in lines
    ]
    return Block(
        part.name,
        str(part.title),
        str(part.lead),
        rows,
        [chart for each in part.charts if (chart := drawn.chart(report, links, each))],
        [split for each in part.splits if (split := drawn.split(report, links, each))],
        [drawn.listed(links, each) for each in report.listed.get(part.name, ()) if each.rows],
    )
