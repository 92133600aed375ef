"""Reports of one thing by two people: what the search for similar records is measured on.

A report is drawn from what breaks, how, where and since when. The second report of the same says it in other words:
other nouns and verbs of the same meaning, another order, left-out words, slips of the finger. The words that stand for
another are known here alone: the search has no list of them.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

THINGS: dict[str, Sequence[str]] = {
    "projector": ("beamer", "video projector", "projection"),
    "printer": ("printing device", "copier", "laser printer"),
    "laptop": ("notebook", "portable computer"),
    "monitor": ("screen", "display"),
    "Wi-Fi": ("wireless", "WLAN", "internet"),
    "e-mail": ("mail", "mailbox", "Outlook"),
    "calendar": ("appointments", "schedule"),
    "learning platform": ("Moodle", "course site"),
    "timetable": ("lesson plan", "substitution plan"),
    "shared drive": ("network folder", "file server"),
    "telephone": ("phone", "desk phone"),
    "scanner": ("scan function", "document scanner"),
    "keyboard": ("keys", "typing"),
    "smart board": ("whiteboard", "interactive board"),
    "door reader": ("card reader", "badge terminal"),
    "tablet cart": ("iPad trolley", "tablets"),
    "VPN": ("remote access", "tunnel"),
    "video conference": ("Teams meeting", "online meeting"),
    "grade book": ("marks system", "grading"),
    "library system": ("catalogue", "lending system"),
}
FAULTS: dict[str, Sequence[str]] = {
    "does not start": ("will not turn on", "cannot be switched on", "stays off"),
    "shows no picture": ("is black", "displays nothing", "stays dark"),
    "is very slow": ("takes ages", "hangs", "needs minutes to react"),
    "loses its connection": ("keeps disconnecting", "drops out", "goes offline again and again"),
    "asks for a password": ("wants a sign-in", "rejects my password", "does not accept the login"),
    "makes loud noises": ("rattles", "hums loudly", "is noisy"),
    "jams paper": ("has a paper jam", "swallows sheets", "is stuck with paper"),
    "shows an error message": ("reports an error", "says something went wrong", "error on display"),
    "cannot be found": ("has disappeared", "is missing", "is gone"),
    "crashes": ("closes by itself", "freezes", "quits unexpectedly"),
    "prints stripes": ("has lines on the page", "prints streaks", "smears"),
    "has no sound": ("is mute", "sound does not work", "nothing can be heard"),
}
BUILDINGS = ("Library", "North wing", "Annex", "Sports hall", "Main building", "Workshop", "Dormitory", "Villa")
DETAILS = (
    "It began this morning after the break.",
    "The whole class is waiting.",
    "We restarted it twice.",
    "A colleague had the same last week.",
    "It is needed for the exam on Friday.",
    "The light on the side blinks orange.",
    "Somebody moved the cables yesterday.",
    "It worked until the update.",
)


@dataclass(frozen=True)
class Report:
    """What somebody wrote, and of what."""

    title: str
    details: str
    thing: str
    fault: str
    room: str


def reports(count: int, seed: int) -> list[Report]:
    """Different ones: the same thing does not break twice in the same way in the same room."""
    chance = random.Random(seed)
    made: dict[tuple[str, str, str], Report] = {}
    while len(made) < count:
        thing, fault = chance.choice(list(THINGS)), chance.choice(list(FAULTS))
        building = chance.choice(BUILDINGS)
        room = f"{building[0]}-{chance.randrange(100, 400)}"
        title = chance.choice(
            (f"{thing} in {room} {fault}", f"{building} {room}: {thing} {fault}", f"{room}, {thing} {fault}")
        )
        details = " ".join([f"The {thing} in the {building}.", *chance.sample(DETAILS, 2)])
        made.setdefault((thing, fault, room), Report(title, details, thing, fault, room))
    return list(made.values())


def reworded(report: Report, chance: random.Random) -> str:
    """The sentence with which somebody else begins to report it. In each, at least two of: another word for the thing,
    another for what it does, another order, words left out, a slip of the finger in a word or in the room.
    """
    thing = chance.choice(THINGS[report.thing]) if chance.random() < 0.5 else report.thing
    fault = chance.choice(FAULTS[report.fault]) if chance.random() < 0.6 else report.fault
    room = report.room if chance.random() < 0.75 else report.room.replace("-", chance.choice(("", " ")))
    orders = (
        f"{fault}: {thing} ({room})",
        f"our {thing} {fault} in room {room}",
        f"{room} {thing} {fault}",
        f"please help, {thing} here in {room} {fault}",
        f"{thing} {room}",
        f"{thing} {fault}, {room}",
    )
    words = chance.choice(orders).split()
    if chance.random() < 0.4:
        at = max(range(len(words)), key=lambda each: (len(words[each]), each))
        words[at] = slipped(words[at], chance)
    return " ".join(words)


def slipped(word: str, chance: random.Random) -> str:
    """A letter left out, doubled, or changed with the next."""
    if len(word) < 4:
        return word
    at = chance.randrange(1, len(word) - 2)
    return chance.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )
