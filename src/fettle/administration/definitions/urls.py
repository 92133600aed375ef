"""Addresses of the settings."""

from django.urls import path, re_path

from fettle.administration.definitions import agreement_views, calendar_views, views

urlpatterns = [
    path("settings/", views.index, name="settings"),
    path("settings/calendars/", calendar_views.index, name="calendars"),
    path("settings/calendars/export/", calendar_views.export, name="export-calendars"),
    path("settings/calendars/new/", calendar_views.add, name="add-calendar"),
    path("settings/calendars/<slug:key>/", calendar_views.calendar, name="calendar"),
    path("settings/calendars/<slug:key>/<int:version>/", calendar_views.version, name="calendar-version"),
    path("settings/agreement/", agreement_views.agreement, name="default-agreement"),
    path("settings/agreement/export/", agreement_views.export, name="export-agreement"),
    re_path(r"^settings/(?P<number>SET-\d+)/?$", views.by_number),
    path("settings/<str:key>/", views.setting, name="setting"),
    path("settings/<str:key>/export/", views.export, name="export-setting"),
]
