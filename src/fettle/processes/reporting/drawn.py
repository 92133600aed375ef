"""The charts and tables of a report, drawn from its lines as its pattern says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fettle.edges.pages import addresses
from fettle.kernel.figures.chart import Chart, Series
from fettle.processes.reporting import wording
from fettle.processes.reporting.build import Line, Number, Report
from fettle.processes.reporting.named import Listed
from fettle.processes.reporting.patterns import Bars, Beside, Both, Most
from fettle.processes.reporting.periods import Days

MOST_MEMBERS, MOST_ROWS = 5, 10
NAMED = 100
"""So many members an address names at most: browsers and servers take no longer ones."""
NOTHING = "–"


@dataclass(frozen=True)
class Said:
    """A text, and where the records behind it are. ``note`` stands below it, small."""

    text: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Split:
    """A table: a head, then rows, whose first cell names the row. ``numbers``: the others are numbers."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Said]]
    numbers: bool = True

    @property
    def wide(self) -> bool:
        """Whether it needs the whole width of the paper."""
        return len(self.head) > 2


@dataclass(frozen=True)
class Links:
    """Where the records behind a number are: below ``base``, the house's own address; nowhere when it is None."""

    report: Report
    base: str | None

    def to(self, code: str, days: Days, by: str = "", members: Sequence[str] = ()) -> str:
        """The page of exactly those records; nowhere where an address cannot name so many members."""
        if self.base is None or len(members) > NAMED:
            return ""
        split = urlencode({"by": by, "member": members}, doseq=True)
        path = f"{self.base}/reports/{self.report.pattern.key}/records"
        return f"{path}?code={code}&{days.query}" + (f"&{split}" if by else "")

    def member(self, line: Line, by: str, label: str) -> str:
        """The page of the records of one member; "" where it has none."""
        key = line.keys.get(by, {}).get(label)
        return "" if key is None else self.to(line.code, self.report.days, by, [key])


def chart(report: Report, links: Links, wanted: Both | Bars) -> Chart | None:
    """None where there is nothing to draw."""
    return _both(report, links, wanted) if isinstance(wanted, Both) else _bars(report, links, wanted)


def _both(report: Report, links: Links, wanted: Both) -> Chart:
    lines = [report.line(code) for code in wanted.codes]
    both = (
        Series(_("this period"), tuple(line.value for line in lines)),
        Series(_("before"), tuple(line.previous for line in lines)),
    )
    words = tuple(map(str, wanted.codes.values()))
    leads = tuple(tuple(links.to(code, days) for code in wanted.codes) for days in (report.days, report.days.previous))
    return Chart(str(wanted.title), "", "bar", words, both, equal=True, links=leads)


def _bars(report: Report, links: Links, wanted: Bars) -> Chart | None:
    line = report.line(wanted.code)
    members = line.by.get(wanted.by)
    if not members:
        return None
    ordered = members if wanted.names else dict(sorted(members.items()))
    leads = tuple(links.member(line, wanted.by, label) for label in ordered)
    series = (Series("", tuple(ordered.values())),)
    names = tuple(map(str, wanted.names or ordered))
    return Chart(str(wanted.title), "", "bar", names, series, equal=True, links=(leads,))


def split(report: Report, links: Links, wanted: Beside | Most) -> Split | None:
    """None where there is nothing to say."""
    return _beside(report, links, wanted) if isinstance(wanted, Beside) else _most(report, links, wanted)


def _most(report: Report, links: Links, wanted: Most) -> Split | None:
    line = report.line(wanted.code)
    members = line.by.get(wanted.by)
    if not members:
        return None
    rows = [
        (Said(name), Said(wording.said(value, line.currency), links.member(line, wanted.by, name)))
        for name, value in islice(members.items(), MOST_MEMBERS)
    ]
    if rest := dict(islice(members.items(), MOST_MEMBERS, None)):
        keys = line.keys.get(wanted.by, {})
        url = links.to(line.code, report.days, wanted.by, [keys[name] for name in rest if name in keys])
        rows.append(
            (_others(len(rest)), Said(wording.said(sum(value or 0 for value in rest.values()), line.currency), url))
        )
    return Split(str(wanted.title), (str(wanted.head), str(wanted.column)), rows)


def _beside(report: Report, links: Links, wanted: Beside) -> Split | None:
    """Members are laid side by side by what an address calls them: two of the same name stay two."""
    lines, by = [report.line(code) for code in wanted.columns], wanted.by
    names = {key: label for line in reversed(lines) for label, key in line.keys.get(by, {}).items()}
    if not names:
        return None
    first = _by_key(lines[0], by)
    ranked = sorted(names, key=lambda key: (0 if by == "priority" else -(first.get(key) or 0), names[key]))
    rows = [
        (
            Said(names[key]),
            *(Said(_cell(line, _by_key(line, by).get(key)), _lead(links, line, by, key)) for line in lines),
        )
        for key in ranked[:MOST_ROWS]
    ]
    if rest := ranked[MOST_ROWS:]:
        rows.append((_others(len(rest)), *(_together(links, line, by, rest) for line in lines)))
    return Split(str(wanted.title), (str(wanted.head), *map(str, wanted.columns.values())), rows)


def _by_key(line: Line, by: str) -> Mapping[str, Number]:
    said = line.by.get(by, {})
    return {key: said.get(label) for label, key in line.keys.get(by, {}).items()}


def _lead(links: Links, line: Line, by: str, key: str) -> str:
    """The page of a member's records; "" where it has none."""
    return links.to(line.code, links.report.days, by, [key]) if key in line.keys.get(by, {}).values() else ""


def _together(links: Links, line: Line, by: str, keys: Sequence[str]) -> Said:
    """What the members left over add up to. Shares and medians do not add up."""
    if not line.counts:
        return Said("")
    known = _by_key(line, by)
    text = wording.number(sum(known.get(key) or 0 for key in keys))
    return Said(text, links.to(line.code, links.report.days, by, [key for key in keys if key in known]))


def _others(count: int) -> Said:
    return Said(ngettext("%(count)s other", "%(count)s others", count) % {"count": count})


def _cell(line: Line, value: Number) -> str:
    if value is None:
        return "0" if line.counts and line.value is not None else NOTHING
    return wording.duration(value) if line.unit == "min" else wording.amount(value, line.unit, currency=line.currency)


def listed(links: Links, found: Listed) -> Split:
    """The records that the report names, each with the way to it."""
    rows = [
        (
            Said(f"{one.record.number} {one.record.title}", _page(links, one.record), one.note),
            *(Said(value or NOTHING) for value in one.values),
        )
        for one in found.rows
    ]
    if found.further:
        url = links.to(found.named.code, links.report.days)
        further = ngettext("%(count)s further", "%(count)s further", found.further) % {"count": found.further}
        rows.append((Said(further, url), *(Said("") for _each in found.head)))
    return Split(str(found.named.title), (_("Record"), *found.head), rows, numbers=False)


def _page(links: Links, record: object) -> str:
    return "" if links.base is None else f"{links.base}{addresses.of(record)}"  # type: ignore[arg-type]
