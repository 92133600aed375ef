"""The tags that templates use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from fettle.edges.pages import assets, glyphs, sentences
from fettle.edges.pages.sla import SlaView
from fettle.edges.pages.templatetags import look
from fettle.kernel.assembly import assembly


@dataclass(frozen=True)
class State:
    shape: str
    label: str


def test_a_state_is_a_shape_and_its_word() -> None:
    drawn = look.status(State("pause", "Waiting for <supplier>"))
    assert glyphs.STATES["pause"] in drawn
    assert "Waiting for &lt;supplier&gt;" in drawn


def test_shapes_are_told_apart_without_colour() -> None:
    shapes = [shape for name, shape in glyphs.STATES.items() if name != "closed"]
    assert len(set(shapes)) == len(shapes)
    assert len({glyphs.bars(rank) for rank in (1, 2, 3, 4)}) == 4
    assert len(set(glyphs.CLOCKS.values())) == len(glyphs.CLOCKS)


def test_every_declared_state_has_a_shape() -> None:
    declared = {state.shape for kind in assembly().kinds for state in kind.flow.states}
    assert declared
    assert declared <= glyphs.STATES.keys()


def test_an_unknown_shape_is_named_with_the_ones_that_exist() -> None:
    with pytest.raises(ValueError, match="unknown state shape 'pending'; one of new, ring"):
        look.status("pending", "Pending")


def test_a_priority_is_heard_in_full() -> None:
    assert 'P1<span class="x-unseen"> Critical</span>' in look.priority(1)
    assert ">P2 High<" in look.priority(2, long=True)
    assert "Urgent" in look.priority(1, "Urgent")


def test_a_running_clock_carries_its_due_time_and_others_do_not() -> None:
    due = datetime(2025, 11, 24, 9, 2, tzinfo=UTC)
    assert 'data-due="2025-11-24T09:02:00+00:00"' in look.sla(SlaView("late", -2520, due))
    assert "overdue by" in look.sla(SlaView("late", -2520, due))
    assert "data-due" not in look.sla(SlaView("paused", None, due))


def test_a_moment_is_in_the_readers_zone() -> None:
    with timezone.override("America/New_York"):
        drawn = look.moment(datetime(2025, 11, 24, 9, 2, tzinfo=UTC), "full")
    assert ">24 Nov 2025, 04:02</time>" in drawn
    assert "EST" in drawn


def test_an_avatar_shows_initials_and_keeps_its_tint() -> None:
    assert ">AR</span>" in look.avatar("Ana Ruiz")
    assert ">JM</span>" in look.avatar("Jean-Luc van der Meer")
    assert look.avatar("Ana Ruiz") == look.avatar("Ana Ruiz")
    assert "is-nobody" in look.avatar(None)


def test_an_icon_that_is_not_in_the_sprite_says_what_to_do() -> None:
    with pytest.raises(assets.NotBuilt, match="npm --prefix frontend run build"):
        look.icon("no-such-icon")


def test_without_a_build_the_message_says_how_to_make_one(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(assets, "DIST", tmp_path)
    with pytest.raises(assets.NotBuilt, match="npm --prefix frontend ci"):
        look.asset("app.css")


def test_sentences_for_scripts_cannot_end_their_block(monkeypatch) -> None:
    monkeypatch.setattr(sentences, "for_scripts", lambda: {"x": "</script><script>"})
    assert look.words().count("</script>") == 1
