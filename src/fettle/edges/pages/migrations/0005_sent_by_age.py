from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pages", "0004_sent")]

    operations = [
        migrations.AddIndex("sent", models.Index(fields=["sent_at"], name="sent_by_age")),
    ]
