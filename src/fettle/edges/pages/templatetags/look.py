"""The house's words for templates: `{% load look %}`.

icon, asset, once, key, kbd, keycaps, status, priority, sla, meter, moment, avatar, field, words. Each draws one thing
and knows no process.
A drawing that depends on a few words alone is kept by them: a list shows the same few a hundred times. It is kept by
their type too, since what is safe as it stands equals the same text that is not.
"""

from __future__ import annotations

import json
import uuid
import zlib
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Protocol

from django import template
from django.forms import BoundField
from django.template import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from .. import assets, fields, glyphs, keys, sentences, wording
from ..html import html, joined
from ..sla import SlaView

register = template.Library()
TINTS = 6
RANKS = {1: _("Critical"), 2: _("High"), 3: _("Medium"), 4: _("Low")}


class HasShape(Protocol):
    """A state as a page shows it: one of the shapes in `glyphs.STATES` and its word."""

    shape: str
    label: str


@register.simple_tag
def once() -> SafeString:
    """The word of this drawing of a form, by which sending it twice is known (``pages/once.py``)."""
    return html('<input type="hidden" name="once" value="{}">', uuid.uuid4().hex)


@register.simple_tag(takes_context=True)
def key(context: Context, standard: str, tip: str = "") -> SafeString:
    """The attributes of what answers to a single key: `<a {% key "r" %}>`. ``tip`` is what it says where only an icon
    is drawn; the reader's own key stands behind it.
    """
    own: keys.Keys = context.get("own_keys") or keys.STANDARD
    mine = own.single(standard) if own.on else ""
    said = html(' aria-keyshortcuts="{}"', mine) if mine else ""
    shown = html(' title="{}"', f"{tip} ({mine})" if mine else tip) if tip else ""
    return html('data-key="{}"{}{}', standard, said, shown)


@register.simple_tag(takes_context=True)
def kbd(context: Context, standard: str, classes: str = "") -> SafeString:
    """The reader's key beside what it does; nothing where they have none."""
    own: keys.Keys = context.get("own_keys") or keys.STANDARD
    mine = own.single(standard) if own.on else ""
    named = html(' class="{}"', classes) if classes else ""
    return html('<kbd{} aria-hidden="true">{}</kbd>', named, mine) if mine else SafeString("")


@register.simple_tag(takes_context=True)
def go_keys(context: Context, standard: str) -> str:
    """The two keys that lead to a place, "" for none."""
    own: keys.Keys = context.get("own_keys") or keys.STANDARD
    return own.go(standard) if own.on and standard else ""


@register.simple_tag(takes_context=True)
def keycaps(context: Context, *standards: str) -> SafeString:
    """Keys in the sheet of shortcuts: `{% keycaps "j" "k" %}`, `{% keycaps "g i" %}`. A dash where the reader has
    none.
    """
    own: keys.Keys = context.get("own_keys") or keys.STANDARD
    mine = [own.go(each[2:]) if each.startswith("g ") else own.single(each) for each in standards]
    return joined(" ", "<kbd>{}</kbd>", ((cap,) for each in mine for cap in each.split())) or SafeString("–")


@register.simple_tag
def asset(name: str) -> str:
    """Address of a built file: `{% asset "app.css" %}`. Raises assets.NotBuilt with the command that builds it."""
    return static(assets.file(name))


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """An icon of the sprite; size "small" (15 px), "" (18) or "large" (22). Decoration: say its meaning in words."""
    return _icon(assets.sprite(name), name, size)


@lru_cache(maxsize=1024, typed=True)
def _icon(sprite: str, name: str, size: str) -> SafeString:
    extra = f" is-{size}" if size else ""
    return html('<svg class="x-icon{}" aria-hidden="true"><use href="{}#{}"/></svg>', extra, static(sprite), name)


@register.simple_tag
def status(state: HasShape | str, label: str = "") -> SafeString:
    """A state as shape and word: `{% status state %}` (shape and label), or `{% status "pause" "Waiting" %}`.

    Raises ValueError for a shape that is not in glyphs.STATES.
    """
    shape = state if isinstance(state, str) else state.shape
    return _status(shape, str(label or (shape if isinstance(state, str) else state.label)))


@lru_cache(maxsize=1024, typed=True)
def _status(shape: str, word: str) -> SafeString:
    if shape not in glyphs.STATES:
        raise ValueError(f"unknown state shape {shape!r}; one of {', '.join(glyphs.STATES)}")
    return html('<span class="x-status is-{}">{}{}</span>', shape, glyphs.svg(glyphs.STATES[shape]), word)


