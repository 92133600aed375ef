"""Rows and cells of tables and of lists of values: `{% load cells %}`, `{% row row selectable %}`, `{% cell cell %}`.

Drawn by functions, one for each kind of cell: a list of fifty has four hundred of them, and a template that asks of
each which kind it is spends more on asking than on drawing.
"""

from __future__ import annotations

from collections.abc import Callable

from django import template
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from ..html import html, joined
from ..lists import Cell, Row, Subject, Tag
from . import look

register = template.Library()
DASH = mark_safe('<span class="x-meta">–</span>')
NOTHING = mark_safe("")
TALK = mark_safe(
    '<svg class="x-icon is-small" viewBox="0 0 24 24" aria-hidden="true"><path d="M8 9h8M8 13h6M18 4a3 3 0 0 1 3 3v8a3 '
    '3 0 0 1-3 3h-5l-5 3v-3H6a3 3 0 0 1-3-3V7a3 3 0 0 1 3-3h12z"/></svg>'
)
PICK = (
    '<td class="x-cell-check"><label class="x-check"><input class="x-pick" type="checkbox" name="pick" value="{}">'
    '<span class="x-unseen">{}</span></label></td>'
)


@register.simple_tag
def row(row: Row, selectable: bool = False) -> SafeString:
    """One row of a table."""
    pick = html(PICK, row.number, _("Select %(number)s") % {"number": row.number}) if selectable else NOTHING
    cells = ((each.kind, " x-end" if each.end else "", cell(each)) for each in row.cells)
    drawn = joined("", '<td class="x-cell-{}{}">{}</td>', cells)
    unread = mark_safe(' class="is-unread"') if row.unread else NOTHING
    return html('<tr id="row-{}"{}>{}{}</tr>', row.number, unread, pick, drawn)


@register.simple_tag
def cell(cell: Cell) -> SafeString:
    """One value by its kind; a dash for none."""
    if cell.kind == "person":
        return _person(cell)
    if cell.value is None or cell.value == "":
        return DASH
    return KINDS.get(cell.kind, _text)(cell)


def _text(cell: Cell) -> SafeString:
    words = localize(cell.value)
    return html('<a href="{}">{}</a>', cell.url, words) if cell.url else conditional_escape(words)


def _person(cell: Cell) -> SafeString:
    """Avatar and name; ``bare``: the name for screen readers only."""
    name = str(cell.value) if cell.value else _("Unassigned")
    face = look.avatar(cell.value, "small")
    if cell.bare:
        return html('{}<span class="x-unseen">{}</span>', face, name)
    return html('<span class="x-row">{}<span class="x-cut"><span class="x-medium">{}</span></span></span>', face, name)


def _tag(tag: Tag) -> SafeString:
    return html('<span class="x-tag{}">{}</span>', f" is-{tag.tone}" if tag.tone else "", tag.text)


def _subject(cell: Cell) -> SafeString:
    """Title above; number and words below."""
    subject: Subject = cell.value
    peek = html(' data-peek="{}"', subject.peek_url) if subject.peek_url else NOTHING
    link = html('<a class="x-cut" href="{}" data-open{}>{}</a>', subject.url, peek, subject.title)
    tags = mark_safe("".join(_tag(tag) for tag in subject.tags))  # noqa: S308 - drawn above
    above = html('<div class="x-subject">{}{}{}</div>', link, tags, _messages(subject.messages))
    if not subject.number:
        return above
    words = "".join(f" · {word}" for word in subject.line if word)
    line = html('<div class="x-subject-line x-cut"><span class="x-number">{}</span>{}</div>', subject.number, words)
    return mark_safe(above + line)  # noqa: S308 - both drawn here


def _messages(count: int) -> SafeString:
    if not count:
        return NOTHING
    return html('<span class="x-subject-talk">{}<span class="x-unseen">{} </span>{}</span>', TALK, _("messages"), count)


KINDS: dict[str, Callable[[Cell], SafeString]] = {
    "status": lambda cell: look.status(cell.value),
    "priority": lambda cell: look.priority(cell.value, cell.text, cell.long),
    "sla": lambda cell: look.sla(cell.value),
    "moment": lambda cell: look.moment(cell.value),
    "full": lambda cell: look.moment(cell.value, "full"),
    "day": lambda cell: look.moment(cell.value, "day"),
    "link": lambda cell: html('<a href="{}">{}</a>', cell.url, localize(cell.value)),
    "number": lambda cell: html('<a class="x-number" href="{}">{}</a>', cell.url, localize(cell.value)),
    "tag": lambda cell: _tag(Tag(cell.value, cell.tone)),
    "tags": lambda cell: joined(" ", '<span class="x-tag">{}</span>', ((word,) for word in cell.value)),
    "chips": lambda cell: joined(" ", "{}", ((_tag(tag),) for tag in cell.value)),
    "lines": lambda cell: html('<div class="x-lines">{}</div>', cell.value),
    "wraps": lambda cell: html('<span class="x-two-lines">{}</span>', cell.value),
    "yesno": lambda cell: conditional_escape(_("Yes") if cell.value else _("No")),
    "subject": _subject,
}
