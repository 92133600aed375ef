"""Erasures, and the one door through which the app may change an entry (docs/decisions/0007)."""

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

ONLY_MARKS = """
create function history_only_marks(old jsonb, new jsonb, mark text) returns boolean
language plpgsql immutable set search_path = public, pg_temp as $$
declare
    part text;
begin
    if old is not distinct from new then
        return true;
    end if;
    if jsonb_typeof(old) is distinct from jsonb_typeof(new) then
        return false;
    end if;
    case jsonb_typeof(old)
        when 'string' then
            return position(mark in new #>> '{}') > 0;
        when 'object' then
            if (select array_agg(k order by k) from jsonb_object_keys(old) as k)
                    is distinct from (select array_agg(k order by k) from jsonb_object_keys(new) as k) then
                return false;
            end if;
            for part in select jsonb_object_keys(old) loop
                if not history_only_marks(old -> part, new -> part, mark) then
                    return false;
                end if;
            end loop;
            return true;
        when 'array' then
            if jsonb_array_length(old) <> jsonb_array_length(new) then
                return false;
            end if;
            for at in 0 .. jsonb_array_length(old) - 1 loop
                if not history_only_marks(old -> at, new -> at, mark) then
                    return false;
                end if;
            end loop;
            return true;
        else
            return false;
    end case;
end $$
"""
DOOR = """
create function history_erase(
    erasure bigint, entry bigint, new_facts jsonb, new_changes jsonb, new_source jsonb, new_label text
) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    erased text;
    old history_entry%rowtype;
begin
    select mark into erased from history_erasure
     where id = erasure and txid = pg_current_xact_id()::text::bigint and mark like '%_' || person_id;
    if erased is null then
        raise exception 'no erasure is under way in this transaction' using errcode = 'insufficient_privilege';
    end if;
    select * into strict old from history_entry where id = entry for update;
    if not (history_only_marks(old.facts, new_facts, erased)
            and history_only_marks(old.changes, new_changes, erased)
            and history_only_marks(nullif(to_jsonb(old.source), 'null'), nullif(new_source, 'null'), erased)
            and (old.actor_label = new_label or position(erased in new_label) > 0)
            and jsonb_path_query_array(old.facts, '$[*].name') = jsonb_path_query_array(new_facts, '$[*].name')) then
        raise exception 'an erasure replaces texts by its mark and changes nothing else'
            using errcode = 'insufficient_privilege';
    end if;
    update history_entry
       set facts = new_facts, changes = new_changes, actor_label = new_label,
           source = case when old.source is null then null else new_source end
     where id = entry;
end $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("history", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mark", models.CharField(max_length=120)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("by_label", models.TextField(blank=True)),
                ("reason", models.TextField()),
                ("files", models.BooleanField(default=False)),
                (
                    "txid",
                    models.BigIntegerField(
                        db_default=django.db.models.expressions.RawSQL("(pg_current_xact_id()::text::bigint)", [])
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="erasure",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.RunSQL(ONLY_MARKS, "drop function history_only_marks(jsonb, jsonb, text)"),
        migrations.RunSQL(DOOR, "drop function history_erase(bigint, bigint, jsonb, jsonb, jsonb, text)"),
    ]
