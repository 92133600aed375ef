"""Answers to what somebody typed: articles, services and their own requests. Pure but for the two reads at the end.

Few rows are compared, in memory: the services on offer and the newest of one's own requests. A word is found when
another begins like it, so "printing" finds "printer" and "wifi" finds "Wi-Fi".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from fettle.facilities.search.alike import begun_in, plain_word, stems
from fettle.kernel.access.actor import Actor
from fettle.kernel.records import numbers
from fettle.kernel.records.models import Record
from fettle.portal import news, queries, words
from fettle.portal.rows import article_url, icon_of, sending_url, shown_icon, workaround_url
from fettle.processes.announcements import queries as announcements
from fettle.processes.incidents.catalogue import queries as catalogue
from fettle.processes.knowledge import queries as knowledge
from fettle.processes.problems import queries as problems
from fettle.processes.services import queries as services

ENOUGH, LOOKED_AT = 4, 200
IN_TITLE, IN_TEXT = 3, 1


@dataclass(frozen=True)
class Answer:
    """One line under the search box."""

    icon: str
    html: SafeString
    url: str
    line: str = ""


def score(beginnings: list[str], title: str, text: str) -> int:
    """How well a title and a text answer. 0: not at all."""
    return IN_TITLE * len(begun_in(beginnings, title)) + IN_TEXT * len(begun_in(beginnings, text))


def marked(beginnings: Iterable[str], title: str) -> SafeString:
    """The title, safe, with the found words marked."""
    beginnings = tuple(beginnings)
    pieces = [
        format_html("<mark>{}</mark>" if plain_word(word).startswith(beginnings) else "{}", word)
        for word in title.split()
    ]
    return mark_safe(" ".join(pieces))  # noqa: S308 - each piece was escaped


def answers(actor: Actor, typed: str) -> list[dict[str, Any]]:
    """Groups of answers, the best first. Never empty-handed: the page adds "send this" below."""
    beginnings = stems(typed)
    groups = [
        (_("Happening now"), _announced(actor, beginnings)),
        (_("Known, and how to get round it"), _workarounds(actor, beginnings, typed)),
        (_("Articles"), _articles(actor, beginnings, typed)),
        (_("What you can order"), _orders(actor, beginnings)),
        (_("Services"), _services(actor, beginnings, typed)),
        (_("My requests"), _requests(actor, typed, beginnings)),
    ]
    return [{"label": label, "items": items} for label, items in groups if items]


def _best(found: list[tuple[int, Answer]]) -> list[Answer]:
    found.sort(key=lambda pair: -pair[0])
    return [answer for points, answer in found if points][:ENOUGH]


def _announced(actor: Actor, beginnings: list[str]) -> list[Answer]:
    """What is announced with these words; "me too" stands on its page."""
    found = []
    for row in news.rows(actor, announcements.running(actor)):
        points = score(beginnings, row.record.title, f"{row.text} {row.service}")
        if points:
            line = " · ".join(filter(None, (row.state, row.affected)))
            found.append((points, Answer(row.icon, marked(beginnings, row.record.title), row.url, line)))
    return _best(found)


def _workarounds(actor: Actor, beginnings: list[str], typed: str) -> list[Answer]:
    """What is known to be wrong, where users are told of a way round it."""
    return [
        Answer(
            "lifebuoy",
            marked(beginnings, fit.record.title),
            workaround_url(fit.record, q=typed),
            fit.record.service.title if fit.record.service else "",
        )
        for fit in problems.answering(actor, typed)
    ]


def _articles(actor: Actor, beginnings: list[str], typed: str) -> list[Answer]:
    """What was written down for everybody, and by its number."""
    fits = knowledge.answering(actor, typed)
    exact = knowledge.published(actor).filter(number=numbers.guessed(typed) or "")
    found = [*exact, *(fit.record for fit in fits)]
    return [
        Answer(
            "book",
            marked(beginnings, article.title),
            article_url(article, q=typed),
            article.service.title if article.service else "",
        )
        for article in dict.fromkeys(found)
    ][:ENOUGH]


def _orders(actor: Actor, beginnings: list[str]) -> list[Answer]:
    found = []
    for item in catalogue.offered(actor):
        if points := score(beginnings, item.name, item.about):
            url = reverse("portal-order", args=[item.code])
            found.append((points, Answer(icon_of(item), marked(beginnings, item.name), url, item.about)))
    return _best(found)


def _services(actor: Actor, beginnings: list[str], typed: str) -> list[Answer]:
    found = []
    for service in services.answering(actor, beginnings, LOOKED_AT):
        points = score(beginnings, service.title, service.item.description)
        if points:
            url = sending_url(service=service.number, q=typed)
            html = marked(beginnings, service.title)
            found.append((points, Answer(shown_icon(service.item.icon), html, url, service.item.description)))
    return _best(found)


def _requests(actor: Actor, typed: str, beginnings: list[str]) -> list[Answer]:
    """By the words of subject and details, then by number and by words of the conversation."""
    found = []
    for record in queries.mine(actor)[:LOOKED_AT]:
        points = score(beginnings, record.title, record.item.details)
        if points:
            found.append((2 * points + record.is_open, _request(actor, record, beginnings)))
    best = _best(found)
    known = {answer.url for answer in best}
    for record in queries.said(actor, typed, ENOUGH):
        answer = _request(actor, record, beginnings)
        if answer.url not in known:
            best.append(answer)
    return best[:ENOUGH]


def _request(actor: Actor, record: Record, beginnings: list[str]) -> Answer:
    url = reverse("portal-request", args=[record.number])
    line = f"{record.number} · {words.standing(record, actor.person_id).label}"
    return Answer("message", marked(beginnings, record.title), url, line)
