"""The web application for any WSGI server; `fettle serve` gives it to granian."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fettle.site.settings")

application = get_wsgi_application()
