"""The report as pages of A4, tagged (PDF/UA-1), in the house's own font. Nothing comes from the network."""

from __future__ import annotations

import json
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from fettle.edges.pages import press
from fettle.kernel.figures.drawing import PAPER
from fettle.processes.reporting import wording
from fettle.processes.reporting.build import Report
from fettle.processes.reporting.drawn import Split
from fettle.processes.reporting.layout import Block, Layout, laid_out


def write(report: Report) -> bytes:
    """Raises NotBuilt when the fonts are not there yet."""
    layout = laid_out(report)
    inputs = {"data": json.dumps(_data(layout))}
    for at, chart in enumerate(layout.charts):
        inputs[f"chart{at}"] = str(chart.drawn(PAPER))
    return press.printed(__package__, "report.typ", inputs)


def _data(layout: Layout) -> dict[str, Any]:
    report = layout.report
    return {
        "language": (get_language() or "en").partition("-")[0],
        "title": f"{report.title}, {wording.period(report.days, report.made_at)}",
        "heading": report.title,
        "organisation": report.organisation,
        "facts": layout.facts,
        "opening": report.opening,
        "lead": layout.lead,
        "closing": report.closing,
        "blocks": [_block(block, layout) for block in layout.blocks],
        "head": [_("Code"), _("Measure"), _("This period"), _("Before"), _("Difference")],
        "sources": report.sources,
        "made": _("Made on %(day)s by Fettle") % {"day": wording.day(report.made_at.date())},
        "page": pgettext("page 1 of 2", "Page {1} of {2}"),
    }


def _block(block: Block, layout: Layout) -> dict[str, Any]:
    rows = [
        {
            "code": row.line.code,
            "label": row.line.label,
            "value": row.value,
            "measured": row.line.value is not None,
            "previous": row.previous,
            "difference": row.difference,
            "remark": row.remark,
        }
        for row in block.rows
    ]
    return {
        "title": block.title,
        "lead": block.lead,
        "rows": rows,
        "charts": [
            {"title": chart.title, "alt": chart.described, "at": layout.charts.index(chart)} for chart in block.charts
        ],
        "splits": [_split(split) for split in block.splits],
        "lists": [_split(split) for split in block.lists],
    }


def _split(split: Split) -> dict[str, Any]:
    rows = [[{"text": each.text, "note": each.note} for each in row] for row in split.rows]
    return {"title": split.title, "head": split.head, "rows": rows, "numbers": split.numbers, "wide": split.wide}
