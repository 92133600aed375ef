import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0006_found_by_tags"),
        ("services", "0004_effort"),
    ]

    operations = [
        migrations.AddField(
            model_name="demand",
            name="agreement",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="records.record"
            ),
        ),
    ]
