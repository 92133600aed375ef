"""Which file a report becomes: by the ending of its name."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from django.utils.translation import gettext as _

from fettle.kernel.errors import Invalid
from fettle.processes.reporting.build import Report
from fettle.processes.reporting.renderers import html, pdf


@dataclass(frozen=True)
class File:
    """One kind of file: its ending, what browsers call it, and how a report becomes its bytes."""

    ending: str
    media: str
    write: Callable[[Report], bytes]


def as_json(report: Report) -> bytes:
    """The data of the report, indented for those who read it."""
    return (json.dumps(report.data(), ensure_ascii=False, indent=2) + "\n").encode()


def as_workbook(report: Report) -> bytes:
    """The library of workbooks is loaded when one is asked for: every start of a process would wait for it."""
    from fettle.processes.reporting.renderers import xlsx

    return xlsx.write(report)


FILES: Mapping[str, File] = {
    file.ending: file
    for file in (
        File("pdf", "application/pdf", pdf.write),
        File("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", as_workbook),
        File("html", "text/html; charset=utf-8", html.write),
        File("json", "application/json", as_json),
    )
}


def by_name(name: str) -> File:
    """The kind of file for a file's name. Raises Invalid with the endings that are known."""
    ending = PurePath(name).suffix.removeprefix(".").lower()
    if ending not in FILES:
        known = ", ".join(f".{each}" for each in FILES)
        raise Invalid(
            {"output": _("“%(name)s”: end the file's name in one of %(known)s.") % {"name": name[-80:], "known": known}}
        )
    return FILES[ending]


def name_of(report: Report, ending: str) -> str:
    """`fits-2026-03-01-2026-03-31.pdf`: first and last day."""
    return f"{report.pattern.key}-{report.days.start}-{report.days.last}.{ending}"
