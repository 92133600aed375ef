"""The web application for any WSGI server; `fettle serve` gives it to granian."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fettle.site.settings")

application = get_wsgi_application()

import fettle.site.urls  # noqa: E402, F401 - whatever answers is there before the first request

# What was made so far stays. Looked through again and again for what can be thrown away, it takes 3 % of a page's time
# and now and then 10 ms of one: `python -m bench`, p50 and p95 of record page and queue.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 100)
