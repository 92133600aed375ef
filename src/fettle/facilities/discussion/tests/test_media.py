"""What a file is, told by its bytes; what its name may do, namely nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fettle.facilities.discussion import media, names
from fettle.facilities.discussion.store import Folder, Oversized


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0..", "image/jpeg"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"%PDF-1.7\n", "application/pdf"),
        ("Zeile eins\nGrüße".encode(), "text/plain"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', media.OTHER),
        (b'  \n<?xml version="1.0"?><svg/>', media.OTHER),
        (b"\xef\xbb\xbf<html>", media.OTHER),
        (b"harmless words, then <ScRiPt>alert(1)</script>", media.OTHER),
        (b"MZ\x90\x00", media.OTHER),
        (b"", media.OTHER),
    ],
)
def test_a_file_is_what_its_first_bytes_are(start: bytes, kind: str) -> None:
    assert media.type_of(start) == kind


def test_a_letter_cut_at_the_end_of_the_sample_is_still_text() -> None:
    assert media.type_of(("a" * (media.ENOUGH - 1) + "ü").encode()[: media.ENOUGH]) == media.PLAIN


@given(st.binary(max_size=200))
def test_nothing_with_markup_is_ever_shown_in_place(tail: bytes) -> None:
    assert media.type_of(b"<svg " + tail) not in media.INLINE
    assert media.type_of(b"text <script" + tail) not in media.INLINE


@given(st.text(max_size=300))
def test_a_name_never_leaves_its_place(name: str) -> None:
    for shown in (names.saved(name), names.in_address(name)):
        assert shown and "/" not in shown and "\\" not in shown and not shown.startswith(".")
    assert "\x00" not in names.shown(name) and len(names.shown(name)) <= names.LONGEST


def test_a_hostile_name_stays_words() -> None:
    assert names.shown("../../x") == "../../x" and names.saved("../../x") == "x"
    assert names.saved("\u200b.htaccess") == "htaccess"


def test_the_store_keeps_whole_contents_once_and_never_a_part(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    first, again = folder.keep([b"ab", b"c"], 3), folder.keep([b"abc"], 3)
    assert first.sha256 == again.sha256 and list(folder.contents()) == [first.sha256]
    assert folder.open(first.sha256).read() == b"abc"
    with pytest.raises(Oversized):
        folder.keep([b"ab", b"cd"], 3)
    assert list((tmp_path / "arriving").iterdir()) == []
    with pytest.raises(ValueError, match="sha256"):
        folder.open("../../etc/passwd")


def test_a_content_that_came_again_just_now_is_not_swept(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    key = folder.keep([b"abc"], 3).sha256
    assert not folder.drop_unused(key, 60)
    assert folder.drop_unused(key, -1) and not folder.drop_unused(key, -1)
