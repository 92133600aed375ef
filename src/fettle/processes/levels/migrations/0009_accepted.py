"""Why a version is signed though what is agreed below does not suffice, what was accepted, and the risk of it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("levels", "0008_reference"), ("records", "0004_joined")]

    operations = [
        migrations.AddField(
            model_name="agreementversion",
            name="accepted",
            field=models.CharField(blank=True, db_default="", default="", max_length=500),
        ),
        migrations.AddField(
            model_name="agreementversion",
            name="lacking",
            field=models.JSONField(db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name="agreementversion",
            name="risk",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="records.record",
            ),
        ),
    ]
