"""Addresses of files."""

from django.urls import path

from fettle.facilities.discussion import views

urlpatterns = [path("files/<int:pk>/<path:name>", views.file, name="file")]
