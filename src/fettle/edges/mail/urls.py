"""Addresses of mails that came in, of mailboxes, and of the tester."""

from django.urls import path

from fettle.edges.mail import mailbox_views, views

urlpatterns = [
    path("operations/mail/in/", views.mails, name="incoming-mails"),
    path("operations/mail/in/<int:pk>/", views.mail, name="incoming-mail"),
    path("operations/mail/in/<int:pk>/body", views.body, name="incoming-mail-body"),
    path("operations/mail/in/<int:pk>/original", views.original, name="incoming-mail-original"),
    path("operations/mail/try/", views.tester, name="mail-tester"),
    path("operations/mail/mailboxes/", mailbox_views.index, name="mailboxes"),
    path("operations/mail/mailboxes/new/", mailbox_views.add, name="add-mailbox"),
    path("operations/mail/mailboxes/<slug:code>/", mailbox_views.mailbox, name="mailbox"),
]
