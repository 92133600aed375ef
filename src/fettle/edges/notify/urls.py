"""Addresses of notices and of the mail log."""

from django.urls import path

from fettle.edges.notify import views

urlpatterns = [
    path("notices/", views.notices, name="notifications"),
    path("notices/read", views.read, name="notices-read"),
    path("operations/mail/", views.mails, name="mails"),
    path("operations/mail/decisions/", views.decisions, name="mail-decisions"),
    path("operations/mail/server/", views.mail_server, name="mail-server"),
    path("operations/mail/<int:pk>/", views.mail, name="mail"),
]
