"""What a look found is kept until it is done."""

import django.db.models.deletion
from django.db import migrations, models

FORMER = """
    delete from incidents_recalculation where state in ('looking', 'looked');
    update incidents_recalculation set state = 'stopped', ended_at = now() where state = 'confirmed'
"""
"""Until now only the first that change were kept: who looked before the update looks again. Nothing was changed by it."""


class Migration(migrations.Migration):
    dependencies = [("incidents", "0010_several_clocks")]

    operations = [
        migrations.CreateModel(
            name="RecalculationPart",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.BigIntegerField()),
                ("promises", models.JSONField()),
                ("rows", models.JSONField()),
                (
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="incidents.recalculation",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("run", "at"), name="recalculation_part_once")],
            },
        ),
        migrations.RunSQL(FORMER, migrations.RunSQL.noop),
    ]
