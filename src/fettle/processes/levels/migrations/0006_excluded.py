"""What does not count is said in rows, for which targets. What was written as text stays beside them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("levels", "0005_estimates")]

    operations = [
        migrations.AddField(
            model_name="agreementversion",
            name="excluded",
            field=models.JSONField(db_default=[], default=list),
        ),
    ]
