"""The report as one HTML file that needs nothing beside it: no script, no font, no picture of another place."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string

from fettle.kernel.figures.drawing import PAPER
from fettle.processes.reporting.build import Report
from fettle.processes.reporting.layout import laid_out


def write(report: Report) -> bytes:
    """UTF-8. Its numbers lead back to their records in the house."""
    layout = laid_out(report, settings.PUBLIC_ADDRESS)
    blocks = [(block, [(chart, chart.drawn(PAPER)) for chart in block.charts]) for block in layout.blocks]
    return render_to_string("reporting/standalone.html", {"layout": layout, "blocks": blocks}).encode()
