"""What is found, by whom, in which order. First of all: nobody finds words that are not for them."""

from __future__ import annotations

from itertools import product

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fettle.facilities.discussion import actions as discussion
from fettle.facilities.search.documents import index
from fettle.facilities.search.jobs import catch_up
from fettle.facilities.search.models import SearchDocument
from fettle.facilities.search.queries import search
from fettle.kernel.access.models import Grant
from fettle.kernel.records.models import Participant, Record
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT, REQUEST
from fettle.site.testing.world import World


def opened(world: World, who: str = "requester", kind: object = INCIDENT, **values: object) -> Record:
    given = {"title": "Wi-Fi down", "service": world.service, **values}
    return actions.register(world.actor(who), kind, **given)  # type: ignore[arg-type]


def numbers(world: World, who: str, text: str, **options: object) -> list[str]:
    for pk in Record.objects.values_list("pk", flat=True):
        index(pk)
    return [hit.number for hit in search(world.actor(who), text, **options)]  # type: ignore[arg-type]


def test_words_of_a_note_are_found_by_staff_only(world: World) -> None:
    record = opened(world)
    actions.note(world.actor("agent"), record.number, text="The caretaker suspects sabotage")
    actions.reply(world.actor("agent"), record.number, text="We look into the antenna")
    assert numbers(world, "agent", "sabotage") == [record.number]
    assert numbers(world, "agent", "sabotage antenna") == [record.number]
    for who in ("requester", "classmate", "stranger"):
        assert numbers(world, who, "sabotage") == []
    assert numbers(world, "requester", "antenna") == [record.number]
    assert numbers(world, "requester", "antenna sabotage") == []
    assert numbers(world, "requester", "antenna -sabotage") == [record.number]
    assert numbers(world, "classmate", "antenna") == []


WORD = st.text(st.characters(categories=["Ll", "Lu", "Nd"]), min_size=3, max_size=12)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(said=st.lists(st.tuples(st.booleans(), WORD), min_size=1, max_size=4))
def test_law_a_reader_finds_a_record_by_a_word_exactly_when_they_may_read_it(
    world: World, said: list[tuple[bool, str]]
) -> None:
    record = opened(world, title="Something else")
    for for_staff, word in said:
        say = actions.note if for_staff else actions.reply
        say(world.actor("agent"), record.number, text=f"qq{word}qq")
    index(record.pk)
    for (for_staff, word), who in product(said, ("requester", "agent", "stranger")):
        found = [hit.record.pk for hit in search(world.actor(who), f'"qq{word}qq"')]
        public = any(other == word and not staff for staff, other in said)
        may_read = who == "agent" or (who == "requester" and (public or not for_staff))
        assert (record.pk in found) is may_read


def test_a_snippet_never_shows_what_is_for_staff(world: World) -> None:
    record = opened(world, details="antenna on the roof")
    actions.note(world.actor("agent"), record.number, text="antenna stolen by a pupil")
    index(record.pk)
    (hit,) = search(world.actor("requester"), "antenna")
    assert hit.why == "details" and "stolen" not in hit.snippet
    documents = SearchDocument.objects.filter(record=record, audience="everyone")
    assert "stolen" not in str(documents.values_list("parts", "vector"))


def test_the_number_and_the_reference_elsewhere_come_first(world: World) -> None:
    named = opened(world, "agent", requester=world.people["requester"], external_ref="INC0000045", title="Old one")
    other = opened(world, title=f"See {named.number} and INC0000045")
    assert numbers(world, "agent", named.number)[0] == named.number
    assert numbers(world, "agent", "inc-1")[0] == named.number
    assert numbers(world, "agent", "INC0000045") == [named.number, other.number]
    assert numbers(world, "stranger", named.number) == []


def test_words_begin_fold_and_combine(world: World) -> None:
    one = opened(world, title="Drucker in der Öffentlichkeit", details="Papierstau am Gerät")
    two = opened(world, title="Printer offline", kind=REQUEST)
    assert numbers(world, "agent", "drucker off") == [one.number]
    assert numbers(world, "agent", "geräte") == [] and numbers(world, "agent", "gera") == [one.number]
    assert numbers(world, "agent", '"papierstau am"') == [one.number]
    assert set(numbers(world, "agent", "printer or papierstau")) == {one.number, two.number}
    assert numbers(world, "agent", "off", kinds=[REQUEST]) == [two.number]
    assert numbers(world, "agent", "offline", limit=0) == []


