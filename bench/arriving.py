"""Mails for an installation that is measured: made and given to its worker from within it."""

from __future__ import annotations

import random
import statistics
import time
from itertools import pairwise

from django.db import transaction

from fettle.edges.mail import intake, tokens
from fettle.edges.mail.apart import read
from fettle.edges.mail.mailboxes import of_row
from fettle.edges.mail.models import IncomingMail
from fettle.edges.mail.tests.desk import DESK, set_up
from fettle.kernel.orgs.models import Person
from fettle.kernel.records.models import Participant

WAITED_SECONDS = 120
TEXT = "the printer in the library stops after each page since this morning and nobody can print the plan"


def open_mailbox() -> None:
    set_up(DESK)


def mails(count: int, seed: int) -> list[bytes]:
    """By turns a new report of somebody, and an answer of a requester to an open record."""
    chance = random.Random(seed)
    people = chance.sample(list(Person.objects.filter(may_sign_in=False).exclude(mail=None).order_by("pk")), count // 2)
    open_ones = Participant.objects.select_related("record", "person").filter(part="requester", record__is_open=True)
    asked = chance.sample(list(open_ones.order_by("pk")), count - count // 2)
    made, desk = [], of_row(DESK)
    for person, part in zip(people, asked, strict=True):
        made.append(_source(chance, person, DESK["address"]))
        made.append(_source(chance, part.person, tokens.reply_address(desk, part.record, part.person)))
    return made


def _source(chance: random.Random, person: Person, to: str) -> bytes:
    text = "\r\n".join(" ".join(chance.choices(TEXT.split(), k=12)) for _line in range(8))
    return (
        f"From: {person.name} <{person.mail}>\r\nTo: {to}\r\nSubject: {' '.join(chance.sample(TEXT.split(), 4))}\r\n"
        f"Date: Mon, 02 Nov 2026 10:00:00 +0000\r\nMessage-ID: <{chance.getrandbits(80):x}@client.example>\r\n"
        f"MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
    ).encode()


def take_in(count: int, seed: int) -> list[float]:
    """Milliseconds of each of so many mails that lie there at once, while the worker does what else there is to do."""
    raws = mails(count, seed)
    with transaction.atomic():
        kept = [intake.keep(DESK["code"], raw)[0].pk for raw in raws]
    until = time.monotonic() + WAITED_SECONDS
    there = IncomingMail.objects.filter(pk__in=kept)
    while there.filter(state="arrived").exists():
        if time.monotonic() > until:
            raise TimeoutError(f"Mails are still to be read after {WAITED_SECONDS} s.")
        time.sleep(0.2)
    wrong = list(there.exclude(decision__in=("opened", "answered")).values_list("decision", "reasons"))
    if wrong:
        raise ValueError(f"A mail was not taken in: {wrong[0]}")
    ended = list(there.order_by("settled_at").values_list("settled_at", flat=True))
    return [(after - before).total_seconds() * 1000 for before, after in pairwise(ended)]


def reading(count: int, seed: int) -> float:
    """The median milliseconds in which the child process reads one of them."""
    took = []
    for raw in mails(count, seed):
        begun = time.perf_counter()
        with read(raw):
            took.append((time.perf_counter() - begun) * 1000)
    return statistics.median(took)
