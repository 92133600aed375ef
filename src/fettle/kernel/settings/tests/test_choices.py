"""What was shipped is said in the reader's language; what somebody wrote stays as it was written."""

from __future__ import annotations

from django.utils.translation import override

from fettle.kernel.settings import actions
from fettle.kernel.settings.choices import label_of, options
from fettle.kernel.settings.read import current
from fettle.site.testing.world import World

KEY = "incidents.urgencies"


def test_a_shipped_label_is_shown_in_the_readers_language(world: World) -> None:
    assert [row["label"] for row in current()[KEY]] == ["Can wait", "Soon", "Work stopped"]
    with override("de"):
        assert [option.label for option in options(KEY)] == ["Kann warten", "Bald", "Arbeit steht still"]
        assert label_of(KEY, "soon") == "Bald"


def test_a_label_that_somebody_wrote_is_shown_as_it_was_written(world: World) -> None:
    rows = [{**row, "label": "This week"} if row["code"] == "soon" else row for row in current()[KEY]]
    actions.redefine(world.actor("manager"), KEY, value=rows)
    with override("de"):
        assert label_of(KEY, "soon") == "This week"
        assert label_of(KEY, "can_wait") == "Kann warten"
    assert label_of(KEY, "gone") == "gone", "a code that nobody defines is shown as it is"


def test_a_shipped_label_of_an_installation_in_german_is_english_to_an_english_reader(world: World) -> None:
    with override("de"):
        german = [{**row, "label": option.label} for row, option in zip(current()[KEY], options(KEY), strict=True)]
    actions.redefine(world.actor("manager"), KEY, value=german)
    with override("en"):
        assert label_of(KEY, "stopped") == "Work stopped"