def test_a_hyphened_word_is_found_however_it_is_written(world: World) -> None:
    plain, newer = opened(world, title="Wi-Fi slow"), opened(world, title="The wi-fi6 antenna is slow")
    for typed in ("wi-fi slow", "wifi slow", "slow wifi", '"wi-fi slow"'):
        assert numbers(world, "agent", typed) == [plain.number], typed
    for typed in ("wi-fi", "slow wi-fi", "wi-f"):
        assert set(numbers(world, "agent", typed)) == {plain.number, newer.number}, typed
    assert numbers(world, "agent", "-wi-fi slow") == [newer.number]
    assert numbers(world, "requester", "-wi-fi slow") == [newer.number]


def test_the_best_of_the_newest_comes_first(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is older than the newest that are ranked is not found by words."""
    titles = ("Antenna", "Roof, wall, and an antenna", "Antenna antenna antenna", "An old wall with an antenna")
    made = [opened(world, title=title).number for title in titles]
    found = numbers(world, "agent", "antenna")
    assert found[0] == made[2] and set(found) == set(made)
    assert numbers(world, "agent", "antenna", limit=1) == made[2:3]
    monkeypatch.setattr("fettle.facilities.search.queries.MOST_RANKED", 2)
    assert numbers(world, "agent", "antenna") == made[2:]


@pytest.mark.parametrize(
    "typed", ["'", "\\", "a'b\\", "!!", "&|", ":*", "a:*b", '"', "((", "\x00", "\ud800", "%s", "-", "or", "<->"]
)
def test_nothing_that_is_typed_breaks_the_search(world: World, typed: str) -> None:
    opened(world)
    for text in (typed, f"wifi {typed}", f"{typed} wifi", f"x{typed}x"):
        numbers(world, "agent", text)


def test_a_title_outranks_a_message(world: World) -> None:
    titled = opened(world, title="Beamer broken")
    said = opened(world)
    actions.reply(world.actor("requester"), said.number, text="the beamer too")
    assert numbers(world, "agent", "beamer") == [titled.number, said.number]


def test_restricted_records_and_other_customers_stay_hidden(world: World) -> None:
    mine, theirs = opened(world, title="Beamer"), opened(world, "stranger", title="Beamer")
    Grant.objects.create(person=world.people["classmate"], role="representative", organisation=world.school)
    assert numbers(world, "classmate", "beamer") == [mine.number]
    Record.objects.filter(pk=theirs.pk).update(restricted=True)
    assert numbers(world, "agent", "beamer") == [mine.number]
    part = Participant(record=theirs, person=world.people["agent"], part=Participant.Part.NAMED)
    part.save()
    assert set(numbers(world, "agent", "beamer")) == {mine.number, theirs.number}


def test_staff_of_one_customer_only_search_by_its_organisation(world: World) -> None:
    mine, _theirs = opened(world, title="Beamer"), opened(world, "stranger", title="Beamer")
    Grant.objects.filter(person=world.people["colleague"]).update(organisation=world.school)
    actions.note(world.actor("agent"), mine.number, text="lens")
    assert numbers(world, "colleague", "beamer") == [mine.number]
    assert numbers(world, "colleague", "lens") == [mine.number]


def test_a_withdrawn_file_is_found_no_more(world: World) -> None:
    record = opened(world)
    discussion.attach(world.actor("agent"), record.number, [ContentFile(b"x", "floorplan.txt")])
    assert numbers(world, "requester", "floorplan") == [record.number]
    file = record.attachments.get()
    discussion.withdraw(world.actor("agent"), record.number, file.pk, reason="Wrong")
    assert numbers(world, "requester", "floorplan") == []


def test_a_very_long_record_is_found_by_its_newest_words(world: World) -> None:
    record = opened(world)
    actions.reply(world.actor("agent"), record.number, text="\n".join(f"w{number}" for number in range(12_000)))
    actions.reply(world.actor("agent"), record.number, text="\n".join(f"v{number}" for number in range(12_000)))
    actions.reply(world.actor("agent"), record.number, text="newestword")
    assert numbers(world, "agent", "newestword") == [record.number]


def test_catching_up_finds_what_no_entry_told_of(world: World) -> None:
    record = opened(world, title="Beamer")
    assert search(world.actor("agent"), "beamer") == []
    catch_up.run()
    assert [hit.number for hit in search(world.actor("agent"), "beamer")] == [record.number]
    before = SearchDocument.objects.values_list("pk", "version").order_by("pk")
    rows = list(before)
    catch_up.run()
    assert list(before.all()) == rows


def test_the_index_serves_words_and_organisation(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        cursor.execute(
            "explain select 1 from search_searchdocument where vector @@ to_tsquery('simple', 'a')"
            " and array[organisation_id] && %s::bigint[]",
            [[1, 2]],
        )
        assert "search_document_words" in str(cursor.fetchall())
