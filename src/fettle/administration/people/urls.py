"""Addresses of people, teams and organisations."""

from django.urls import path

from fettle.administration.people import erasing, moves, parties_views, views

urlpatterns = [
    path("people/", views.index, name="people"),
    path("people/options/", views.options, name="people-options"),
    path("people/new/", views.add, name="add-person"),
    path("people/import/", moves.import_people, name="import-people"),
    path("people/why/", moves.why_see, name="why-see"),
    path("people/<int:key>/", views.detail, name="person"),
    path("people/<int:key>/edit/", views.edit, name="edit-person"),
    path("people/<int:key>/invite/", views.invite, name="invite-person"),
    path("people/<int:key>/sessions/", views.end_sessions, name="end-person-sessions"),
    path("people/<int:key>/deactivate/", moves.deactivate, name="deactivate-person"),
    path("people/<int:key>/erase/", erasing.erase, name="erase-person"),
    path("people/<int:key>/attention/", views.attention, name="person-attention"),
    path("people/<int:key>/activate/", views.activate, name="activate-person"),
    path("people/<int:key>/roles/", views.give_role, name="give-role"),
    path("people/<int:key>/roles/<int:grant>/take/", views.take_role, name="take-role"),
    path("teams/", parties_views.teams, name="teams"),
    path("teams/export/", parties_views.export_teams, name="export-teams"),
    path("teams/new/", parties_views.add_team, name="add-team"),
    path("teams/<int:key>/", parties_views.team, name="team"),
    path("teams/<int:key>/members/", parties_views.join, name="join-team"),
    path("teams/<int:key>/members/<int:person>/remove/", parties_views.leave, name="leave-team"),
    path("organisations/", parties_views.organisations, name="organisations"),
    path("organisations/new/", parties_views.add_organisation, name="add-organisation"),
    path("organisations/<int:key>/", parties_views.organisation, name="organisation"),
]
