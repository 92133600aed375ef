"""Records are found by the names of people on them: the documents of what was there before are made anew by the job
that catches up.
"""

from django.db import migrations

OUTDATED = """
    update search_searchdocument set version = 0
     where record_id in (select id from records_record where kind in ('incident', 'request'))
"""


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0004_answered_when_reported"),
        ("search", "0001_initial"),
        ("records", "0001_initial"),
    ]

    operations = [migrations.RunSQL(OUTDATED, migrations.RunSQL.noop)]
