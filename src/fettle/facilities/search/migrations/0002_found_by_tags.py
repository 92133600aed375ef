"""Tags are found by search from now on: documents of records that bear some are made anew by the job that catches up."""

from django.db import migrations

OUTDATE = """
    update search_searchdocument set version = 0
     where record_id in (select id from records_record where tags <> '{}')
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial"), ("records", "0006_found_by_tags")]

    operations = [migrations.RunSQL(OUTDATE, migrations.RunSQL.noop)]
