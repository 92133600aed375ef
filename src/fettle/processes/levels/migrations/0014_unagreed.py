"""What nobody agreed to of what falls short below an SLA in force."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("levels", "0013_notices_that_wait")]

    operations = [
        migrations.AddField(
            model_name="agreementversion",
            name="unagreed",
            field=models.JSONField(db_default=[], default=list),
        ),
    ]
