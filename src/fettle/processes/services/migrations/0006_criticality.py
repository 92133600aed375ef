from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0005_agreement_of_demand"),
    ]

    operations = [
        migrations.AddField(
            model_name="service",
            name="criticality",
            field=models.CharField(blank=True, db_default="", default="", max_length=20),
        ),
    ]
