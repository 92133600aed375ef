"""Whether what is agreed below an SLA in force still suffices, as it was looked at last."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("levels", "0011_for_each_customer")]

    operations = [
        migrations.AddField(
            model_name="agreementversion",
            name="looked_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="agreementversion",
            name="answers",
            field=models.JSONField(db_default={}, default=dict),
        ),
        migrations.AddField(
            model_name="agreementversion",
            name="short",
            field=models.JSONField(db_default=[], default=list),
        ),
    ]
