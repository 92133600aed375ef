"""The shapes that carry a meaning: states, priorities and clocks, drawn inline so that a table row loads nothing.

Every shape is told apart without its colour. The sizes are those of a box of 16 units.
"""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe

_RING = '<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="2"{}/>'
_CHECK = (
    '<circle cx="8" cy="8" r="7" fill="currentColor"/>'
    '<path class="x-glyph-hole" d="M4.8 8.2l2.2 2.2 4.2-4.6" fill="none" stroke-width="1.8"/>'
)

STATES = {
    "new": _RING.format(' stroke-dasharray="2.6 2.1"'),
    "ring": _RING.format(""),
    "half": _RING.format("") + '<path d="M8 4.4a3.6 3.6 0 0 1 0 7.2z" fill="currentColor"/>',
    "pause": _RING.format("") + '<path d="M6.4 5.6v4.8M9.6 5.6v4.8" stroke="currentColor" stroke-width="1.8"/>',
    "done": _CHECK,
    "closed": _CHECK,
    "stop": _RING.format("")
    + '<path d="M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4" stroke="currentColor" stroke-width="1.8"/>',
}
"""New, assigned, in progress, waiting, resolved, closed, rejected or cancelled; named as in kernel.workflow."""

_LINE = 'fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"'
CLOCKS = {
    "ok": f'<g {_LINE}><circle cx="8" cy="8" r="6"/><path d="M8 4.6V8l2.2 1.6"/></g>',
    "warn": f'<g {_LINE}><path d="M4 2h8M4 14h8M5 2v2.4L8 8l3-3.6V2M5 14v-2.4L8 8l3 3.6V14"/></g>',
    "late": f'<g {_LINE}><path d="M8 2.2L14.4 13.4H1.6z"/><path d="M8 6.4v3M8 11.4v.1"/></g>',
    "paused": f'<g {_LINE}><path d="M5 3h1.6v10H5zM9.4 3H11v10H9.4z"/></g>',
    "met": f'<g {_LINE}><path d="M3 8.6l3.4 3.4L13 4.6" stroke-width="1.8"/></g>',
    "missed": f'<g {_LINE}><path d="M4 4l8 8M12 4l-8 8" stroke-width="1.8"/></g>',
}

_ALARM = (
    '<path d="M8 3.2v5.6" stroke="currentColor" stroke-width="2.2" stroke-linecap="round"/>'
    '<circle cx="8" cy="12.2" r="1.4" fill="currentColor"/>'
)


def svg(inner: str) -> SafeString:
    """A shape of this file as an element that screen readers skip: the word beside it says the same."""
    return mark_safe(f'<svg viewBox="0 0 16 16" aria-hidden="true">{inner}</svg>')  # noqa: S308  (shapes of this file only)


def bars(rank: int) -> str:
    """Signal bars for a rank from 1 (highest): rank 1 is an exclamation mark, then three bars, two, one."""
    if rank <= 1:
        return _ALARM
    filled, off = max(1, 5 - rank), ' class="is-off"'
    return "".join(
        f'<rect x="{1 + i * 3.8:.1f}" y="{11 - i * 3}" width="2.6" height="{4 + i * 3}" rx="1" fill="currentColor"'
        f"{off if i >= filled else ''}/>"
        for i in range(4)
    )
