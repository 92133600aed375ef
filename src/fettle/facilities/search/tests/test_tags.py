"""Records are found by the names of their tags, by staff alone and under the name that a tag bears now."""

from __future__ import annotations

from importlib import import_module

from django.db import connection

from fettle.facilities.search import documents
from fettle.facilities.search.jobs import catch_up
from fettle.facilities.search.models import SearchDocument
from fettle.facilities.search.queries import search
from fettle.facilities.search.reactions import reindex, rename
from fettle.facilities.tags import actions as tags
from fettle.facilities.tags.models import Tag
from fettle.kernel.history.models import Entry
from fettle.kernel.records.models import Record
from fettle.processes.incidents import actions
from fettle.processes.incidents.records import INCIDENT
from fettle.site.testing.world import World


def found(world: World, who: str, text: str) -> list[str]:
    return [hit.number for hit in search(world.actor(who), text, [INCIDENT])]


def tagged(world: World, *names: str) -> Record:
    made = actions.register(world.actor("requester"), INCIDENT, title="Beamer broken")
    tags.tag(world.actor("agent"), made.number, add=names)
    reindex(Entry.objects.filter(record=made).latest("seq"))
    return made


def told() -> None:
    """What follows from the last change of a tag."""
    rename(Entry.objects.filter(fact="settings.register_changed").latest("pk"))
    catch_up.run()


def test_a_record_is_found_by_its_tags_and_by_staff_alone(world: World) -> None:
    made = tagged(world, "Exam week", "rollout")
    for typed in ("exam", "Exam week", "beamer rollout"):
        assert found(world, "agent", typed) == [made.number], typed
    (hit,) = search(world.actor("agent"), "rollout")
    assert (hit.why, hit.snippet) == ("tags", "rollout")
    assert found(world, "requester", "rollout") == found(world, "stranger", "rollout") == []
    tags.tag(world.actor("agent"), made.number, remove=["rollout"])
    reindex(Entry.objects.filter(record=made).latest("seq"))
    assert found(world, "agent", "rollout") == []


def test_it_is_found_by_the_name_that_a_tag_bears_now(world: World) -> None:
    made, manager = tagged(world, "rollout"), world.actor("manager")
    tags.change(manager, Tag.objects.get(name="rollout"), name="windows")
    told()
    assert found(world, "agent", "windows") == [made.number] and found(world, "agent", "rollout") == []
    other = tags.make(manager, organisation=Tag.objects.get().organisation, name="migration")
    tags.merge(manager, Tag.objects.get(name="windows"), other)
    told()
    assert found(world, "agent", "migration") == [made.number] and found(world, "agent", "windows") == []
    tags.change(manager, other, name="moving")
    told()
    assert found(world, "agent", "moving") == [made.number], "also where the other one stands that was merged into it"


def test_documents_from_before_are_made_anew(world: World) -> None:
    made, plain = tagged(world, "rollout"), actions.register(world.actor("requester"), INCIDENT, title="Plain")
    documents.index(plain.pk)
    with connection.cursor() as cursor:
        cursor.execute(import_module("fettle.facilities.search.migrations.0002_found_by_tags").OUTDATE)
    old = SearchDocument.objects.filter(version=0).values_list("record_id", flat=True)
    assert set(old) == {made.pk}
