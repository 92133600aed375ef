"""The web application for any WSGI server; `fettle serve` gives it to granian."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fettle.site.settings")

application = get_wsgi_application()

import fettle.site.urls  # noqa: E402, F401 - whatever answers is there before the first request

# What was made so far stays. To look through it again and again for what can be thrown away costs every page a little,
# and now and then one of them much: `python -m bench`, p50 and p95 of record page and queue, by the floor of the run.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 100)
