"""What is confirmed of the default agreement is kept for each customer, and a violation has its party."""

import django.db.models.deletion
from django.db import migrations, models

PARTY = """
    update levels_violation violation set party_id = record.organisation_id
      from records_record record where record.id = violation.record_id
"""
"""Until now the party of every violation was that of its record alone."""


class Migration(migrations.Migration):
    dependencies = [("levels", "0010_components_by_name"), ("orgs", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="CustomerEvaluation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("rows", models.JSONField()),
                ("behind", models.JSONField()),
                ("met", models.PositiveSmallIntegerField()),
                ("missed", models.PositiveSmallIntegerField()),
                ("unknown", models.PositiveSmallIntegerField()),
                (
                    "evaluation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="customers",
                        to="levels.evaluation",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["party"], name="evaluated_for_party")],
                "constraints": [
                    models.UniqueConstraint(fields=("evaluation", "party"), name="evaluated_once_for_party")
                ],
            },
        ),
        migrations.AddField(
            model_name="violation",
            name="party",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="orgs.organisation",
            ),
        ),
        migrations.RunSQL(PARTY, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="violation",
            name="party",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="orgs.organisation",
            ),
        ),
        migrations.RemoveConstraint(model_name="violation", name="violation_once"),
        migrations.AddConstraint(
            model_name="violation",
            constraint=models.UniqueConstraint(fields=("agreement", "start", "unit", "party"), name="violation_once"),
        ),
    ]
