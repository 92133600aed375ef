"""Who was answered on the spot was answered when it was reported, also where that was written down later: the column
follows what the entries now say. A clock reads whole seconds.
"""

from django.db import migrations

CORRECTION = """
    update %s item set responded_at = date_trunc('second', record.opened_at)
      from records_record record
     where record.id = item.record_id and item.responded_at > record.opened_at
       and exists (select from history_entry entry where entry.record_id = record.id and entry.seq = 1
           and entry.facts @> '[{"name": "incidents.registered", "data": {"responds": true}}]')
"""
CORRECT = [CORRECTION % table for table in ("incidents_incident", "incidents_servicerequest")]


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0003_major_incidents"),
        ("history", "0002_erasure"),
        ("records", "0001_initial"),
    ]

    operations = [migrations.RunSQL(CORRECT, migrations.RunSQL.noop)]
