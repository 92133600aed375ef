"""What a growing table had rows about when it was saved. Tables of before are taken at their history's word: what a row
of theirs was about at any time is decided, and stays removed where it was.
"""

from django.db import migrations, models

FILL = """
    update definitions_setting setting
       set known = coalesce((
           select jsonb_agg(distinct split_part(line ->> 'fact', ':', 1))
             from history_entry entry,
                  lateral jsonb_path_query(entry.changes, '$.value[*][*] ? (exists(@.fact))') line
            where entry.record_id = setting.record_id), '[]')
     where key in ('notify.rules', 'notify.texts')
"""


class Migration(migrations.Migration):
    dependencies = [
        ("definitions", "0001_initial"),
        ("history", "0003_any_fact"),
    ]

    operations = [
        migrations.AddField(
            model_name="setting",
            name="known",
            field=models.JSONField(db_default=[], default=list),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
