"""Addresses of one's own page."""

from django.urls import path

from fettle.administration.profile import views

urlpatterns = [
    path("me/", views.profile, name="profile"),
    path("me/notices/", views.notices, name="own-notices"),
    path("me/times/", views.mail_times, name="own-times"),
    path("me/keys/", views.own_keys, name="own-keys"),
    path("me/theme/", views.theme, name="theme"),
    path("me/password/", views.choose_password, name="choose-password"),
    path("me/sessions/", views.end_sessions, name="end-sessions"),
    path("me/tokens/new/", views.make_token, name="make-token"),
    path("me/tokens/<int:key>/revoke/", views.revoke_token, name="revoke-token"),
]
