"""Whatever arrives is read, or refused with a reason, in good time; and nothing it says is believed to be ours."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from fettle.edges.mail import apart
from fettle.edges.mail.message import Address, Message, Unreadable
from fettle.edges.mail.reading import limits
from fettle.edges.mail.tests.corpus import NAMES, TEXT, attached, corpus, mail, mutated, parted

CORPUS = corpus()
CANNOT_BE_READ = {
    "nothing": "no_headers",
    "no-headers": "no_headers",
    "lines-of-old-macs": "",
    "subject-huge": "long_header",
    "identifier-long": "",
    "subject-smuggles-header": "smuggled_header",
    "reply-to-smuggles-header": "header",
    "headers-of-many-names": "headers",
    "headers-of-one-name": "headers",
    "comments-nested": "",
    "sender-of-comments": "broken",
    "senders-by-thousands": "addresses",
    "sender-twice": "two_senders",
    "parts-by-thousands": "parts",
    "parts-nested-3000": "broken",
    "parts-nested-60": "deep",
    "mails-in-mails-400": "",
}
"""Why, "" for those that look as if they could not be read, and can."""


@contextmanager
def message(raw: bytes) -> Iterator[tuple[Message, Path]]:
    with apart.read(raw) as (found, folder):
        yield found, folder


def read(raw: bytes) -> Message:
    with message(raw) as (found, _folder):
        return found


def outcome(raw: bytes) -> str:
    """ "" if it was read, to what can be stored; else the reason."""
    try:
        said = json.dumps(read(raw).plain(), ensure_ascii=False)
        assert "\x00" not in said and said.encode(), "no database takes it"
    except Unreadable as problem:
        return problem.reason
    return ""


@pytest.mark.parametrize("name", CORPUS)
def test_each_of_the_corpus_is_read_or_has_a_reason(name: str) -> None:
    began = time.monotonic()
    assert outcome(CORPUS[name]) == CANNOT_BE_READ.get(name, "")
    assert time.monotonic() - began < 2 * limits.SECONDS, "a mail that takes this long is ended"


@pytest.mark.parametrize("seed", range(2))
def test_mutations_stop_nothing(seed: int) -> None:
    chance = Random(seed)
    small = sorted(name for name, raw in CORPUS.items() if len(raw) < 100_000)
    for _ in range(30):
        outcome(mutated(CORPUS[chance.choice(small)], chance))
    assert read(mail("after")).subject == "The projector in room 12"


def test_a_process_that_dies_ends_one_mail_only() -> None:
    assert outcome(CORPUS["plain"]) == ""
    apart._readers._process.kill()  # type: ignore[union-attr]
    apart._readers._process.wait()  # type: ignore[union-attr]
    assert outcome(CORPUS["plain"]) == ""


def test_an_ordinary_mail() -> None:
    found = read(
        mail(
            "plain",
            b"Cc: Bob <bob@school.example>, bob@school.example, nonsense",
            b"In-Reply-To: <a@x>",
            b"References: <c@x> <b@x> <a@x>",
        )
    )
    assert found.sender == Address("alice@school.example", "Alice Arden")
    assert (found.to, found.cc) == ((Address("desk@fettle.example"),), (Address("bob@school.example", "Bob"),))
    assert (found.subject, found.said, found.quoted) == ("The projector in room 12", "It shows no picture.", "")
    assert (found.message_id, found.references) == ("<plain@school.example>", ("<a@x>", "<b@x>", "<c@x>"))
    assert (found.sent_at, found.automatic) == ("2026-11-02T10:00:00+00:00", "")


def test_letters_are_found_where_the_charset_is_wrong() -> None:
    assert read(CORPUS["charset-wrong"]).said == "Přístroj nesvítí"
    assert read(CORPUS["charset-missing"]).said == "Přístroj"
    assert read(CORPUS["charset-unknown"]).said == "ÿþé"
    assert "\x00" not in read(CORPUS["text-with-nul"]).said
    flowed = read(CORPUS["text-flowed"])
    assert (flowed.said, flowed.quoted) == ("The projector", "> is offagain"), "the blank marks the break only"


def test_a_text_longer_than_is_kept_is_cut_and_says_so() -> None:
    found = read(CORPUS["text-of-one-line"])
    assert (len(found.said), found.cut) == (limits.LONGEST_TEXT, ("text",))
    assert read(CORPUS["html-nested-100000"]).cut == ("html",)


def test_html_keeps_what_can_be_shown_and_nothing_that_acts() -> None:
    found = read(CORPUS["html-of-scripts"])
    assert "Read me" in found.html and "Read me" in found.said
    for word in ("script", "onerror", "<svg", "<style", "<form", "<input", "<meta", "<base", "<iframe", "alert"):
        assert word not in found.html.lower(), word
    found = read(CORPUS["image-in-html"])
    assert found.html.startswith('<p>Here</p><img src="cid:a">') and found.html.count("127.0.0.1") == 1
    assert [(file.cid, file.media_type) for file in found.files] == [("a", "image/png")]


@pytest.mark.parametrize("name", NAMES)
def test_a_files_name_is_never_a_path(name: str) -> None:
    with message(CORPUS[f"file-name-{name}"]) as (found, folder):
        assert [file.at for file in found.files] == ["0"]
        assert (folder / "0").read_bytes() == b"<script>alert(1)</script>"
        assert sorted(path.name for path in folder.iterdir()) == ["0", "mail.eml", "read.json"]
    assert not folder.exists()


def test_files_of_a_mail_are_not_opened() -> None:
    with message(CORPUS["file-zip-bomb"]) as (found, folder):
        assert found.files[0].size < 200_000
    with message(CORPUS["mail-in-mail"]) as (found, folder):
        assert (found.files[0].media_type, found.said) == ("message/rfc822", "")
        assert b"It shows no picture." in (folder / "0").read_bytes()


@pytest.mark.parametrize(
    ("name", "why"),
    {
        "machine-answers": "answered",
        "machine-generates": "generated",
        "machine-in-bulk": "bulk",
        "machine-answers-old": "answered",
        "machine-of-a-list": "list",
        "machine-that-is-us": "loop",
        "machine-without-reply": "machine",
        "report-of-failure": "report",
        "report-of-nothing": "report",
        "plain": "",
    }.items(),
)
def test_machines_are_told_from_people(name: str, why: str) -> None:
    assert read(CORPUS[name]).automatic == why


def test_a_report_says_which_mail_did_not_reach_whom() -> None:
    found = read(CORPUS["report-of-failure"])
    assert (found.reported, found.failed_for) == ("<lost@fettle.example>", ("bob@school.example",))


def test_two_ways_of_saying_the_same_are_one_text() -> None:
    looks = b"Content-Type: multipart/alternative; boundary=edge"
    html = b"Content-Type: text/html\r\n\r\n<p>See the <b>file</b>.</p>"
    found = read(parted("both", TEXT, html, looks=looks))
    assert (found.said, found.html) == ("See the file.", "<p>See the <b>file</b>.</p>")


def test_a_mail_of_files_only_is_read() -> None:
    found = read(parted("files", attached(b"a.txt"), attached(b"b.txt")))
    assert (found.said, [file.name for file in found.files]) == ("", ["a.txt", "b.txt"])


def test_as_large_a_mail_as_is_taken_is_read() -> None:
    large = bytes(range(256)) * 140_000
    with message(parted("large", TEXT, attached(b"film.mp4", large))) as (found, folder):
        assert (found.said, found.files[0].size) == ("See the file.", len(large))
        assert (folder / found.files[0].at).read_bytes() == large
    assert outcome(parted("larger", TEXT, attached(b"film.mp4", large * 2))) == "large"


def test_what_is_read_survives_its_way_through_json() -> None:
    with message(parted("all", TEXT, attached(b"a.txt"))) as (found, _folder):
        assert Message.of(found.plain()) == found
