"""Addresses of incidents and requests: the same below both places."""

from __future__ import annotations

from django.urls import path, re_path

from fettle.processes.incidents import own_answers, parts_page, queue, time_page, views
from fettle.processes.incidents.adding import also
from fettle.processes.incidents.announcing import announce
from fettle.processes.incidents.explain import explain
from fettle.processes.incidents.forward_page import forward
from fettle.processes.incidents.merge_page import merge
from fettle.processes.incidents.paper import review
from fettle.processes.incidents.recalculating import page as recalculation
from fettle.processes.incidents.recording import foreseen, new, similar
from fettle.processes.incidents.records import DESK, INCIDENT
from fettle.processes.incidents.splitting_page import split
from fettle.processes.incidents.updates import update

NUMBER = r"(?P<number>[A-Za-z]{2,4}-\d{1,12})"

BELOW = (
    ("", views.record),
    ("/peek", views.peek),
    ("/timeline", views.timeline),
    ("/live", views.live),
    ("/helping", views.helping),
    ("/explain", explain),
    ("/edit", views.edit),
    ("/follow-up", views.follow_up),
    ("/also", also),
    ("/split", split),
    ("/forward", forward),
    ("/time", time_page.on_record),
    (r"/time/(?P<entry>\d{1,9})", time_page.correct),
    (r"/time/(?P<entry>\d{1,9})/withdraw", time_page.withdraw),
    ("/parts/(?P<name>resolve|tell)", parts_page.parts),
    ("/reply", views.reply),
    ("/note", views.note),
    ("/draft/(?P<mode>reply|note)", views.draft),
    ("/presence", views.looking),
    ("/watch", views.watch),
    ("/link", views.link),
    ("/unlink", views.unlink),
    ("/do/merge", merge),
    ("/do/(?P<name>[a-z_]+)", views.step),
    (r"/undo/(?P<entry>\d{1,9})", views.taken_back),
)

MAJOR = (
    ("/do/send_update", update),
    ("/announce", announce),
    (r"/review\.pdf", review),
)
"""Of incidents alone, and before the page of any step."""

urlpatterns = [
    path("desk/", queue.desk, name="desk"),
    path("incidents", queue.incidents, name="incidents"),
    path("requests", queue.requests, name="requests"),
    path("desk/time", time_page.sums, name="time-spent"),
    path("desk/recalculations", recalculation.ask, name="recalculations"),
    path("desk/recalculations/<int:key>", recalculation.one),
    path("desk/recalculations/<int:key>/confirm", recalculation.confirm),
    path("answers/", own_answers.index, name="own-answers"),
    path("answers/new", own_answers.new),
    path("answers/<int:key>", own_answers.edit),
    path("answers/<int:key>/delete", own_answers.delete),
    path("new", new(INCIDENT), name="new"),
    *(path(f"{kind.path}/new", new(kind), name=f"new-{kind.key}") for kind in DESK),
    *(path(f"{kind.path}/preview", foreseen(kind)) for kind in DESK),
    *(path(f"{kind.path}/similar", similar(kind)) for kind in DESK),
    *(re_path(rf"^incidents/{NUMBER}{below}$", view) for below, view in MAJOR),
    *(re_path(rf"^{kind.path}/{NUMBER}{below}$", view) for kind in DESK for below, view in BELOW),
]
