"""What somebody says is told from what they answer; nothing of either is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fettle.edges.mail.reading.quoting import parted

SAID = "It works again.\n\nThank you."
QUOTED = "> Please try the other cable.\n>\n> Tom"
ABOVE = {
    "english": "On Mon, 2 Nov 2026 at 10:00, Tom <tom@school.example> wrote:",
    "english, broken": "On Mon, 2 Nov 2026 at 10:00,\nTom Turner <tom@school.example>\nwrote:",
    "german": "Am 02.11.2026 um 10:00 schrieb Tom Turner:",
    "german, other": "Tom Turner <tom@school.example> schrieb am Mo., 2. Nov. 2026, 10:00:",
    "french": "Le lun. 2 nov. 2026 à 10:00, Tom <tom@school.example> a écrit :",
    "czech": "po 2. 11. 2026 v 10:00 odesílatel Tom <tom@school.example> napsal:",
    "spanish": "El lun, 2 nov 2026 a las 10:00, Tom (<tom@school.example>) escribió:",
    "nobody": "",
}
COPIED = {
    "outlook": "From: Tom <tom@school.example>\nSent: Monday, 2 November 2026\nTo: Alice\nSubject: Lamp\n\nTry it.",
    "outlook, german": "Von: Tom\nGesendet: Montag, 2. November 2026\nAn: Alice\nBetreff: AW: Beamer\n\nBitte testen.",
    "ruled": "-----Original Message-----\nTry it.",
    "ruled, german": "-----Ursprüngliche Nachricht-----\nVon: Tom\n\nBitte testen.",
    "bold": "*From:* Tom\n*Sent:* Monday\n*To:* Alice\n*Subject:* Projector\n\nTry it.",
}


@pytest.mark.parametrize("name", ABOVE)
def test_an_answer_above_what_it_answers(name: str) -> None:
    said, quoted = parted(f"{SAID}\n\n{ABOVE[name]}\n\n{QUOTED}\n")
    assert (said, quoted) == (SAID, f"{ABOVE[name]}\n\n{QUOTED}".strip())


@pytest.mark.parametrize("name", ABOVE)
def test_an_answer_below_what_it_answers(name: str) -> None:
    said, quoted = parted(f"{ABOVE[name]}\n{QUOTED}\n\n{SAID}")
    assert (said, quoted) == (SAID, f"{ABOVE[name]}\n{QUOTED}".strip())


@pytest.mark.parametrize("name", COPIED)
def test_an_answer_above_a_copy(name: str) -> None:
    assert parted(f"{SAID}\n\n{COPIED[name]}") == (SAID, COPIED[name])


def test_answers_between_the_lines_stay_with_them() -> None:
    text = "> Which room?\n12\n> Which cable?\nThe white one."
    assert parted(text) == (text, "")
    named = f"Answers below.\n\n{ABOVE['english']}\n\n> Which room?\n12\n> Since when?\nToday."
    assert parted(named) == (named, "")


def test_a_signature_is_folded_with_the_rest() -> None:
    assert parted(f"{SAID}\n-- \nAlice Arden\nSchool") == (SAID, "-- \nAlice Arden\nSchool")
    assert parted(f"{SAID}\n\n{ABOVE['english']}\n{QUOTED}\n-- \nAlice")[0] == SAID


@pytest.mark.parametrize(
    "text",
    [
        "From: room 12\nit is dark.",
        "I need:\nTo: the cellar\nwith a lamp",
        "She wrote:\nnothing works",
        "- one\n- two\n- three",
        "> only quoted",
        "--\nAlice",
        "",
        "Date: Monday",
    ],
)
def test_what_only_looks_alike_is_said(text: str) -> None:
    assert parted(text) == (text.strip(), "")


@given(
    st.lists(
        st.sampled_from(["", "> a", "b", "-- ", "On 1 Nov a@b.c wrote:", "From: x", "Sent: 1", "To: y"]), max_size=14
    )
)
def test_no_word_is_lost(lines: list[str]) -> None:
    said, quoted = parted("\n".join(lines))
    assert sorted(f"{said}\n{quoted}".split()) == sorted("\n".join(lines).split())
    assert said or not any(line.strip() for line in lines)