@register.simple_tag
def priority(rank: int | None, label: str = "", long: bool = False) -> SafeString:
    """Bars and P-number for a rank from 1; `long` shows the word too. The word is always there for screen readers."""
    if rank is None:
        return mark_safe('<span class="x-meta">–</span>')
    return _priority(rank, str(label or RANKS.get(rank, "")), long)


@lru_cache(maxsize=1024, typed=True)
def _priority(rank: int, word: str, long: bool) -> SafeString:
    shown = html("P{} {}", rank, word) if long else html('P{}<span class="x-unseen"> {}</span>', rank, word)
    return html('<span class="x-priority is-p{}">{}{}</span>', rank, glyphs.svg(glyphs.bars(rank)), shown)


@register.simple_tag
def sla(reading: SlaView | None, prefix: str = "") -> SafeString:
    """The face of a clock. A running one carries its due time, and the page says it anew each minute."""
    if reading is None:
        return mark_safe('<span class="x-meta">–</span>')
    runs = html(' data-due="{}"', reading.due_at.isoformat()) if reading.runs and reading.due_at else ""
    if runs and reading.kind == "ok" and reading.soon_at:
        runs += html(' data-soon="{}"', reading.soon_at.isoformat(timespec="minutes"))
    shape = glyphs.svg(glyphs.CLOCKS[reading.kind])
    text = f"{prefix} {reading.text}" if prefix else reading.text
    return html(
        '<span class="x-sla is-{0}" data-kind="{0}"{1}>{2}<span class="x-unseen">{3} </span>'
        '<bdi class="x-sla-text">{4}</bdi></span>',
        reading.kind,
        runs,
        shape,
        reading.spoken,
        text,
    )


@register.simple_tag
def clock_shapes() -> SafeString:
    """The signs of a running clock, for the script that says its time anew."""
    shapes = ((kind, glyphs.svg(glyphs.CLOCKS[kind])) for kind in ("ok", "warn", "late"))
    return joined("", '<span data-shape="{}">{}</span>', shapes)


@register.simple_tag
def meter(percent: float, kind: str = "plain") -> SafeString:
    """A thin bar filled to 0–100 %; kind as of a clock, or "plain". Decoration: the number stands beside it."""
    width = min(100, max(0, round(percent)))
    return html('<svg class="x-meter is-{}" aria-hidden="true"><rect width="{}%" height="100%"/></svg>', kind, width)


@register.simple_tag
def moment(value: datetime | date | None, style: str = "relative") -> SafeString:
    """A moment in the reader's zone: "relative" (`6 min ago`), "full" (`24 Nov 2025, 08:02`), "exact" (to the second),
    "day" or "clock". A date is the same day everywhere.
    """
    if value is None:
        return mark_safe("–")
    if not isinstance(value, datetime):
        return html('<time datetime="{}">{}</time>', value.isoformat(), wording.day(value))
    here = timezone.localtime(value)
    words = {
        "relative": lambda: wording.relative(here, timezone.localtime()),
        "full": lambda: wording.day_and_clock(here),
        "exact": lambda: wording.to_the_second(here),
        "day": lambda: wording.day(here),
        "clock": lambda: wording.clock(here),
    }[style]()
    return html(
        '<time datetime="{}" title="{} {}">{}</time>',
        here.isoformat(),
        wording.day_and_clock(here),
        here.tzname(),
        words,
    )


@register.simple_tag
def avatar(person: Any, size: str = "") -> SafeString:
    """Initials of a person (or of a name) on one of six tints; a dashed circle for nobody. Say the name beside it."""
    return _avatar(str(getattr(person, "name", person) or "").strip(), size)


@lru_cache(maxsize=4096, typed=True)
def _avatar(name: str, size: str) -> SafeString:
    classes = "x-avatar" + (f" is-{size}" if size else "")
    if not name:
        return html('<span class="{} is-nobody" aria-hidden="true"></span>', classes)
    words = [w for w in name.replace("-", " ").split() if w[0].isalnum()] or [name]
    initials = (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()
    return html(
        '<span class="{} is-tint{}" aria-hidden="true">{}</span>', classes, zlib.crc32(name.encode()) % TINTS, initials
    )


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, label: str = "", hint: str = "", optional: bool = True) -> dict[str, Any]:
    """One form field with label, hint and error, drawn by its widget; see fields.drawn."""
    return fields.drawn(bound, label, hint, optional)


@register.simple_tag
def words() -> SafeString:
    """The sentences that scripts say, as a block of data: it is no code, so the CSP allows it."""
    data = json.dumps(sentences.for_scripts()).replace("<", "\\u003c")
    return html('<script type="application/json" id="words">{}</script>', mark_safe(data))  # noqa: S308
