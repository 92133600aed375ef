"""Addresses of exports, below the place of each kind."""

from django.urls import path

from fettle.edges.transfer.views import export

urlpatterns = [path("<slug:kinds>/export", export, name="export")]
