"""Addresses of exports, below the place of each kind, and of imports."""

from django.urls import path, re_path

from fettle.edges.transfer import import_views
from fettle.edges.transfer.views import export

urlpatterns = [
    path("import/", import_views.index, name="imports"),
    path("import/<int:key>/", import_views.one, name="import-run"),
    path("import/<int:key>/confirm", import_views.confirm, name="confirm-import"),
    path("import/<int:key>/discard", import_views.discard, name="discard-import"),
    path("import/<int:key>/log", import_views.log, name="import-log"),
    re_path(r"^(?P<kinds>[a-z,-]{1,200})/export$", export, name="export"),
]
